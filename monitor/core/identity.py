"""Is this entry one that we know? Decides new or known, never by date, and says by which rule.

    page entries + what the store knows of them → hits (entry is old item X, because …) and new ones

Rules, in order (design §5 "Identity"):

    id       its native id is an alias of an item of this source
    url      its canonical URL is, when that URL means one thing on the page and in the store, and, where both
             carry native ids, author and (title or text) are equal
    content  author, title and text are equal, ≥ 8 words, one old item, once on the page, no longer listed
    brake    a page that brings far too many new items at once, most of which match an item that vanished:
             the site changed its ids

An id that one page gives to several entries identifies nothing on that page. A lost duplicate costs one repeated
alert, a wrong merge hides a customer: where the two conflict, the entry is new.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

import xxhash

from monitor.core.text import normalized
from monitor.core.url import canonical
from monitor.model import Item, Listed

CONTENT_WORDS = 8
TITLE_WORDS = 4
BRAKE_LEAST = 20
BRAKE_FACTOR = 5
BRAKE_SHARE = 0.6
BRAKE_PAGES = 20
"""So many earlier pages give the median."""


ListedKeys = tuple[int | None, int | None]
"""Native id and URL of one entry on a page, hashed."""


class Rule(StrEnum):
    ID = "id"
    URL = "url"
    CONTENT = "content"
    BRAKE_URL = "brake: url"
    BRAKE_TITLE = "brake: title"


@dataclass(frozen=True, slots=True)
class Keys:
    """64-bit signed hashes of what may identify an entry; None where there is nothing to hash."""

    native: int | None
    url: int | None
    author: int | None
    title: int | None
    """of a title of any length"""
    text: int | None
    content: int | None
    """author, title and text together, where title and text hold ≥ 8 words"""
    long_title: int | None
    """of a title of ≥ 4 words"""


@dataclass(frozen=True, slots=True)
class Known:
    """An item of this source, or its tombstone, as identity sees it."""

    id: str
    keys: Keys
    """of its present revision; `native` and `url` are not used"""
    natives: frozenset[int]
    urls: frozenset[int]


@dataclass(frozen=True, slots=True)
class Hit:
    index: int
    """of the entry on the page"""
    known: Known
    rule: Rule


@dataclass(frozen=True, slots=True)
class Identified:
    hits: tuple[Hit, ...]
    new: tuple[int, ...]
    """Indexes of the entries that are new, in the order of the page."""
    shared_natives: frozenset[int]
    """Native ids that mean several entries of this page: no alias may be made of them."""
    repeated: tuple[int, ...] = ()
    """Entries that say again what an earlier entry of the page said."""


def keys_of(item: Item) -> Keys:
    title, text = normalized(item.title), normalized(item.text)
    words = title.count(" ") + bool(title) + text.count(" ") + bool(text)
    author = (item.author.name or "").casefold()
    return Keys(
        native=_native_key(item.native_id),
        url=_url_key(item.url),
        author=_hash(author),
        title=_hash(title),
        text=_hash(text),
        content=_hash(f"{author}\n{title}\n{text}") if words >= CONTENT_WORDS else None,
        long_title=_hash(title) if title.count(" ") + 1 >= TITLE_WORDS else None,
    )


def listed_keys(entry: Listed) -> ListedKeys:
    return _native_key(entry.native_id), _url_key(entry.url)


def _native_key(native_id: str | None) -> int | None:
    """A native id that is a web address is compared as one, but for its fragment, which tells one review from another
    (`…/#/schema/Review/x/1`).
    """
    if native_id and native_id[:4].lower() == "http" and "#" not in native_id:
        return _hash(canonical(native_id) or native_id)
    return _hash(native_id or "")


def _url_key(url: str | None) -> int | None:
    return _hash(canonical(url) or url) if url else None


def identify(
    keys: Sequence[Keys], listed: Sequence[ListedKeys], known: Sequence[Known], recent_new: Sequence[int]
) -> Identified:
    """`keys` of the page's items in page order; `known` every item that shares a key with one of them;
    `recent_new` how many new items each of the last pages brought that brought any (baselines left out).
    """
    look = _Look(keys, listed, known)
    hits: dict[int, Hit] = {}
    for rule in (look.by_id, look.by_url, look.by_content):
        for index, entry in enumerate(keys):
            hit = rule(index, entry) if index not in hits and index not in look.repeated else None
            if hit:
                hits[index] = look.take(hit)
    new = [index for index in range(len(keys)) if index not in hits and index not in look.repeated]
    if len(new) > max(BRAKE_LEAST, BRAKE_FACTOR * (median(recent_new[-BRAKE_PAGES:]) if recent_new else 0)):
        matched = look.brake(new)
        if len(matched) >= BRAKE_SHARE * len(new):
            hits.update(matched)
            new = [index for index in new if index not in matched]
    ordered = tuple(hits[index] for index in sorted(hits))
    return Identified(ordered, tuple(new), look.shared_natives, tuple(sorted(look.repeated)))


def is_edit(old: Item, new: Item) -> bool:
    """A change of title, text, rating, recommendation or owner reply; never of date, link or markup alone."""
    return (old.title, old.text, old.rating, old.recommended) != (new.title, new.text, new.rating, new.recommended) or (
        old.reply.text if old.reply else None
    ) != (new.reply.text if new.reply else None)


class _Look:
    """One page held against what is known."""

    def __init__(self, keys: Sequence[Keys], listed: Sequence[ListedKeys], known: Sequence[Known]) -> None:
        self.keys = keys
        self.natives = Counter(native for native, _ in listed if native is not None)
        self.urls = Counter(url for _, url in listed if url is not None)
        self.shared_natives = frozenset(native for native, count in self.natives.items() if count > 1)
        self.contents = Counter(entry.content for entry in keys if entry.content is not None)
        self.titles = Counter(entry.long_title for entry in keys if entry.long_title is not None)
        self.known_by_native = {native: item for item in known for native in item.natives}
        self.known_by_url = _unique((url, item) for item in known for url in item.urls)
        self.known_by_content = _unique((item.keys.content, item) for item in known)
        self.known_by_title = _unique((item.keys.long_title, item) for item in known)
        self.taken: set[str] = set()
        self.repeated = self._repeats()

    def take(self, hit: Hit) -> Hit:
        self.taken.add(hit.known.id)
        return hit

    def by_id(self, index: int, entry: Keys) -> Hit | None:
        """Two entries may mean one item by two of its ids: an alias is an alias."""
        native = self._native(entry)
        old = self.known_by_native.get(native) if native is not None else None
        return Hit(index, old, Rule.ID) if old else None

    def by_url(self, index: int, entry: Keys) -> Hit | None:
        if entry.url is None or self.urls[entry.url] > 1:
            return None
        old = self.known_by_url.get(entry.url)
        if old is None:
            return None
        if self._native(entry) is not None and old.natives and not _same_words(entry, old.keys):
            return None
        return self._hit(index, old, Rule.URL)

    def by_content(self, index: int, entry: Keys) -> Hit | None:
        if entry.content is None or self.contents[entry.content] > 1:
            return None
        old = self.known_by_content.get(entry.content)
        return self._hit(index, old, Rule.CONTENT) if old and not self._listed(old, entry) else None

    def brake(self, new: Sequence[int]) -> dict[int, Hit]:
        """One-to-one matches of new entries with items that vanished, by URL, then by title."""
        found: dict[int, Hit] = {}
        for index in new:
            hit = self._vanished(index, self.keys[index])
            if hit:
                found[index] = self.take(hit)
        return found

    def _vanished(self, index: int, entry: Keys) -> Hit | None:
        if entry.url is not None and self.urls[entry.url] == 1:
            old = self.known_by_url.get(entry.url)
            if old and not self._listed(old, entry):
                return self._hit(index, old, Rule.BRAKE_URL)
        if entry.long_title is not None and self.titles[entry.long_title] == 1:
            old = self.known_by_title.get(entry.long_title)
            if old and not self._listed(old, entry):
                return self._hit(index, old, Rule.BRAKE_TITLE)
        return None

    def _hit(self, index: int, old: Known | None, rule: Rule) -> Hit | None:
        return Hit(index, old, rule) if old and old.id not in self.taken else None

    def _native(self, entry: Keys) -> int | None:
        return None if entry.native in self.shared_natives else entry.native

    def _listed(self, old: Known, entry: Keys) -> bool:
        """Does an entry other than `entry` stand for `old` on this page?"""
        if any(self.natives[native] for native in old.natives):
            return True
        return any(self.urls[url] - (url == entry.url) > 0 for url in old.urls if self.known_by_url.get(url) is old)

    def _repeats(self) -> set[int]:
        """Entries of one page with the same id, link and words as an earlier one."""
        seen: set[tuple[int | None, int | None, int]] = set()
        repeated = set()
        for index, entry in enumerate(self.keys):
            if entry.content is None or (entry.native is None and entry.url is None):
                continue
            told = (entry.native, entry.url, entry.content)
            if told in seen:
                repeated.add(index)
            seen.add(told)
        return repeated


def _same_words(entry: Keys, old: Keys) -> bool:
    """The author and the title or the text. A short title ("Re: Acme") is enough only where neither has a text: one
    author may write many comments under a thread's one link.
    """
    if entry.author != old.author:
        return False
    if entry.text is None and old.text is None:
        return entry.title is not None and entry.title == old.title
    same_title = entry.long_title is not None and entry.long_title == old.long_title
    return same_title or (entry.text is not None and entry.text == old.text)


def _unique(pairs: Iterable[tuple[int | None, Known]]) -> dict[int, Known]:
    """Keys that mean exactly one item."""
    found: dict[int, Known | None] = {}
    for key, item in pairs:
        if key is not None:
            found[key] = item if key not in found else None
    return {key: item for key, item in found.items() if item is not None}


def _hash(text: str) -> int | None:
    """64 bits as a signed integer, the form that databases keep."""
    return xxhash.xxh3_64_intdigest(text.encode()) - (1 << 63) if text else None
