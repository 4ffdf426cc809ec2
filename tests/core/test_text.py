"""Foreign text becomes plain text, in linear time, whatever stands in it."""

import json
import unicodedata
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import clean, html_to_text, normalized, one_line, told_once, words

SHARED = Path(__file__).parents[3] / "shared/fixtures/hostile"

CLEANED: dict[str, tuple[str, str]] = {
    "plain text stays": ("Bad coffee, cold too", "Bad coffee, cold too"),
    "spaces collapse": ("  a \t b\u00a0\u3000c ", "a b c"),
    "lines stay, with one empty line between them": ("a\r\n\r\n\r\n \nb\rc", "a\n\nb\nc"),
    "control characters go": ("a\x00b\x07c\x9f", "ab c"),
    "a decomposed letter is composed": ("cafe\u0301", "café"),
    "a lone surrogate goes": ("a\ud800b", "ab"),
    "bidi overrides go": ("\u202egnp.exe\u202c", "gnp.exe"),
    "hidden characters go": ("pass\u200bword\ufeff\u00ad", "password"),
    "a joiner between Latin letters goes": ("pay\u200dpal", "paypal"),
    "a joiner that builds an emoji stays": ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    "a heart keeps its joiner": ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
    "Persian keeps its non-joiner": ("می\u200cخواهم", "می\u200cخواهم"),
    "Hindi keeps its joiner": ("क्\u200dष", "क्\u200dष"),
    "the flag of Scotland keeps its letters": (
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    ),
    "tag characters elsewhere hide text and go": ("hi\U000e0041\U000e0042", "hi"),
    "piled marks are cut": ("h" + "\u0336" * 40, "h" + "\u0336" * 6),
    "noncharacters go": ("a\uffff\ufdd0b", "ab"),
}

FROM_MARKUP: dict[str, tuple[str, str]] = {
    "tags go, entities are decoded once": ("<p>AT&amp;T &amp;lt;b&amp;gt;</p>", "AT&T &lt;b&gt;"),
    "blocks and breaks begin lines": ("<p>one</p><p>two<br/>three</p>", "one\ntwo\nthree"),
    "list items begin lines": ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
    "a line break in the source is a space": ("<b>a\nb</b>", "a b"),
    "without tags lines are lines": ("a\nb &amp; c", "a\nb & c"),
    "scripts and styles are not read": ("a<script>if (x<y) alert('</p>')</script><style>p{}</style>b", "ab"),
    "an unclosed script hides nothing": ("a<script>b", "ab"),
    "a self-closing frame hides nothing": ("a<iframe src='x' /> b", "a b"),
    "comments go": ("a<!-- <b>no</b> -->b", "ab"),
    "an unclosed comment hides only itself": ("a<!-- b> c", "a c"),
    "CDATA is text": ("<![CDATA[a &lt; b]]>", "a < b"),
    "a lesser-than sign is no tag": ("I <3 it, 5 < 6", "I <3 it, 5 < 6"),
    "a tag without an end is text": ("cheap <b", "cheap <b"),
    "a quoted bracket does not end a tag": ("<a title='x > y'>t</a>", "t"),
    "a quote without an end hides nothing": ('<a href="x>foo</a> <b>bar</b>', "foo bar"),
    "cells are apart": ("<td>a</td><td>b</td>", "a b"),
    "windows-1252 references are what was meant": ("&#146;&#8217;", "’’"),
    "an absurd reference is replaced": ("&#" + "9" * 5000 + ";", "\ufffd"),
    "a javascript link is only its words": ("<a href='javascript:alert(1)'>click</a>", "click"),
}

