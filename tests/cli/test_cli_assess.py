"""`monitor assess`: one text for a person, one JSON a line for programs."""

import io
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from monitor.cli import assess
from monitor.cli._assess_line import toward
from monitor.cli.assess import LINE_LIMIT
from tests.cli.desk import Said, monitor

pytestmark = pytest.mark.slow  # each starts processes of its own, about a second each

KEYS = [
    "tone",
    "probabilities",
    "confidence",
    "language",
    "experience",
    "topics",
    "reasons",
    "about",
    "relevance",
    "relevance_reasons",
]
BAD_STARS = {"value": 1, "best": 5}
GOOD_STARS = {"value": 5, "best": 5}


def lines(*asked: object, words: tuple[str, ...] = (), folder: Path = Path()) -> Said:
    """Bytes stand for a line as it is, everything else is written as JSON."""
    given = b"".join((line if isinstance(line, bytes) else orjson.dumps(line)) + b"\n" for line in asked)
    return monitor("assess", "--lines", *words, folder=folder, given=given)


def test_one_answer_for_each_line_in_order_with_every_key() -> None:
    said = lines(
        {"text": "x", "rating": BAD_STARS},
        {"text": "x", "rating": GOOD_STARS},
        {"text": "x", "recommended": False},
        {"text": "The parcel never came, I want my money back. Worst shop ever!"},
        {"text": "The store opens at 9 am."},
        {"text": "Wonderful people, excellent coffee, we love it"},
    )
    assert (said.code, said.err) == (0, "")
    assert all(list(answer) == KEYS for answer in said.lines)
    topics = [[topic["name"] for topic in answer["topics"]] for answer in said.lines]
    assert topics == [[], [], [], ["delivery", "refunds"], ["availability"], ["staff", "quality"]]
    tones = ["negative", "positive", "negative", "negative", "neutral", "positive"]
    assert [answer["tone"] for answer in said.lines] == tones
    for answer in said.lines:
        assert sum(answer["probabilities"].values()) == pytest.approx(1, abs=0.001)
        assert (answer["about"], answer["relevance"]) == ([], None)
    assert [answer["experience"] for answer in said.lines] == ["bad", "good", "bad", "bad", "neutral", "good"]
    assert said.lines[0]["reasons"] == [{"text": "1 of 5", "why": "1 of 5 stars"}]


GOOD: dict[str, dict[str, object]] = {
    "every key": {
        "text": "schlecht",
        "title": "Laden",
        "language": "de",
        "rating": {"value": 2, "best": 10, "scale": "nps"},
        "recommended": True,
        "type": "survey",
        "brand": "Laden",
        "context": ["Kaffee"],
        "against": [],
    },
    "null where a key may be left out": dict.fromkeys(
        ("title", "language", "rating", "recommended", "type", "brand", "context", "against")
    )
    | {"text": "a"},
    "an empty text": {"text": ""},
    "a text of control characters": {"text": "\x00\x1b[31m\u202e"},
    "a text of a million characters": {"text": "bad " * 250_000},
    "a rating with halves": {"text": "", "rating": {"value": 4.5, "best": 5}},
    "an NPS of nothing": {"text": "", "rating": {"value": 0, "best": 10, "scale": "nps"}},
}


@pytest.mark.parametrize("asked", GOOD.values(), ids=GOOD)
def test_a_good_line(asked: dict[str, object]) -> None:
    answer, good = assess._answer(orjson.dumps(asked), None)
    assert good
    assert list(orjson.loads(answer)) == KEYS


def test_words_for_and_against_a_brand_give_its_relevance() -> None:
    words = {"brand": "Orange", "context": ["sim"], "against": ["juice"]}
    said = lines(
        {"text": "Orange cut my line off and kept the money", **words},
        {"text": "Squeeze one orange into the salad", **words},
        {"text": "Squeeze one orange into the salad", "brand": "Orange"},
        {"text": "Squeeze one orange into the salad", "context": ["sim"]},
        {"text": "Orange juice", "brand": '"orange" OR "orange uk"', "against": ["juice", " "]},
    )
    ours, fruit, unasked, nameless, by_query = said.lines
    assert ours["relevance"] > 0.5 > fruit["relevance"]
    assert fruit["relevance_reasons"][0] == {"text": "orange", "why": "“orange” is written as a common word"}
    assert (unasked["relevance"], nameless["relevance"]) == (None, None)
    assert by_query["relevance"] < 0.2


