"""What becomes of a mention when a person has said what it is. Pure.

    negative, not-negative    its tone, where understanding says otherwise
    not-about-us, spam        it is dismissed: told to nobody any more, and in no count
    topic, not-topic          a topic more, or less

Of the four words on the whole the last one holds, and of each topic the last one on that. What understanding says is
kept beside it (`Mention.judged`), so that a word can be taken back, and judged again when the item is edited: a
person's word holds for the text that was read, and goes when that is another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from monitor.model import Item, Judgement, Mention, Probabilities, Reason, Said, Status, Tone, Topic, Triage

DISMISSING = frozenset((Triage.NOT_ABOUT_US, Triage.SPAM))
_TOPICS = frozenset((Triage.TOPIC, Triage.NOT_TOPIC))
_SURE = 1.0


def standing(log: Iterable[Said]) -> tuple[Said, ...]:
    """Of all that was said and not taken back, oldest first: the last word on the whole and on each topic."""
    last = {_question(said): said for said in log}
    return tuple(last[question] for question in sorted(last))


def said_so(mention: Mention, judged: Judgement, said: Sequence[Said]) -> Mention:
    """The mention as persons say it is, where understanding says `judged`."""
    judgement = corrected(judged, said)
    return replace(
        mention,
        judgement=judgement,
        judged=None if judgement is judged else judged,
        said=tuple(said),
        status=_status(mention.status, said),
    )


def corrected(judged: Judgement, said: Iterable[Said]) -> Judgement:
    """The same object where nobody says otherwise."""
    for word in said:
        if word.verdict in _TOPICS:
            judged = _with_topic(judged, word)
        elif word.verdict not in DISMISSING:
            judged = _with_tone(judged, word)
    return judged


def dismissal(said: Iterable[Said]) -> Said | None:
    return next((word for word in said if word.verdict in DISMISSING), None)


def about_brand(said: Sequence[Said]) -> bool | None:
    """What persons' words say of whether a text is about the brand at all; spam and a topic less say nothing of it."""
    verdicts = {word.verdict for word in said}
    if not verdicts.isdisjoint(DISMISSING):
        return None if Triage.SPAM in verdicts else False
    return True if verdicts - {Triage.NOT_TOPIC} else None


def in_words(word: Said) -> str:
    """Such as: triage: topic delivery by anna, 2026-11-22."""
    what = word.verdict if word.topic is None else f"{word.verdict} {word.topic}"
    return f"triage: {what} by {word.by}, {word.at:%Y-%m-%d}"


def same_text(before: Item | None, item: Item) -> bool:
    """Whether a word on `before` holds for `item`; None: the item was not edited."""
    return before is None or (before.title, before.text) == (item.title, item.text)


def _question(said: Said) -> tuple[bool, str]:
    """What a word answers; that of the whole comes first, since topics take its tone."""
    return said.topic is not None, (said.topic or "").casefold()


def _status(status: Status, said: Sequence[Said]) -> Status:
    if dismissal(said):
        return Status.DISMISSED
    return Status.NEW if status is Status.DISMISSED else status


def _with_tone(judged: Judgement, word: Said) -> Judgement:
    negative = word.verdict is Triage.NEGATIVE
    if negative == (judged.tone is Tone.NEGATIVE):
        return judged
    tone = Tone.NEGATIVE if negative else _otherwise(judged.probabilities)
    shares = {each.value: _SURE if each is tone else 0.0 for each in Tone}
    reason = Reason("triage", f"{in_words(word)}; judged {judged.tone} before")
    return replace(judged, tone=tone, probabilities=Probabilities(**shares), confidence=_SURE, reasons=(reason,))


def _otherwise(said: Probabilities) -> Tone:
    """What a text is that is not negative."""
    return Tone.POSITIVE if said.positive > said.neutral else Tone.NEUTRAL


def _with_topic(judged: Judgement, word: Said) -> Judgement:
    name = word.topic or ""
    others = tuple(topic for topic in judged.topics if topic.name.casefold() != name.casefold())
    there = len(others) < len(judged.topics)
    if there == (word.verdict is Triage.TOPIC):
        return judged
    if there:
        return replace(judged, topics=others)
    return replace(judged, topics=(*others, Topic(name, judged.tone, (f"said by {word.by}",))))
