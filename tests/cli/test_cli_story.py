"""`monitor story merge` and `monitor story split`."""

from pathlib import Path

import pytest

from monitor.store import Store
from tests.cli.desk import Desk, a_desk
from tests.fakes import an_item
from tests.stores import bring

LAMP = "The lamp I bought in May went dark in June and nobody takes it back"
OTHER = "Support keeps me waiting for two hours and then says that my order does not exist"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def filled(desk: Desk, *texts: str) -> list[tuple[str, str]]:
    """(mention, story) of each text, in order."""

    async def work(store: Store) -> list[tuple[str, str]]:
        items = [an_item(f"g{at}", url=f"https://n{at}.test/", title="", text=text) for at, text in enumerate(texts)]
        settled = await bring(store, *items)
        return [(one.mention.id, one.mention.story_id) for one in settled.mentions]

    return desk.fill(work)


def test_two_stories_become_one_and_stay_it(desk: Desk) -> None:
    (_, first), (mention, second) = filled(desk, LAMP, OTHER)
    merged = desk.run("story", "merge", second, first, "--json")
    assert (merged.code, merged.object) == (0, {"story": first, "copies": 2, "merged": [second]})
    assert desk.run("story", "merge", first, mention).out == f"{first}: they are one story already\n"
    assert {one["story"]["id"] for one in desk.run("mentions", "--json").lines} == {first}
    assert {one["story"] for one in desk.run("alerts", "--json").lines} == {first}


def test_a_mention_becomes_its_own_story_and_is_told(desk: Desk) -> None:
    (_, story), (mention, same) = filled(desk, LAMP, LAMP + " or pays me")
    assert story == same
    done = desk.run("story", "split", mention, "--json")
    assert (done.code, done.object["before"], done.object["alerts"]) == (0, story, 1)
    assert desk.run("alerts", "--json").lines[0]["mentions"] == [mention]
    assert desk.run("story", "split", mention).out == f"{done.object['story']}: the mention stands alone already\n"


REFUSED = {
    "a story that is not there": (("merge", "sty_1", "sty_2"), 1, "there is no story `sty_1`"),
    "a mention that is not there": (("split", "men_1"), 1, "there is no mention `men_1`"),
    "one story alone": (("merge", "sty_1"), 2, "name two stories at least"),
    "no story": (("merge",), 2, "Missing argument"),
}


@pytest.mark.parametrize(("words", "code", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_done_is_said(desk: Desk, words: tuple[str, ...], code: int, why: str) -> None:
    filled(desk, LAMP)
    said = desk.run("story", *words)
    assert (said.code, why in said.err) == (code, True)


def test_what_waits_for_a_person_is_no_part_of_a_story_yet(desk: Desk) -> None:
    ((_, told),) = filled(desk, LAMP)

    async def work(store: Store) -> str:
        item = an_item("held", url="https://held.test/", title="", text=OTHER)
        return (await bring(store, item, relevance=0.1)).mentions[0].mention.id

    held = desk.fill(work)
    said = desk.run("story", "merge", told, held)
    assert (said.code, said.out) == (1, "")
    assert f"`{held}` waits for a person: say first that it is about the brand" in said.err
