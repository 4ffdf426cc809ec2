"""A brand's own taxonomy: what the file may say, and every problem in it at once."""

from pathlib import Path

import pytest

from monitor import config
from monitor.errors import ConfigError
from monitor.settings import Settings, TopicsSettings
from tests.config.config_kinds import CONNECTORS, HEAD, NOTIFIERS

OWN = """
remove = ["safety"]
[topics.delivery]
en = ["pod locker"]
[topics."Roast Club"]
any = ["single origin"]
de = ["röst*", "-röster"]
"""


def loaded(folder: Path, topics: str | bytes, *, rest: str = "") -> Settings:
    (folder / "topics.toml").write_bytes(topics if isinstance(topics, bytes) else topics.encode())
    file = folder / "config.toml"
    file.write_text(f'{HEAD}[[brands]]\nname = "Acme"\ntopics = "topics.toml"\n{rest}')
    return config.load(file, {}, connectors=CONNECTORS, notifiers=NOTIFIERS)


def test_a_taxonomy_stands_beside_the_configuration(tmp_path: Path) -> None:
    (brand,) = loaded(tmp_path, OWN).brands
    assert brand.topics == TopicsSettings(
        extends=True,
        removed=("safety",),
        words=(
            ("delivery", "en", ("pod locker",)),
            ("Roast Club", "any", ("single origin",)),
            ("Roast Club", "de", ("röst*", "-röster")),
        ),
    )
    assert brand.topics.names == ("delivery", "Roast Club")


def test_both_files_are_what_the_settings_came_from(tmp_path: Path) -> None:
    assert [file.name for file in loaded(tmp_path, OWN).files] == ["config.toml", "topics.toml"]


def test_an_own_topic_may_be_asked_for(tmp_path: Path) -> None:
    rest = '[[notifiers]]\nname = "bell"\nkind = "bell"\nurl = "https://x.example/y"\nsecret = "env:BELL"\n'
    rest += """[[subscriptions]]\nname = "care"\nnotifier = "bell"\nwhen = 'topic = "roast club"'\n"""
    assert loaded(tmp_path, OWN, rest=rest).subscriptions[0].when == 'topic = "roast club"'


PROBLEMS: dict[str, tuple[str | bytes, str]] = {
    "an unknown key": ("remov = []", "topics.toml:1 remov: unknown key `remov`; did you mean `remove`?"),
    "an unknown base": ('extends = "standard"', 'topics.toml:1 extends: found "standard"; allowed is "default" or'),
    "a topic that is not shipped": ('remove = ["delivry"]', "topics.toml:1 remove.0: unknown topic `delivry`; did you"),
    "topics as a list": ('topics = ["a"]', "topics.toml:1 topics: found a list; write [topics.NAME]"),
    "a topic as a list": (
        '[topics]\nfood = ["cake"]',
        "topics.toml:2 topics.food: found a list; write a list for each",
    ),
    "a language by name": ('[topics.food]\nenglish = ["cake"]', 'topics.food.english: "english" is no language'),
    "a single word": ('[topics.food]\nen = "cake"', "topics.toml:2 topics.food.en: found a text; allowed is a list"),
    "a name of signs": ('[topics."?"]\nen = ["cake"]', "topics.?: a topic's name is letters"),
    "one name, two spellings": ('[topics.Delivery]\nen = ["box"]', '"Delivery" is written "delivery" elsewhere'),
    "an empty phrase": ('[topics.food]\nen = ["cake",\n""]', 'topics.toml:3 topics.food.en.1: "" holds no word'),
    "a star inside of a word": ('[topics.food]\nen = ["ca*ke"]', "* stands at the beginning or at the end"),
    "a star alone": ('[topics.food]\nen = ["*"]', '"*" holds no word'),
    "a letter and a star": ('[topics.food]\nen = ["c*"]', "two letters at least stand beside *"),
    "a plus without a word": ('[topics.food]\nen = ["cake +"]', "a word is missing at +"),
    "a number alone": ('[topics.food]\nen = ["#"]', "a number alone says nothing"),
    "a phrase without end": (f'[topics.food]\nen = ["{"cake " * 200}"]', "at most 500 characters, found 1000"),
    "broken TOML": ("[topics", "topics.toml: Expected ']' at the end of a table declaration"),
    "another encoding": ("[topics]\n# é".encode("latin-1"), "topics.toml: this is not UTF-8 text"),
}


@pytest.mark.parametrize("sentence", PROBLEMS)
def test_a_problem_names_file_line_and_key(sentence: str, tmp_path: Path) -> None:
    text, expected = PROBLEMS[sentence]
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)
    assert expected in str(caught.value)
    assert ".toml:5 brands.0.topics" in str(caught.value)


def test_all_problems_are_told_at_once_with_those_of_the_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, 'remov = []\n[topics.food]\nen = ["ca*ke", "#"]', rest="colour = 1\n")
    told = [problem.text for problem in caught.value.problems]
    assert [any(part in text for text in told) for part in ("`remov`", "ca*ke", "number alone", "`colour`")] == [
        True
    ] * 4
