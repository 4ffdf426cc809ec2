"""The compiled reader and the one in Python say the same of any text."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from math import nan
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor import models
from monitor.core import features, lexicon, scoring, tone
from monitor.core.lexicon import idioms
from monitor.core.scoring import Reader, Weights
from monitor.core.weighing import HEAD, Plane

_tone = pytest.importorskip("monitor.core._tone", reason="there was no compiler when this was installed")

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = models.load()
ENGLISH = WEIGHTS.of("en")
LEXICON = scoring.compiled_lexicon()
PAIRS = [(each.reader, scoring.reference(each)) for each in (WEIGHTS, ENGLISH)]

SCRIPTS = st.characters(exclude_categories=["Cs"])
IDIOMS = (
    "can't fault it",
    "thanks for nothing",
    "no problem",
    "Nobody else",
    "used to be so good",
    "nichts auszusetzen",
)
TELLING = st.sampled_from(
    [
        *sorted(lexicon.WORDS),
        *sorted(lexicon.STEMS),
        *sorted(idioms.FIRST),
        *IDIOMS,
        "not",
        "but",
        ".",
        "!",
        "?",
        "\n",
        " ",
    ]
)
FACES = (":-)", ":o", "8)", "xDD", "<33", "^__^", "-_-", "(((", "👍")
SIGNS = ("https://a.b/c", "http", "www.x", "@me", "@", "'", "’", "...", "\x1c", "\x00", "\u3000")
LETTERS = ("sooo", "AAA", "İİİ", "ΟΔΟΣ", "ß", "Ǆ", "１２", "½", "不好", "ｶﾞ", "ไม่ดี", "e\u0301", "\ud800", "a\udfff")
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
        unit, (key, groups, tags) = features.unit(each), LEXICON.unit(each)
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
    "letters that are none": "\ud800 not good \udfff" * 300,
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
            unit, (key, groups, tags) = features.unit(token), LEXICON.unit(token)
            assert (key, sorted(groups), tags & ~HEAD) == (unit.key, sorted(unit.chars), unit.tags), token


def _looked(reader: Reader, text: str, names: frozenset[str] = frozenset(), *, every: bool = False) -> object:
    found = reader.look(text, names)
    return found.text, found.score, found.likely, found.idioms, found.words(every)


WITHOUT = """
import sys
from types import ModuleType
sys.modules["monitor.core._tone"] = {module}
from monitor import models
from monitor.core import scoring, tone
print(scoring.COMPILED, tone.judge("", sys.argv[1], language="en", rating=None, recommended=None, spans=(),
                                   weights=models.load()))
"""


ABSENT = {"nothing was built": "None", "what was built is of an older source": "ModuleType('_tone')"}


@pytest.mark.parametrize("sentence", ABSENT)
def test_where_nothing_can_be_used_the_judgement_is_the_same(sentence: str) -> None:
    text = "Can't fault the food, but nobody ever answered: not recommended!"
    judged = tone.judge("", text, language="en", rating=None, recommended=None, spans=(), weights=WEIGHTS)
    script = WITHOUT.format(module=ABSENT[sentence])
    done = subprocess.run([sys.executable, "-c", script, text], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == f"False {judged}\n", done.stderr


BROKEN = {
    "rows that are too few": Plane(b"\xff" * 8, b"\x80" * 5, (1.0, 1.0, 1.0, 1.0, 1.0)),
    "a table that is no power of two": Plane(b"\x00" * 24, b"", (1.0, 1.0, 1.0, 1.0, 1.0)),
    "a table of nothing": Plane(b"", b"", (1.0, 1.0, 1.0, 1.0, 1.0)),
}


@pytest.mark.parametrize("sentence", BROKEN)
@pytest.mark.parametrize("made", [scoring.reader, scoring.reference])
def test_a_table_that_does_not_fit_is_refused(made: Callable[[Weights], Reader], sentence: str) -> None:
    with pytest.raises(ValueError, match="table"):
        made(_with_words(BROKEN[sentence]))


def _with_words(words: Plane) -> Weights:
    """Not yet refused."""
    weights = replace(ENGLISH)
    object.__setattr__(weights, "words", words)
    return weights


@pytest.mark.parametrize("made", [scoring.reader, scoring.reference])
def test_weights_that_add_up_to_no_number_are_an_error(made: Callable[[Weights], Reader]) -> None:
    reader = made(replace(ENGLISH, bias=(nan, 0.0, 0.0, 0.0, 0.0)))
    with pytest.raises(ValueError, match=r"number|NaN"):
        reader.look("bad", frozenset())
