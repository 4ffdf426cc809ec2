"""What `when` may say, which mentions it wants, and the reasons it gives."""

import pickle
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.when import When, evaluate, parse
from monitor.errors import QueryError
from monitor.model import Author, Item, Judgement, Mention, MentionType, Probabilities, Rating, Scale, Tone, Topic

NOW = datetime(2026, 1, 2, tzinfo=UTC)
ANGRY = Mention(
    id="m1",
    brand="Acme",
    source="app-store",
    source_kind="apple_app_store",
    item=Item("1", None, "Broken", "I want my money back", MentionType.REVIEW, Author("Jo Ann"), Rating(1, 5)),
    judgement=Judgement(
        Tone.NEGATIVE,
        Probabilities(0.934, 0.05, 0.016),
        0.9,
        (),
        topics=(
            Topic("refunds", Tone.NEGATIVE, ("money back",)),
            Topic("Coffee Bar", Tone.NEUTRAL, ("Broken", "machine")),
        ),
    ),
    language="en-GB",
    seen_at=NOW,
    priority=0.93,
    story_id="s1",
    reach=12_100,
)
BARE = replace(
    ANGRY,
    item=Item("2", None, "", "hm", MentionType.POST),
    language=None,
    reach=None,
    judgement=replace(ANGRY.judgement, topics=()),
)

HOLDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "tone": ("tone = negative", ("tone is negative (0.93)",)),
    "tone in capitals": ("TONE = Negative", ("tone is negative (0.93)",)),
    "tone without spaces": ("tone=negative", ("tone is negative (0.93)",)),
    "tone in quotes": ('tone = "negative"', ("tone is negative (0.93)",)),
    "tone in single quotes": ("tone = 'negative'", ("tone is negative (0.93)",)),
    "tone in typographic quotes": ("tone = “negative”", ("tone is negative (0.93)",)),
    "another tone": ("tone != positive", ("tone is negative (0.93), not positive",)),
    "one of the tones": ("tone in [negative, neutral]", ("tone is negative (0.93)",)),
    "experience": ("experience = bad", ("experience is bad",)),
    "another experience": ("experience != ugly", ("experience is bad, not ugly",)),
    "one of the experiences": ("experience in [bad, ugly]", ("experience is bad",)),
    "reach": ("reach >= 10000", ("reach 12,100 ≥ 10,000",)),
    "reach equal": ("reach = 12100", ("reach 12,100 = 12,100",)),
    "no reach of a million": ("NOT reach >= 1000000", ("reach 12,100, not ≥ 1,000,000",)),
    "priority at least": ("priority >= 0.3", ("priority 0.93 ≥ 0.3",)),
    "priority above": ("priority > 0.9", ("priority 0.93 > 0.9",)),
    "priority at most": ("priority <= 1", ("priority 0.93 ≤ 1",)),
    "priority below": ("priority < 1.0", ("priority 0.93 < 1",)),
    "priority without a zero": ("priority > .3", ("priority 0.93 > 0.3",)),
    "priority equal": ("priority = 0.93", ("priority 0.93 = 0.93",)),
    "priority not equal": ("priority != 0.3", ("priority 0.93 ≠ 0.3",)),
    "priority in": ("priority in [0.5, 0.93]", ("priority 0.93 in 0.5, 0.93",)),
    "rating": ("rating <= 0.2", ("rating 0.2 ≤ 0.2",)),
    "rating equal": ("rating = 0.2", ("rating 0.2 = 0.2",)),
    "stars": ("stars <= 2", ("stars 1 ≤ 2",)),
    "stars in": ("stars in [1, 2]", ("stars 1 in 1, 2",)),
    "topic": ("topic = refunds", ("topic is refunds (money back)",)),
    "any topic of several, case ignored": ('topic = "coffee bar"', ("topic is Coffee Bar (Broken, machine)",)),
    "one of the topics": ("topic in [delivery, refunds]", ("topic is refunds (money back)",)),
    "several of the topics": (
        'topic in ["coffee bar", refunds]',
        ("topic is refunds (money back) and Coffee Bar (Broken, machine)",),
    ),
    "no topic is that": (
        "topic != delivery",
        ("topic is refunds (money back) and Coffee Bar (Broken, machine), not delivery",),
    ),
    "type": ("type = review", ("type is review",)),
    "another type": ("type != post", ("type is review, not post",)),
    "one of the types": ("type in [post, review]", ("type is review",)),
    "language with a country": ("language = en", ("language is en-GB",)),
    "language and country": ("language = en-gb", ("language is en-GB",)),
    "another country": ("language != en-US", ("language is en-GB, not en-us",)),
    "language in": ("language in [de, en]", ("language is en-GB",)),
    "source by name": ("source = app-store", ("source is app-store",)),
    "source by kind": ("source = apple_app_store", ("source is app-store",)),
    "another source": ("source != trustpilot", ("source is app-store, not trustpilot",)),
    "author": ('author = "jo ann"', ("author is Jo Ann",)),
    "another author": ("author != bob", ("author is Jo Ann, not bob",)),
    "text": ('text has "money"', ('text has "money"',)),
    "text in the title": ("text has broken", ('text has "broken"',)),
    "text has a query": ('text has "refund OR money NOT thanks"', ('text has "refund OR money NOT thanks"',)),
    "text has a phrase": (r'text has "\"money back\""', ('text has "money back"',)),
    "text has a phrase in single quotes": ("""text has '"money back"'""", ('text has "money back"',)),
    "and": ("tone = negative AND stars <= 2", ("tone is negative (0.93)", "stars 1 ≤ 2")),
    "and in lower case": ("tone = negative and stars <= 2", ("tone is negative (0.93)", "stars 1 ≤ 2")),
    "or tells the true side": ("tone = positive OR stars <= 2", ("stars 1 ≤ 2",)),
    "or tells both true sides": ("type = review OR stars <= 2", ("type is review", "stars 1 ≤ 2")),
    "a reason is told once": ("stars <= 2 OR stars <= 2", ("stars 1 ≤ 2",)),
    "and binds before or": ("stars = 1 OR stars = 2 AND stars = 3", ("stars 1 = 1",)),
    "parentheses": ("(stars = 1 OR stars = 2) AND type = review", ("stars 1 = 1", "type is review")),
    "parentheses without space": ("(stars=1)AND(type=review)", ("stars 1 = 1", "type is review")),
    "not": ("NOT tone = positive", ("tone is negative (0.93), not positive",)),
    "not of a number": ("NOT stars >= 3", ("stars 1, not ≥ 3",)),
    "not of a text": ("NOT text has thanks", ('text has not "thanks"',)),
    "not binds before and": ("NOT stars = 2 AND type = review", ("stars 1, not = 2", "type is review")),
    "not of or": ("NOT (stars = 2 OR type = post)", ("stars 1, not = 2", "type is review, not post")),
    "not of and tells the false side": ("NOT (stars = 1 AND type = post)", ("type is review, not post",)),
    "not in a list": ("NOT source in [a, b]", ("source is app-store, not a or b",)),
    "not twice": ("NOT NOT stars = 1", ("stars 1 = 1",)),
    "the example of the design": (
        "tone = negative AND priority >= 0.3",
        ("tone is negative (0.93)", "priority 0.93 ≥ 0.3"),
    ),
}