def test_a_person_sees_relevance_with_its_reasons() -> None:
    said = monitor("assess", "--brand", "Orange", "--against", "juice", "Squeeze one orange", folder=Path())
    assert said.code == 0
    assert "relevance 0.0" in said.out
    assert ": would be held" in said.out
    assert "~ “orange” is written as a common word" in said.out


WORDS_WITHOUT: dict[str, tuple[list[str], str]] = {
    "a brand": (["--context", "sim", "text"], "name it by --brand"),
    "lines that say them": (["--lines", "--brand", "Orange", "--context", "sim"], "each line says its own"),
}


@pytest.mark.parametrize(("words", "why"), WORDS_WITHOUT.values(), ids=WORDS_WITHOUT)
def test_words_for_relevance_are_refused_without(words: list[str], why: str) -> None:
    said = monitor("assess", *words, folder=Path())
    assert (said.code, said.out) == (2, "")
    assert why in said.err


BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "not JSON"),
    "blanks": (b"  \r", "not JSON"),
    "no JSON": (b"text", "not JSON"),
    "a broken text": (b'{"text": "a', "not JSON"),
    "two objects": (b'{"text": "a"}{"text": "b"}', "not JSON"),
    "Python's JSON": (b"{'text': 'a'}", "not JSON"),
    "NaN": (b'{"text": "a", "rating": {"value": NaN, "best": 5}}', "not JSON"),
    "a number past a double": (b'{"text": "a", "rating": {"value": 1e400, "best": 5}}', "not JSON"),
    "a lone surrogate": (rb'{"text": "\ud800"}', "not JSON"),
    "a surrogate in a key": (rb'{"text": "a", "\udc00": 1}', "not JSON"),
    "bytes that are no UTF-8": (b'{"text": "\xff"}', "not JSON"),
    "UTF-16": ('{"text": "a"}'.encode("utf-16"), "not JSON"),
    "a pit of lists": (b"[" * 200_000, "not JSON"),
    "a pit inside": (b'{"text": ' + b"[" * 5000 + b"]" * 5000 + b"}", "not JSON"),
    "a list": (b"[]", "found a list; a line is an object in { }"),
    "a text alone": (b'"a"', "found a text; a line is an object in { }"),
    "null": (b"null", "found null"),
    "no text": (b"{}", "no `text`"),
    "a null text": (b'{"text": null}', "`text`: found null; allowed is a text"),
    "a number as text": (b'{"text": 5}', "`text`: found a number; allowed is a text"),
    "an unknown key": (b'{"text": "a", "lang": "de"}', "unknown key `lang`; did you mean `language`? Known: text"),
    "a number as title": (b'{"text": "a", "title": 5}', "`title`: found a number"),
    "a number as flag": (b'{"text": "a", "recommended": 1}', "`recommended`: found a number"),
    "an unknown type": (b'{"text": "a", "type": "reviw"}', "unknown `type` `reviw`; did you mean `review`? Known: "),
    "a type that is a list": (b'{"text": "a", "type": []}', "unknown `type` `[]`. Known: review"),
    "stars alone": (b'{"text": "a", "rating": 5}', "`rating`: found a number; allowed is an object"),
    "no best": (b'{"text": "a", "rating": {"value": 5}}', "`rating.best`: found null; allowed is a number"),
    "a true value": (b'{"text": "a", "rating": {"value": true, "best": 5}}', "`rating.value`: found true or false"),
    "a value in quotes": (b'{"text": "a", "rating": {"value": "1", "best": 5}}', "`rating.value`: found a text"),
    "more than the best": (b'{"text": "a", "rating": {"value": 9, "best": 5}}', "rating 9 of 5 is impossible"),
    "less than nothing": (b'{"text": "a", "rating": {"value": -1, "best": 5}}', "rating -1 of 5 is impossible"),
    "best of nothing": (b'{"text": "a", "rating": {"value": 0, "best": 0}}', "rating 0 of 0 is impossible"),
    "a best of a thousand digits": (
        b'{"text": "a", "rating": {"value": 1, "best": ' + b"9" * 300 + b"}}",
        "is impossible",
    ),
    "an unknown key of a rating": (b'{"text": "a", "rating": {"val": 1}}', "unknown key `rating.val`; did you mean"),
    "an unknown scale": (
        b'{"text": "a", "rating": {"value": 1, "best": 5, "scale": "star"}}',
        "unknown `rating.scale` `star`; did you mean `stars`?",
    ),
    "an empty brand": (b'{"text": "a", "brand": " "}', "a brand has 1 to 1000 characters"),
    "a brand of dots": (b'{"text": "a", "brand": "..."}', "`brand`: "),
    "a query that is none": (b'{"text": "a", "brand": "acme AND"}', "`brand`: the query ends"),
    "a query that is always true": (b'{"text": "a", "brand": "NOT acme"}', "`brand`: "),
    "a word as context": (b'{"text": "a", "context": "coffee"}', "`context`: allowed is a list of texts"),
    "numbers against": (b'{"text": "a", "against": [1]}', "`against`: allowed is a list of texts"),
}


