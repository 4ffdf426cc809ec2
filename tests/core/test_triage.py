"""A person's word on a mention: what it changes, what it leaves, and for how long it holds."""

from dataclasses import replace

import pytest

from monitor.core.triage import about_brand, corrected, said_so, same_text, standing
from monitor.model import Judgement, Probabilities, Said, Status, Tone, Topic, Triage
from tests.fakes import NOON, a_judgement, a_mention, an_item

NEGATIVE, NEUTRAL = a_judgement(Tone.NEGATIVE), a_judgement(Tone.NEUTRAL, 0.1)
GLAD = replace(NEGATIVE, probabilities=Probabilities(0.5, 0.1, 0.4))
SURE = Probabilities(1.0, 0.0, 0.0)


def word(verdict: str, topic: str | None = None) -> Said:
    return Said(Triage(verdict), "anna", NOON, topic)


TONES: dict[str, tuple[Judgement, str, Tone, Probabilities]] = {
    "what was called neutral becomes negative": (NEUTRAL, "negative", Tone.NEGATIVE, SURE),
    "what was called negative is what is likelier beside": (
        GLAD, "not-negative", Tone.POSITIVE, Probabilities(0.0, 0.0, 1.0)
    ),
    "what may be either is neutral": (NEGATIVE, "not-negative", Tone.NEUTRAL, Probabilities(0.0, 1.0, 0.0)),
    "a word that agrees changes nothing": (NEGATIVE, "negative", Tone.NEGATIVE, NEGATIVE.probabilities),
    "nor does one that agrees with neutral": (NEUTRAL, "not-negative", Tone.NEUTRAL, NEUTRAL.probabilities),
    "whether it is about us says nothing of its tone": (
        NEGATIVE, "not-about-us", Tone.NEGATIVE, NEGATIVE.probabilities
    ),
}  # fmt: skip


@pytest.mark.parametrize("sentence", TONES)
def test_the_tone(sentence: str) -> None:
    judged, verdict, tone, probabilities = TONES[sentence]
    found = corrected(judged, [word(verdict)])
    assert (found.tone, found.probabilities) == (tone, probabilities)


def test_a_corrected_tone_says_who_corrected_it_and_when() -> None:
    (reason,) = corrected(NEUTRAL, [word("negative")]).reasons
    assert reason.why == "triage: negative by anna, 2026-11-21; judged neutral before"


def test_the_judgement_of_the_machine_is_kept_and_comes_back() -> None:
    mention = a_mention(tone=Tone.NEUTRAL)
    told = said_so(mention, mention.judgement, [word("negative")])
    assert (told.judged, told.judgement.tone) == (mention.judgement, Tone.NEGATIVE)
    assert told.judged is not None
    assert said_so(told, told.judged, []) == mention


STATUSES = {
    "not about us: dismissed": (Status.NEW, ("not-about-us",), Status.DISMISSED),
    "spam: dismissed": (Status.RESOLVED, ("spam",), Status.DISMISSED),
    "taken back: new": (Status.DISMISSED, (), Status.NEW),
    "negative after all: new": (Status.DISMISSED, ("spam", "negative"), Status.NEW),
    "what the team did stays": (Status.RESOLVED, ("negative",), Status.RESOLVED),
}


@pytest.mark.parametrize("sentence", STATUSES)
def test_the_status(sentence: str) -> None:
    status, verdicts, expected = STATUSES[sentence]
    mention = replace(a_mention(), status=status)
    assert said_so(mention, mention.judgement, standing(map(word, verdicts))).status is expected


STANDING = {
    "the last word on the whole": ([word("spam"), word("negative")], [word("negative")]),
    "one word on each topic, after that on the whole": (
        [word("topic", "price"), word("topic", "staff"), word("not-topic", "price"), word("negative")],
        [word("negative"), word("not-topic", "price"), word("topic", "staff")],
    ),
    "a word on a topic leaves that on the whole": (
        [word("spam"), word("topic", "staff")],
        [word("spam"), word("topic", "staff")],
    ),
    "nothing": ([], []),
}


@pytest.mark.parametrize("sentence", STANDING)
def test_what_holds(sentence: str) -> None:
    log, expected = STANDING[sentence]
    assert list(standing(log)) == expected


STAFF = Topic("staff", Tone.NEGATIVE, ("rude",))
TOPICS = {
    "one more, with the tone of the whole": ((STAFF,), word("topic", "price"), ["staff", "price"]),
    "one less": ((STAFF,), word("not-topic", "Staff"), []),
    "one that is there": ((STAFF,), word("topic", "staff"), ["staff"]),
    "one less that is not there": ((), word("not-topic", "staff"), []),
}


@pytest.mark.parametrize("sentence", TOPICS)
def test_the_topics(sentence: str) -> None:
    topics, said, expected = TOPICS[sentence]
    found = corrected(replace(NEGATIVE, topics=topics), [said])
    assert [topic.name for topic in found.topics] == expected
    assert all(topic.tone is Tone.NEGATIVE for topic in found.topics)


def test_a_topic_takes_the_tone_that_the_person_gave_the_whole() -> None:
    found = corrected(NEUTRAL, standing([word("topic", "price"), word("negative")]))
    assert [(topic.name, topic.tone) for topic in found.topics] == [("price", Tone.NEGATIVE)]


ABOUT = {
    "a complaint about the brand": (("negative",), True),
    "praise of it": (("not-negative",), True),
    "a topic of it": (("topic",), True),
    "another of that name": (("not-about-us", "topic"), False),
    "spam may be about anything": (("spam", "topic"), None),
    "a topic less": (("not-topic",), None),
    "nothing said": ((), None),
}


@pytest.mark.parametrize("sentence", ABOUT)
def test_what_relevance_may_learn(sentence: str) -> None:
    verdicts, expected = ABOUT[sentence]
    assert about_brand([word(each) for each in verdicts]) is expected


TEXTS = {
    "not edited": (None, True),
    "another rating": (an_item(text="Bad", recommended=True), True),
    "another text": (an_item(text="Good"), False),
    "another title": (an_item(title="No", text="Bad"), False),
}


@pytest.mark.parametrize("sentence", TEXTS)
def test_a_word_holds_for_the_text_that_was_read(sentence: str) -> None:
    before, holds = TEXTS[sentence]
    assert same_text(before, an_item(text="Bad")) is holds
