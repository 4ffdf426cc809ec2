"""Is the brand meant? Single signs by their sentence, and all of them on labelled lines."""

from pathlib import Path

import pytest

from monitor.core.evidence import WEIGHTS
from monitor.core.fold import Span
from monitor.core.learnt import Learnt, learn
from monitor.core.relevance import Relevance, Sense, relevance
from monitor.core.spoken import Named
from monitor.model import Item, MentionType
from monitor.models.fields import LANGUAGES, fields_of
from monitor.understand import assess

LINES = Path(__file__).parent.parent / "fixtures" / "relevance" / "dev.tsv"
APPLE = Sense(("iphone", "app store"), ("juice", "orchard"), ("@apple", "https://social.test/@apple"))


def of(text: str, sense: Sense = APPLE, name: str = "apple", language: str = "en") -> Relevance:
    spans: list[Span] = []
    at = text.casefold().find(name)
    while at >= 0:
        spans.append((at, at + len(name)))
        at = text.casefold().find(name, at + 1)
    return relevance(Named(text, spans, language), sense, fields_of(language))


ABOUT = {
    "a context word": "my iphone died and apple shrugs",
    "a context word in the plural": "two iphones from apple, both dead",
    "two words of context": "Apple threw me out of the App Store",
    "customers' words": "Apple never sent the refund for my order",
    "a name that acts": "Apple refuses to say why",
    "a word of the context's field": "The Apple tablet has a dead battery",
    "an own account": "an apple a day, says @apple",
    "the address of an own account": "see https://social.test/@apple, juice and all",
    "its domain": "I typed apple.com and ended nowhere",
    "somebody speaks to it": "Thanks Apple, three hours of my life",
    "firms' news": "Shares of Apple fell after its earnings",
    "a deed to somebody": "Apple locks me out every morning",
    "a plan in a headline": "Apple to close nine branches",
    "nothing but a preposition before small letters": "I have had it with whoever answers the phones at apple",
    "a branch at the beginning": "Apple in Leeds: forty people, one till",
    "a farewell": "three weeks of silence, never again apple",
    "somebody came to it": "Switched from another one to apple and sleep well",
    "a word against that is used in jest": "Apple sent me an orchard of paper and refused my refund",
}
NOT_ABOUT = {
    "a word against": "Fresh apple juice on the terrace",
    "a word against in the plural": "An apple from the orchards of Kent",
    "a word of the field against": "Peel the apple and slice it",
    "the common word": "She gave the horse an apple.",
    "more of a common word": "The apple of his eye, that boy",
    "part of a word": "An apple-shaped candle stood there.",
    "a described thing": "She found a better apple.",
    "how something is": "my iphone case is apple green instead of blue",
    "a title": "We read Apple Is the New Sun to the kids.",
    "a name behind another": "We listened to Fiona Apple all night.",
    "customers of something else": "The refund for an apple was refused at the counter.",
    "nothing but what stories speak of": "an apple on the roof, and nobody was safe",
}
SANTANDER = Sense(("banco", "hipoteca"), ("ciudad", "faro"))
PLACES = {
    "one is in it": "Un fin de semana en Santander con los abuelos",
    "somebody is from it": "Un hombre de Santander gana el premio",
}


@pytest.mark.parametrize("text", ABOUT.values(), ids=ABOUT)
def test_what_speaks_for_the_brand(text: str) -> None:
    assert of(text).value >= 0.5, of(text)


@pytest.mark.parametrize("text", NOT_ABOUT.values(), ids=NOT_ABOUT)
def test_what_speaks_against_it(text: str) -> None:
    assert of(text).value < 0.5, of(text)


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_a_name_that_is_a_place_too(text: str) -> None:
    assert of(text, SANTANDER, "santander", "es").value < 0.5, of(text, SANTANDER, "santander", "es")
    assert of("Santander me cobró la hipoteca dos veces", SANTANDER, "santander", "es").value > 0.5


def test_an_everyday_word_speaks_against_a_name_only_beside_it() -> None:
    sense = Sense(("delivery",), ("year",))
    far = of("Next sent nothing, and I have waited for a year", sense, "next").value
    assert far > 0.5 > of("She moves to Spain next year.", sense, "next").value


