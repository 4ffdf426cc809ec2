"""What a site shows, in the shape that sites of its kind use: entries → bytes. Shapes as published by their makers.

RSS, Atom, RDF and JSON Feed; review pages with JSON-LD and with microdata; the App Store's RSS; Hacker News by Algolia.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from html import escape as in_html
from xml.sax.saxutils import escape

APP = "700000001"
"""The app's number in the store; none has it."""
REVIEWS = "/gb/review"
"""Where the store's one link for all reviews leads to."""


class Form(StrEnum):
    RSS = "RSS"
    RSS_WITHOUT_IDS = "RSS without ids"
    ATOM = "Atom"
    RDF = "RDF"
    JSON = "JSON Feed"
    JSON_LD = "review page, JSON-LD"
    MICRODATA = "review page, microdata"
    APP_STORE = "App Store"
    HACKER_NEWS = "Hacker News"


@dataclass(frozen=True, slots=True)
class Entry:
    slug: str
    """What no other entry has: part of its id and of its link."""
    link: str
    title: str
    text: str
    author: str
    at: datetime
    stars: int | None = None
    """1 to 5, where the site has them."""


@dataclass(frozen=True, slots=True)
class Head:
    """The site itself."""

    name: str
    title: str
    language: str


def write(form: Form, head: Head, entries: Sequence[Entry]) -> bytes:
    """`entries` newest first, at least one."""
    return _WRITERS[form](head, entries).encode()


def retitled(entry: Entry, title: str) -> Entry:
    return replace(entry, title=title)


def moved(entry: Entry) -> Entry:
    """The link of a newsletter tool: it tells who sent the reader."""
    return replace(entry, link=entry.link + "?utm_source=newsletter&utm_medium=email")


def _rss(head: Head, entries: Sequence[Entry]) -> str:
    return _rss_of(head, entries, lambda entry: f'<guid isPermaLink="false">{head.name}-{entry.slug}</guid>')


def _rss_without_ids(head: Head, entries: Sequence[Entry]) -> str:
    return _rss_of(head, entries, lambda _: "")


def _rss_of(head: Head, entries: Sequence[Entry], guid: Callable[[Entry], str]) -> str:
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{escape(entry.link)}</link>"
        f"<description>{escape(f'<p>{escape(entry.text)}</p>')}</description>"
        f"<dc:creator>{escape(entry.author)}</dc:creator><pubDate>{format_datetime(entry.at, usegmt=True)}</pubDate>"
        f"{guid(entry)}</item>"
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{escape(head.title)}</title><link>https://{head.name}.example/</link>"
        f"<description>{escape(head.title)}</description><language>{head.language}</language>{items}</channel></rss>"
    )


def _atom(head: Head, entries: Sequence[Entry]) -> str:
    items = "".join(
        f"<entry><id>tag:{head.name}.example,2026:{entry.slug}</id><title>{escape(entry.title)}</title>"
        f'<link rel="alternate" href="{escape(entry.link)}"/><author><name>{escape(entry.author)}</name></author>'
        f"<published>{entry.at.isoformat()}</published><updated>{entry.at.isoformat()}</updated>"
        f'<content type="text">{escape(entry.text)}</content></entry>'
        for entry in entries
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{head.language}">'
        f"<id>tag:{head.name}.example,2026:feed</id><title>{escape(head.title)}</title>"
        f"<updated>{entries[0].at.isoformat()}</updated>{items}</feed>"
    )


def _rdf(head: Head, entries: Sequence[Entry]) -> str:
    names = [f"https://{head.name}.example/{entry.slug}" for entry in entries]
    listed = "".join(f'<rdf:li rdf:resource="{name}"/>' for name in names)
    items = "".join(
        f'<item rdf:about="{name}"><title>{escape(entry.title)}</title><link>{escape(entry.link)}</link>'
        f"<dc:creator>{escape(entry.author)}</dc:creator><dc:date>{entry.at.isoformat()}</dc:date>"
        f"<description>{escape(entry.text)}</description></item>"
        for name, entry in zip(names, entries, strict=True)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="https://{head.name}.example/"><title>{escape(head.title)}</title>'
        f"<link>https://{head.name}.example/</link><dc:language>{head.language}</dc:language>"
        f"<items><rdf:Seq>{listed}</rdf:Seq></items></channel>{items}</rdf:RDF>"
    )


def _json_feed(head: Head, entries: Sequence[Entry]) -> str:
    items = [
        {
            "id": f"{head.name}-{entry.slug}",
            "url": entry.link,
            "title": entry.title,
            "content_text": entry.text,
            "date_published": entry.at.isoformat(),
            "authors": [{"name": entry.author}],
        }
        for entry in entries
    ]
    top = {"version": "https://jsonfeed.org/version/1.1", "title": head.title, "language": head.language}
    return json.dumps({**top, "items": items}, ensure_ascii=False)


def _json_ld(head: Head, entries: Sequence[Entry]) -> str:
    """A shop's page of one product: the reviews stand in a script for search engines, and in the page for people."""
    reviews = [
        {
            "@type": "Review",
            "@id": f"https://{head.name}.example/r/{entry.slug}",
            "url": entry.link,
            "name": entry.title,
            "reviewBody": entry.text,
            "author": {"@type": "Person", "name": entry.author},
            "datePublished": entry.at.isoformat(),
            "inLanguage": head.language,
            "reviewRating": {"@type": "Rating", "ratingValue": entry.stars, "bestRating": 5, "worstRating": 1},
        }
        for entry in entries
    ]
    product = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Northwind One",
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": round(sum(entry.stars or 0 for entry in entries) / len(entries), 1),
            "bestRating": 5,
            "reviewCount": len(entries),
        },
        "review": reviews,
    }
    script = json.dumps(product, ensure_ascii=False).replace("</", "<\\/")
    shown = "".join(f"<li>{_starred(entry)} {in_html(entry.text)}</li>" for entry in entries)
    return (
        f'<!doctype html><html lang="{head.language}"><head><meta charset="utf-8"><title>{in_html(head.title)}</title>'
        f'<script type="application/ld+json">{script}</script></head>'
        f"<body><h1>{in_html(head.title)}</h1><ul>{shown}</ul></body></html>"
    )


