"""An entry as feedparser sees it, and its facts → an Item. And the facts of entries that only feedparser could read."""

import html
from typing import Any

from monitor.core.text import TEXT_LIMIT, TITLE_LIMIT, URL_LIMIT, clean, html_to_text, one_line
from monitor.core.url import absolute
from monitor.model import Item, MentionType
from sources import _feed_facts as facts
from sources._feed_facts import Facts, Link, Place
from sources._feed_mend import BYLINES

EXTRA_LIMIT = 500


def build(entry: Any, said: Facts, place: Place, *, atom: bool) -> Item | None:
    """`entry` is a feedparser entry; in Atom a text says whether it is markup, elsewhere it has to be looked at.

    None for an entry without content: `<item/>`.
    """
    if not entry:
        return None
    when = facts.read_dates(said.published, said.updated, place)
    title = one_line(_plain(entry.get("title_detail"), TITLE_LIMIT, atom=atom), TITLE_LIMIT)
    return Item(
        native_id=said.marks.native_id,
        url=said.marks.url,
        title=_without_source(title, said),
        text=_text(entry, atom=atom),
        type=_type(said),
        author=said.author,
        published_at=when.published_at,
        date_guessed=when.guessed,
        updated_at=when.updated_at,
        language=said.language,
        extra=_extra(entry, said, when.impossible, place),
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


def _text(entry: Any, *, atom: bool) -> str:
    """The longest of content and summary: media captions and subtitles stand in the same places."""
    details = [entry.get("summary_detail"), *entry.get("content", ())]
    texts = [detail for detail in details if detail and detail.get("value") and _readable(detail.get("type"))]
    for detail in sorted(texts, key=lambda detail: len(detail["value"]), reverse=True):
        text = _plain(detail, TEXT_LIMIT, atom=atom)
        if text:
            return text
    return ""


def _readable(kind: str | None) -> bool:
    return not (kind or "").startswith(("image/", "audio/", "video/"))


def _plain(detail: Any, limit: int, *, atom: bool) -> str:
    value = detail.get("value") if detail else None
    if not value:
        return ""
    if atom and detail.get("type") == "text/plain":
        return clean(value, limit)
    return html_to_text(value, limit)


def _without_source(title: str, said: Facts) -> str:
    """Google News writes "headline - source" (92 of 92)."""
    if said.publisher and (said.marks.url or "").startswith("https://news.google.com/"):
        return title.removesuffix(f" - {one_line(said.publisher, TITLE_LIMIT)}")
    return title


def _type(said: Facts) -> MentionType:
    comment = said.reply or "#comment" in (said.marks.url or "")
    return MentionType.COMMENT if comment else MentionType.ARTICLE


def _extra(entry: Any, said: Facts, impossible: str, place: Place) -> dict[str, str]:
    terms = [one_line(tag.get("term") or tag.get("label") or "", 100) for tag in entry.get("tags", ())]
    found = {
        "categories": ", ".join(dict.fromkeys(term for term in terms if term)),
        "comments": absolute(said.comments, *place.bases) or "",
        "publisher": one_line(html_to_text(said.publisher, EXTRA_LIMIT), EXTRA_LIMIT),
        "date": impossible,
    }
    return {name: value[: URL_LIMIT if name == "comments" else EXTRA_LIMIT] for name, value in found.items() if value}


def _source_title(entry: Any) -> str:
    source = entry.get("source")
    return (source.get("title") or "") if isinstance(source, dict) else ""
