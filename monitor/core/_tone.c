/* What a piece of text weighs, compiled: the hot part of tone (features.py, reference.py), by the same names.

     text -> tokens -> units -> idioms read as one word -> sums, signs -> score, probabilities, words for reasons

   The Python beside it says the same, decides what is right, and runs where this was not built; tests hold both to the
   same numbers for any text. Texts are hostile: no more than TEXT_LIMIT characters are looked at, every piece of memory
   is as large as that asks for, each index is below a length that was checked, nothing recurses. The GIL is kept. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    WORD_BITS = 20, CHAR_BITS = 19, SIGN_BITS = 14,
    TEXT_LIMIT = 4000,
    SCOPE = 4,                 /* words that a negation reaches */
    LONGEST_PIECE = 6,         /* letters of the longest word looked for inside a run without spaces */
    LONGEST_GROUP = 4,
    FRAMED = 24,               /* letters of a word that groups are taken of */
    SHORTEST_STEM = 3,
    MOST_PATTERNS = 128, MOST_SIGNS = 256, MOST_TAGS = 62,
    HEADS = 5,                 /* opinion and liking of two readers, kinship */
    NONE = 128                 /* the byte that weighs nothing */
};
#define WORD_MASK ((1u << WORD_BITS) - 1)
#define CHAR_MASK ((1u << CHAR_BITS) - 1)
#define SIGN_MASK ((1u << SIGN_BITS) - 1)
#define NOT 0x5BD1E995u
#define PAIR 40503u
#define SIGN_VALUE 0.3
#define FEW 24
#define ENOUGH 96
#define OPINION_BEND 2.0
#define LIKING_BEND 4.0

/* ---- crc32, byte by byte: most of what is hashed has three or four ------------------------------------------- */

static uint32_t CRC[256];

static void crc_table(void)
{
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t state = byte;
        for (int bit = 0; bit < 8; bit++)
            state = state & 1 ? state >> 1 ^ 0xEDB88320u : state >> 1;
        CRC[byte] = state;
    }
}

static inline uint32_t crc_byte(uint32_t state, uint32_t byte)
{
    return CRC[(state ^ byte) & 0xFF] ^ state >> 8;
}

/* One letter as UTF-8. A lone surrogate, which Python refuses, takes its three bytes. */
static inline uint32_t crc_letter(uint32_t state, Py_UCS4 c)
{
    if (c < 0x80)
        return crc_byte(state, c);
    if (c < 0x800)
        state = crc_byte(state, 0xC0 | c >> 6);
    else {
        if (c < 0x10000)
            state = crc_byte(state, 0xE0 | c >> 12);
        else {
            state = crc_byte(state, 0xF0 | c >> 18);
            state = crc_byte(state, 0x80 | (c >> 12 & 0x3F));
        }
        state = crc_byte(state, 0x80 | (c >> 6 & 0x3F));
    }
    return crc_byte(state, 0x80 | (c & 0x3F));
}

static uint32_t crc_text(uint32_t state, const char *text)
{
    while (*text)
        state = crc_byte(state, (unsigned char)*text++);
    return state;
}

static uint32_t sign(const char *name) { return ~crc_text(crc_byte(~0u, 2), name) & SIGN_MASK; }

static uint32_t sign_of_number(const char *name, int number)
{
    char text[32];
    PyOS_snprintf(text, sizeof text, "%s %d", name, number);
    return sign(text);
}

/* ---- letters ------------------------------------------------------------------------------------------------- */

static inline int between(Py_UCS4 c, Py_UCS4 low, Py_UCS4 high) { return c >= low && c <= high; }

static inline int is_one_of(Py_UCS4 c, const char *some) { return c && c < 0x80 && strchr(some, (int)c) != NULL; }

static inline int is_ascii_letter(Py_UCS4 c) { return between(c | 0x20, 'a', 'z'); }

static inline int is_word(Py_UCS4 c)
{
    return c < 0x80 ? is_ascii_letter(c) || between(c, '0', '9') || c == '_' : Py_UNICODE_ISALNUM(c);
}

static int is_unspaced(Py_UCS4 c)
{
    return c >= 0x0E00 && (between(c, 0x0E00, 0x0EFF) || between(c, 0x1000, 0x109F) || between(c, 0x1780, 0x17FF)
        || between(c, 0x3040, 0x30FF) || between(c, 0x3400, 0x4DBF) || between(c, 0x4E00, 0x9FFF)
        || between(c, 0xF900, 0xFAFF) || between(c, 0xFF66, 0xFF9F));
}

static int is_mark(Py_UCS4 c)
{
    return between(c, 0x0300, 0x036F) || between(c, 0x0591, 0x05C7) || between(c, 0x0610, 0x061A)
        || between(c, 0x064B, 0x065F) || c == 0x0670 || between(c, 0x0900, 0x0DFF) || c == 0x200C || c == 0x200D;
}

static inline int is_letter(Py_UCS4 c)
{
    return c < 0x80 ? is_word(c) : (is_word(c) && !is_unspaced(c)) || is_mark(c);
}

/* ---- tokens -------------------------------------------------------------------------------------------------- */

typedef struct {
    int kind;
    const void *data;
    Py_ssize_t length;
    int ascii;
} Text;

static Text text_of(PyObject *text, Py_ssize_t limit)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    return (Text){PyUnicode_KIND(text), PyUnicode_DATA(text), length < limit ? length : limit, PyUnicode_IS_ASCII(text)};
}

/* Behind the end stands a 0, which begins nothing and goes on with nothing. */
static inline Py_UCS4 at(const Text *text, Py_ssize_t place)
{
    return place < text->length ? PyUnicode_READ(text->kind, text->data, place) : 0;
}

/* In a text of ASCII alone the four separators 0x1C to 0x1F are no spaces: `re.ASCII`. */
static inline int is_space(const Text *text, Py_UCS4 c)
{
    return c < 0x80 ? c == ' ' || between(c, '\t', '\r') || (!text->ascii && between(c, 0x1C, 0x1F))
                    : Py_UNICODE_ISSPACE(c);
}

static Py_ssize_t past_letters(const Text *text, Py_ssize_t place)
{
    while (is_letter(at(text, place)))
        place++;
    return place;
}

static Py_ssize_t past_all(const Text *text, Py_ssize_t place, Py_UCS4 c)
{
    while (place < text->length && at(text, place) == c)
        place++;
    return place;
}

static int begins(const Text *text, Py_ssize_t place, const char *with)
{
    for (; *with; with++, place++)
        if (at(text, place) != (Py_UCS4)*with)
            return 0;
    return 1;
}