def test_the_reasons_that_decided_come_first() -> None:
    why = [reason.why for reason in of("apple juice for my iphone").reasons]
    assert {"“juice” speaks against it", "“iphone” is a context word"} <= set(why)
    assert of("FRESH APPLE JUICE").reasons[0].why.casefold() == "“juice” speaks against it"


def test_a_word_counts_more_beside_the_name_than_in_another_sentence() -> None:
    near, far = of("Apple iphone."), of("Apple. It rained all day. Somebody lost an iphone.")
    assert near.value > far.value


def test_each_further_word_adds_less() -> None:
    sense = Sense(("red", "round", "shiny"), ("juice",))
    logits = [of(f"apple {words}", sense).value for words in ("red", "red round", "red round shiny")]
    assert logits == sorted(logits)
    assert logits[1] - logits[0] > logits[2] - logits[1]


def test_a_german_compound_holds_the_word() -> None:
    sense = Sense((), ("Saft",))
    assert of("Die Orange gibt guten Fruchtsaft", sense, "orange", "de").value < 0.2


def test_a_word_in_a_script_without_spaces_is_found_anywhere() -> None:
    sense = Sense(("手机",), ("果汁",))
    assert of("苹果手机坏了", sense, "苹果", "zh").value > 0.5 > of("我喝苹果果汁", sense, "苹果", "zh").value


def test_a_hostile_text_is_read_in_time() -> None:
    assert 0 <= of("apple " * 20_000).value <= 1
    assert 0 <= of("." * 100_000 + "apple").value <= 1


def test_every_language_knows_customers_and_firms() -> None:
    assert all(fields_of(language).has("customer") and fields_of(language).has("company") for language in LANGUAGES)


def test_every_weight_stands_in_the_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "relevance.md").read_text(encoding="utf-8")
    assert [
        f"| {kind} | {weight:+.1f} |" for kind, weight in WEIGHTS.items() if f"| {kind} | {weight:+.1f} |" not in guide
    ] == []


def test_without_context_nothing_is_weighed() -> None:
    item = Item(None, None, "", "Apple refused my refund", MentionType.POST)
    assert assess(item, ("Apple", '"apple"'), Sense())[0].relevance is None


def test_triage_teaches_words() -> None:
    ours = [(f"the workshop in Leeds lost bike {number}", True) for number in range(6)]
    theirs = [(f"the ballad of Leeds, verse {number}", False) for number in range(6)]
    learnt = learn([*ours, *theirs])
    words = dict(learnt.weights)
    assert words["workshop"] > 0 > words["ballad"]
    assert "leeds" not in words, "it stands on both sides"
    assert of("apple workshop", Sense(learnt=learnt)).value > of("apple ballad", Sense(learnt=learnt)).value


LITTLE: dict[str, list[tuple[str, bool]]] = {
    "nothing": [],
    "one side only": [("a workshop", True)] * 50,
    "two of the other side": [("a workshop", True)] * 50 + [("a ballad", False)] * 2,
}


@pytest.mark.parametrize("verdicts", LITTLE.values(), ids=LITTLE)
def test_too_little_teaches_nothing(verdicts: list[tuple[str, bool]]) -> None:
    assert learn(verdicts) == Learnt()


def test_what_is_learnt_of_one_word_is_bounded() -> None:
    learnt = learn([("workshop", True)] * 400 + [("ballad", False)] * 400)
    assert all(abs(weight) <= 1.5 for _, weight in learnt.weights)


def test_labelled_lines_are_told_apart() -> None:
    """A floor: what is changed must not cost more than it brings. The lines were written with the rules known."""
    right = wrong = missed = 0
    for line in LINES.read_text(encoding="utf-8").splitlines()[1:]:
        brand, context, against, label, text = line.split("\t")
        sense = Sense(tuple(context.split(",")), tuple(against.split(",")))
        judgement, _ = assess(Item(None, None, "", text, MentionType.POST), (brand, f'"{brand}"'), sense)
        assert judgement.relevance is not None
        said, is_so = judgement.relevance >= 0.5, label == "about"
        right, wrong, missed = right + (said and is_so), wrong + (said and not is_so), missed + (is_so and not said)
    assert right / (right + wrong) >= 0.96
    assert right / (right + missed) >= 0.92
