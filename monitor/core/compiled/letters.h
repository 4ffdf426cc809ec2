/* Letters, and the crc32 that turns them into numbers: byte by byte, for most of what is hashed has three or four. */

#pragma once
#include "numbers.h"

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