/* https://…, www.…: the end, or 0. */
static Py_ssize_t address(const Text *text, Py_ssize_t start)
{
    Py_ssize_t place = start + 4;
    if (begins(text, start, "http")) {
        place += at(text, place) == 's';
        if (!begins(text, place, "://"))
            return 0;
        place += 3;
    } else if (!begins(text, start, "www."))
        return 0;
    Py_ssize_t end = place;
    while (end < text->length && !is_space(text, at(text, end)))
        end++;
    return end > place ? end : 0;
}

static int ends_face(const Text *text, Py_ssize_t place)
{
    return is_one_of(at(text, place), ")(][DPpOo/\\|*3@$") && !is_word(at(text, place + 1));
}

/* :-) xD <3 ^_^ -_- ((: the end, or 0. */
static Py_ssize_t emoticon(const Text *text, Py_ssize_t start)
{
    Py_UCS4 c = at(text, start);
    Py_ssize_t place = start + 1;
    switch (c) {
    case ':': case ';': case '=': case '8':
        if (is_one_of(at(text, place), "-'^o") && ends_face(text, place + 1))
            return place + 2;
        return ends_face(text, place) ? place + 1 : 0;
    case 'x': case 'X':
        place = past_all(text, place, 'D');
        return place > start + 1 && !is_word(at(text, place)) ? place : 0;
    case '<':
        place = past_all(text, place, '3');
        return place > start + 1 ? place : 0;
    case '^':
        place = past_all(text, place, '_');
        return at(text, place) == '^' ? place + 1 : 0;
    case '-':
        place = past_all(text, place, '_');
        return place > start + 1 && at(text, place) == '-' ? place + 1 : 0;
    case '(': case ')':
        while (at(text, place) == '(' || at(text, place) == ')')
            place++;
        return place > start + 1 ? place : 0;
    default:
        return 0;
    }
}

static inline int asks_or_shouts(Py_UCS4 c) { return c == '!' || c == '?' || c == 0xFF01 || c == 0xFF1F; }

/* Where the token ends that begins here; `start` itself for a space, which begins none. */
static Py_ssize_t token_end(const Text *text, Py_ssize_t start)
{
    Py_UCS4 c = at(text, start);
    Py_ssize_t end = 0;
    if (c == 'h' || c == 'w')
        end = address(text, start);
    else if (c == '@')
        end = is_letter(at(text, start + 1)) ? past_letters(text, start + 1) : 0;
    else if (c < 0x80)
        end = emoticon(text, start);
    if (end)
        return end;
    end = start;
    if (is_unspaced(c)) {
        while (is_unspaced(at(text, end)))
            end++;
        return end;
    }
    if (is_letter(c)) {
        end = past_letters(text, start);
        while ((at(text, end) == '\'' || at(text, end) == 0x2019) && is_letter(at(text, end + 1)))
            end = past_letters(text, end + 1);
        return end;
    }
    if (asks_or_shouts(c)) {
        while (asks_or_shouts(at(text, end)))
            end++;
        return end;
    }
    if (c == '.' || c == '\n')
        return past_all(text, start, c);
    return is_space(text, c) ? start : start + 1;
}

/* ---- the lexicon --------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t crc;
    uint32_t start, length;    /* its letters in `letters` */
    uint64_t word, stem;       /* tags as a word, tags of all words that begin so */
} Entry;

typedef struct {
    uint32_t number;
    uint64_t every, some, but;
    int first;                 /* the first pattern of the same number: they are one sign */
    int complaint;
} Pattern;

typedef struct {
    PyObject_HEAD
    Entry *entries;
    uint32_t *slots;           /* by crc; 1 + the place of an entry, 0: free */
    uint32_t slot_mask, used, most;
    Py_UCS4 *letters;
    size_t letters_used, letters_most;
    Py_ssize_t longest_stem;
    uint64_t stop, question, exclaim, capitals, elongated, number, good, bad, negator, but, speaks, head;
    int tags;
    uint64_t plain[16], turned[16], turnable;
    int turns;
    Pattern patterns[MOST_PATTERNS];
    int pattern_count;
    uint8_t complaint[1 << SIGN_BITS];
    uint32_t tag_sign[MOST_TAGS], good_sign[4], bad_sign[4], balance_sign[5], length_sign[9];
    uint32_t ends_bad, ends_good, ends_in_complaint, but_bad, but_good, but_nothing, no_balance;
    PyObject *find;            /* idioms.find(tokens, heads) */
} Lexicon;

static Entry *entry_of(const Lexicon *lexicon, uint32_t crc, const Py_UCS4 *letters, Py_ssize_t length)
{
    for (uint32_t slot = crc & lexicon->slot_mask; lexicon->slots[slot]; slot = (slot + 1) & lexicon->slot_mask) {
        Entry *entry = lexicon->entries + lexicon->slots[slot] - 1;
        if (entry->crc == crc && entry->length == (size_t)length
            && !memcmp(lexicon->letters + entry->start, letters, (size_t)length * sizeof *letters))
            return entry;
    }
    return NULL;
}

static uint64_t negated(const Lexicon *lexicon, uint64_t tags)
{
    if (!(tags & lexicon->turnable))
        return tags;
    uint64_t found = tags & ~lexicon->turnable;
    for (int each = 0; each < lexicon->turns; each++)
        if (tags & lexicon->plain[each])
            found |= lexicon->turned[each];
    return found;
}

static int holds(const Pattern *pattern, uint64_t tags)
{
    return (tags & pattern->every) == pattern->every && (!pattern->some || tags & pattern->some)
        && !(tags & pattern->but);
}

/* ---- weights ------------------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t bits;             /* of 64 features, which have a row */
    uint32_t before;           /* rows of all features before them */
} Block;

typedef struct {
    Block *blocks;
    uint32_t block_mask;
    Py_buffer rows;            /* HEADS bytes of each feature that weighs something */
    int has_rows;
    double scale[HEADS];
} Plane;

typedef struct {
    int32_t head[HEADS];
    int32_t count;
} Sums;

