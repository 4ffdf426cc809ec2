/* One piece of text, cut, weighed, and kept for the words that reasons are made of: weighing.Piece. */

#pragma once
#include "score.h"

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
    if (probabilities(piece->reader, &told, &low, &high) < 0)
        return -1;
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