def _microdata(head: Head, entries: Sequence[Entry]) -> str:
    """A page whose markup itself names what is what."""
    reviews = "".join(
        f'<li itemprop="review" itemscope itemtype="https://schema.org/Review" data-review-id="{entry.slug}">'
        '<p itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">'
        f'<span itemprop="ratingValue">{entry.stars}</span>/<span itemprop="bestRating">5</span></p>'
        f'<h2 itemprop="name">{in_html(entry.title)}</h2><a itemprop="url" href="{in_html(entry.link)}">#</a>'
        '<p itemprop="author" itemscope itemtype="https://schema.org/Person">'
        f'<span itemprop="name">{in_html(entry.author)}</span></p>'
        f'<time itemprop="datePublished" datetime="{entry.at.isoformat()}">{entry.at:%d.%m.%Y}</time>'
        f'<div itemprop="reviewBody">{in_html(entry.text)}</div></li>'
        for entry in entries
    )
    return (
        f'<!doctype html><html lang="{head.language}"><head><meta charset="utf-8"><title>{in_html(head.title)}</title>'
        '</head><body><div itemscope itemtype="https://schema.org/CafeOrCoffeeShop">'
        f'<h1 itemprop="name">{in_html(head.title)}</h1><ul>{reviews}</ul></div></body></html>'
    )


def _app_store(head: Head, entries: Sequence[Entry]) -> str:
    """One link for all reviews of an app, and no language: so it is."""
    address = f"https://itunes.apple.com/gb/rss/customerreviews/page=1/id={APP}/sortby=mostrecent/xml"
    reviews = "".join(
        f"<entry><updated>{entry.at.isoformat()}</updated><id>131000{entry.slug}</id>"
        f"<title>{escape(entry.title)}</title>"
        f'<content type="text">{escape(entry.text)}</content><im:contentType term="Application" label="Application"/>'
        f"<im:voteSum>0</im:voteSum><im:voteCount>0</im:voteCount><im:rating>{entry.stars}</im:rating>"
        f"<im:version>4.2.0</im:version><author><name>{escape(entry.author)}</name>"
        f"<uri>https://itunes.apple.com/gb/reviews/id800{entry.slug}</uri></author>"
        f'<link rel="related" href="{_store(entry)}{REVIEWS}?id={APP}&amp;type=Purple%20Software"/></entry>'
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns:im="http://itunes.apple.com/rss" '
        f'xmlns="http://www.w3.org/2005/Atom" xml:lang="{head.language}"><id>{address}</id>'
        f"<title>iTunes Store: Customer Reviews</title><updated>{entries[0].at.isoformat()}</updated>"
        f'<link rel="self" href="{address}"/><author><name>iTunes Store</name>'
        f"<uri>http://www.apple.com/uk/itunes/</uri></author>{reviews}</feed>"
    )


def _store(entry: Entry) -> str:
    return entry.link.rpartition("/")[0]


def _hacker_news(head: Head, entries: Sequence[Entry]) -> str:
    del head
    hits = [
        {
            "objectID": f"9900{entry.slug}",
            "_tags": ["story", f"author_{entry.author}", f"story_9900{entry.slug}"],
            "author": entry.author,
            "title": in_html(entry.title, quote=False),
            "story_text": in_html(entry.text),
            "url": None,
            "points": 1,
            "num_comments": 0,
            "created_at": entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "created_at_i": int(entry.at.timestamp()),
        }
        for entry in entries
    ]
    return json.dumps({"hits": hits, "nbHits": len(hits), "page": 0, "nbPages": 1, "hitsPerPage": 500})


def _starred(entry: Entry) -> str:
    stars = entry.stars or 0
    return f"{'★' * stars}{'☆' * (5 - stars)} <b>{in_html(entry.title)}</b> <i>{in_html(entry.author)}</i>"


_WRITERS: dict[Form, Callable[[Head, Sequence[Entry]], str]] = {
    Form.RSS: _rss,
    Form.RSS_WITHOUT_IDS: _rss_without_ids,
    Form.ATOM: _atom,
    Form.RDF: _rdf,
    Form.JSON: _json_feed,
    Form.JSON_LD: _json_ld,
    Form.MICRODATA: _microdata,
    Form.APP_STORE: _app_store,
    Form.HACKER_NEWS: _hacker_news,
}
TYPES = {
    Form.RSS: "application/rss+xml; charset=utf-8",
    Form.RSS_WITHOUT_IDS: "application/rss+xml; charset=utf-8",
    Form.ATOM: "application/atom+xml; charset=utf-8",
    Form.RDF: "application/rdf+xml; charset=utf-8",
    Form.JSON: "application/feed+json; charset=utf-8",
    Form.JSON_LD: "text/html; charset=utf-8",
    Form.MICRODATA: "text/html; charset=utf-8",
    Form.APP_STORE: "application/atom+xml; charset=utf-8",
    Form.HACKER_NEWS: "application/json; charset=utf-8",
}
