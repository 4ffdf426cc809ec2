"""What is contacted and what is not: the URL grammar and the address rules, one row per class of trick."""

import json
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import can_ada
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import Refused
from monitor.fetch.backend import Backend
from monitor.fetch.guard import check_addresses, check_url, join, where

SHARED = Path(__file__).parents[2].parent / "shared" / "fixtures" / "hostile" / "urls" / "ssrf_urls.tsv"
PUBLIC = "93.184.216.34"


async def a_resolver(host: str, port: int) -> list[str]:
    """Without the internet: names that say where they lead lead there, inner names go inside, the rest is public."""
    if host.endswith(("localhost", "localhost.localdomain", "nip.io")):
        return ["127.0.0.1"]
    if host in ("metadata", "metadata.google.internal"):
        return ["169.254.169.254"]
    return [PUBLIC]


async def contact(url: str) -> None:
    """Raises Refused where no connection would be made."""
    parts = urlsplit(check_url(url))
    await Backend((), resolver=a_resolver).addresses(parts.hostname or "", parts.port or 80)


REFUSED_GRAMMAR = {
    "no scheme": "example.com/feed",
    "scheme-relative": "//example.com/",
    "one slash": "http:/example.com/",
    "three slashes": "http:///example.com/",
    "no host": "http://",
    "no host but a port": "http://:80/",
    "file": "file:///etc/hostname",
    "gopher": "gopher://example.com:25/_MAIL",
    "unix socket": "http+unix://%2Frun%2Fdocker.sock/",
    "ftp": "ftp://example.com/",
    "javascript": "javascript:alert(1)",
    "user": "http://user@example.com/",
    "user and password": "http://user:word@example.com/",
    "two hosts": "http://1.1.1.1 &@2.2.2.2#",
    "a second at sign": "http://a@b@example.com/",
    "backslash as slash": "http://example.com\\@10.0.0.1/",
    "backslash after the fragment": "http://example.com:80#\\@93.184.216.34:80/",
    "space in the host": "http://exa mple.com/",
    "space in front": " http://example.com/",
    "tab": "http://example.com\t.evil/",
    "CRLF in the host": "http://example.com\r\nHost: evil/",
    "CRLF in the path": "http://example.com/\r\nX: y",
    "NUL": "http://example.com\x00.evil/",
    "C1 control": "http://example.com/\x85",
    "lone surrogate": "http://example.com/\ud800",
    "percent in the host": "http://%31%32%37.0.0.1/",
    "port 0": "http://example.com:0/",
    "port 65536": "http://example.com:65536/",
    "port 99999": "http://example.com:99999/",
    "port of words": "http://example.com:http/",
    "negative port": "http://example.com:-80/",
    "port in other digits": "http://example.com:８０/",
    "port of seven digits": "http://example.com:0000080/",
    "short IPv4": "http://127.1/",
    "decimal IPv4": "http://2130706433/",
    "hex IPv4": "http://0x7f000001/",
    "dotted hex IPv4": "http://0x7f.0.0.1/",
    "octal IPv4": "http://0177.0.0.1/",
    "padded IPv4": "http://127.000.000.001/",
    "zero": "http://0/",
    "five parts": "http://1.2.3.4.5/",
    "IPv4 with a final dot": "http://127.0.0.1./",
    "IPv4 over 255": "http://1.2.3.256/",
    "full-width IPv4": "http://１２７.0.0.1/",
    "circled digits": "http://①②⑦.0.0.1/",
    "label that begins with a digit at the end": "http://example.1com/",
    "empty label": "http://example..com/",
    "two final dots": "http://example.com../",
    "label of 64": f"http://{'a' * 64}.com/",
    "name of 254": f"http://{'a.' * 126}aaa/",
    "comma in the host": "http://example.com,evil/",
    "unclosed bracket": "http://[::1",
    "junk after the bracket": "http://[::1]x/",
    "IPv6 zone": "http://[fe80::1%25eth0]/",
    "IPv6 zone, raw": "http://[fe80::1%eth0]/",
    "IPvFuture": "http://[v1.x]/",
    "IPv6 of nine groups": "http://[1:2:3:4:5:6:7:8:9]/",
    "bare IPv6": "http://2606:2800::1/",
    "far too long": f"http://example.com/{'a' * 70_000}",
    "too long once encoded": f"http://example.com/{'ü' * 4_000}",
}