static inline int ones(uint64_t bits)
{
#if defined(__GNUC__) && defined(__POPCNT__)
    return __builtin_popcountll(bits);
#else
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    return (int)(((bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
#endif
}

/* The row of a feature, or NULL where it weighs nothing. Its rows are as many as its blocks have bits: `plane_of`. */
static inline const uint8_t *row(const Plane *plane, uint32_t feature)
{
    const Block *block = plane->blocks + (feature / 64 & plane->block_mask);
    uint64_t bit = 1ull << feature % 64;
    if (!(block->bits & bit))
        return NULL;
    return (const uint8_t *)plane->rows.buf + (size_t)HEADS * (block->before + (uint32_t)ones(block->bits & (bit - 1)));
}

static inline void add(Sums *sums, const Plane *plane, uint32_t feature)
{
    const uint8_t *found = row(plane, feature);
    if (found)
        for (int head = 0; head < HEADS; head++)
            sums->head[head] += found[head] - NONE;
    sums->count++;
}

typedef struct {
    PyObject_HEAD
    Lexicon *lexicon;
    Plane words, chars, signs;
    double bias[HEADS], calibration[3][8], trust;
    double lifts[256][3];
    uint8_t lift_of[1 << SIGN_BITS];   /* 1 + the place in `lifts`, by sign; 0: none */
    PyTypeObject *score, *word;        /* weighing.Score, weighing.Word */
} Reader;

/* ---- units: what one token shows by itself ------------------------------------------------------------------- */

typedef struct {
    Py_ssize_t start, end;     /* in the text */
    uint32_t key;              /* the word's number; 0 breaks a pair of words */
    int denied;                /* stands under a negation */
    uint64_t tags;
    Sums groups;               /* its letter groups */
} Unit;

typedef void (*Each)(void *, uint32_t);   /* what is done with the number of each letter group */

static uint64_t shape(const Lexicon *lexicon, const Text *text, Py_ssize_t start, Py_ssize_t end)
{
    int alpha = 1, upper = 0, lower = 0, elongated = 0;
    uint64_t tags = 0;
    for (Py_ssize_t place = start; place < end; place++) {
        Py_UCS4 c = at(text, place);
        if (c < 0x80) {
            alpha &= is_ascii_letter(c);
            lower |= between(c, 'a', 'z');
            upper |= between(c, 'A', 'Z');
        } else {
            alpha &= Py_UNICODE_ISALPHA(c) != 0;
            lower |= Py_UNICODE_ISLOWER(c) || Py_UNICODE_ISTITLE(c);
            upper |= Py_UNICODE_ISUPPER(c) != 0;
        }
        elongated |= place >= start + 2 && c == at(text, place - 1) && c == at(text, place - 2);
        if (c == '?' || c == 0xFF1F)
            tags |= lexicon->question;
        if (c == '!')
            tags |= lexicon->exclaim;
    }
    if (alpha)
        return end - start < 3 ? 0 : (upper && !lower ? lexicon->capitals : 0) | (elongated ? lexicon->elongated : 0);
    Py_UCS4 first = at(text, start);
    if (Py_UNICODE_ISDIGIT(first))
        tags |= lexicon->number;
    if (is_one_of(first, ".!?;") || first == 0x2026 || first == 0x3002 || first == 0xFF01 || first == 0xFF1F
        || first == 0xFF1B)
        tags |= lexicon->stop;
    return tags;
}

/* `str.lower` of a token that holds a letter whose lower case is two, or hangs on its neighbours. */
static Py_ssize_t lowered_by_python(const Text *text, Py_ssize_t start, Py_ssize_t end, Py_UCS4 *into, Py_ssize_t most)
{
    const char *data = (const char *)text->data + start * text->kind;
    PyObject *token = PyUnicode_FromKindAndData(text->kind, data, end - start);
    PyObject *lower = token ? PyObject_CallMethod(token, "lower", NULL) : NULL;
    Py_ssize_t length = -1;
    if (lower && PyUnicode_Check(lower)) {
        length = PyUnicode_GET_LENGTH(lower);
        if (length > most || !PyUnicode_AsUCS4(lower, into, most, 0))
            length = -1;
    }
    if (length < 0 && !PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "a token became longer in lower case than it may");
    Py_XDECREF(lower);
    Py_XDECREF(token);
    return length;
}

static Py_ssize_t lowered(const Text *text, Py_ssize_t start, Py_ssize_t end, Py_UCS4 *into, Py_ssize_t most)
{
    Py_ssize_t length = end - start;
    if (length > most)
        length = most;
    for (Py_ssize_t place = 0; place < length; place++) {
        Py_UCS4 c = at(text, start + place);
        if (c == 0x0130 || c == 0x03A3)
            return lowered_by_python(text, start, end, into, most);
        into[place] = c < 0x80 ? (between(c, 'A', 'Z') ? c | 0x20 : c) : c == 0x2019 ? '\'' : Py_UNICODE_TOLOWER(c);
    }
    return length;
}

static Py_ssize_t ascii_into(Py_UCS4 *into, const char *word)
{
    Py_ssize_t length = 0;
    for (; word[length]; length++)
        into[length] = (unsigned char)word[length];
    return length;
}

/* Lower case, digits as 0, at most two equal letters in a row, addresses and names as one sign: how many letters `into`
   got, -1 for an error. `plain` says that nothing but the case was changed. */
static Py_ssize_t normal(const Text *text, Py_ssize_t start, Py_ssize_t end, Py_UCS4 *into, Py_ssize_t most, int *plain)
{
    Py_UCS4 first = at(text, start);
    *plain = 0;
    if (end - start >= 4 && (begins(text, start, "http") || begins(text, start, "www.")))
        return ascii_into(into, "http:");
    if (first == '@')
        return ascii_into(into, "@");
    if (end - start > 3 && (first == '!' || first == '?'))
        end = start + 3;
    Py_ssize_t length = lowered(text, start, end, into, most), kept = 0;
    Py_UCS4 last = 0;
    int run = 0;
    *plain = 1;
    for (Py_ssize_t place = 0; place < length; place++) {
        Py_UCS4 c = into[place] == 0x2019 ? '\'' : into[place];
        run = place && c == last ? run + 1 : 1;
        last = c;
        int digit = c < 0x80 ? between(c, '0', '9') : Py_UNICODE_ISDECIMAL(c);
        if (run > 2 || digit)
            *plain = 0;
        if (run <= 2)
            into[kept++] = digit ? '0' : c;
    }
    return length < 0 ? -1 : kept;
}

/* Groups of 3 and 4 letters of a framed word. */
static void groups_of(const Py_UCS4 *word, Py_ssize_t length, Each each, void *to)
{
    Py_UCS4 framed[FRAMED + 2];
    int count = 0;
    framed[count++] = '<';
    for (Py_ssize_t place = 0; place < length && place < FRAMED; place++)
        framed[count++] = word[place];
    framed[count++] = '>';
    for (int start = 0; start + 3 <= count; start++) {
        uint32_t state = crc_letter(crc_letter(crc_letter(~0u, framed[start]), framed[start + 1]), framed[start + 2]);
        each(to, ~state & CHAR_MASK);
        if (start + 4 <= count)
            each(to, ~crc_letter(state, framed[start + 3]) & CHAR_MASK);
    }
}

static int denies(Py_UCS4 c)
{
    return c == 0x4E0D || c == 0x6CA1 || c == 0x6C92 || c == 0x7121 || c == 0x65E0 || c == 0x672A;
}

/* A run of a script without spaces: groups of 1 to 4 letters, and the tags of the words found inside. */
static uint64_t of_run(const Lexicon *lexicon, const Text *text, Py_ssize_t start, Py_ssize_t end, Each each, void *to)
{
    uint64_t tags = 0;
    for (Py_ssize_t place = start; place < end; place++) {
        Py_UCS4 piece[LONGEST_PIECE];
        uint32_t state = ~0u;
        for (int size = 0; size < LONGEST_PIECE && place + size < end; size++) {
            piece[size] = at(text, place + size);
            state = crc_letter(state, piece[size]);
            if (size < LONGEST_GROUP)
                each(to, ~state & CHAR_MASK);
            const Entry *entry = entry_of(lexicon, ~state, piece, size + 1);
            uint64_t found = entry ? entry->word & ~lexicon->head : 0;
            tags |= found && place > start && denies(at(text, place - 1)) ? negated(lexicon, found) : found;
        }
    }
    return tags;
}

/* What the token shows; the numbers of its letter groups go to `each`. `room` has place for `most` letters.
   Returns -1 for an error. */
static int unit_of(const Lexicon *lexicon, const Text *text, Unit *unit, Py_UCS4 *room, Py_ssize_t most, Each each, void *to)
{
    Py_ssize_t start = unit->start, end = unit->end;
    Py_UCS4 first = at(text, start);
    unit->key = 0;
    if (first == '\n') {
        unit->tags = lexicon->stop;
        return 0;
    }
    if (is_unspaced(first)) {
        unit->tags = of_run(lexicon, text, start, end, each, to);
        return 0;
    }
    int plain;
    Py_ssize_t length = normal(text, start, end, room, most, &plain);
    if (length < 0)
        return -1;
    uint32_t state = ~0u;
    unit->tags = shape(lexicon, text, start, end);
    for (Py_ssize_t place = 0; place < length; place++) {
        state = crc_letter(state, room[place]);
        if (place + 1 >= SHORTEST_STEM && place < lexicon->longest_stem) {
            const Entry *entry = entry_of(lexicon, ~state, room, place + 1);
            unit->tags |= entry ? entry->stem : 0;
        }
    }
    const Entry *entry = entry_of(lexicon, ~state, room, length);
    if (entry)
        unit->tags |= plain ? entry->word : entry->word & ~lexicon->head;
    unit->key = (~state | 1) & WORD_MASK;
    if (Py_UNICODE_ISALNUM(first) || first == '#')
        groups_of(room, length, each, to);
    return 0;
}

/* ---- what is said: negations, sentences, signs ---------------------------------------------------------------- */

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

/* ---- the score ------------------------------------------------------------------------------------------------ */

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

/* Of negative and positive, in ten-thousandths. */
static void probabilities(const Reader *reader, const Score *told, int *low, int *high)
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
    *low = (int)(likely[0] / total * 10000 + 0.5);
    *high = (int)(likely[2] / total * 10000 + 0.5);
    if (*high > 10000 - *low)
        *high = 10000 - *low;
}

/* ---- one piece of text ---------------------------------------------------------------------------------------- */

typedef struct {
    PyObject_HEAD
    Reader *reader;
    PyObject *string, *score, *likely, *idioms;
    PyObject *found;           /* what `find` gave; NULL: nothing begins an idiom */
    Unit *units;
    Py_ssize_t count;
} Piece;

/* Letters of a token in its normal form. */
typedef struct {
    Py_UCS4 *letters;
    Py_ssize_t most;
} Room;

typedef struct {
    Sums *sums;
    const Plane *plane;
} Adder;

static void add_group(void *to, uint32_t number) { add(((Adder *)to)->sums, ((Adder *)to)->plane, number); }

static int read_unit(const Reader *reader, const Text *text, Unit *unit, Room *room)
{
    Adder adder = {&unit->groups, &reader->chars};
    return unit_of(reader->lexicon, text, unit, room->letters, room->most, add_group, &adder);
}

/* Cuts the text and looks each token up; one of `names` is nobody's opinion. Returns -1 for an error. */
static int cut(Piece *piece, const Text *text, PyObject *names, Room *room)
{
    Py_ssize_t end;
    for (Py_ssize_t place = 0; place < text->length; place = end) {
        end = token_end(text, place);
        if (end == place) {
            end++;
            continue;
        }
        Unit *unit = piece->units + piece->count++;
        memset(unit, 0, sizeof *unit);
        unit->start = place;
        unit->end = end;
        if (names) {
            PyObject *token = PyUnicode_Substring(piece->string, place, end);
            int named = token ? PySet_Contains(names, token) : -1;
            Py_XDECREF(token);
            if (named < 0)
                return -1;
            if (named)
                continue;
        }
        if (read_unit(piece->reader, text, unit, room) < 0)
            return -1;
    }
    return 0;
}

/* idioms.find(tokens, heads): a list of (place, length, meaning); NULL without an error where nothing begins one. */
static PyObject *found_in(const Piece *piece)
{
    const Lexicon *lexicon = piece->reader->lexicon;
    PyObject *heads = NULL, *tokens = NULL, *found = NULL;
    for (Py_ssize_t place = 0; place < piece->count; place++) {
        if (!(piece->units[place].tags & lexicon->head))
            continue;
        PyObject *number = PyLong_FromSsize_t(place);
        if (!number || (!heads && !(heads = PyList_New(0))) || PyList_Append(heads, number) < 0) {
            Py_XDECREF(number);
            goto done;
        }
        Py_DECREF(number);
    }
    if (!heads || !(tokens = PyList_New(piece->count)))
        goto done;
    for (Py_ssize_t place = 0; place < piece->count; place++) {
        PyObject *token = PyUnicode_Substring(piece->string, piece->units[place].start, piece->units[place].end);
        if (!token)
            goto done;
        PyList_SET_ITEM(tokens, place, token);
    }
    found = PyObject_CallFunctionObjArgs(lexicon->find, tokens, heads, NULL);
    if (found && !PyList_Check(found)) {
        PyErr_SetString(PyExc_TypeError, "find gives a list of idioms");
        Py_CLEAR(found);
    }
done:
    Py_XDECREF(heads);
    Py_XDECREF(tokens);
    return found;
}

typedef struct {
    Py_ssize_t place, length;
    PyObject *meaning;         /* borrowed */
} Idiom;

/* One of what `find` gave: inside the text, behind `from`. Returns -1 for an error. */
static int idiom_of(PyObject *found, Py_ssize_t each, Py_ssize_t from, Py_ssize_t count, Idiom *idiom)
{
    if (!PyArg_ParseTuple(PyList_GET_ITEM(found, each), "nnU", &idiom->place, &idiom->length, &idiom->meaning))
        return -1;
    if (idiom->place < from || idiom->length < 1 || idiom->length > count - idiom->place) {
        PyErr_SetString(PyExc_ValueError, "an idiom outside the text, or inside another");
        return -1;
    }
    return 0;
}

static double liked(const Reader *reader, const Unit *unit, int denied)
{
    const uint8_t *found = unit->key ? row(&reader->words, word(unit->key, denied)) : NULL;
    double own = unit->key ? (found ? found[1] - NONE : 0) * reader->words.scale[1] : 0.0;
    int32_t groups = unit->groups.count;
    return unit->groups.head[1] * reader->chars.scale[1] / (groups > 4 ? groups : 4) + own;
}

/* A named tuple of a class that was handed in. Takes the items, some of which may be NULL for an error. */
static PyObject *named_tuple(PyTypeObject *type, PyObject **items, Py_ssize_t count)
{
    PyObject *made = type->tp_alloc(type, count);
    for (Py_ssize_t each = 0; each < count; each++) {
        if (!items[each])
            Py_CLEAR(made);
        if (made)
            PyTuple_SET_ITEM(made, each, items[each]);
        else
            Py_XDECREF(items[each]);
    }
    return made;
}

static PyObject *word_of(const Piece *piece, const Unit *unit, uint64_t tags, Py_ssize_t negator)
{
    PyObject *items[] = {
        PyLong_FromSsize_t(unit->start), PyLong_FromSsize_t(unit->end),
        PyLong_FromUnsignedLongLong(tags & (piece->reader->lexicon->head - 1)),
        PyLong_FromSsize_t(negator), PyFloat_FromDouble(liked(piece->reader, unit, negator >= 0)),
    };
    return named_tuple(piece->reader->word, items, 5);
}

/* The words that carry tags, or all, but for those of idioms; a negation reaches SCOPE tokens of the same sentence. */
static PyObject *words_of(const Piece *piece, int every)
{
    PyObject *found = piece->found;
    const Lexicon *lexicon = piece->reader->lexicon;
    const Py_ssize_t idioms = found ? PyList_GET_SIZE(found) : 0;
    Py_ssize_t reach = -1, negator = -1, next = 0;
    Idiom idiom = {piece->count, 0, NULL};
    PyObject *words = PyList_New(0);
    if (words && idioms && idiom_of(found, next++, 0, piece->count, &idiom) < 0)
        goto failed;
    for (Py_ssize_t place = 0; words && place < piece->count; place++) {
        const Unit *unit = piece->units + place;
        if (place >= idiom.place) {
            place += idiom.length - 1;
            if (next >= idioms)
                idiom.place = piece->count;
            else if (idiom_of(found, next++, place + 1, piece->count, &idiom) < 0)
                goto failed;
            continue;
        }
        if (!unit->tags && !every)
            continue;
        int under = place <= reach;
        uint64_t tags = under ? negated(lexicon, unit->tags) : unit->tags;
        if (every || tags & (lexicon->head - 1)) {
            PyObject *word = word_of(piece, unit, tags, under ? piece->units[negator].start : -1);
            if (!word || PyList_Append(words, word) < 0) {
                Py_XDECREF(word);
                goto failed;
            }
            Py_DECREF(word);
        }
        if (unit->tags & lexicon->stop)
            reach = -1;
        else if (unit->tags & lexicon->negator) {
            negator = place;
            reach = place + SCOPE;
        }
    }
    return words;
failed:
    Py_XDECREF(words);
    return NULL;
}

/* Where the idioms stand, and what they mean: (start, end, meaning) each. */
static PyObject *stretches_of(const Piece *piece)
{
    PyObject *found = piece->found;
    const Py_ssize_t count = found ? PyList_GET_SIZE(found) : 0;
    PyObject *stretches = PyTuple_New(count);
    Idiom idiom = {0, 0, NULL};
    for (Py_ssize_t each = 0; stretches && each < count; each++) {
        PyObject *stretch = NULL;
        if (idiom_of(found, each, idiom.place + idiom.length, piece->count, &idiom) == 0)
            stretch = Py_BuildValue("(nnO)", piece->units[idiom.place].start,
                                    piece->units[idiom.place + idiom.length - 1].end, idiom.meaning);
        if (!stretch) {
            Py_DECREF(stretches);
            return NULL;
        }
        PyTuple_SET_ITEM(stretches, each, stretch);
    }
    return stretches;
}

/* Into `meant` the units with one for each idiom: the word that it means, or none. How many, -1 for an error. */
static Py_ssize_t read_idioms(const Piece *piece, Unit *meant, Room *room)
{
    Py_ssize_t count = 0, from = 0;
    for (Py_ssize_t each = 0; each < PyList_GET_SIZE(piece->found); each++) {
        Idiom idiom;
        if (idiom_of(piece->found, each, from, piece->count, &idiom) < 0)
            return -1;
        memcpy(meant + count, piece->units + from, (size_t)(idiom.place - from) * sizeof *meant);
        count += idiom.place - from;
        from = idiom.place + idiom.length;
        Text word = text_of(idiom.meaning, FRAMED);
        if (word.length) {
            Unit *unit = meant + count++;
            memset(unit, 0, sizeof *unit);
            unit->end = word.length;
            if (read_unit(piece->reader, &word, unit, room) < 0)
                return -1;
        }
    }
    memcpy(meant + count, piece->units + from, (size_t)(piece->count - from) * sizeof *meant);
    return count + piece->count - from;
}

static PyObject *score_of(const Reader *reader, const Score *told)
{
    PyObject *items[] = {
        PyFloat_FromDouble(told->opinion), PyFloat_FromDouble(told->liking), PyFloat_FromDouble(told->kinship),
        Py_BuildValue("(ddd)", told->lift[0], told->lift[1], told->lift[2]), PyLong_FromLong(told->evidence),
        PyBool_FromLong(told->complains), PyBool_FromLong(told->opines),
    };
    return named_tuple(reader->score, items, 7);
}

/* Finds idioms, score and probabilities. Returns -1 for an error. */
static int weigh(Piece *piece, Room *room)
{
    Unit *units = piece->units;
    Py_ssize_t count = piece->count;
    piece->found = found_in(piece);
    if (PyErr_Occurred() || !(piece->idioms = stretches_of(piece)))
        return -1;
    if (piece->found && PyList_GET_SIZE(piece->found)) {
        if (!(units = PyMem_New(Unit, (size_t)count + 1))) {
            PyErr_NoMemory();
            return -1;
        }
        if ((count = read_idioms(piece, units, room)) < 0) {
            PyMem_Free(units);
            return -1;
        }
    }
    int low, high;
    const Score told = score(piece->reader, units, count);
    if (units != piece->units)
        PyMem_Free(units);
    probabilities(piece->reader, &told, &low, &high);
    piece->score = score_of(piece->reader, &told);
    piece->likely = Py_BuildValue("(ddd)", low / 10000.0, (10000 - low - high) / 10000.0, high / 10000.0);
    return piece->score && piece->likely ? 0 : -1;
}

static PyTypeObject PieceType;

/* look(text, names) -> Piece */
static PyObject *look(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2 || !PyUnicode_Check(args[0]) || !PyAnySet_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError, "look(text: str, names: set)");
        return NULL;
    }
    const Text text = text_of(args[0], TEXT_LIMIT);
    Piece *piece = PyObject_New(Piece, &PieceType);
    if (!piece)
        return NULL;
    Py_INCREF(self);
    Py_INCREF(args[0]);
    piece->reader = (Reader *)self;
    piece->string = args[0];
    piece->score = piece->likely = piece->idioms = piece->found = NULL;
    piece->count = 0;
    piece->units = PyMem_New(Unit, (size_t)text.length + 1);
    Room room = {NULL, 2 * text.length + 32};
    room.letters = PyMem_New(Py_UCS4, (size_t)room.most);
    if (!room.letters || !piece->units)
        PyErr_NoMemory();
    else if (cut(piece, &text, PySet_GET_SIZE(args[1]) ? args[1] : NULL, &room) == 0)
        weigh(piece, &room);
    PyMem_Free(room.letters);
    if (PyErr_Occurred())
        Py_CLEAR(piece);
    return (PyObject *)piece;
}

