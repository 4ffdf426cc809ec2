"""What single words mean: one table for all languages, so a word that means two things tags neither."""

import pytest

from monitor.core import lexicon

APART = {
    "German 'noch' is Dutch for 'neither'": ("noch", {"STILL"}),
    "German 'mal' is Spanish for 'bad'": ("mal", set()),
    "German 'hier' is French for 'yesterday'": ("hier", set()),
    "German 'sagte' begins like English 'sags'": ("sagte", set()),
    "German 'im' is how tweets write 'I'm'": ("im", set()),
    "Polish 'miesiąc' begins like German 'mies'": ("miesiąc", {"TIME"}),
    "English 'drug' begins like Polish 'drugi'": ("drug", {"SCARY"}),
    "Italian 'delle' is a German dent": ("delle", set()),
    "Portuguese 'pelo' is Spanish hair": ("pelo", set()),
}


@pytest.mark.parametrize("sentence", APART)
def test_a_word_of_two_languages_tags_neither_meaning(sentence: str) -> None:
    word, expected = APART[sentence]
    assert set(lexicon.names(lexicon.tags(word))) == expected


SOLVED = ["resolved", "gelöst", "résolu", "resuelto", "risolto", "opgelost", "rozwiązany", "resolvido", "搞定"]


@pytest.mark.parametrize("word", SOLVED)
def test_a_solved_problem_is_known_in_every_language(word: str) -> None:
    assert "SOLVED" in lexicon.names(lexicon.tags(word) | lexicon.WORDS.get(word, 0))