@pytest.mark.parametrize(("text", "why"), HOLDS.values(), ids=HOLDS)
def test_a_mention_is_wanted_and_the_reason_told(text: str, why: tuple[str, ...]) -> None:
    verdict = evaluate(parse(text), ANGRY, NOW)
    assert (verdict.holds, verdict.why) == (True, why)


@pytest.mark.parametrize("text", [f"NOT ({text})" for text, _ in HOLDS.values()], ids=HOLDS)
def test_not_turns_every_verdict(text: str) -> None:
    assert not evaluate(parse(text), ANGRY, NOW).holds


@pytest.mark.parametrize(
    "text",
    [
        "tone = positive",
        "tone in [positive, neutral]",
        "priority < 0.93",
        "priority > 0.93",
        "stars != 1",
        "type = post",
        "language = de",
        "source = app",
        "author = jo",
        'text has "refund"',
        "stars = 1 AND type = post",
        "stars = 2 OR type = post",
    ],
)
def test_a_mention_is_not_wanted(text: str) -> None:
    assert not evaluate(parse(text), ANGRY, NOW).holds


@pytest.mark.parametrize("field", ["rating", "stars", "reach", "topic", "language", "author"])
@pytest.mark.parametrize("sign", ["=", "!="])
def test_a_missing_value_is_no_hit_and_not_turns_it(field: str, sign: str) -> None:
    value = "en" if field == "language" else "1"
    verdict = evaluate(parse(f"{field} {sign} {value}"), BARE, NOW)
    turned = evaluate(parse(f"NOT {field} {sign} {value}"), BARE, NOW)
    assert (verdict.holds, turned.holds, turned.why) == (False, True, (f"no {field}",))


