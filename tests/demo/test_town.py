"""What happens in the demo's web, and what each event must lead to."""

import re
from datetime import datetime, timedelta
from random import Random

import pytest

from monitor.core.tone import Weights
from monitor.core.tone import judge as judge_tone
from monitor.models import load
from tests.demo.scenes import NOON
from tools.demolib import texts
from tools.demolib.feeds import Entry, Fault, Form
from tools.demolib.ledger import Published
from tools.demolib.town import BROKEN_FOR, RIPE, STARRED, Town, feeds


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def a_town(beats: int, *, seed: int = 1) -> tuple[Town, list[Published]]:
    """After so many beats of one second each."""
    ledger: list[Published] = []
    clock = Clock()
    town = Town(feeds(), seed, ledger.append, clock)
    for beat in range(beats):
        town.beat(beat)
        clock.now += timedelta(seconds=1)
    return town, ledger


def everything_in(town: Town) -> list[Entry]:
    return [entry for feed in town.feeds for entry in feed.entries]


def test_the_town_speaks_every_form_and_four_languages() -> None:
    assert {feed.form for feed in feeds()} == set(Form)
    assert {feed.language for feed in feeds()} == {"en", "de", "fr", "es"}


def test_what_stands_on_the_sites_at_the_start_is_to_be_told_to_nobody() -> None:
    _, ledger = a_town(0)
    assert (len(ledger), any(entry.tell for entry in ledger)) == (40, False)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_text_reads_as_it_is_meant(language: str) -> None:
    """The judge trusts how a text is meant. So the product has to read it so, and clearly."""
    weights = load()
    read = {mood: [_negative(words, weights) for words in all_of(language, mood)] for mood in texts.Mood}
    assert min(read.pop(texts.Mood.UNHAPPY)) > 0.6
    assert max(max(others) for others in read.values()) < 0.4


def all_of(language: str, mood: texts.Mood) -> list[texts.Words]:
    """Everything that `write` may write: chance finds it all in so many tries."""
    chance = Random(1)
    written = {texts.write(chance, language, mood, 41234) for _ in range(400)}
    if mood is texts.Mood.UNHAPPY:
        written |= {texts.Words(texts.mistyped(words.title), words.text) for words in written}
        hopeful = all_of(language, texts.Mood.WAITING)
        written |= {texts.Words(words.title, texts.angered(language, 41234)) for words in hopeful}
    return sorted(written, key=lambda words: words.text)


def _negative(words: texts.Words, weights: Weights) -> float:
    whole = f"{words.title}\n{words.text}"
    spans = [(at.start(), at.end()) for at in re.finditer(texts.BRAND, whole)]
    judgement = judge_tone(
        words.title, words.text, language=None, rating=None, recommended=None, spans=spans, weights=weights
    )
    return judgement.probabilities.negative


def test_a_text_carries_its_reference_once_and_a_title_never() -> None:
    town, _ = a_town(500)
    for entry in everything_in(town):
        assert texts.references(entry.text) == [entry.slug.removesuffix("-copy")]
        assert texts.references(entry.title) == []


def test_a_mistyped_title_differs_in_its_last_letters_only() -> None:
    assert texts.mistyped("Charged twice!") == "Charged twiec!"
    titles = {
        title for (_, mood), stories in texts.STORIES.items() if mood is texts.Mood.UNHAPPY for title, _ in stories
    }
    assert all(texts.mistyped(title) != title for title in titles)


def test_no_two_entries_say_the_same_but_the_copies() -> None:
    town, ledger = a_town(1000)
    said = [entry.text for entry in everything_in(town)]
    copies = [entry for entry in ledger if entry.slug != entry.story]
    assert len(copies) > 50
    assert len(said) - len(set(said)) == len(copies)


def test_only_complaints_are_to_be_told_and_where_there_are_stars_they_have_few() -> None:
    town, ledger = a_town(500)
    angry = {entry.slug for entry in ledger if entry.tell}
    starred = [entry for feed in town.feeds if feed.form in STARRED for entry in feed.entries]
    baseline = {entry.slug for entry in ledger[:40]}
    assert {entry.what for entry in ledger if entry.tell} == {
        "complaint",
        "complaint, a typo",
        "hopeful → complaint",
    }
    assert all((entry.stars in (1, 2)) == (entry.slug in angry) for entry in starred if entry.slug not in baseline)
    assert any(entry.slug in angry for entry in starred)


def test_a_customer_who_turns_angry_is_to_be_told_from_then_on() -> None:
    town, ledger = a_town(200)
    turned = [entry for entry in ledger if entry.what == "hopeful → complaint"]
    first = {entry.slug: entry for entry in reversed(ledger)}
    assert len(turned) > 10
    assert all(not first[entry.slug].tell and entry.at - first[entry.slug].at >= 4 for entry in turned)
    now = {entry.slug: entry.text for entry in everything_in(town)}
    assert all(now[entry.slug].split()[0] in {text.split()[0] for text in texts.UPDATES.values()} for entry in turned)


def test_a_typo_is_mended_an_entry_comes_back_and_a_link_grows() -> None:
    town, ledger = a_town(600)
    now = {entry.slug: entry for entry in everything_in(town)}
    mended = [entry for entry in ledger if entry.what.endswith("a typo") and now[entry.slug].title != entry.title]
    later = [entry for entry in ledger if entry.what == "complaint" and now[entry.slug].at.timestamp() > entry.at]
    longer = [entry for entry in now.values() if "utm_source" in entry.link]
    assert min(len(mended), len(later), len(longer)) > 8


def test_a_copy_stands_on_another_site_of_the_same_language_after_its_original_was_read() -> None:
    _, ledger = a_town(300)
    language = {feed.name: feed.language for feed in feeds()}
    first = {entry.slug: entry for entry in reversed(ledger)}
    for copy in (entry for entry in ledger if entry.slug != entry.story):
        original = first[copy.story]
        assert (copy.feed != original.feed, language[copy.feed]) == (True, language[original.feed])
        assert copy.at - original.at >= RIPE.total_seconds()


def test_the_same_seed_brings_the_same_course_of_events() -> None:
    assert a_town(200)[1] == a_town(200)[1] != a_town(200, seed=2)[1]


def test_a_site_breaks_each_time_in_the_other_way_publishes_on_and_is_mended_after_a_while() -> None:
    ledger: list[Published] = []
    clock = Clock()
    town = Town(feeds(), 1, ledger.append, clock)
    for fault in (Fault.ERROR, Fault.PAGE):
        town.break_down()
        assert {feed.fault for feed in town.feeds} == {None, fault}
        assert [(entry.broken, entry.tell) for entry in ledger[-2:]] == [(True, True), (True, True)]
        clock.now += BROKEN_FOR
        town.beat(0)
        assert all(feed.fault is None for feed in town.feeds)
