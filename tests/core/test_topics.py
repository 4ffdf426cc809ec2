"""Topics: which words say so, in which language, and in which tone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import models
from monitor.core import aspects, tone
from monitor.core.taxonomy import NAMES, Words, phrase
from monitor.core.topics import LIMIT, Lexicon
from monitor.model import Rating, Tone, Topic
from monitor.models.topics import LANGUAGES, shipped, topic_words
from monitor.settings import TopicsSettings

LINES = Path(__file__).parent.parent / "fixtures" / "topics"
WEIGHTS = models.load()


def lexicon(*phrases: str) -> Lexicon:
    return Lexicon([Words("t", "en", phrases)])


def words(text: str, *phrases: str) -> tuple[str, ...]:
    return next((found.words for found in lexicon(*phrases).find(text)), ())


NOTATION: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "a word is found whole": (("parcel",), "my parcel, lost", ("parcel",)),
    "a longer word is another": (("parcel",), "parcels and aparcel", ()),
    "case and accents are ignored": (("café",), "The CAFE", ("CAFE",)),
    "a star finds what begins so": (("deliver*",), "redelivery, delivered", ("delivered",)),
    "a star before finds compounds, shown whole": (
        ("*lieferung*",),
        "Expresslieferungen sind da",
        ("Expresslieferungen",),
    ),
    "words follow each other": (("never arrived",), "it never  arrived", ("never  arrived",)),
    "hyphens part words": (("check out",), "at check-out", ("check-out",)),
    "another word between is none": (("never arrived",), "never really arrived", ()),
    "a sentence ends between": (("never arrived",), "never. Arrived", ()),
    "one of several": (("never came|arrived",), "never came", ("never came",)),
    "a number in digits": (("# minutes",), "90 minutes", ("90 minutes",)),
    "a number in words": (("# minutes",), "ninety minutes", ("ninety minutes",)),
    "a number is not any word": (("# minutes",), "many minutes", ()),
    "both in a sentence, in any order": (("wait* + minutes",), "20 minutes of waiting", ("minutes", "waiting")),
    "not in two sentences": (("wait* + minutes",), "20 minutes. Waiting", ()),
    "at most ten words apart": (("a1 + b1",), "a1 " + "x " * 11 + "b1", ()),
    "ten words apart": (("wait + minutes",), "wait " + "x " * 10 + "minutes", ("wait", "minutes")),
    "a phrase cancels": (("deliver*", "-delivery room"), "in the delivery room", ()),
    "it cancels only there": (("deliver*", "-delivery room"), "delivery room, delivered", ("delivered",)),
    "with and without apostrophe": (("don't work",), "they dont work, don’t work", ("dont work", "don’t work")),
    "an elision is no part of the word": (("appli",), "l'appli", ("appli",)),
    "no spaces, found anywhere": (("配送",), "昨日の配送が遅い", ("配送",)),
    "half width is the same": (("アプリ",), "このｱﾌﾟﾘは", ("ｱﾌﾟﾘ",)),
    "a mark makes another letter": (("か",), "がっかり" + "だが", ("か",)),
    "Latin beside Han is whole": (("app",), "这个app很卡", ("app",)),
    "handles and links say nothing": (("parcel",), "@parcel https://parcel.test/parcel a parcel", ("parcel",)),
    "what is past the limit is not read": (("parcel",), "x " * LIMIT + "parcel", ()),
}


@pytest.mark.parametrize("sentence", NOTATION)
def test_a_phrase_means_what_the_guide_says(sentence: str) -> None:
    phrases, text, expected = NOTATION[sentence]
    assert words(text, *phrases) == expected


def test_words_are_shown_once_and_at_most_five() -> None:
    assert words("ant Ant ape arm art ask all", "ant", "ape", "arm", "art", "ask", "all") == (
        "ant",
        "ape",
        "arm",
        "art",
        "ask",
    )


def test_spans_lie_in_the_text_as_it_is_written() -> None:
    text = "ﬁne — the Straße café’s PARCEL"
    (found,) = lexicon("parcel").find(text)
    assert [text[start:end] for start, end in found.spans] == ["PARCEL"]


def test_a_text_about_nothing_has_no_topics() -> None:
    english = Lexicon(topic_words(None, "en"))
    assert [english.find(text) for text in ("", " ", "Happy birthday to you all!", "\n\n", "😀")] == [()] * 5


def test_repetition_costs_little() -> None:
    english = Lexicon(topic_words(None, "en"))
    (*_, waiting) = (found for found in english.find("wait 5 minutes " * 10_000) if found.topic == "waiting")
    assert waiting.words[:1] == ("wait",)


@pytest.mark.parametrize("language", [*LANGUAGES, "any"])
def test_every_shipped_phrase_can_be_read_and_stands_once(language: str) -> None:
    for _, _, phrases in shipped(language):
        assert len(set(phrases)) == len(phrases)
        assert all(phrase(each).groups for each in phrases)


def test_a_language_without_a_lexicon_is_read_with_care() -> None:
    swedish = Lexicon(topic_words(None, "sv"))
    assert [found.topic for found in swedish.find("Vi fick ingen refund, supporten svarade aldrig")] == ["refunds"]
    assert swedish.find("die mal pan bar") == ()


OWN = TopicsSettings(
    removed=("delivery",),
    words=(("delivery", "en", ("pod",)), ("roast club", "any", ("single origin",))),
)


def test_a_taxonomy_of_its_own_adds_replaces_and_removes() -> None:
    text = "The parcel pod was dirty, the single origin great"
    assert [found.topic for found in Lexicon(topic_words(OWN, "en")).find(text)] == [
        "quality",
        "delivery",
        "roast club",
    ]
    only = TopicsSettings(extends=False, words=OWN.words)
    assert [found.topic for found in Lexicon(topic_words(only, "en")).find(text)] == ["delivery", "roast club"]


def test_its_topics_are_shown_in_the_order_of_the_taxonomy() -> None:
    found = [each.topic for each in Lexicon(topic_words(None, "en")).find("Refund for the rude courier of the app!")]
    assert found == sorted(found, key=NAMES.index)
    assert set(found) == {"refunds", "staff", "delivery", "app"}


def toned(text: str, rating: Rating | None = None) -> dict[str, Tone]:
    whole = f"\n{text}"
    judgement = tone.judge("", text, language="en", rating=rating, recommended=None, spans=(), weights=WEIGHTS)
    found = Lexicon(topic_words(None, "en")).find(whole)
    topics: tuple[Topic, ...] = aspects.toned(whole, found, judgement, WEIGHTS)
    return {topic.name: topic.tone for topic in topics}


TONES: dict[str, tuple[str, Rating | None, dict[str, Tone]]] = {
    "each clause for itself": (
        "The driver was wonderful and friendly, but the soup was disgusting.",
        None,
        {"staff": Tone.POSITIVE, "quality": Tone.NEGATIVE},
    ),
    "the other way around": (
        "The app is terrible, but the driver was wonderful and friendly.",
        None,
        {"app": Tone.NEGATIVE, "staff": Tone.POSITIVE},
    ),
    "a rating speaks of the only clause": ("The parcel", Rating(1, 5), {"delivery": Tone.NEGATIVE}),
    "a clause that says nothing has the tone of the whole": (
        "I ordered by app on Monday. Horrible, awful, the worst company ever.",
        None,
        {"app": Tone.NEGATIVE},
    ),
}


@pytest.mark.parametrize("sentence", TONES)
def test_a_topic_has_the_tone_of_its_clauses(sentence: str) -> None:
    text, rating, expected = TONES[sentence]
    found = toned(text, rating)
    assert {name: found[name] for name in expected} == expected


FLOORS = {
    "en": 0.84, "de": 0.88, "fr": 0.88, "es": 0.92, "it": 0.88, "pt": 0.89, "nl": 0.85, "pl": 0.88, "ja": 0.89,
    "en_held_out": 0.82, "de_held_out": 0.78, "fr_held_out": 0.63, "es_held_out": 0.6, "it_held_out": 0.64,
    "pt_held_out": 0.56, "nl_held_out": 0.69, "pl_held_out": 0.77, "ja_held_out": 0.84,
    "pt_later_held_out": 0.73, "zh_held_out": 0.7,
    "en_hard": 0.51, "de_hard": 0.44, "fr_hard": 0.67, "es_hard": 0.66, "it_hard": 0.62, "pt_hard": 0.58,
    "nl_hard": 0.58, "pl_hard": 0.63, "ja_hard": 0.61, "zh_hard": 0.55,
    "en_hard_held_out": 0.58, "de_hard_held_out": 0.46, "fr_hard_held_out": 0.68, "es_hard_held_out": 0.49,
    "it_hard_held_out": 0.56, "pt_hard_held_out": 0.66, "nl_hard_held_out": 0.56, "pl_hard_held_out": 0.66,
    "ja_hard_held_out": 0.6, "zh_hard_held_out": 0.5,
}  # fmt: skip
"""Micro-F1 that must not be lost. The lines were written by somebody who had not seen the lexicons; those held out
were not looked at since. The hard ones name topics without their usual words, and use those for something else."""


@pytest.mark.parametrize("name", FLOORS)
def test_labelled_lines(name: str) -> None:
    lexicons = Lexicon(topic_words(None, name[:2]))
    right = wrong = 0
    for line in (LINES / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        labels, _, text = line.partition("\t")
        wanted = set(labels.split(",")) - {"-"}
        found = {each.topic for each in lexicons.find(text)}
        right += len(wanted & found)
        wrong += len(wanted ^ found)
    assert 2 * right / (2 * right + wrong) >= FLOORS[name]


TORN = lexicon("don't wait*", "wait* + # minute*", "$ # fee*", "m fee", "-no fee")


@given(st.lists(st.sampled_from(["don't", "dont", "'m", "wait", "waits", "12", "minute", "$", "fee", "_", ".", "no"])))
def test_a_text_in_ascii_has_the_topics_it_has_beside_a_dash(said: list[str]) -> None:
    text = " ".join(said).replace(" '", "'").replace("$ ", "$")
    assert TORN.find(f"so - {text}") == TORN.find(f"so – {text}")