/* words(every) -> list of Word */
static PyObject *words_method(PyObject *self, PyObject *every)
{
    int all = PyObject_IsTrue(every);
    return all < 0 ? NULL : words_of((Piece *)self, all);
}

static void piece_gone(PyObject *self)
{
    Piece *piece = (Piece *)self;
    PyMem_Free(piece->units);
    Py_XDECREF(piece->found);
    Py_XDECREF(piece->idioms);
    Py_XDECREF(piece->likely);
    Py_XDECREF(piece->score);
    Py_DECREF(piece->string);
    Py_DECREF(piece->reader);
    PyObject_Free(self);
}

static PyMethodDef piece_methods[] = {
    {"words", words_method, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef piece_members[] = {
    {"text", T_OBJECT_EX, offsetof(Piece, string), READONLY, NULL},
    {"score", T_OBJECT_EX, offsetof(Piece, score), READONLY, NULL},
    {"likely", T_OBJECT_EX, offsetof(Piece, likely), READONLY, NULL},
    {"idioms", T_OBJECT_EX, offsetof(Piece, idioms), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyTypeObject PieceType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "monitor.core._tone.Piece",
    .tp_basicsize = sizeof(Piece),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_dealloc = piece_gone,
    .tp_methods = piece_methods,
    .tp_members = piece_members,
};

/* ---- what Python hands in ------------------------------------------------------------------------------------- */

/* row(kind, feature) -> five numbers, or None: of words (0), letter groups (1) or signs (2). */
static PyObject *row_of(PyObject *self, PyObject *args)
{
    Reader *reader = (Reader *)self;
    unsigned int kind, feature;
    if (!PyArg_ParseTuple(args, "II", &kind, &feature))
        return NULL;
    if (kind > 2)
        return PyErr_Format(PyExc_ValueError, "kind %u", kind);
    const uint8_t *found = row(kind == 0 ? &reader->words : kind == 1 ? &reader->chars : &reader->signs, feature);
    if (!found)
        Py_RETURN_NONE;
    return Py_BuildValue("(iiiii)", found[0] - NONE, found[1] - NONE, found[2] - NONE, found[3] - NONE, found[4] - NONE);
}

/* (bits: bytes, rows: bytes, scales): each bit set in `bits` has its row, in order. Returns -1 for an error. */
static int plane_of(PyObject *from, Plane *plane)
{
    Py_buffer bits;
    if (!PyArg_ParseTuple(from, "y*y*(ddddd)", &bits, &plane->rows, plane->scale, plane->scale + 1, plane->scale + 2,
                          plane->scale + 3, plane->scale + 4))
        return -1;
    plane->has_rows = 1;
    const uint8_t *bytes = bits.buf;
    const size_t count = (size_t)bits.len / 8;
    uint32_t before = 0;
    int failed = bits.len % 8 || !count || count & (count - 1) || count > 1u << 20;
    if (!failed && !(plane->blocks = PyMem_New(Block, count)))
        failed = 1;
    for (size_t each = 0; !failed && each < count; each++) {
        uint64_t own = 0;
        for (int byte = 0; byte < 8; byte++)
            own |= (uint64_t)bytes[8 * each + (size_t)byte] << 8 * byte;
        plane->blocks[each] = (Block){own, before};
        before += (uint32_t)ones(own);
    }
    plane->block_mask = (uint32_t)count - 1;
    PyBuffer_Release(&bits);
    if (!failed && (size_t)plane->rows.len == (size_t)HEADS * before)
        return 0;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "a table whose rows are not as many as its bits");
    return -1;
}

static int calibration_of(PyObject *from, double into[3][8])
{
    for (int tone = 0; tone < 3; tone++) {
        double *f = into[tone];
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(from, tone), "dddddddd", f, f + 1, f + 2, f + 3, f + 4, f + 5, f + 6, f + 7))
            return -1;
    }
    return 0;
}

