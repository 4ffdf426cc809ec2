"""What a page brings, beside what the store holds: findings that nobody has judged yet. Pure.

identified entries + items as they are stored → new items, edits, known items under a new alias
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from monitor.core.findings import Finding, ReadPage
from monitor.core.identity import Hit, Identified, is_edit
from monitor.model import Item

ALIASES = 50
"""Native ids, and URLs, that one item gathers at most."""

Present = Mapping[str, tuple[Item | None, int]]
"""Item id → the item as it is stored (None: a tombstone), and its revision."""


def recognised(read: ReadPage, identified: Identified, present: Present, new_id: Callable[[str], str]) -> list[Finding]:
    """New ones in the order of the page, then the known ones. `present` holds every item that was hit."""
    return [_new(read, index, identified, new_id) for index in identified.new] + _known(read, identified, present)


def _new(read: ReadPage, index: int, identified: Identified, new_id: Callable[[str], str]) -> Finding:
    keys = read.keys[index]
    natives = () if keys.native is None or keys.native in identified.shared_natives else (keys.native,)
    urls = () if keys.url is None else (keys.url,)
    return Finding(new_id("itm"), read.page.items[index], keys, new=True, natives=natives, urls=urls)


def _known(read: ReadPage, identified: Identified, present: Present) -> list[Finding]:
    """One per item, however often the page lists it; a tombstone only gains aliases."""
    found: dict[str, Finding] = {}
    taken: set[int] = set()
    for hit in identified.hits:
        known = hit.known.id
        natives, urls = _aliases(read, hit, identified)
        natives = tuple(key for key in natives if key not in taken)
        taken.update(natives)
        if known in found:
            before = found[known]
            more = tuple(key for key in urls if key not in before.urls)
            found[known] = replace(before, natives=before.natives + natives, urls=before.urls + more)
        else:
            found[known] = _hit(read, hit, present[known], natives, urls)
    return list(found.values())


def _hit(
    read: ReadPage, hit: Hit, stored: tuple[Item | None, int], natives: tuple[int, ...], urls: tuple[int, ...]
) -> Finding:
    (old, revision), item = stored, read.page.items[hit.index]
    edit = old is not None and is_edit(old, item)
    return Finding(
        hit.known.id,
        item,
        read.keys[hit.index],
        new=False,
        revision=revision + edit,
        before=old if edit else None,
        buried=old is None,
        natives=natives,
        urls=urls,
    )


def _aliases(read: ReadPage, hit: Hit, identified: Identified) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Native ids and URLs to remember. A site that makes up an id at each poll does not fill the store: its entries
    are known by their links anyway.
    """
    keys, known = read.keys[hit.index], hit.known
    natives = keys.native not in known.natives | identified.shared_natives and len(known.natives) < ALIASES
    urls = keys.url not in known.urls and len(known.urls) < ALIASES
    return (
        (keys.native,) if natives and keys.native is not None else (),
        (keys.url,) if urls and keys.url is not None else (),
    )