LONG = 400_000
HOSTILE = {
    "lesser-than signs": "<" * LONG,
    "open tags": "<div>" * (LONG // 5),
    "tags that never close": "<a " * (LONG // 3),
    "quotes that never close": '<a "' * (LONG // 4),
    "mixed quotes": "<a '\">" * (LONG // 6),
    "attributes": "<a " + "b=c " * (LONG // 4),
    "comments that never close": "<!--" * (LONG // 4),
    "scripts that never close": "<script>" * (LONG // 8),
    "scripts that close badly": "<script></script" * (LONG // 16),
    "ampersands": "&" * LONG,
    "references": "&#" * (LONG // 2),
    "one huge reference": "&#" + "9" * LONG,
    "CDATA that never closes": "<![CDATA[" * (LONG // 9),
    "whitespace": " \n" * (LONG // 2),
    "empty elements": "<b> " * (LONG // 4),
    "joiners": "\u200d" * LONG,
    "marks": "a" + "\u0301" * LONG,
}


@pytest.mark.parametrize("case", CLEANED)
def test_text_is_cleaned(case: str) -> None:
    foreign, expected = CLEANED[case]
    assert clean(foreign, 1000) == expected


@pytest.mark.parametrize("case", FROM_MARKUP)
def test_markup_becomes_what_a_reader_reads(case: str) -> None:
    markup, expected = FROM_MARKUP[case]
    assert html_to_text(markup, 1000) == expected


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_markup_costs_linear_time(case: str) -> None:
    start = process_time()
    html_to_text(HOSTILE[case], 20_000)
    clean(HOSTILE[case], 20_000)
    words(HOSTILE[case][:20_000])
    assert process_time() - start < 2, "quadratic costs take minutes here"


def test_one_line_is_one_line() -> None:
    assert one_line("a\n\nb\u2028c", 100) == "a b c"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("abcdef", 3, "abc"),
        ("ab cdef", 3, "ab"),
        ("a👨\u200d👩\u200d👧", 4, "a"),
        ("ab👍🏽", 3, "ab"),
        ("a🇩🇪", 2, "a"),
        ("xक्षि", 2, "x"),
    ],
)
def test_a_cut_tears_no_grapheme_apart(text: str, limit: int, expected: str) -> None:
    assert clean(text, limit) == expected


@given(st.text(st.characters(), max_size=60), st.integers(1, 40))
def test_whatever_comes_in_what_comes_out_can_be_stored(text: str, limit: int) -> None:
    for out in (clean(text, limit), one_line(text, limit), html_to_text(text, limit)):
        assert len(out) <= limit
        assert unicodedata.is_normalized("NFC", out)
        assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in out if char != "\n")
        out.encode()


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text, 1000)
    assert clean(once, 1000) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't STOP, it’s 2-for-1!", ["don't", "stop", "it's", "2", "for", "1"]),
        ("東京タワー is 高い", ["東", "京", "タ", "ワ", "ー", "is", "高", "い"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("커피가 맛없다", ["커피가", "맛없다"]),
        ("snake_case café", ["snake", "case", "café"]),
        ("", []),
    ],
)
def test_words_are_what_a_person_would_count(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_case_punctuation_width_and_spacing_make_no_difference() -> None:
    assert normalized("  Great, STRASSE — ＡＢＣ １２!") == normalized("great straße abc 12") == "great strasse abc 12"


def test_digits_make_a_difference() -> None:
    assert normalized("5 stars") != normalized("1 stars")


if SHARED.exists():
    NAUGHTY = json.loads((SHARED / "text/blns.json").read_text())
    VECTORS = [(SHARED / f"xss/{name}.txt").read_text().splitlines() for name in ("mario", "quick", "rsnake")]

    @pytest.mark.parametrize("texts", [NAUGHTY, *VECTORS], ids=["naughty", "mario", "quick", "rsnake"])
    def test_known_attacks_leave_plain_text(texts: list[str]) -> None:
        for text in texts:
            for out in (clean(text, 20_000), html_to_text(text, 20_000)):
                out.encode()
                assert "\x00" not in out
            if "&" not in text:
                assert "<script>" not in html_to_text(text, 20_000).lower()


TOLD: dict[str, tuple[str, str, tuple[str, str]]] = {
    "the same words are told once": ("It never came", "It  never\ncame", ("It never came", "")),
    "a title cut from the text is left out": ("It never…", "It never came", ("", "It never came")),
    "three dots cut it too": ("It never ...", "It never came", ("", "It never came")),
    "a title that says more stays": ("It never... why?", "It never came", ("It never... why?", "It never came")),
    "a title that merely begins the text stays": ("It never", "It never came", ("It never", "It never came")),
    "without a title there is the text": ("", "It never came", ("", "It never came")),
    "without a text there is the title": ("It never came", "", ("It never came", "")),
}


@pytest.mark.parametrize(("title", "text", "expected"), TOLD.values(), ids=TOLD)
def test_title_and_text_are_told_once(title: str, text: str, expected: tuple[str, str]) -> None:
    assert told_once(title, text) == expected