static int lifts_of(PyObject *from, Reader *reader)
{
    PyObject *key, *value;
    Py_ssize_t at = 0;
    int count = 0;
    while (PyDict_Next(from, &at, &key, &value)) {
        unsigned long number = PyLong_AsUnsignedLong(key);
        if (PyErr_Occurred())
            return -1;
        if (number > SIGN_MASK || count >= 255) {
            PyErr_SetString(PyExc_ValueError, "a lift of no sign, or too many");
            return -1;
        }
        double *lift = reader->lifts[count++];
        if (!PyArg_ParseTuple(value, "ddd", lift, lift + 1, lift + 2))
            return -1;
        reader->lift_of[number] = (uint8_t)count;
    }
    return 0;
}

static void forget(Plane *plane)
{
    PyMem_Free(plane->blocks);
    if (plane->has_rows)
        PyBuffer_Release(&plane->rows);
}

static void reader_gone(PyObject *self)
{
    Reader *reader = (Reader *)self;
    forget(&reader->words);
    forget(&reader->chars);
    forget(&reader->signs);
    Py_XDECREF(reader->lexicon);
    Py_XDECREF(reader->score);
    Py_XDECREF(reader->word);
    Py_TYPE(self)->tp_free(self);
}

static PyTypeObject LexiconType;

