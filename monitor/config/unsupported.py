"""What this version refuses by name: keys that have a meaning, but not yet here. Never ignored, never "unknown".

A feature that arrives takes its line out of this table and puts the key into `schema`.
"""

from monitor.config.lines import Path

_LATER = "not supported in this version"
UNSUPPORTED = {
    "monitor": ("operator",),
    "brands": ("deadlines", "hours", "timezone"),
    "sources": ("accept_site_terms",),
    "notifiers": (),
    "subscriptions": ("cap", "quiet"),
}
"""Section → keys."""

UNSUPPORTED_KINDS = frozenset(
    (
        *("google_play", "google_business", "google_places", "page"),
        *("trustpilot", "tripadvisor", "yelp", "steam", "wordpress_org", "mozilla_addons", "judgeme", "reviews_io"),
        *("feefo", "facebook_ratings", "email", "slack", "teams", "discord", "telegram", "apprise"),
    )
)
"""Kinds of sources and notifiers; one that is installed is taken out by being there."""

USUAL_NAMES = {
    "interval": "every",
    "poll_interval": "every",
    "frequency": "every",
    "period": "every",
    "type": "kind",
    "connector": "kind",
    "link": "url",
    "address": "url",
    "endpoint": "url",
    "feed": "url",
    "id": "name",
    "title": "name",
    "label": "name",
    "filter": "when",
    "condition": "when",
    "where": "when",
    "recipients": "to",
    "recipient": "to",
    "channel": "notifier",
    "brand": "brands",
    "keywords": "query",
    "search": "query",
    "terms": "query",
    "locale": "language",
    "lang": "language",
    "tz": "timezone",
    "time_zone": "timezone",
    "db": "database",
    "database_url": "database",
    "retention": "retention_days",
    "user_agent": "contact",
    "bind": "listen",
    "port": "listen",
    "rate": "pace",
    "delay": "pace",
    "pages": "max_pages",
    "alerts": "subscriptions",
    "feeds": "sources",
    "channels": "notifiers",
    "companies": "brands",
}
"""What people call a key elsewhere → our word."""


def refusal(path: Path) -> str | None:
    """Why the key at `path` is refused, or None when nothing is known about it."""
    section, key = path[0], path[-1]
    if key in UNSUPPORTED.get(str(section), ()):
        return f"`{key}` is {_LATER}"
    return None


def kind_refusal(kind: str) -> str | None:
    return f"the kind `{kind}` is {_LATER}" if kind in UNSUPPORTED_KINDS else None


def only(value: str) -> str:
    """The text for a key of which one value exists so far."""
    return f'{_LATER}; only "{value}" is'