@pytest.mark.parametrize("url", REFUSED_GRAMMAR.values(), ids=REFUSED_GRAMMAR)
def test_a_url_that_can_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        check_url(url)


CANONICAL = {
    "as it is": ("http://example.com/feed", "http://example.com/feed"),
    "no path": ("http://example.com", "http://example.com/"),
    "query without path": ("http://example.com?x=1", "http://example.com/?x=1"),
    "case of scheme and host": ("HTTP://EXAMPLE.com/Feed", "http://example.com/Feed"),
    "final dot": ("http://example.com./", "http://example.com/"),
    "default port": ("https://example.com:443/", "https://example.com/"),
    "another port": ("https://example.com:8443/", "https://example.com:8443/"),
    "padded port": ("http://example.com:0080/", "http://example.com/"),
    "fragment": ("https://example.com/feed.xml?x=1#y", "https://example.com/feed.xml?x=1"),
    "query untouched": ("http://example.com/?a=%zz&b=1;c=ü", "http://example.com/?a=%zz&b=1;c=%C3%BC"),
    "at sign in the path": ("http://example.com/@user", "http://example.com/@user"),
    "umlaut in the host": ("http://bücher.example.com/", "http://xn--bcher-kva.example.com/"),
    "umlaut in the path": ("http://example.com/ä", "http://example.com/%C3%A4"),
    "full-width name": ("http://ｅｘａｍｐｌｅ.com/", "http://example.com/"),
    "underscore": ("http://my_blog.example.com/", "http://my_blog.example.com/"),
    "two hyphens": ("http://r3---sn.example.com/", "http://r3---sn.example.com/"),
    "IPv4": ("http://8.8.8.8:8080/", "http://8.8.8.8:8080/"),
    "IPv6": ("http://[2606:2800:220:1:248:1893:25C8:1946]/", "http://[2606:2800:220:1:248:1893:25c8:1946]/"),
    "IPv6 and port": ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
}


@pytest.mark.parametrize(("url", "canonical"), CANONICAL.values(), ids=CANONICAL)
def test_a_clear_url_has_one_form(url: str, canonical: str) -> None:
    assert check_url(url) == canonical
    assert check_url(canonical) == canonical


NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
    "127.0.0.1", "127.255.255.255", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.0.9", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1",
    "192.168.255.255", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:7f00:1", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:2::1",
    "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a9fe:a9fe::", "3ffe::1", "3fff::1",
    "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254", "fe80::1", "fec0::1", "ff02::1", "fe80::1%eth0",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_public_is_refused_wherever_it_stands_among_the_answers(address: str) -> None:
    for found in ([address], [PUBLIC, address], [address, PUBLIC]):
        with pytest.raises(Refused) as refused:
            check_addresses("example.com", found)
        assert address not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
     "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.1", "172.15.255.255", "172.32.0.1",
     "192.0.1.1", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
     "2000::1", "2001:200::1", "2001:4860:4860::8888", "2003::1", "2606:4700::1111", "2a00::1", "3ffd::1"],
)  # fmt: skip
def test_an_address_just_outside_of_the_special_ranges_is_public(address: str) -> None:
    check_addresses("example.com", [address])


@pytest.mark.parametrize(
    "name",
    ["localhost", "foo.localhost", "ip6-localhost", "ip6-loopback", "localhost.localdomain", "metadata",
     "metadata.google.internal", "instance-data", "printer.local", "router.lan", "nas.home.arpa", "intranet"],
)  # fmt: skip
def test_an_inner_name_is_refused_even_when_it_resolves_to_a_public_address(name: str) -> None:
    with pytest.raises(Refused):
        check_addresses(name, [PUBLIC])