@pytest.mark.parametrize(("line", "text"), BAD.values(), ids=BAD)
def test_a_bad_line_says_what_is_wrong(line: bytes, text: str) -> None:
    answer, good = assess._answer(line, None)
    assert not good
    said = orjson.loads(answer)
    assert list(said) == ["error"]
    assert text in said["error"]
    assert answer.count(b"\n") == 1


def test_a_bad_line_is_answered_in_its_place_and_makes_it_1() -> None:
    said = lines({"text": "a"}, b"", b"x" * (LINE_LIMIT + 1), {"text": "b"}, b'{"text": "c"}\r')
    assert said.code == 1
    assert ["error" in answer for answer in said.lines] == [False, True, True, False, False]
    assert said.lines[2]["error"] == "a line of more than 1,048,576 bytes"


def test_the_last_line_needs_no_end_and_no_line_is_no_answer() -> None:
    said = monitor("assess", "--lines", folder=Path(), given=b'{"text": "a"}\n{"text": "b"}')
    assert (said.code, len(said.lines)) == (0, 2)
    assert monitor("assess", "--lines", folder=Path()) == Said(0, "", "")


class Drops(io.BytesIO):
    """Gives a few bytes at a time."""

    def read1(self, size: int | None = -1, /) -> bytes:
        del size
        return super().read1(7)


def test_lines_are_whole_however_they_arrive() -> None:
    long = b"y" * (LINE_LIMIT + 50)
    given = b"one\n\nthe third line\n" + b"z" * 40 + b"\nlast"
    assert [line for some in assess._lines(Drops(given)) for line in some] == given.split(b"\n")
    assert [line for some in assess._lines(io.BytesIO(b"a\n" + long + b"\nb\n" + long)) for line in some] == [
        b"a",
        None,
        b"b",
        None,
    ]


def test_a_program_may_wait_for_each_answer() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "monitor", "assess", "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as talk:
        assert talk.stdin is not None
        assert talk.stdout is not None
        for stars in (1, 5):
            talk.stdin.write(orjson.dumps({"text": "", "rating": {"value": stars, "best": 5}}) + b"\n")
            talk.stdin.flush()
            assert orjson.loads(talk.stdout.readline())["reasons"][0]["text"] == f"{stars} of 5"
        talk.stdin.close()
        assert talk.wait(timeout=60) == 0


