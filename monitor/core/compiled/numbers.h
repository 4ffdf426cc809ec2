/* The figures of features.py and weighing.py, by the same names. tests/core/test_weighing.py holds both together. */

#pragma once
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    EDITION = 1,               /* grows with what this says of a text, or takes and gives: scoring.EDITION */
    WORD_BITS = 20, CHAR_BITS = 19, SIGN_BITS = 14,
    TEXT_LIMIT = 4000,
    SCOPE = 4,                 /* words that a negation reaches */
    LONGEST_PIECE = 6,         /* letters of the longest word looked for inside a run without spaces */
    LONGEST_GROUP = 4,
    FRAMED = 24,               /* letters of a word that groups are taken of */
    SHORTEST_STEM = 3,
    MOST_PATTERNS = 128, MOST_SIGNS = 256, MOST_TAGS = 63,
    HEADS = 5,                 /* opinion and liking of two readers, kinship */
    NONE = 128                 /* the byte that weighs nothing */
};
#define WORD_MASK ((1u << WORD_BITS) - 1)
#define CHAR_MASK ((1u << CHAR_BITS) - 1)
#define SIGN_MASK ((1u << SIGN_BITS) - 1)
#define NOT 0x5BD1E995u
#define PAIR 40503u
#define SIGN_VALUE 0.3
#define FEW 8
#define ENOUGH 48
#define OPINION_BEND 2.0
#define LIKING_BEND 4.0