static int is_named_tuple(PyTypeObject *type)
{
    return PyType_IsSubtype(type, &PyTuple_Type) && type->tp_basicsize == PyTuple_Type.tp_basicsize;
}

/* Reader(lexicon, words, chars, signs, bias, calibration, lifts, trust, score, word) */
static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    PyObject *lexicon, *words, *chars, *signs, *calibration, *lifts, *score, *word;
    Reader *reader = (Reader *)type->tp_alloc(type, 0);
    double *b = reader ? reader->bias : NULL;
    if (!reader)
        return NULL;
    if (named && PyDict_GET_SIZE(named))
        PyErr_SetString(PyExc_TypeError, "by place, not by name");
    else if (PyArg_ParseTuple(args, "O!O!O!O!(ddddd)O!O!dO!O!", &LexiconType, &lexicon, &PyTuple_Type, &words, &PyTuple_Type,
                              &chars, &PyTuple_Type, &signs, b, b + 1, b + 2, b + 3, b + 4, &PyTuple_Type, &calibration,
                              &PyDict_Type, &lifts, &reader->trust, &PyType_Type, &score, &PyType_Type, &word)) {
        Py_INCREF(lexicon);
        Py_INCREF(score);
        reader->score = (PyTypeObject *)score;
        Py_INCREF(word);
        reader->word = (PyTypeObject *)word;
        reader->lexicon = (Lexicon *)lexicon;
        if (!is_named_tuple(reader->score) || !is_named_tuple(reader->word))
            PyErr_SetString(PyExc_TypeError, "a score and a word are named tuples");
        else if (PyTuple_GET_SIZE(calibration) != 3)
            PyErr_SetString(PyExc_ValueError, "a calibration has three rows");
        else if (!plane_of(words, &reader->words) && !plane_of(chars, &reader->chars)
                 && !plane_of(signs, &reader->signs) && !calibration_of(calibration, reader->calibration)
                 && !lifts_of(lifts, reader))
            return (PyObject *)reader;
    }
    Py_DECREF(reader);
    return NULL;
}

