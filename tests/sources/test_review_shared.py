"""Recorded pages that lie beside the project on some machines: how many reviews, and the first of them."""

import csv
from pathlib import Path

import pytest

from monitor.source import Outcome
from tests.sources.reviews import read

pytestmark = pytest.mark.slow

SHARED = Path(__file__).parents[3] / "shared/fixtures/reviews"
DROPPED = {"generic_page/fitmencook_1.html": 1}
"""The site's own "review": no words, rated zero by nobody."""

if SHARED.exists():
    with (SHARED / "INDEX.tsv").open() as _file:
        ROWS = [row for row in csv.DictReader(_file, delimiter="\t") if row["reviews"].isdigit()]
    COUNTS = {
        row["file"]: int(row["reviews"]) for row in ROWS if row["file"].startswith(("generic_page/", "trustpilot/"))
    }

    @pytest.mark.parametrize("name", COUNTS)
    def test_a_recorded_page_gives_so_many_reviews(name: str) -> None:
        page = read((SHARED / name).read_bytes(), url="")
        dropped = DROPPED.get(name, 0)
        assert (len(page.items), page.skipped) == (COUNTS[name] - dropped, dropped)
        assert page.outcome is (Outcome.ITEMS if page.items else Outcome.EMPTY)
        assert page.metrics or name.endswith((".json", "bodybuilding.html"))
        assert all(item.native_id and item.url and item.author.name for item in page.items)

    @pytest.mark.parametrize("path", sorted((SHARED / "blocked").iterdir()), ids=lambda path: path.name)
    def test_a_recorded_block_is_a_block(path: Path) -> None:
        assert read(path.read_bytes(), url="").outcome is Outcome.BLOCKED
