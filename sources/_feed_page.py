"""Something else came where a feed was expected: a block, captcha or login page, or a page that links to its feeds.

Markup is scanned for single tags, forward only, in the first 256 KiB: no tree is built of what is not a feed.
"""

import html
import re

from monitor.core.text import html_to_text, one_line
from monitor.core.url import absolute
from monitor.source import Outcome

LOOKED_AT = 256 * 1024


def discover(body: bytes, base: str) -> tuple[str, ...]:
    """The feeds an HTML page offers, in its order, absolute."""
    return _feeds(body[:LOOKED_AT].decode("utf-8", "replace"), base)


def judge(text: str, base: str) -> tuple[Outcome, str]:
    """What a text that is no feed is, and why."""
    head = text[:LOOKED_AT]
    lower = head.lower()
    blocked = next((mark for mark in _BLOCK_MARKS if mark in lower), None)
    if blocked:
        return Outcome.BLOCKED, f"a block or captcha page instead of a feed: {blocked!r}{_titled(head)}"
    feeds = _feeds(head, base)
    if feeds:
        return Outcome.CHANGED, f"an HTML page instead of a feed; its feeds: {', '.join(feeds[:10])}"
    weak = len(text) < _SHORT_PAGE and next((mark for mark in _WEAK_MARKS if mark in lower), None)
    if weak:
        return Outcome.BLOCKED, f"a block page instead of a feed: {weak!r}{_titled(head)}"
    if _PASSWORD.search(lower):
        return Outcome.BLOCKED, f"a login page instead of a feed{_titled(head)}"
    if _HTML.search(lower):
        return Outcome.CHANGED, f"an HTML page instead of a feed{_titled(head)}"
    return Outcome.CHANGED, f"no feed: begins with {one_line(head[:200], 60)!r}"


def looks_like_page(text: str) -> bool:
    return bool(_PAGE.search(text[:4_096]))


def _feeds(text: str, base: str) -> tuple[str, ...]:
    found_base = _BASE.search(text)
    nearest = (absolute(_attribute(found_base[0], "href"), base), base) if found_base else (base,)
    urls = []
    for match in _LINK.finditer(text):
        tag = match[0]
        if "alternate" in _attribute(tag, "rel").lower().split() and _attribute(tag, "type").lower() in _FEED_TYPES:
            urls.append(absolute(_attribute(tag, "href"), *nearest))
    return tuple(dict.fromkeys(url for url in urls if url))


def _attribute(tag: str, name: str) -> str:
    found = _ATTRIBUTES[name].search(tag)
    return html.unescape(found[1] or found[2] or found[3] or "").strip() if found else ""


def _titled(head: str) -> str:
    found = _TITLE.search(head)
    title = one_line(html_to_text(found[1], 100), 100) if found else ""
    return f", titled {title!r}" if title else ""


_SHORT_PAGE = 100_000
_BLOCK_MARKS = (
    "just a moment...", "cf-chl-", "cf-browser-verification", "challenge-platform",
    "attention required! | cloudflare", "px-captcha", "captcha-delivery.com", "datadome", "_incapsula_resource",
    "verify you are human", "verify you are a human", "are you a robot", "unusual traffic from your",
    "enable javascript and cookies to continue", "ddos-guard", "ddos protection by", "awswafcookiedomainlist",
    "sucuri website firewall", "checking your browser", "checking if the site connection is secure", "g-recaptcha",
    "h-captcha", "hcaptcha.com", "cf-turnstile", "request unsuccessful. incapsula", "bot verification",
)  # fmt: skip
_WEAK_MARKS = (
    "captcha", "access denied", "access to this page has been denied", "403 forbidden", "request blocked",
    "you have been blocked", "too many requests", "rate limit", "robot check", "not a robot",
    "pardon our interruption", "security check", "401 unauthorized", "bot detection", "automated access", "anubis",
    "unauthorized",
)  # fmt: skip
_PASSWORD = re.compile(r"<input[^>]{0,500}type\s*=\s*[\"']?password")
_HTML = re.compile(r"<!doctype html|<(?:html|head|script)\b")
_PAGE = re.compile(r"<!doctype html|<(?:html|head|body)\b", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_LINK = re.compile(r"<(?:link|a)\s[^<>]{1,2000}>", re.IGNORECASE)
_BASE = re.compile(r"<base\s[^<>]{1,2000}>", re.IGNORECASE)
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "application/rdf+xml",
        "application/x-rss+xml",
    }
)
_ATTRIBUTES = {
    name: re.compile(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
    for name in ("rel", "type", "href")
}
