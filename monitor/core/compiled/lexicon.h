/* What single words and patterns of tags mean: monitor/core/lexicon in tables. */

#pragma once
#include "tokens.h"

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
