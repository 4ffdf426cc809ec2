"""Bytes of a page → its text, and the text → a tree. Nothing is given to Lexbor that would hang it (F7).

The charset is HTTP's, a BOM's, UTF-8 where the bytes are clean UTF-8, the page's own `<meta>`, else a guess.
"""

import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.core.htmlguard import refuse
from monitor.core.text import TEXT_LIMIT, html_to_text
from monitor.errors import Unreadable
from sources import _feed_charset

LOOKED_AT = 16_384
"""Bytes in which a <meta> may say the charset; browsers look at 1,024, real pages put it later."""


def decode(body: bytes, content_type: str) -> str:
    """Raises Unreadable for UTF-7."""
    names = [found[1] for found in (_CHARSET.search(content_type),) if found]
    names += [name for name in (_meta_charset(body[:LOOKED_AT]),) if name]
    said = next((name for name in names if name.lower() not in _UTF8), None)
    return _feed_charset.decode(body, f"text/html; charset={said}" if said else "")


def tree(text: str) -> LexborHTMLParser:
    """Raises Unreadable for markup that would hang the parser."""
    markup = text.encode("utf-8", "replace")
    why = refuse(markup)
    if why:
        raise Unreadable(f"the page is not parsed: {why}")
    return LexborHTMLParser(markup.decode())


def text_within(node: LexborNode, limit: int = TEXT_LIMIT) -> str:
    """What a person reads there, as markup again: every reader's texts are markup until they become an item."""
    return html.escape(html_to_text(node.inner_html or "", limit), quote=False)


def attribute(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()


def title_of(parsed: LexborHTMLParser) -> str:
    node = parsed.css_first("title")
    return " ".join(node.text().split())[:100] if node else ""


def address_of(parsed: LexborHTMLParser) -> str:
    """What the page calls itself."""
    for selector, name in (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content")):
        node = parsed.css_first(selector)
        if node is not None and attribute(node, name):
            return attribute(node, name)
    return ""


def _meta_charset(head: bytes) -> str | None:
    """UTF-16 said in ASCII is UTF-8, as browsers take it."""
    for tag in _META.findall(_COMMENT.sub(b"", head)):
        found = _META_CHARSET.search(tag)
        if found:
            name = found[1].decode("ascii").lower()
            return "utf-8" if name.startswith("utf-16") else "windows-1252" if name == "x-user-defined" else name
    return None


_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_UTF8 = frozenset({"utf-8", "utf8"})
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(rb"<meta[\s/][^>]{1,1000}", re.IGNORECASE)
_META_CHARSET = re.compile(rb"[\s;\"'/]charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]+)", re.IGNORECASE)
