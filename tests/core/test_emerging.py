"""Which words are new, and which only look so."""

from monitor.core.emerging import Said, emerging, terms

CALM = [Said(f"b{n}", f"old{n}", f"The coffee of the shop was fine, visit number {n}") for n in range(200)]


def week(text: str, mentions: int, authors: int) -> list[Said]:
    usual = [Said(f"n{n}", f"new{n}", f"The coffee of the shop was fine, visit number {n}") for n in range(20)]
    return usual + [Said(f"e{n}", f"e{n % authors}", text) for n in range(mentions)]


def told(newest: list[Said], before: list[Said] = CALM) -> list[str]:
    return [term.text for term in emerging(newest, before)]


def test_a_word_that_several_people_use_since_this_week_is_new() -> None:
    (first, *_) = emerging(week("the coffee locker was broken", 8, 8), CALM)
    assert first.text in {"coffee locker", "locker was", "was broken", "broken", "locker"}
    assert (first.mentions, first.before, first.examples) == (8, 0, ("e0", "e1", "e2"))
    assert first.z >= 3


def test_what_everybody_always_says_is_not_new() -> None:
    assert not {"the", "coffee", "shop", "was"} & set(told(week("the coffee locker was broken", 8, 8)))


def test_four_mentions_are_too_few() -> None:
    assert told(week("the locker was broken", 4, 4)) == []


def test_two_people_are_too_few() -> None:
    assert told(week("the locker was broken", 12, 2)) == []


def test_a_text_says_a_word_once() -> None:
    assert told(week("locker locker locker locker locker", 4, 4)) == []


def test_a_calm_week_brings_nothing() -> None:
    assert told(week("", 0, 1)) == []


def test_without_weeks_before_nothing_is_new() -> None:
    assert told(week("the locker was broken", 8, 8), []) == []


def test_nobody_said_anything() -> None:
    assert told([], CALM) == []


def test_of_words_that_stand_in_the_same_texts_one_is_told() -> None:
    assert len(told(week("coffee locker", 8, 8))) == 1


def test_pairs_of_letters_where_no_spaces_are_written() -> None:
    assert terms("配送遅い 2 kg") == {"配送", "送遅", "遅い", "kg"}


def test_words_and_pairs_of_words_without_numbers() -> None:
    assert terms("Pod locker, no. 5: a mess") == {"pod", "locker", "no", "mess", "pod locker", "locker no"}