static PyMethodDef reader_methods[] = {
    {"look", (PyCFunction)(void (*)(void))look, METH_FASTCALL, NULL},
    {"row", row_of, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject ReaderType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "monitor.core._tone.Reader",
    .tp_basicsize = sizeof(Reader),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = reader_new,
    .tp_dealloc = reader_gone,
    .tp_methods = reader_methods,
};

/* The entry of a word, made where there is none; NULL for an error. */
static Entry *entry_made(Lexicon *lexicon, PyObject *string)
{
    Py_UCS4 letters[256];
    if (!PyUnicode_Check(string) || PyUnicode_GET_LENGTH(string) > 255 || !PyUnicode_GET_LENGTH(string)
        || !PyUnicode_AsUCS4(string, letters, 256, 1)) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "a word of the lexicon has 1 to 255 letters");
        return NULL;
    }
    const Py_ssize_t length = PyUnicode_GET_LENGTH(string);
    uint32_t state = ~0u;
    for (Py_ssize_t place = 0; place < length; place++)
        state = crc_letter(state, letters[place]);
    Entry *entry = entry_of(lexicon, ~state, letters, length);
    if (entry)
        return entry;
    if (lexicon->used >= lexicon->most || lexicon->letters_used + (size_t)length > lexicon->letters_most) {
        PyErr_SetString(PyExc_RuntimeError, "more words than were counted");
        return NULL;
    }
    memcpy(lexicon->letters + lexicon->letters_used, letters, (size_t)length * sizeof *letters);
    entry = lexicon->entries + lexicon->used++;
    *entry = (Entry){~state, (uint32_t)lexicon->letters_used, (uint32_t)length, 0, 0};
    lexicon->letters_used += (size_t)length;
    uint32_t slot = ~state & lexicon->slot_mask;
    while (lexicon->slots[slot])
        slot = (slot + 1) & lexicon->slot_mask;
    lexicon->slots[slot] = lexicon->used;
    return entry;
}

static int learn(Lexicon *lexicon, PyObject *from, int stems)
{
    PyObject *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(from, &at, &key, &value)) {
        uint64_t tags = PyLong_AsUnsignedLongLong(value);
        Entry *entry = PyErr_Occurred() ? NULL : entry_made(lexicon, key);
        if (!entry)
            return -1;
        if (!stems)
            entry->word |= tags;
        else if (entry->length >= SHORTEST_STEM) {
            entry->stem |= tags;
            if (lexicon->longest_stem < (Py_ssize_t)entry->length)
                lexicon->longest_stem = entry->length;
        }
    }
    return 0;
}

/* Places for the words of both, half of them free at least. */
static int make_room(Lexicon *lexicon, PyObject *words, PyObject *stems)
{
    PyObject *key, *value, *both[2] = {words, stems};
    size_t letters = 0, count = 0, slots = 64;
    for (int each = 0; each < 2; each++)
        for (Py_ssize_t at = 0; PyDict_Next(both[each], &at, &key, &value); count++)
            letters += PyUnicode_Check(key) ? (size_t)PyUnicode_GET_LENGTH(key) : 0;
    while (slots < 2 * count)
        slots *= 2;
    if (count > 1u << 20 || letters > 1u << 26) {
        PyErr_SetString(PyExc_ValueError, "a lexicon that large");
        return -1;
    }
    lexicon->most = (uint32_t)count;
    lexicon->letters_most = letters;
    lexicon->slot_mask = (uint32_t)slots - 1;
    lexicon->entries = PyMem_Calloc(count + 1, sizeof *lexicon->entries);
    lexicon->letters = PyMem_Calloc(letters + 1, sizeof *lexicon->letters);
    lexicon->slots = PyMem_Calloc(slots, sizeof *lexicon->slots);
    if (!lexicon->entries || !lexicon->letters || !lexicon->slots) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static uint64_t tag(PyObject *tags, const char *name)
{
    PyObject *found = PyErr_Occurred() ? NULL : PyDict_GetItemString(tags, name);
    if (found)
        return PyLong_AsUnsignedLongLong(found);
    if (!PyErr_Occurred())
        PyErr_Format(PyExc_ValueError, "no tag %s", name);
    return 0;
}

/* The tags that are asked for by name, and the numbers of all signs but the patterns'. */
static int name_signs(Lexicon *lexicon, PyObject *tags)
{
    const Py_ssize_t count = PyDict_GET_SIZE(tags);
    if (count > MOST_TAGS) {
        PyErr_SetString(PyExc_ValueError, "more tags than a machine word holds");
        return -1;
    }
    lexicon->tags = (int)count;
    lexicon->head = 1ull << count;
    lexicon->stop = tag(tags, "STOP");
    lexicon->question = tag(tags, "QUESTION");
    lexicon->exclaim = tag(tags, "EXCLAIM");
    lexicon->capitals = tag(tags, "CAPITALS");
    lexicon->elongated = tag(tags, "ELONGATED");
    lexicon->number = tag(tags, "NUMBER");
    lexicon->good = tag(tags, "GOOD");
    lexicon->bad = tag(tags, "BAD");
    lexicon->negator = tag(tags, "NEGATOR");
    lexicon->but = tag(tags, "BUT");
    lexicon->speaks = lexicon->good | lexicon->bad | tag(tags, "SMILE") | tag(tags, "FROWN");
    for (int each = 0; each < lexicon->tags; each++)
        lexicon->tag_sign[each] = sign_of_number("tag", each);
    for (int each = 0; each < 4; each++) {
        lexicon->good_sign[each] = sign_of_number("good", each);
        lexicon->bad_sign[each] = sign_of_number("bad", each);
    }
    for (int each = 0; each < 5; each++)
        lexicon->balance_sign[each] = sign_of_number("balance", each - 2);
    for (int each = 0; each < 9; each++)
        lexicon->length_sign[each] = sign_of_number("length", each);
    lexicon->ends_bad = sign("ends bad");
    lexicon->ends_good = sign("ends good");
    lexicon->ends_in_complaint = sign("ends in complaint");
    lexicon->but_bad = sign("but bad");
    lexicon->but_good = sign("but good");
    lexicon->but_nothing = sign("but nothing");
    lexicon->no_balance = sign("no balance");
    return PyErr_Occurred() ? -1 : 0;
}

static int name_turned(Lexicon *lexicon, PyObject *turned)
{
    PyObject *key, *value;
    for (Py_ssize_t at = 0; PyDict_Next(turned, &at, &key, &value); lexicon->turns++) {
        if (lexicon->turns >= 16) {
            PyErr_SetString(PyExc_ValueError, "more than 16 tags that a negation turns around");
            return -1;
        }
        lexicon->plain[lexicon->turns] = PyLong_AsUnsignedLongLong(key);
        if (!PyErr_Occurred())
            lexicon->turned[lexicon->turns] = PyLong_AsUnsignedLongLong(value);
        if (PyErr_Occurred())
            return -1;
        lexicon->turnable |= lexicon->plain[lexicon->turns];
    }
    return 0;
}

/* (number, every, some, but, is a complaint) each */
static int name_patterns(Lexicon *lexicon, PyObject *patterns)
{
    if (PyTuple_GET_SIZE(patterns) > MOST_PATTERNS) {
        PyErr_SetString(PyExc_ValueError, "too many patterns");
        return -1;
    }
    for (Py_ssize_t each = 0; each < PyTuple_GET_SIZE(patterns); each++) {
        unsigned long long every, some, but;
        unsigned int number;
        Pattern *pattern = lexicon->patterns + each;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(patterns, each), "IKKKp", &number, &every, &some, &but, &pattern->complaint))
            return -1;
        pattern->number = number & SIGN_MASK;
        pattern->every = every;
        pattern->some = some;
        pattern->but = but;
        while (lexicon->patterns[pattern->first].number != pattern->number)
            pattern->first++;
        if (pattern->complaint)
            lexicon->complaint[pattern->number] = 1;
        lexicon->pattern_count++;
    }
    return 0;
}

