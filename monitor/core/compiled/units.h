/* What one token shows by itself: features.unit. */

#pragma once
#include "weights.h"

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