STARS: dict[str, tuple[Rating, float]] = {
    "five": (Rating(5, 5), 5),
    "half a star": (Rating(0.5, 5), 1),
    "one of ten": (Rating(1, 10), 1),
    "ten of ten": (Rating(10, 10), 5),
    "the middle of a hundred": (Rating(50.5, 100), 3),
    "none of ten": (Rating(0, 10), 1),
    "a share": (Rating(0.5, 1), 3),
    "two of three": (Rating(2, 3), 3),
    "csat": (Rating(4, 5, Scale.CSAT), 4),
    "csat of seven": (Rating(4, 7, Scale.CSAT), 3),
    "nps from zero": (Rating(0, 10, Scale.NPS), 1),
    "nps in the middle": (Rating(5, 10, Scale.NPS), 3),
    "nps promoter": (Rating(10, 10, Scale.NPS), 5),
}


@pytest.mark.parametrize(("rating", "stars"), STARS.values(), ids=STARS)
def test_every_scale_has_stars(rating: Rating, stars: float) -> None:
    mention = replace(ANGRY, item=replace(ANGRY.item, rating=rating))
    assert evaluate(parse(f"stars = {stars}"), mention, NOW).holds


def test_a_rounded_value_never_contradicts_its_bound() -> None:
    verdict = evaluate(parse("NOT priority >= 0.3"), replace(ANGRY, priority=0.29871), NOW)
    assert verdict.why == ("priority 0.29871, not ≥ 0.3",)


def test_a_text_looks_at_author_and_source_when_the_query_says_so() -> None:
    assert evaluate(parse('text has "money author:jo source:app-store language:en"'), ANGRY, NOW).holds


REFUSED: dict[str, tuple[str, int, str]] = {
    "nothing": ("", 0, "empty"),
    "spaces": ("  ", 0, "empty"),
    "an unknown field": ("mood = bad", 0, '"mood" is no field'),
    "a misspelt field": ("stars = 1 AND priorty > 0.3", 14, "did you mean priority?"),
    "a topic has no text": ("topic has delivery", 6, "topic takes = != in"),
    "a reach below nothing": ("tone = negative AND reach > -1", 28, "reach is a number from 0"),
    "a reach in words": ("reach > many", 8, "reach is a number from 0 to"),
    "an experience that is none": ("NOT experience = awful", 17, '"awful" is no experience'),
    "an experience that is more": ("experience > bad", 11, "experience takes = != in"),
    "a word alone": ("negative", 8, "an operator was expected"),
    "a field alone": ("tone", 4, "an operator was expected"),
    "no operator": ("tone negative", 5, "an operator was expected"),
    "no value": ("tone =", 6, "a value was expected"),
    "no value before and": ("tone = AND stars = 1", 7, "a value was expected"),
    "no value in a list": ("tone in []", 9, "a value was expected"),
    "no list": ("tone in negative", 8, "[ was expected"),
    "an unclosed list": ("tone in [negative", 17, ", or ] was expected"),
    "a list without commas": ("tone in [negative neutral]", 18, ", or ] was expected"),
    "a comma at the end": ("tone in [negative,]", 18, "a value was expected"),
    "two equal signs": ("tone == negative", 5, "write ="),
    "a wrong tone": ("tone = angry", 7, "negative, neutral or positive"),
    "a misspelt tone": ("tone = negativ", 7, "did you mean negative?"),
    "a wrong tone in a list": ("tone in [negative, bad]", 19, '"bad" is no tone'),
    "a wrong type": ("type = tweet", 7, "review, post, comment"),
    "an order of tones": ("tone > negative", 5, "tone takes = != in"),
    "a tone has": ("tone has negative", 5, "tone takes = != in"),
    "an order of languages": ("language < en", 9, "language takes = != in"),
    "an order of sources": ("source >= a", 7, "source takes = != in"),
    "an author has": ("author has jo", 7, "author takes = != in"),
    "a number has": ("stars has 1", 6, "stars takes = != <"),
    "a word for a number": ("stars = many", 8, "a number from 1 to 5"),
    "a decimal comma": ("priority > 0,3", 12, "AND, OR or the end"),
    "a percentage": ("rating < 50%", 9, "a number from 0 to 1"),
    "no number": ("priority > nan", 11, "a number from 0 to 1"),
    "endless": ("priority > inf", 11, "a number from 0 to 1"),
    "an exponent": ("priority > 1e-2", 11, "a number from 0 to 1"),
    "stars above": ("stars <= 6", 9, "out of range"),
    "stars below": ("stars = 0", 8, "out of range"),
    "rating above": ("rating < 3", 9, "out of range"),
    "priority below": ("priority > -0.1", 11, "out of range"),
    "priority above": ("priority >= 30", 12, "out of range"),
    "a number out of range in a list": ("stars in [1, 7]", 13, "out of range"),
    "a language by name": ("language = english", 11, "no language code"),
    "an empty author": ('author = ""', 9, "compared with nothing"),
    "text equal": ('text = "refund"', 5, "text takes only has"),
    "text in": ("text in [a]", 5, "text takes only has"),
    "text has nothing": ("text has", 8, "a value was expected"),
    "a wrong query": ('text has "a and b"', 12, "write AND"),
    "a wrong query with escapes": (r'text has "\"x\" and b"', 16, "write AND"),
    "a query of not": ('text has "NOT a"', 10, "must be there"),
    "an empty query": ('text has ""', 10, "empty"),
    "a wrong bare query": ("text has a*b", 9, "at the end"),
    "two values": ("author = Jo Ann", 12, "several words is quoted"),
    "no operator between": ("tone = negative stars = 1", 16, "AND, OR or the end"),
    "and at the end": ("tone = negative AND", 19, "a comparison was expected"),
    "and at the start": ("AND tone = negative", 0, "a comparison was expected"),
    "two ands": ("tone = negative AND AND stars = 1", 20, "a comparison was expected"),
    "not at the end": ("NOT", 3, "a comparison was expected"),
    "an unclosed parenthesis": ("(tone = negative", 0, "never closed; add )"),
    "an inner unclosed parenthesis": ("tone = negative AND (stars = 1 OR (stars = 2)", 20, "never closed; add )"),
    "a parenthesis too many": ("tone = negative)", 15, "remove it"),
    "an empty parenthesis": ("()", 1, "a comparison was expected"),
    "an unclosed quotation mark": ('author = "jo', 9, "never closed"),
    "an unclosed single one": ("author = 'jo", 9, "never closed"),
    "an exclamation mark": ("!tone = negative", 0, "NOT"),
    "a value first": ("0.3 < priority", 0, "is no field"),
    "a quoted field": ('"tone" = negative', 0, "a comparison was expected"),
    "a field between signs": ("tone = = negative", 7, "a value was expected"),
    "too long": ("a" * 2001, 2000, "2,001 characters"),
    "deep parentheses": ("(" * 10_000, 2000, "10,000 characters"),
    "deep parentheses within the length": ("(" * 2000, 2000, "a comparison was expected"),
    "deep not": ("NOT " * 400 + "stars = 1", 0, "at most 100"),
    "too many": ("stars=1 OR " * 150 + "stars=1", 0, "at most 100"),
}


