"""Decides what may be contacted: which URLs are written clearly enough, and which addresses are not somebody's inside.

    check_url(url)               grammar: what two parsers could read differently is refused
    check_addresses(host, …)     every address a name resolves to must be public, or allowed by the operator

Both exist because the libraries are too kind: `getaddrinfo` turns `127.1`, `0x7f.1` and `2130706433` into loopback
(F6), and `ipaddress.is_global` of Python 3.11 calls cloud metadata and NAT64 addresses global (F5). So the last label
of a name must begin with a letter, IPv4 has a deny list of our own, and IPv6 an allow list (2000::/3 without the
special ranges inside it).
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin

import can_ada

from monitor.errors import Refused
from monitor.settings import Network

URL_LIMIT = 8192
"""Characters. What common servers take as a request line."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u200b-\u200f\u2028\u2029\u202a-\u202e\ufeff\ud800-\udfff]")
_URL = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<rest>[^#]*)", re.IGNORECASE | re.ASCII)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[^\[\]:]+)(?::(?P<port>[0-9]{1,5}))?", re.IGNORECASE | re.ASCII)
_LABEL = r"[a-z0-9_-]{1,63}"
_NAME = re.compile(rf"(?:{_LABEL}\.)*[a-z][a-z0-9-]{{0,62}}", re.ASCII)
_LITERAL_V4 = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", re.ASCII)
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))

_INNER_SUFFIXES = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa")
"""Names that mean something inside only (RFC 6761, 6762, 8375, ICANN's .internal, which serves cloud metadata)."""

_DENIED_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier NAT; 100.100.100.200 is Alibaba's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's wire server, in public space
        "169.254.0.0/16",  # link local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; 192.0.0.192 is Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")
_DENIED_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address
        "3ffe::/16",  # the former 6bone
        "3fff::/20",  # documentation
    )
)


@lru_cache(maxsize=4096)
def check_url(url: str) -> str:
    """The one way to write this URL: scheme and host in lower case and punycode, no default port, no fragment.

    Raises Refused. The text never repeats the URL, which may be a secret.
    """
    if len(url) > URL_LIMIT:
        raise Refused(f"the URL is longer than {URL_LIMIT} characters")
    if _FORBIDDEN.search(url):
        raise Refused("the URL holds a space, a control character or a backslash")
    parts = _URL.match(url)
    if parts is None:
        raise Refused("the URL does not begin with http:// or https://")
    if "@" in parts["authority"]:
        raise Refused("the URL holds a user name or password")
    authority = _AUTHORITY.fullmatch(parts["authority"])
    if authority is None:
        raise Refused("the URL has no clear host and port")
    scheme = parts["scheme"].lower()
    canonical = f"{scheme}://{_host(authority['host'])}{_port(authority['port'], scheme)}{_rest(parts['rest'])}"
    if len(canonical) > URL_LIMIT:
        raise Refused(f"the URL is longer than {URL_LIMIT} characters")
    return canonical


def join(url: str, reference: str) -> str:
    """`reference` as a link on the page `url`; still to be checked. Raises Refused.

    Spaces are mended, since servers redirect to titles; what `urljoin` would silently drop is refused first.
    """
    mended = reference.strip(" ").replace(" ", "%20")
    if _FORBIDDEN.search(mended):
        raise Refused("the URL holds a control character or a backslash")
    try:
        return urljoin(url, mended)
    except ValueError as error:
        raise Refused("the URL has no clear host and port") from error


@lru_cache(maxsize=4096)
def where(url: str) -> str:
    """Scheme, host and port of a checked URL: all of it that an error text may show."""
    return url[: url.index("/", len("https://"))]


def check_addresses(host: str, addresses: Sequence[str], allow: Sequence[Network] = ()) -> None:
    """Raises Refused unless every address is public or in `allow`.

    A name that means something inside only (`localhost`, `metadata`, a name without a dot) must lie in `allow`
    altogether: what a search domain makes of it is nobody's public site. The text names no address.
    """
    inner = _is_inner_name(host)
    for address in addresses:
        why = _why_not(address, allow, inner=inner)
        if why is not None:
            raise Refused(f"{host} is not contacted: {why} (the operator may allow it in [network] allow)")


def _host(host: str) -> str:
    if host.startswith("["):
        return f"[{_literal_v6(host[1:-1])}]"
    if _LITERAL_V4.fullmatch(host):
        return _literal_v4(host)
    plain = host.isascii() and "xn--" not in host.lower()
    name = (host if plain else _punycode(host)).lower().removesuffix(".")
    if len(name) > 253 or not _NAME.fullmatch(name):
        raise Refused("the host of the URL is neither a domain name nor a plainly written IP address")
    return name


def _literal_v6(text: str) -> IPv6Address:
    try:
        return IPv6Address(text)
    except ValueError as error:
        raise Refused("the host of the URL is not an IPv6 address") from error


def _literal_v4(text: str) -> str:
    try:
        return str(IPv4Address(text))
    except ValueError as error:
        raise Refused("the host of the URL is not a plainly written IPv4 address") from error


def _punycode(host: str) -> str:
    """As browsers do (UTS 46). `ⓛⓞⓒⓐⓛⓗⓞⓢⓣ` becomes localhost here and is judged as that."""
    try:
        return str(can_ada.parse(f"http://{host}/").hostname)
    except ValueError as error:
        raise Refused("the host of the URL is no international domain name") from error


def _port(port: str | None, scheme: str) -> str:
    if port is None:
        return ""
    if not 1 <= int(port) <= 65535:
        raise Refused("the port of the URL is not between 1 and 65535")
    return "" if int(port) == _DEFAULT_PORTS[scheme] else f":{int(port)}"


def _rest(rest: str) -> str:
    path = rest if rest.startswith("/") else f"/{rest}"
    return path if path.isascii() else quote(path, safe=_PRINTABLE)


def _is_inner_name(host: str) -> bool:
    if ":" in host or _LITERAL_V4.fullmatch(host):
        return False
    return "." not in host or any(host.endswith(f".{suffix}") for suffix in _INNER_SUFFIXES)


def _why_not(address: str, allow: Sequence[Network], *, inner: bool) -> str | None:
    if "%" in address:
        return "its address is bound to one network interface"
    ip = ip_address(address)
    if any(ip in network for network in allow):
        return None
    if inner:
        return "the name is one of an inner network"
    return None if _is_public(ip) else "its address is not public"


def _is_public(ip: IPv4Address | IPv6Address) -> bool:
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _DENIED_V4)
    return ip in _GLOBAL_V6 and not any(ip in network for network in _DENIED_V6)
