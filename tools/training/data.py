"""The labelled texts, where they come from, and on which side of a split each stands.

A row's side is a hash of its text with a fixed seed: the same text is on the same side in every set, which matters
because sb10k_de and xlmt_de share a third of theirs.
"""

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

TONES = ("negative", "neutral", "positive")
HARD, PLAIN = "own", "plain"
"""The domains of our own texts: those that hide what they mean, and those of a few words that say it."""


@dataclass(frozen=True, slots=True)
class Row:
    """`side` is 0–99, drawn from the text."""

    set: str
    language: str
    domain: str
    tone: int
    """Index into TONES."""
    text: str
    side: int

    @property
    def ours(self) -> bool:
        """Written by us, not public."""
        return self.domain in (HARD, PLAIN)


def index(folder: Path) -> dict[str, dict[str, str]]:
    """INDEX.tsv by set: tier, language, licence …"""
    lines = (folder / "INDEX.tsv").read_text(encoding="utf-8").splitlines()
    head = lines[0].split("\t")
    return {line.split("\t")[0]: dict(zip(head, line.split("\t"), strict=False)) for line in lines[1:]}


def read(folder: Path, tiers: str) -> list[Row]:
    """Every row of the sets of these tiers, in the order of the index."""
    return [row for name, facts in index(folder).items() if facts["tier"] in tiers for row in _set(folder, name)]


def _set(folder: Path, name: str) -> list[Row]:
    rows = []
    for line in (folder / f"{name}.tsv").read_text(encoding="utf-8").split("\n"):
        fields = line.rstrip("\r").split("\t", 3)
        if len(fields) == 4 and fields[0] in TONES:
            tone, language, domain, text = fields
            rows.append(Row(name, language, domain, TONES.index(tone), text, side(text)))
    return rows


def side(text: str) -> int:
    normal = " ".join(text.lower().split())
    return int.from_bytes(blake2b(normal.encode(), digest_size=4, key=b"tone").digest(), "big") % 100


def own() -> list[Row]:
    """The texts we wrote ourselves, for what no public set has; one set a language and writer."""
    folder = Path(__file__).parent / "own"
    return [row for file in sorted(folder.glob("*.tsv")) for row in _set(folder, file.stem)]
