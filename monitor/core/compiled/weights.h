/* What features weigh: the rows of weights.bin, found by a bit and by how many bits stand before it. */

#pragma once
#include "lexicon.h"

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
    if (!failed && !(plane->blocks = PyMem_New(Block, count))) {
        PyErr_NoMemory();
        failed = 1;
    }
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
