"""Recorded feeds of the world: every entry is found, and read with what a second, simpler look finds in it.

Collected only where the collection lies beside the project.
"""

import csv
from pathlib import Path

import pytest
from lxml import etree

from monitor.errors import Unreadable
from monitor.model import Item
from monitor.source import Outcome
from tests.sources.feeds import read

pytestmark = pytest.mark.slow

SHARED = Path(__file__).parents[3] / "shared/fixtures"
COUNTED_OTHERWISE = {
    "feeds/node-feedparse__illegally-nested.xml": 10,  # ten of the twenty are `<item />` inside another
    "feeds/simplepie__feed-utf16le.xml": 1,  # the counting tool could not read UTF-16
    "feeds/simplepie__feed-utf16be.xml": 1,
}

if SHARED.exists():
    with (SHARED / "social/INDEX.tsv").open() as index:
        ROWS = {
            row["file"]: int(row["items"])
            for row in csv.DictReader(index, delimiter="\t")
            if row["file"].split("/")[0] in {"feeds", "google_alerts", "google_news", "bing_news"}
        }
    KINDS = ("feeds", "feedparser", "xml", "json", "html5")
    HOSTILE = sorted(path for kind in KINDS for path in (SHARED / "hostile" / kind).rglob("*.*"))

    @pytest.mark.parametrize("name", ROWS)
    def test_every_entry_is_found(name: str) -> None:
        page = read((SHARED / "social" / name).read_bytes())
        assert len(page.items) == COUNTED_OTHERWISE.get(name, ROWS[name])
        assert page.skipped + len(page.items) == len(page.listed)

    @pytest.mark.parametrize("name", [name for name, items in ROWS.items() if items])
    def test_what_a_simple_look_finds_is_there(name: str) -> None:
        body = (SHARED / "social" / name).read_bytes()
        page = read(body)
        entries = _entries(body)
        if len(entries) != len(page.items):
            pytest.skip("the simple look counts otherwise")
        missing = [
            f"{place} {what}: {raw!r}"
            for place, (entry, item) in enumerate(zip(entries, page.items, strict=True))
            for what, raw, got in _facts(entry, item)
            if raw and not got
        ]
        assert not missing

    @pytest.mark.parametrize("name", ROWS)
    def test_slicing_changes_nothing(name: str) -> None:
        """One new entry among known ones gives the same item as the whole document does."""
        body = (SHARED / "social" / name).read_bytes()
        whole = read(body)
        if whole.skipped or not whole.items:
            pytest.skip("nothing to slice")
        for place in {0, len(whole.items) // 2, len(whole.items) - 1}:
            known = whole.cursor[: place * 8] + whole.cursor[place * 8 + 8 :]
            sliced = read(body, cursor=known or b"\0" * 8)
            assert sliced.items == (whole.items[place],)
            assert (sliced.listed, sliced.cursor) == (whole.listed, whole.cursor)

    @pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.name)
    def test_hostile_files_raise_nothing_but_unreadable(path: Path) -> None:
        try:
            page = read(path.read_bytes())
        except Unreadable:
            return
        assert page.outcome is Outcome.ITEMS or page.why


def _entries(body: bytes) -> list[etree._Element]:
    try:
        root = etree.fromstring(body, etree.XMLParser(recover=True, resolve_entities=False))
    except etree.XMLSyntaxError:
        return []
    if root is None:
        return []
    return [entry for entry in root.iter() if isinstance(entry.tag, str) and _name(entry) in {"item", "entry"}]


def _facts(entry: etree._Element, item: Item) -> list[tuple[str, str | None, object]]:
    kids: dict[str, str] = {}
    for child in entry:
        if isinstance(child.tag, str):
            text = "".join(map(str, child.itertext())).strip() or child.get("href")
            if text:
                kids.setdefault(_name(child), text)
    date = kids.get("pubdate") or kids.get("published") or kids.get("date") or kids.get("updated")
    return [
        ("date", date, item.published_at or item.extra.get("date")),
        ("link", kids.get("link"), item.url),
        ("title", kids.get("title"), item.title),
        ("author", kids.get("author") or kids.get("creator"), item.author.name),
        ("id", kids.get("guid") or kids.get("id"), item.native_id),
    ]


def _name(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2].lower()
