/* What a piece of text weighs, compiled: the hot part of tone, by the names that it has in Python.

     text -> tokens -> units -> idioms read as one word -> sums, signs -> score, probabilities, words for reasons
     tokens.h         units.h   piece.h                    score.h                             piece.h

   weighing.py beside it says the same, decides what is right, and runs where this was not built; tests hold both to the
   same numbers for any text. Texts are hostile: no more than TEXT_LIMIT characters are looked at, every piece of memory
   is as large as that asks for, each index is below a length that was checked, nothing recurses. The GIL is kept. */

#include "piece.h"

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
        && PyModule_AddType(made, &PieceType) == 0 && PyModule_AddIntConstant(made, "EDITION", EDITION) == 0)
        return made;
    Py_XDECREF(made);
    return NULL;
}
