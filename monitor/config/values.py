"""Reads single values of the file: durations, networks, addresses, names, queries. Each raises ValueError in words.

What was found is shown, except where a person could have written a password: database addresses and URLs.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from monitor.config.problems import nearest, shown
from monitor.core import query as brand_query
from monitor.core import when as condition
from monitor.errors import QueryError
from monitor.settings import Network

NAME_LIMIT = 100
"""Characters."""
LISTEN_NAMES = ("localhost",)
_DURATION = re.compile(r"([0-9]{1,9})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=3660)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CONTACT = re.compile(r"(https?://|mailto:)?[!#-'*-\[\]-~]+")
_ACCOUNT = re.compile(r"@[\w.-]+(?:@[\w.-]+)?|https?://[^\s/]+/\S+")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?|\[[0-9a-f:.]{2,45}\]")
_BAD_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def duration(value: Any) -> timedelta:
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    length = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None
    if length is None or length > _LONGEST:
        raise ValueError(
            f'found {shown(value)}; a duration is a number and s, m, h or d in quotes, such as "90s" or "5m"'
        )
    return length


def written(length: timedelta) -> str:
    """As the file writes it: `5m`, `90s`."""
    seconds = round(length.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError) as e:
        near = nearest(value, available_timezones())
        hint = f"did you mean `{near}`?" if near else 'allowed is an IANA name such as "Europe/Berlin"'
        raise ValueError(f"unknown time zone {shown(value)}; {hint}") from e
    return value


def network(value: Any) -> Network:
    """`10.0.0.0/8`, `::1`; a bare address is a network of one."""
    if not isinstance(value, str):
        raise ValueError(f'found {shown(value)}; a network is a text such as "10.0.0.0/8"')  # noqa: TRY004 - pydantic hears ValueError
    try:
        return ip_network(value)
    except ValueError as e:
        raise ValueError(f'{shown(value)} is no network{_whole(value)}; allowed is one such as "10.0.0.0/8"') from e


def _whole(value: str) -> str:
    try:
        return f": it has host bits, its network is {ip_network(value, strict=False)}"
    except ValueError:
        return ""


def name(value: str) -> str:
    """A name is shown in mails, tables and `when`: no control characters, quotes, backslashes or outer blanks."""
    if not value or len(value) > NAME_LIMIT:
        raise ValueError(f"a name has 1 to {NAME_LIMIT} characters, found {len(value)}")
    if value != value.strip():
        raise ValueError(f"{shown(value)} begins or ends with a blank; write {shown(value.strip())}")
    for char in value:
        if char in '"\\' or char in _BAD_DIRECTIONS or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}:
            raise ValueError(f"a name cannot hold the character {char!a}")
    return value


def word(value: str) -> str:
    """A word or a few, as they stand in texts: "coffee", "looney tunes"."""
    if not re.search(r"\w", name(value)):
        raise ValueError(f"{shown(value)} holds no letter or digit")
    return value


def account(value: str) -> str:
    """`@acme`, `https://mastodon.example/@acme`"""
    if not _ACCOUNT.fullmatch(value) or len(value) > 200:
        raise ValueError(f'found {shown(value)}; an account is "@acme" or the address of its page')
    return value


def language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueError(f'found {shown(value)}; a language is its ISO 639 code such as "en" or "pt-BR"')
    return value


def contact(value: str) -> str:
    """It becomes part of a header, between parentheses."""
    if not _CONTACT.fullmatch(value) or len(value) > 200 or not ("://" in value or "@" in value):
        raise ValueError('allowed is a web or mail address without blanks, such as "https://example.org/about-our-bot"')
    return value


def database(value: str) -> str:
    """`sqlite:///path`. What was found is not repeated: an address of a database may carry its password."""
    scheme, sign, rest = value.partition("://")
    if sign and scheme.partition("+")[0] in {"postgres", "postgresql"}:
        raise ValueError(f'{scheme} is not supported in this version; write "sqlite:///monitor.db"')
    if not sign or scheme != "sqlite":
        found = f"found the scheme {shown(scheme)}" if sign else "found no scheme"
        raise ValueError(f'{found}; a database is written "sqlite:///monitor.db"')
    path = rest.removeprefix("/")
    if path == rest:
        raise ValueError('a path follows three slashes: "sqlite:///monitor.db", or four when it begins at the root')
    if path in {"", ":memory:"} or "?" in path or path.endswith("/") or not path.isprintable():
        raise ValueError('allowed is a file, without parameters: "sqlite:///monitor.db"')
    return value


def listen(value: Any) -> tuple[str, int]:
    """`127.0.0.1:8787` → host and port. Only loopback: until users exist, whoever reaches the pages may read them."""
    host, _, port = value.rpartition(":") if isinstance(value, str) else ("", "", "")
    bare = host.removeprefix("[").removesuffix("]")
    if not host or not _is_port(port) or (":" in bare and bare == host):
        raise ValueError(f'found {shown(value)}; allowed is a host and a port such as "127.0.0.1:8787" or "[::1]:8787"')
    if not _is_loopback(bare):
        raise ValueError(
            f'{shown(host)} is not loopback; this version listens on loopback only, such as "127.0.0.1:8787"'
        )
    return bare, int(port)


def _is_loopback(host: str) -> bool:
    if host in LISTEN_NAMES:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535


def listen_url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def public_url(value: str) -> str:
    """Scheme, host and perhaps a path; what was found is not repeated, it may carry a password."""
    allowed = 'allowed is a web address such as "https://monitor.example"'
    try:
        url = urlsplit(value)
        usable = url.port is None or url.port > 0
    except ValueError as e:
        raise ValueError(f"this is no web address; {allowed}") from e
    if not usable or url.scheme not in {"http", "https"} or not url.hostname or not _is_visible(value):
        raise ValueError(f"this is no web address; {allowed}")
    if _has_extras(url):
        raise ValueError(f"user, password, query and fragment have no place here; {allowed}")
    return value.rstrip("/")


def _has_extras(url: SplitResult) -> bool:
    return "@" in url.netloc or bool(url.query) or bool(url.fragment)


def _is_visible(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text


def host(value: str) -> str:
    """`example.org` or `example.org:8080`, lower-case."""
    bare, _, port = value.rpartition(":") if re.search(r":[0-9]+$", value) else (value, "", "")
    lower = bare.lower()
    if not _HOST.fullmatch(lower) or (port and not _is_port(port)) or not _is_address(lower):
        raise ValueError(f'{shown(value)} is no host; allowed is "example.org" or "example.org:8080"')
    return f"{lower}:{port}" if port else lower


def _is_address(lower: str) -> bool:
    """What stands in brackets is an IPv6 address."""
    if not lower.startswith("["):
        return True
    try:
        return isinstance(ip_address(lower[1:-1]), IPv6Address)
    except ValueError:
        return False


def query(text: str) -> str:
    return _parsed(text, brand_query.parse)


def when(text: str) -> str:
    return _parsed(text, condition.parse)


def _parsed(text: str, parse: Callable[[str], object]) -> str:
    try:
        parse(text)
    except QueryError as e:
        raise ValueError(f"{e}\n{caret(text, e.position)}") from e
    return text


def caret(text: str, position: int) -> str:
    """The line of `text` that holds `position`, and under it a caret; at most 60 characters around it."""
    position = max(0, min(position, len(text)))
    start = text.rfind("\n", 0, position) + 1
    line = text[start:].split("\n", 1)[0]
    column = position - start
    first = max(0, column - 40)
    visible = "".join(char if char.isprintable() else " " for char in line[first : first + 60])
    return f"    {visible}\n    {' ' * (column - first)}^"