static void lexicon_gone(PyObject *self)
{
    Lexicon *lexicon = (Lexicon *)self;
    PyMem_Free(lexicon->entries);
    PyMem_Free(lexicon->letters);
    PyMem_Free(lexicon->slots);
    Py_XDECREF(lexicon->find);
    Py_TYPE(self)->tp_free(self);
}

/* Lexicon(words, stems, tags, turned, patterns, find); words that an idiom begins with carry the bit above all tags. */
static PyObject *lexicon_new(PyTypeObject *type, PyObject *args, PyObject *named)
{
    PyObject *words, *stems, *tags, *turned, *patterns, *find;
    if (named && PyDict_GET_SIZE(named)) {
        PyErr_SetString(PyExc_TypeError, "by place, not by name");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!O!O!O!O!O", &PyDict_Type, &words, &PyDict_Type, &stems, &PyDict_Type, &tags,
                          &PyDict_Type, &turned, &PyTuple_Type, &patterns, &find))
        return NULL;
    Lexicon *lexicon = (Lexicon *)type->tp_alloc(type, 0);
    if (!lexicon)
        return NULL;
    Py_INCREF(find);
    lexicon->find = find;
    if (!make_room(lexicon, words, stems) && !learn(lexicon, words, 0) && !learn(lexicon, stems, 1)
        && !name_signs(lexicon, tags) && !name_turned(lexicon, turned) && !name_patterns(lexicon, patterns))
        return (PyObject *)lexicon;
    Py_DECREF(lexicon);
    return NULL;
}

static void append_group(void *to, uint32_t number)
{
    PyObject *group = *(PyObject **)to ? PyLong_FromUnsignedLong(number) : NULL;
    if (!group || PyList_Append(*(PyObject **)to, group) < 0)
        Py_CLEAR(*(PyObject **)to);
    Py_XDECREF(group);
}

/* unit(token) -> (key, groups, tags) */
static PyObject *unit_method(PyObject *self, PyObject *token)
{
    if (!PyUnicode_Check(token) || !PyUnicode_GET_LENGTH(token)) {
        PyErr_SetString(PyExc_TypeError, "unit(token: str of a letter or more)");
        return NULL;
    }
    Text text = text_of(token, TEXT_LIMIT);
    Unit unit = {.end = text.length};
    const Py_ssize_t most = 2 * text.length + 32;
    Py_UCS4 *room = PyMem_New(Py_UCS4, (size_t)most);
    PyObject *groups = room ? PyList_New(0) : PyErr_NoMemory(), *made = NULL;
    if (groups && unit_of((Lexicon *)self, &text, &unit, room, most, append_group, &groups) == 0 && groups)
        made = Py_BuildValue("(IOK)", unit.key, groups, (unsigned long long)unit.tags);
    Py_XDECREF(groups);
    PyMem_Free(room);
    return made;
}

static PyMethodDef lexicon_methods[] = {
    {"unit", unit_method, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject LexiconType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "monitor.core._tone.Lexicon",
    .tp_basicsize = sizeof(Lexicon),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = lexicon_new,
    .tp_dealloc = lexicon_gone,
    .tp_methods = lexicon_methods,
};

/* tokens(text) -> list of str */
static PyObject *tokens(PyObject *module, PyObject *string)
{
    (void)module;
    if (!PyUnicode_Check(string)) {
        PyErr_SetString(PyExc_TypeError, "tokens(text: str)");
        return NULL;
    }
    const Text text = text_of(string, TEXT_LIMIT);
    PyObject *found = PyList_New(0);
    Py_ssize_t end;
    for (Py_ssize_t place = 0; found && place < text.length; place = end > place ? end : place + 1) {
        end = token_end(&text, place);
        PyObject *token = end > place ? PyUnicode_Substring(string, place, end) : NULL;
        if (end > place && (!token || PyList_Append(found, token) < 0))
            Py_CLEAR(found);
        Py_XDECREF(token);
    }
    return found;
}

static PyMethodDef functions[] = {
    {"tokens", tokens, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef module = {PyModuleDef_HEAD_INIT, "_tone", NULL, -1, functions, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__tone(void)
{
    crc_table();
    PyObject *made = PyModule_Create(&module);
    if (made && PyModule_AddType(made, &LexiconType) == 0 && PyModule_AddType(made, &ReaderType) == 0
        && PyModule_AddType(made, &PieceType) == 0)
        return made;
    Py_XDECREF(made);
    return NULL;
}
