"""The compiled reader and the one in Python say the same of any text."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor import models
from monitor.core import features, lexicon, scoring
from monitor.core.lexicon import idioms
from monitor.core.scoring import Reader
from monitor.core.weighing import HEAD

_tone = pytest.importorskip("monitor.core._tone", reason="there was no compiler when this was installed")

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = models.load()
ENGLISH = WEIGHTS.of("en")
PAIRS = [(each.reader, scoring.reference(each)) for each in (WEIGHTS, ENGLISH)]

SCRIPTS = st.characters(exclude_categories=["Cs"])
TELLING = st.sampled_from(
    [*sorted(lexicon.WORDS), *sorted(lexicon.STEMS), *sorted(idioms.FIRST), "not", "but", ".", "!", "?", "\n", " "]
)
FACES = (":-)", ":o", "8)", "xDD", "<33", "^__^", "-_-", "(((", "👍")
SIGNS = ("https://a.b/c", "http", "www.x", "@me", "@", "'", "’", "...", "\x1c", "\x00", "\u3000")
LETTERS = ("sooo", "AAA", "İİİ", "ΟΔΟΣ", "ß", "Ǆ", "１２", "½", "不好", "ｶﾞ", "ไม่ดี", "e\u0301")
FORMS = st.sampled_from((*FACES, *SIGNS, *LETTERS))
TEXTS = st.lists(st.one_of(st.text(SCRIPTS, max_size=12), TELLING, FORMS, st.just(" "))).map("".join)


@settings(deadline=None)
@given(TEXTS)
@example("\x1c ! \x1f")
@example("a\x00b")
def test_both_cut_a_text_into_the_same_tokens(text: str) -> None:
    assert _tone.tokens(text) == features.tokens(text)


@settings(deadline=None)
@given(st.one_of(st.text(SCRIPTS, min_size=1), TELLING, FORMS, st.tuples(FORMS, TELLING).map("".join)))
def test_both_see_the_same_in_a_token(token: str) -> None:
    for each in features.tokens(token):
        unit, (key, groups, tags) = features.unit(each), scoring.LEXICON.unit(each)
        head = HEAD if idioms.begins(each) else 0
        assert (key, sorted(groups), tags) == (unit.key, sorted(unit.chars), unit.tags | head)


@settings(deadline=None)
@given(TEXTS, st.booleans())
def test_both_weigh_a_text_the_same(text: str, every: bool) -> None:
    for compiled, written in PAIRS:
        assert _looked(compiled, text, every=every) == _looked(written, text, every=every)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_both_leave_out_a_name(text: str, data: st.DataObject) -> None:
    tokens = features.tokens(text)
    names = frozenset(data.draw(st.lists(st.sampled_from(tokens), max_size=3))) if tokens else frozenset("x")
    for compiled, written in PAIRS:
        assert _looked(compiled, text, names) == _looked(written, text, names)


def _own() -> list[str]:
    files = [*ROOT.glob("tools/training/own/*.tsv"), *ROOT.glob("tests/fixtures/tone/*.tsv")]
    return [line.rpartition("\t")[2] for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("every", [40, pytest.param(1, marks=pytest.mark.slow)])
def test_both_weigh_our_own_texts_the_same(every: int) -> None:
    compiled, written = PAIRS[0]
    texts = _own()[::every]
    assert [text for text in texts if _looked(compiled, text) != _looked(written, text)] == []


LONG = {
    "one letter, again and again": "a" * 5000,
    "every word another": " ".join(f"word{number}" for number in range(2000)),
    "a run without spaces": "服务很差不好" * 900,
    "signs alone": "!" * 4100,
    "faces": "😀" * 4100,
    "a negation at the end of what is read": "x" * 3995 + " not good at all",
    "an address over the end": "y " * 1998 + "https://example.org/path",
    "letters that grow in lower case": "İ" * 4000,
    "idioms one after the other": "can't fault it. thanks for nothing! " * 120,
    "negations one after the other": "not " * 1000,
    "lines": "\n" * 4100,
    "nothing": "",
}


@pytest.mark.parametrize("sentence", LONG)
def test_both_weigh_a_long_text_the_same(sentence: str) -> None:
    for compiled, written in PAIRS:
        assert _looked(compiled, LONG[sentence], every=True) == _looked(written, LONG[sentence], every=True)


@pytest.mark.slow
def test_every_letter_has_the_same_lower_case_and_shape() -> None:
    for start in range(0, 0x30000, 64):
        letters = [chr(each) for each in range(start, start + 64) if not 0xD800 <= each < 0xE000]
        for token in features.tokens(" ".join(f"a{letter}B {letter * 3}" for letter in letters)):
            unit, (key, groups, tags) = features.unit(token), scoring.LEXICON.unit(token)
            assert (key, sorted(groups), tags & ~HEAD) == (unit.key, sorted(unit.chars), unit.tags), token


def _looked(reader: Reader, text: str, names: frozenset[str] = frozenset(), *, every: bool = False) -> object:
    found = reader.look(text, names)
    return found.text, found.score, found.likely, found.idioms, found.words(every)