@pytest.mark.parametrize(("text", "position", "says"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_when_is_refused_with_its_place(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.position, says in str(caught.value)) == (position, True), str(caught.value)


def test_a_when_travels_to_another_process() -> None:
    when = parse('tone = negative AND (stars <= 2 OR NOT text has "a OR b")')
    assert pickle.loads(pickle.dumps(when)) == when  # noqa: S301 - our own bytes


def test_many_parentheses_are_none() -> None:
    assert parse("(" * 900 + "stars = 1" + ")" * 900).root == parse("stars = 1").root


_WORDS = [
    "tone",
    "=",
    "!=",
    "negative",
    "(",
    ")",
    "AND",
    "or",
    "NOT",
    "in",
    "has",
    "[",
    "]",
    ",",
    "text",
    '"',
    "'",
    "\\",
    "stars",
    "2",
]
_PIECES = st.sampled_from(_WORDS)


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map(" ".join), st.lists(_PIECES).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    answer = _answer(text)
    if isinstance(answer, QueryError):
        assert str(answer)
        assert 0 <= answer.position <= len(text)
    else:
        assert evaluate(answer, ANGRY, NOW).why


def _answer(text: str) -> When | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


_COMPARISONS = st.sampled_from(["stars = 1", "tone = positive", "language = en", "source in [a, b]", "text has money"])
_WHENS = st.recursive(
    _COMPARISONS,
    lambda inner: st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("NOT {}".format, inner),
    ),
    max_leaves=8,
)


@given(_WHENS, st.sampled_from([ANGRY, BARE]))
def test_not_is_the_opposite_for_the_same_reasons(text: str, mention: Mention) -> None:
    plain, turned = evaluate(parse(text), mention, NOW), evaluate(parse(f"NOT ({text})"), mention, NOW)
    assert (plain.holds, plain.why) == (not turned.holds, turned.why)
