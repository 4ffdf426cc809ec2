"""Entries that are read where lxml found them say what feedparser would have said of them."""

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from monitor.errors import Unreadable
from monitor.source import Page
from sources import _feed_plain
from sources._feed_item import Words
from tests.sources.feeds import read

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures/feed").glob("*"))
SHARED = Path(__file__).parents[3] / "shared/fixtures"

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry>{}</entry></feed>'
RSS = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/'
    'elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>t</title><item>{}</item></channel></rss>'
)
PLAIN: dict[str, str] = {
    "title and description": RSS.format(
        "<title>A &amp;amp; B</title><description>&lt;p&gt;one&lt;/p&gt;two</description>"
    ),
    "the longer of description and content": RSS.format(
        "<description>short</description><content:encoded><![CDATA[<p>far longer</p>]]></content:encoded>"
    ),
    "the content stands first": RSS.format(
        "<content:encoded>x</content:encoded><description>longer than that</description>"
    ),
    "categories": RSS.format("<title>a</title><category>one</category><category domain='d'>two</category><category/>"),
    "a guid alone": RSS.format("<guid>17</guid>"),
    "umlauts": RSS.format("<title>Größe naïve façade</title>"),
    "a text of Atom that looks like markup": ATOM.format(
        "<id>1</id><title>a &lt;b&gt; c</title><content>x &lt;i&gt; y</content>"
    ),
    "markup of Atom": ATOM.format(
        "<title type='html'>a &lt;b&gt;c&lt;/b&gt;</title><summary type='html'>&amp;lt;3</summary>"
    ),
    "categories of Atom": ATOM.format("<title>a</title><category term='x'/><category label='y'/><category/>"),
    "an author of Atom": ATOM.format("<title>a</title><author><name>Ann</name></author>"),
    "a language of its own": ATOM.format("<title>a</title><content type='text' xml:lang='fr'>b</content>"),
}
ONLY_FEEDPARSER: dict[str, str] = {
    "nested markup": ATOM.format(
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a<b>c</b></div></content>"
    ),
    "base64": ATOM.format("<content type='application/octet-stream'>YWJj</content>"),
    "content elsewhere": ATOM.format("<title>a</title><content src='https://a.example/1'/>"),
    "two descriptions": RSS.format("<description>a</description><description>b longer</description>"),
    "a description of its media": RSS.format("<title>a</title><media:description>what is seen</media:description>"),
    "media with a title inside": RSS.format(
        "<title>a</title><media:content url='x'><media:title>b</media:title></media:content>"
    ),
    "an unknown element": RSS.format("<title>a</title><abstract>b</abstract>"),
    "UTF-8 that was read as Latin-1": RSS.format("<title>CafÃ©</title>"),
    "quotes of Windows-1252": RSS.format("<title>&#147;a&#148;</title>"),
    "a title with a type": RSS.format("<title type='text/html'>a</title>"),
    "an empty entry": RSS.format(""),
    "an old RSS": RSS.format("<title>a</title>").replace('version="2.0"', 'version="0.91"'),
}


@pytest.mark.parametrize("case", PLAIN)
def test_a_plain_entry_is_read_at_once(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert words_of(PLAIN[case]) is not None
    assert read(PLAIN[case].encode()) == by_feedparser(PLAIN[case].encode(), monkeypatch)


@pytest.mark.parametrize("case", ONLY_FEEDPARSER)
def test_what_is_not_plain_goes_to_feedparser(case: str) -> None:
    assert words_of(ONLY_FEEDPARSER[case]) is None


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_recorded_feeds_read_the_same_both_ways(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outcome(path.read_bytes()) == by_feedparser(path.read_bytes(), monkeypatch)


if SHARED.exists():
    MANY = sorted(path for path in SHARED.rglob("*") if path.suffix in {".xml", ".rss", ".atom", ".rdf"})

    @pytest.mark.slow
    @pytest.mark.parametrize("path", MANY, ids=lambda path: path.name)
    def test_feeds_of_the_world_read_the_same_both_ways(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert outcome(path.read_bytes()) == by_feedparser(path.read_bytes(), monkeypatch)


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30
)
MARKUP = st.sampled_from(
    ("<p>", "</p>", "&amp;", "&lt;", "<br/>", "&#8217;", "&nbsp;", "  ", "\n", "ö", "<![CDATA[", "]]>")
)
SAID = st.lists(st.one_of(TEXT, MARKUP), max_size=6).map("".join)
ELEMENTS = st.lists(
    st.tuples(st.sampled_from(("title", "description", "category", "guid", "link", "author")), SAID), max_size=5
)


@given(ELEMENTS)
def test_any_words_read_the_same_both_ways(elements: list[tuple[str, str]]) -> None:
    body = RSS.format("".join(f"<{name}>{escape(said)}</{name}>" for name, said in elements)).encode()
    with pytest.MonkeyPatch.context() as patch:
        assert outcome(body) == by_feedparser(body, patch)


def words_of(document: str) -> Words | None:
    root = etree.fromstring(document.encode())
    return _feed_plain.words(root, next(root.iter("item", "{*}entry")))


def by_feedparser(body: bytes, patch: pytest.MonkeyPatch) -> Page | str:
    """What is read when no entry is taken for plain."""
    patch.setattr(_feed_plain, "words", lambda _root, _entry: None)
    return outcome(body)


def outcome(body: bytes) -> Page | str:
    try:
        return read(body)
    except Unreadable as e:
        return str(e)
