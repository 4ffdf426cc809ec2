"""The words of an entry, and its facts → an Item. And what entries say that only feedparser could read."""

import html
from dataclasses import dataclass
from typing import Any

from monitor.core.text import TEXT_LIMIT, TITLE_LIMIT, URL_LIMIT, clean, html_to_text, one_line
from monitor.core.url import absolute
from monitor.model import Item, MentionType
from sources import _feed_facts as facts
from sources._feed_facts import Facts, Link, Place
from sources._feed_mend import BYLINES

EXTRA_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Passage:
    """`plain`: it says of itself that it is no markup, as Atom can; elsewhere it has to be looked at."""

    value: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    title: Passage = Passage("")
    texts: tuple[Passage, ...] = ()
    """Summaries and contents, of which the longest counts."""
    terms: tuple[str, ...] = ()
    """Categories."""


def build(words: Words, said: Facts, place: Place) -> Item:
    when = facts.read_dates(said.published, said.updated, place)
    title = one_line(_plain(words.title, TITLE_LIMIT), TITLE_LIMIT)
    return Item(
        native_id=said.marks.native_id,
        url=said.marks.url,
        title=_without_source(title, said),
        text=_text(words.texts),
        type=_type(said),
        author=said.author,
        published_at=when.published_at,
        date_guessed=when.guessed,
        updated_at=when.updated_at,
        language=said.language,
        extra=_extra(words.terms, said, when.impossible, place),
    )


def loose_words(entry: Any, *, atom: bool) -> Words | None:
    """Of a feedparser entry. None where it holds nothing at all: `<item/>`."""
    if not entry:
        return None
    details = [detail for detail in (entry.get("summary_detail"), *entry.get("content", ())) if detail]
    title = entry.get("title_detail")
    return Words(
        _passage(title, atom=atom) if title else Passage(""),
        tuple(_passage(detail, atom=atom) for detail in details if _readable(detail.get("type"))),
        tuple(tag.get("term") or tag.get("label") or "" for tag in entry.get("tags", ())),
    )


def loose_place(feed: Any, place: Place, entries: int) -> Place:
    own = facts.marks(None, _links(feed), place).url
    return facts.settled(place, own, facts.language(feed.get("language")), entries)


def loose_facts(entry: Any, feed: Any, place: Place, version: str) -> Facts:
    """From feedparser alone. `dict.get`, since its own `get` turns one date into another and warns."""
    author, creator, show = ({"name": html.unescape(entry.get(name) or "")} for name in BYLINES.values())
    people = [author, *entry.get("authors", ()), creator, show]
    channel = feed.get("authors", ()) if version.startswith("atom") else ()
    return Facts(
        marks=facts.marks(entry.get("id"), _links(entry), place),
        published=tuple(raw for key in ("published", "created") if (raw := dict.get(entry, key))),
        updated=tuple(raw for raw in (dict.get(entry, "updated"),) if raw),
        author=facts.byline(
            (who.get("name") or who.get("email") or "", who.get("href")) for who in (*people, *channel) if who
        ),
        language=facts.language(entry.get("language"), feed.get("language")),
        publisher=_source_title(entry),
        comments=entry.get("comments") or "",
        reply="thr_in-reply-to" in entry,
    )


def _links(holder: Any) -> list[Link]:
    links = [link for link in holder.get("links", ()) if link.get("href")]
    return [Link(link["href"], link.get("rel", "alternate"), link.get("type", "")) for link in links]


def _passage(detail: Any, *, atom: bool) -> Passage:
    return Passage(detail.get("value") or "", plain=atom and detail.get("type") == "text/plain")


def _readable(kind: str | None) -> bool:
    return not (kind or "").startswith(("image/", "audio/", "video/"))


def _text(passages: tuple[Passage, ...]) -> str:
    """The longest that holds words: media captions and subtitles stand in the same places."""
    longest_first = sorted(passages, key=lambda passage: len(passage.value), reverse=True)
    return next((text for passage in longest_first if (text := _plain(passage, TEXT_LIMIT))), "")


def _plain(passage: Passage, limit: int) -> str:
    return clean(passage.value, limit) if passage.plain else html_to_text(passage.value, limit)


def _without_source(title: str, said: Facts) -> str:
    """Google News writes "headline - source" (92 of 92)."""
    if said.publisher and (said.marks.url or "").startswith("https://news.google.com/"):
        return title.removesuffix(f" - {one_line(said.publisher, TITLE_LIMIT)}")
    return title


def _type(said: Facts) -> MentionType:
    comment = said.reply or "#comment" in (said.marks.url or "")
    return MentionType.COMMENT if comment else MentionType.ARTICLE


def _extra(terms: tuple[str, ...], said: Facts, impossible: str, place: Place) -> dict[str, str]:
    shown = dict.fromkeys(one_line(term, 100) for term in terms)
    found = {
        "categories": ", ".join(term for term in shown if term),
        "comments": absolute(said.comments, *place.bases) or "",
        "publisher": one_line(html_to_text(said.publisher, EXTRA_LIMIT), EXTRA_LIMIT),
        "date": impossible,
    }
    return {name: value[: URL_LIMIT if name == "comments" else EXTRA_LIMIT] for name, value in found.items() if value}


def _source_title(entry: Any) -> str:
    source = entry.get("source")
    return (source.get("title") or "") if isinstance(source, dict) else ""
