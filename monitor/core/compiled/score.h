/* What a text says with its tags, and what that and its words weigh: features.said, weighing.Reader. */

#pragma once
#include "units.h"

typedef struct {
    uint32_t number[MOST_SIGNS];   /* at most MOST_PATTERNS + MOST_TAGS + 9 */
    int count;
} Signs;

static inline void put(Signs *signs, uint32_t number)
{
    if (signs->count < MOST_SIGNS)
        signs->number[signs->count++] = number;
}

/* The signs of the patterns that hold in one sentence and in none before. */
static void of_sentence(const Lexicon *lexicon, uint64_t tags, uint8_t *held, Signs *signs)
{
    for (int each = 0; tags && each < lexicon->pattern_count; each++) {
        const Pattern *pattern = lexicon->patterns + each;
        if (!held[pattern->first] && holds(pattern, tags)) {
            held[pattern->first] = 1;
            put(signs, pattern->number);
        }
    }
}

static int complains(const Lexicon *lexicon, uint64_t tags)
{
    for (int each = 0; each < lexicon->pattern_count; each++)
        if (lexicon->patterns[each].complaint && holds(lexicon->patterns + each, tags))
            return 1;
    return 0;
}

static int bit_length(Py_ssize_t number)
{
    int bits = 0;
    for (; number; number >>= 1)
        bits++;
    return bits;
}

/* Marks what stands under a negation, and gathers the signs. */
static void said(const Lexicon *lexicon, Unit *units, Py_ssize_t count, Signs *signs)
{
    uint8_t held[MOST_PATTERNS] = {0};
    uint64_t sentence = 0, before = 0, everything = 0, turn = 0;
    const uint64_t told = lexicon->good | lexicon->bad;
    int good = 0, bad = 0;
    Py_ssize_t reach = -1;
    for (Py_ssize_t place = 0; place < count; place++) {
        uint64_t tags = units[place].tags;
        if (!tags)
            continue;
        if (tags & lexicon->stop) {
            before = sentence | tags;
            everything |= before;
            of_sentence(lexicon, before, held, signs);
            sentence = 0;
            reach = -1;
            continue;
        }
        uint64_t meant = place <= reach ? negated(lexicon, tags) : tags;
        sentence |= meant;
        if (tags & lexicon->but)
            turn = lexicon->but;
        else if (meant & told) {
            turn |= turn ? meant & told : 0;
            good += (meant & lexicon->good) != 0;
            bad += (meant & lexicon->bad) != 0;
        }
        if (tags & lexicon->negator) {
            reach = place + SCOPE;
            for (Py_ssize_t next = place + 1; next < count && next <= reach; next++) {
                units[next].denied = 1;
                if (units[next].tags & lexicon->stop)
                    break;
            }
        }
    }
    everything |= sentence;
    of_sentence(lexicon, sentence, held, signs);
    for (int tag = 0; tag < lexicon->tags; tag++)
        if (everything >> tag & 1)
            put(signs, lexicon->tag_sign[tag]);
    uint64_t last = sentence ? sentence : before;
    if (last & lexicon->bad)
        put(signs, lexicon->ends_bad);
    if (last & lexicon->good)
        put(signs, lexicon->ends_good);
    if (complains(lexicon, last))
        put(signs, lexicon->ends_in_complaint);
    int balance = good - bad, length = bit_length(count);
    put(signs, lexicon->bad_sign[bad < 3 ? bad : 3]);
    put(signs, lexicon->good_sign[good < 3 ? good : 3]);
    put(signs, good || bad ? lexicon->balance_sign[2 + (balance < -2 ? -2 : balance > 2 ? 2 : balance)]
                           : lexicon->no_balance);
    put(signs, lexicon->length_sign[length < 8 ? length : 8]);
    if (turn & lexicon->bad)
        put(signs, lexicon->but_bad);
    if (turn & lexicon->good)
        put(signs, lexicon->but_good);
    if (turn && !(turn & told))
        put(signs, lexicon->but_nothing);
}

