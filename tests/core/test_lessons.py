"""What triage teaches of topics: which words are learnt, and what becomes of a text that holds them."""

import time
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest

from monitor.core import learnt
from monitor.core.fold import fold
from monitor.core.lessons import NOTHING, TAUGHT, TopicLessons, Triaged, learn_topics, words_of
from monitor.core.taxonomy import NAMES, Words
from monitor.core.tiebreak import Settled, settle
from monitor.core.topics import Lexicon

LEXICON = Lexicon([Words("waiting", "en", ("line*", "queue*")), Words("quality", "en", ("taste*",))])
TOPICS = ("waiting", "quality", "roastery")
PLACES = (
    "harbour", "station", "castle", "market", "bridge", "church", "museum", "garden", "tower", "school", "river",
    "forest", "valley", "island", "beach", "meadow", "village", "corner", "square", "avenue", "lane", "park", "hill",
    "cliff", "quarry", "orchard", "chapel", "canal", "dock", "fountain",
)  # fmt: skip


def triaged(text: str, **said: bool) -> Triaged:
    return Triaged(text, said, {found.topic: found.words for found in LEXICON.find(text)})


OTHERS = [triaged(f"We {met} at the {place} and all went well") for place in PLACES for met in ("met", "sang")]


def learn(*texts: Triaged) -> TopicLessons:
    return learn_topics([*texts, *OTHERS])


CREMA = [triaged(f"The crema in the {place} shop", roastery=True) for place in ("old", "new", "red")]
LINE = [triaged(f"A line of {what} all for spring", waiting=False) for what in ("coats", "shoes", "socks")]


class Case(NamedTuple):
    texts: list[Triaged]
    missed: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    refused: frozenset[tuple[str, str]] = frozenset()


LEARNT: dict[str, Case] = {
    "three texts teach a word that stands nowhere else": Case(
        CREMA, missed={"crema": ("roastery",), "shop": ("roastery",)}
    ),
    "two do not": Case(CREMA[:2]),
    "a word of all texts tells nothing": Case([triaged(f"And all {n}", roastery=True) for n in range(3)]),
    "one that stands in other texts as often tells nothing": Case(
        [*CREMA, *[triaged("No crema in any shop at all") for _ in range(3)]]
    ),
    "what was found anyhow teaches nothing": Case([triaged(f"The line {n}", waiting=True) for n in range(3)]),
    "what a person said it is not is no example": Case(
        [*CREMA, *[triaged("Some crema, some shop", roastery=False) for _ in range(2)]]
    ),
    "three texts without the topic take a word its force": Case(LINE, refused=frozenset({("waiting", "line")})),
    "two leave it": Case(LINE[:2]),
    "not where another word said so too": Case([triaged("The line, the queue", waiting=False) for _ in range(3)]),
    "not where persons left it alone elsewhere": Case([*LINE, triaged("A line to the door")]),
    "a confirmation weighs the same": Case([*LINE, triaged("A line to the door", waiting=True)]),
    "not where a person wants the topic back that the lesson took": Case(
        [*LINE, Triaged("A line to the door", {"waiting": True}, {})]
    ),
    "four against one do": Case(
        [*LINE, LINE[0], triaged("A line to the door")], refused=frozenset({("waiting", "line")})
    ),
    "without spaces two characters are a word": Case(
        [triaged(f"{what}の焙煎", roastery=True) for what in ("店", "彼", "昨日")],
        missed={"の焙": ("roastery",), "焙煎": ("roastery",)},
    ),
}


@pytest.mark.parametrize("sentence", LEARNT)
def test_what_is_learnt(sentence: str) -> None:
    texts, more, less = LEARNT[sentence]
    lessons = learn(*texts)
    assert (lessons.missed, lessons.refused) == (more, less)


def test_what_understanding_does_not_read_teaches_nothing() -> None:
    far = [triaged("and " * 1000 + f"crema {place}", roastery=True) for place in ("old", "new", "red")]
    assert learn(*far) == NOTHING
    sides = [("and " * 1000 + word, word == "crema") for word in ("crema", "tea") for _ in range(4)]
    assert learnt.learn(sides) == learnt.Learnt()


def test_few_texts_in_all_teach_nothing_new() -> None:
    assert learn_topics([*CREMA, *OTHERS[:5]]).missed == {}


def test_chance_teaches_nearly_nothing() -> None:
    """Texts of ten words out of three hundred, every sixth of them called a topic at random."""
    words = [f"{one}{other}" for one in PLACES for other in PLACES[:10]]
    texts = [
        triaged(
            " ".join(words[(seven * 7919 + step * step * 104729) % 300] for step in range(10)), roastery=seven % 6 == 0
        )
        for seven in range(300)
    ]
    assert len(learn_topics(texts).missed) <= 1


LESSONS = TopicLessons({"crema": ("roastery",), "焙煎": ("roastery",)}, frozenset({("waiting", "line")}))
SETTLED: dict[str, tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "a word alone that was refused is no topic": ("A new line of coats", ()),
    "with another it is": ("The line, the queue", (("waiting", ("line", "queue")),)),
    "another form of it is another word": ("The lines", (("waiting", ("lines",)),)),
    "the other topics stay": ("A line that tastes of soap", (("quality", ("tastes",)),)),
    "a word that was missed is a topic, and says whence": ("Créma!", (("roastery", ("Créma", TAUGHT)),)),
    "in the order of the taxonomy": ("Crema, taste", (("quality", ("taste",)), ("roastery", ("Crema", TAUGHT)))),
    "inside of a run without spaces": ("昨日の焙煎は", (("roastery", ("焙煎", TAUGHT)),)),
    "inside of a word it is none": ("Cremation", ()),
    "a link says nothing": ("https://crema.test/crema and @crema", ()),
}


@pytest.mark.parametrize("sentence", SETTLED)
def test_what_becomes_of_a_text(sentence: str) -> None:
    text, expected = SETTLED[sentence]
    settled = settle(text, LEXICON.find(text), LESSONS, TOPICS)
    assert tuple((found.topic, found.words) for found in settled.found) == expected


def test_what_is_left_out_says_why() -> None:
    text = "A new Line of coats"
    (reason,) = settle(text, LEXICON.find(text), LESSONS, TOPICS).reasons
    assert reason.text == "Line"
    assert reason.why == "no topic waiting, taught by triage"


def test_a_topic_that_the_brand_no_longer_has_is_not_found() -> None:
    assert settle("crema", (), LESSONS, NAMES) == Settled((), ())


def test_places_are_those_of_the_text() -> None:
    text = "ﬁne and İ say: the CRÉMA, the crema"
    ((_, spans, words),) = settle(text, (), LESSONS, TOPICS).found
    assert [text[start:end] for start, end in spans] == ["CRÉMA", "crema"]
    assert words == ("CRÉMA", TAUGHT)


def test_without_lessons_nothing_is_read() -> None:
    """A microsecond, where reading the text would cost a hundred."""
    text, found = "word " * 800, LEXICON.find("the queue")
    began = time.perf_counter()
    for _ in range(1000):
        assert settle(text, found, NOTHING, TOPICS).found == found
    assert time.perf_counter() - began < 0.1


def test_words_are_folded_and_short_ones_left_out() -> None:
    assert [word for word, _ in words_of(fold("At 12 the CAFÉ's don't, to 東京都"))] == [
        "the", "cafe", "don't", "東京", "京都",
    ]  # fmt: skip
