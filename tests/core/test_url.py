"""What may be shown, what it is relative to, where it leads, and when two addresses are one."""

import json
from pathlib import Path

import pytest

from monitor.core.url import absolute, canonical, is_web, unwrap

SHARED = Path(__file__).parents[3] / "shared/fixtures/hostile/urls"

CANONICAL: dict[str, tuple[str, str | None]] = {
    "http and https are one": ("http://x.org/a", "https://x.org/a"),
    "the host is lower-case and without www.": ("https://WWW.X.org/A", "https://x.org/A"),
    "www. alone is a name": ("https://www.com/", "https://www.com"),
    "a host of other letters is punycode": ("https://Exämple.org/", "https://xn--exmple-cua.org"),
    "the default port goes, another stays": ("http://x.org:80/", "https://x.org"),
    "another port stays": ("https://x.org:8443/", "https://x.org:8443"),
    "fragment and trailing slash go": ("https://x.org/a/#top", "https://x.org/a"),
    "tracking goes, the rest is sorted": (
        "https://x.org/?utm_source=t&b=2&a=1&gclid=z&fbclid=y&mc_cid=x&mc_eid=w",
        "https://x.org?a=1&b=2",
    ),
    "a parameter that only begins like tracking stays": ("https://x.org/?gclid2=1", "https://x.org?gclid2=1"),
    "an empty query is none": ("https://x.org/?&", "https://x.org"),
    "percent-encoding has one form": ("https://x.org/%7ea%2fb/ä", "https://x.org/~a%2Fb/%C3%A4"),
    "dots are resolved": ("https://x.org/a/../b/./c", "https://x.org/b/c"),
    "a javascript address is none": ("javascript:alert(1)", None),
    "a mail address is none": ("mailto:a@b.c", None),
    "a path is none": ("/a/b", None),
    "what is no address is none": ("http://", None),
    "a lone surrogate does not raise": ("http://x.org/\ud800", None),
}

ABSOLUTE: dict[str, tuple[str, tuple[str | None, ...], str | None]] = {
    "an absolute link stays as written": ("https://x.org/a?b=ü#c", ("https://y.org/",), "https://x.org/a?b=ü#c"),
    "spaces around it go": (" https://x.org/a \n", (), "https://x.org/a"),
    "a space inside is encoded": ("https://x.org/a b", (), "https://x.org/a%20b"),
    "a path is relative to the first base that is absolute": (
        "/a",
        (None, "/feed", "https://x.org/b/"),
        "https://x.org/a",
    ),
    "a query is relative to its base": ("?a=1", ("https://x.org/b",), "https://x.org/b?a=1"),
    "a host without a scheme takes the base's": ("//y.org/a", ("https://x.org/",), "https://y.org/a"),
    "without a base a path stays relative": ("a/b.html", (), "a/b.html"),
    "localhost is a link like another": ("http://localhost:4000/a", (), "http://localhost:4000/a"),
    "javascript is no link": ("javascript:alert(1)", ("https://x.org/",), None),
    "javascript behind control characters is no link": ("\x01java\nscript:alert(1)", ("https://x.org/",), None),
    "data is no link": ("data:text/html,x", ("https://x.org/",), None),
    "a file is no link": ("file:///etc/passwd", ("https://x.org/",), None),
    "nothing is no link": ("", ("https://x.org/",), None),
    "an endless link is no link": ("https://x.org/" + "a" * 3000, (), None),
}

UNWRAPPED: dict[str, tuple[str, str]] = {
    "Google Alerts": (
        "https://www.google.com/url?rct=j&sa=t&url=https://x.org/a%3Fb%3D1&ct=ga&usg=z",
        "https://x.org/a?b=1",
    ),
    "Google search in another country": ("https://www.google.co.uk/url?q=http://x.org/a&sa=U", "http://x.org/a"),
    "Bing News": (
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&tid=1&url=https%3a%2f%2fx.org%2fa&c=1&mkt=en-us",
        "https://x.org/a",
    ),
    "a redirector in a redirector": (
        "https://www.google.com/url?q=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fx.org%252F",
        "https://x.org/",
    ),
    "Google News needs a request, so it stays": (
        "https://news.google.com/rss/articles/CBMi?oc=5",
        "https://news.google.com/rss/articles/CBMi?oc=5",
    ),
    "a target that is no web address is not followed": (
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://www.google.com/url?q=javascript:alert(1)",
    ),
    "another site's url= is its own": ("https://evil.org/url?q=https://x.org", "https://evil.org/url?q=https://x.org"),
}


@pytest.mark.parametrize("case", CANONICAL)
def test_the_canonical_form(case: str) -> None:
    url, expected = CANONICAL[case]
    assert canonical(url) == expected


@pytest.mark.parametrize("case", [case for case, (_, expected) in CANONICAL.items() if expected])
def test_the_canonical_form_is_its_own_canonical_form(case: str) -> None:
    expected = CANONICAL[case][1]
    assert expected
    assert canonical(expected) == expected


@pytest.mark.parametrize("case", ABSOLUTE)
def test_a_link_is_made_absolute(case: str) -> None:
    url, bases, expected = ABSOLUTE[case]
    assert absolute(url, *bases) == expected


@pytest.mark.parametrize("case", UNWRAPPED)
def test_a_redirector_is_unwrapped(case: str) -> None:
    url, expected = UNWRAPPED[case]
    assert unwrap(url) == expected


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:,x", "ftp://x.org/", "x", "", "http://a b/"])
def test_only_web_addresses_may_be_shown(url: str) -> None:
    assert not is_web(url)


if SHARED.exists():
    PLATFORM = [case for case in json.loads((SHARED / "urltestdata.json").read_text()) if isinstance(case, dict)]

    @pytest.mark.parametrize("shown", [True, False])
    def test_browsers_see_the_same_addresses(shown: bool) -> None:
        """Absolute inputs only; a canonical form exists where a browser sees a web address, and nowhere else."""
        for case in PLATFORM:
            if case["base"] is None:
                web = str(case.get("href", "")).startswith(("http:", "https:")) and not case.get("failure")
                if web is shown and "xn--" not in case["input"].lower():
                    assert (canonical(case["input"]) is not None) is web, case["input"]
                    assert is_web(case["input"]) is web, case["input"]

    def test_no_input_raises() -> None:
        for case in PLATFORM:
            link = absolute(case["input"], case["base"])
            assert link is None or not link.lower().startswith(("javascript:", "data:", "file:")), case["input"]
            unwrap(case["input"])