BRANDS: dict[str, tuple[str, str]] = {
    "a name is looked for as a phrase": ("Acme Coffee", '"Acme Coffee"'),
    "a name with a sign": ("Toys & Co.", '"Toys & Co."'),
    "an and in small letters belongs to the name": ("Salt and Straw", '"Salt and Straw"'),
    "a query with an operator": ("acme AND coffee", "acme AND coffee"),
    "a query with quotes": ('"acme coffee"', '"acme coffee"'),
    "a query with a beginning": ("acme*", "acme*"),
    "a query with a field": ("title:acme", "title:acme"),
    "a query with parentheses": ("(acme OR akme) NEAR/3 shop", "(acme OR akme) NEAR/3 shop"),
}


@pytest.mark.parametrize(("brand", "query"), BRANDS.values(), ids=BRANDS)
def test_a_brand_is_a_name_or_a_query(brand: str, query: str) -> None:
    assert toward(brand) == (brand, query)


def test_the_tone_is_toward_the_brand() -> None:
    text = "Acme was wonderful and friendly, but Zenith was awful and rude."
    said = lines({"text": text, "brand": "Acme"}, {"text": text, "brand": '"zenith"'})
    assert [answer["tone"] for answer in said.lines] == ["positive", "negative"]
    for answer, brand in zip(said.lines, ("Acme", '"zenith"'), strict=True):
        about = [{"brand": brand, "tone": answer["tone"], "probabilities": answer["probabilities"]}]
        assert answer["about"] == about
    by_default = lines({"text": text}, {"text": text, "brand": "Acme"}, words=("--brand", "Zenith"))
    assert [answer["about"][0]["brand"] for answer in by_default.lines] == ["Zenith", "Acme"]


def test_one_text_as_json_from_the_command_line_and_from_standard_input(tmp_path: Path) -> None:
    text = "The parcel never came, worst shop ever!"
    said = monitor("assess", text, "--json", folder=tmp_path)
    assert (said.code, said.err, list(said.object)) == (0, "", KEYS)
    assert said.object["tone"] == "negative"
    assert monitor("assess", "--json", folder=tmp_path, given=f"{text}\n".encode()) == said
    assert list(tmp_path.iterdir()) == []


def test_one_text_for_a_person_shows_tone_text_and_reasons() -> None:
    said = monitor("assess", "Awful \x1b[31mshop", folder=Path())
    tone, text, *reasons = said.out.splitlines()
    assert tone.startswith("negative  (negative ")
    assert text == "Awful [31mshop"
    assert "- Awful: negative word" in reasons
    assert "\x1b" not in said.out


def test_the_words_that_decided_are_marked_on_a_terminal() -> None:
    bold, off = "\x1b[1m\x1b[4m", "\x1b[0m"
    assert assess._marked("bad, so bad shop", ["bad", "so bad", "shop"]) == (
        f"{bold}bad{off}, {bold}so bad{off} {bold}shop{off}"
    )
    assert assess._marked("bad shop", ["bad shop", "shop", "gone", ""]) == f"{bold}bad shop{off}"


REFUSED: dict[str, tuple[list[str], bytes, str]] = {
    "no text": ([], b"", "there is no text to judge"),
    "an empty text": ([""], b"", "there is no text to judge"),
    "a text and lines": (["--lines", "bad"], b"", "--lines reads standard input"),
    "a brand that is no query": (["bad", "--brand", "a AND"], b"", "--brand: the query ends"),
    "an empty brand": (["bad", "--brand", ""], b"", "--brand: a brand has 1 to 1000 characters"),
}


@pytest.mark.parametrize(("words", "given", "text"), REFUSED.values(), ids=REFUSED)
def test_wrong_usage_is_2(words: list[str], given: bytes, text: str) -> None:
    said = monitor("assess", *words, folder=Path(), given=given)
    assert (said.code, said.out) == (2, "")
    assert text in said.err


def test_a_configuration_that_is_not_there_does_not_matter(tmp_path: Path) -> None:
    said = monitor("assess", "bad", "--json", folder=tmp_path, environ={"MONITOR_CONFIG": "gone.toml"})
    assert said.code == 0