def test_what_the_operator_allows_is_contacted_and_nothing_beside_it() -> None:
    allow = (ip_network("127.0.0.0/8"), ip_network("10.1.2.0/24"), ip_network("fd00:1::/64"))
    check_addresses("localhost", ["127.0.0.1"], allow)
    check_addresses("feeds", ["10.1.2.3"], allow)
    check_addresses("feeds.example.com", ["10.1.2.3", PUBLIC, "fd00:1::5"], allow)
    for host, addresses in {
        "localhost": ["127.0.0.1", "::1"],
        "feeds": ["10.1.2.3", PUBLIC],
        "feeds.example.com": ["10.1.3.3"],
        "mapped.example.com": ["::ffff:10.1.2.3"],
    }.items():
        with pytest.raises(Refused):
            check_addresses(host, addresses, allow)


@pytest.mark.parametrize(
    ("url", "shown"),
    [("https://example.com/secret?key=1", "https://example.com"), ("http://[::1]:80/x", "http://[::1]:80"),
     ("http://a:8080/", "http://a:8080")],
)  # fmt: skip
def test_an_error_shows_scheme_and_host_only(url: str, shown: str) -> None:
    assert where(url) == shown


def read_alike(url: str) -> None:
    """What the guard accepts, browsers and httpx must read as the same host and port."""
    try:
        canonical = check_url(url)
    except Refused:
        return
    ours = urlsplit(canonical)
    browser = can_ada.parse(url)
    assert browser.hostname.strip("[]").removesuffix(".") == ours.hostname
    assert (browser.port or None) == (str(ours.port) if ours.port else None)
    httpx_url = httpx.URL(canonical)
    assert (httpx_url.raw_host.decode(), httpx_url.port) == (ours.hostname, ours.port)


@settings(max_examples=1000)
@given(
    st.lists(
        st.sampled_from(
            ["http://", "https://", "HTTP://", "example.com", "127.0.0.1", "1", "0x7f", "[::1]", "xn--", "a", ".", "。",
             "ⓛ", "ß", "/", "?", "#", "@", ":", "80", "%", "%31", "-", "_", "\u00ad", "\u200d", "é", ";", "&", "=", "|"]
        ),
        max_size=8,
    ).map("".join)
)  # fmt: skip
def test_no_url_is_accepted_that_others_read_differently(tail: str) -> None:
    read_alike(f"http://{tail}")
    read_alike(tail)


JOINED = {
    "absolute": ("https://other.example/x", "https://other.example/x"),
    "scheme-relative": ("//other.example/x", "http://other.example/x"),
    "path": ("/b", "http://example.com/b"),
    "relative": ("b?c=d", "http://example.com/dir/b?c=d"),
    "a title with spaces": ("/a b", "http://example.com/a%20b"),
    "spaces around": (" /b ", "http://example.com/b"),
}


@pytest.mark.parametrize(("reference", "url"), JOINED.values(), ids=JOINED)
def test_a_reference_is_read_as_a_link_on_the_page(reference: str, url: str) -> None:
    assert check_url(join("http://example.com/dir/a", reference)) == url


@pytest.mark.parametrize("reference", ["/a\tb", "http://exa\tmple.com/", "\\\\evil/", "/\\evil", "http://[::1"])
def test_a_reference_that_joining_would_mend_in_silence_is_refused(reference: str) -> None:
    with pytest.raises(Refused):
        check_url(join("http://example.com/", reference))


if SHARED.exists():
    WHATWG = [
        case["input"]
        for case in json.loads(SHARED.with_name("urltestdata.json").read_text("utf-8"))
        if isinstance(case, dict)
    ]

    @pytest.mark.parametrize("url", WHATWG)
    def test_whatwg_urls_are_read_alike_or_refused(url: str) -> None:
        read_alike(url)

    ROWS = [line.split("\t") for line in SHARED.read_text("utf-8").splitlines()[1:]]

    @pytest.mark.parametrize(("url_json", "expect", "why"), ROWS, ids=[f"{n}-{row[2]}" for n, row in enumerate(ROWS)])
    async def test_every_known_trick_is_answered_as_expected(url_json: str, expect: str, why: str) -> None:
        url = json.loads(url_json)
        if expect == "allow":
            await contact(url)
        else:
            with pytest.raises(Refused):
                await contact(url)
