"""What an address is: may it be shown, what is it relative to, where does it really lead, is it the same one?

Parsing is WHATWG's (can_ada), the same as browsers'. `canonical` serves identity only; what is shown is the
item's own link with query and fragment untouched.
"""

import re
from urllib.parse import unquote, unquote_plus, urljoin

import can_ada

from monitor.core.text import URL_LIMIT


def canonical(url: str) -> str | None:
    """The form in which two addresses of one thing are equal, written with https; None for what is not http(s)."""
    parsed = _parse(url)
    if parsed is None or not parsed.hostname:
        return None
    host = parsed.hostname.rstrip(".")
    if host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    port = f":{parsed.port}" if parsed.port else ""
    path = _escapes(parsed.pathname).rstrip("/")
    query = _query(parsed.search)
    return f"https://{host}{port}{path}{query}"


def is_web(url: str) -> bool:
    """Only such addresses may be shown as links: no javascript:, no data:, no file:."""
    return _parse(url) is not None


def absolute(url: str, *bases: str | None) -> str | None:
    """`url` made absolute by the first of `bases` that can; itself where none can and it is relative.

    None for what may not be shown, for nothing, and past URL_LIMIT: a cut address leads elsewhere.
    """
    url = url.strip(_EDGES)
    if not url or len(url) > URL_LIMIT:
        return None
    if _PLAIN.fullmatch(url):
        return url
    if _SCHEME.match(url):
        return _as_written(url) if is_web(url) else None
    for base in bases:
        joined = _join(url, base) if base else None
        if joined:
            return joined if len(joined) <= URL_LIMIT else None
    url = url.replace(" ", "%20")
    return None if _UNSHOWABLE.search(url) else url


def unwrap(url: str) -> str:
    """The address a Google or Bing redirector leads to. Google News articles stay: their target needs a request."""
    if "/url?" not in url and "/apiclick" not in url:
        return url
    for _ in range(3):
        found = _REDIRECTOR.match(url)
        target = found and _target(found["query"], ("url", "q") if found["google"] else ("url",))
        if not target:
            return url
        url = target
    return url


def _parse(url: str) -> can_ada.URL | None:
    if len(url) > 4 * URL_LIMIT:
        return None
    try:
        parsed = can_ada.parse(url)
    except (ValueError, TypeError):  # TypeError: a lone surrogate
        return None
    return parsed if parsed.protocol in ("http:", "https:") else None


def _join(url: str, base: str) -> str | None:
    parsed = _parse(base.strip(_EDGES))
    if parsed is None:
        return None
    try:
        joined = urljoin(str(parsed.href), _TABS.sub("", url).replace("\\", "/"))
    except ValueError:
        return None
    return _as_written(joined)


def _as_written(url: str) -> str | None:
    """Untouched, unless a browser would have to mend it."""
    if not _UNSHOWABLE.search(url) and "\\" not in url and _WEB.match(url):
        return url
    parsed = _parse(url)
    return str(parsed.href) if parsed else None


def _escapes(part: str) -> str:
    """Percent-encoding in one form: unreserved characters bare, hex digits in capitals."""
    return _ESCAPE.sub(_escape, part) if "%" in part else part


def _escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else match[0].upper()


def _query(search: str) -> str:
    pairs = [_escapes(pair) for pair in search.removeprefix("?").split("&") if pair]
    kept = sorted(pair for pair in pairs if not _TRACKING.match(pair))
    return "?" + "&".join(kept) if kept else ""


def _target(query: str, names: tuple[str, ...]) -> str | None:
    for name in names:
        for pair in query.split("&"):
            key, _, value = pair.partition("=")
            decoded = (unquote if "+" in value and "%2" not in value.lower() else unquote_plus)(value)
            if key.lower() == name and is_web(decoded):
                return decoded
    return None


_EDGES = "".join(map(chr, range(0x21))) + "\x7f\xa0\u200b\u2028\u2029\u3000\ufeff"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-\s]*:")
_PLAIN = re.compile(r"https?://(?:[a-z0-9-]+\.)+[a-z]{2,18}(?:/[!-\[\]-~]*)?")
"""What every browser takes as it is: nine links of ten."""
_TABS = re.compile("[\t\r\n]")
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_UNSHOWABLE = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_TRACKING = re.compile(r"(?:utm_[^=]*|gclid|fbclid|mc_cid|mc_eid)(?:=|$)", re.IGNORECASE)
_REDIRECTOR = re.compile(
    r"https?://(?:(?P<google>(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?/url)|(?:[a-z]+\.)?bing\.com/news/apiclick\.aspx)"
    r"\?(?P<query>[^#]*)",
    re.IGNORECASE,
)
