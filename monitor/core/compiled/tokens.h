/* Where tokens begin and end: features.TOKEN and _ASCII_TOKEN by hand. */

#pragma once
#include "letters.h"

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