typedef struct {
    double opinion, liking, kinship, lift[3];
    long evidence;
    int complains, opines;
} Score;

static inline uint32_t word(uint32_t key, int denied) { return (denied ? key ^ NOT : key) & WORD_MASK; }

static Score score(const Reader *reader, Unit *units, Py_ssize_t count)
{
    const Lexicon *lexicon = reader->lexicon;
    Score told = {0};
    Signs signs = {.count = 0};
    Sums words = {{0}, 0}, groups = {{0}, 0}, marks = {{0}, 0};
    said(lexicon, units, count, &signs);
    for (Py_ssize_t place = 0; place < count; place++) {
        const Unit *unit = units + place;
        if (unit->key) {
            add(&words, &reader->words, word(unit->key, unit->denied));
            if (place + 1 < count && units[place + 1].key)
                add(&words, &reader->words, (unit->key * PAIR & WORD_MASK) ^ units[place + 1].key);
        }
        for (int head = 0; head < HEADS; head++)
            groups.head[head] += unit->groups.head[head];
        groups.count += unit->groups.count;
        told.evidence += (unit->tags & lexicon->speaks) != 0;
    }
    told.opines = 1;
    for (int each = 0; each < signs.count; each++) {
        uint32_t number = signs.number[each];
        add(&marks, &reader->signs, number);
        told.complains |= lexicon->complaint[number];
        told.opines &= number != lexicon->no_balance;
        if (reader->lift_of[number])
            for (int tone = 0; tone < 3; tone++)
                told.lift[tone] += reader->lifts[reader->lift_of[number] - 1][tone];
    }
    double by_word = 1 / sqrt(words.count ? words.count : 1), by_group = 1 / sqrt(groups.count ? groups.count : 1);
    double sum[HEADS];
    for (int head = 0; head < HEADS; head++)
        sum[head] = reader->bias[head] + words.head[head] * reader->words.scale[head] * by_word
            + groups.head[head] * reader->chars.scale[head] * by_group
            + marks.head[head] * reader->signs.scale[head] * SIGN_VALUE;
    double enough = (double)(groups.count - FEW) / (ENOUGH - FEW);
    told.kinship = 0.5 + 0.5 * tanh(sum[4] / 2);
    told.kinship *= reader->trust * (enough < 0 ? 0 : enough > 1 ? 1 : enough);
    told.opinion = sum[0] + told.kinship * (sum[2] - sum[0]);
    told.liking = sum[1] + told.kinship * (sum[3] - sum[1]);
    if (groups.count)
        told.evidence = groups.count;
    return told;
}

/* Of negative and positive, in ten-thousandths. Weights so large that they are no number in the end: -1 for an error. */
static int probabilities(const Reader *reader, const Score *told, int *low, int *high)
{
    double opinion = OPINION_BEND * tanh(told->opinion / OPINION_BEND);
    double liking = LIKING_BEND * tanh(told->liking / LIKING_BEND);
    double strength = fabs(liking), kin = told->kinship, likely[3], top, total;
    for (int tone = 0; tone < 3; tone++) {
        const double *f = reader->calibration[tone];
        likely[tone] = told->lift[tone] + f[0] + f[4] * kin + (f[1] + f[5] * kin) * opinion
            + (f[2] + f[6] * kin) * liking + (f[3] + f[7] * kin) * strength;
    }
    top = fmax(fmax(likely[0], likely[1]), likely[2]);
    for (int tone = 0; tone < 3; tone++)
        likely[tone] = exp(likely[tone] - top);
    total = likely[0] + likely[1] + likely[2];
    if (!isfinite(total)) {
        PyErr_SetString(PyExc_ValueError, "weights that add up to no number");
        return -1;
    }
    *low = (int)(likely[0] / total * 10000 + 0.5);
    *high = (int)(likely[2] / total * 10000 + 0.5);
    if (*high > 10000 - *low)
        *high = 10000 - *low;
    return 0;
}
