"""The guard refuses what would hang an HTML parser and lets ordinary pages pass, however sloppy."""

from pathlib import Path

import pytest

from monitor.core.htmlguard import refuse

SHARED = Path(__file__).parents[3] / "shared/fixtures"
DEEP = b"<div>" * 600

DEPTH = "elements inside one another"
REFUSED: dict[str, tuple[bytes, str]] = {
    "deep nesting": (DEEP, DEPTH),
    "one more than the limit": (b"<div>" * 513, DEPTH),
    "deep nesting in capitals": (b"<DIV>" * 600, DEPTH),
    "deep nesting of unknown elements": (b"<x-y>" * 600, DEPTH),
    "deep lists": (b"<ul><li>" * 600, DEPTH),
    "deep tables": (b"<table><tr><td>" * 600, DEPTH),
    "tables in tables without cells": (b"<table>" * 5000 + b"x", DEPTH),
    "self-closing that does not close": (b"<div/>" * 600, DEPTH),
    "end tags that close nothing": (b"<div></span>" * 600, DEPTH),
    "an end tag that a block holds back": (b"<span><div></span>" * 600, DEPTH),
    "an end tag that a table holds back": (b"<div><table><tr><td></div>" * 600, DEPTH),
    "noscript is held back by a block": (b"<noscript><div></noscript>" * 600, DEPTH),
    "a form is taken out alone": (b"<form><div></form>" * 600, DEPTH),
    "deep SVG": (b"<svg>" + b"<g>" * 600, DEPTH),
    "SVG has no empty elements": (b"<svg>" + b"<input>" * 600, DEPTH),
    "SVG has no optional end tags": (b"<svg>" + b"<td>" * 600, DEPTH),
    "a slash in an unquoted value closes no SVG": (b"<svg>" + b"<g a=b/>" * 600, DEPTH),
    "a style in SVG is markup": (b"<svg><style>" + b"<g>" * 600, DEPTH),
    "MathML has no SVG title": (b"<math>" + b"<title>" * 600, DEPTH),
    "ruby texts outside of ruby": (b"<rt>" * 600, DEPTH),
    "after a whole short comment": (b"<!-->" + DEEP, DEPTH),
    "after another short comment": (b"<!--->" + DEEP, DEPTH),
    "after a comment that ends with a bang": (b"<!-- --!>" + DEEP, DEPTH),
    "after a quote in an attribute's name": (b'<p a"b>' + DEEP + b'">', DEPTH),
    "after a quote that no equals sign opens": (b'<p "' + b">" + DEEP, DEPTH),
    "after CDATA outside of SVG": (b"<![CDATA[>" + DEEP + b"]]>", DEPTH),
    "after a script": (b"<script>'<!--'</script>" + DEEP, DEPTH),
    "after a script that hides a script": (b"<script><!--<script></script><!--</script>" + DEEP, DEPTH),
    "after an empty comment in a script": (b"<script><!--><script></script>" + DEEP, DEPTH),
    "after a question mark": (b"<?x>" + DEEP, DEPTH),
    "after an end tag without a name": (b"</>" + DEEP, DEPTH),
    "in a noscript": (b"<noscript>" + DEEP, DEPTH),
    "unclosed bold": (b"<b>" * 20_000 + b"<p>x", "formatting elements"),
    "formatting over blocks": (b"<a><b><i><u>" * 5000 + b"<p>" * 5000, "formatting elements"),
    "formatting that blocks do not close": (b"<p><b></p>" * 65, "formatting elements"),
    "formatting in each of many cells": ((b"<b>" * 60 + b"<table><tr><td></b>") * 20, DEPTH),
    "formatting made anew in each of many blocks": (b"<b>" * 60 + b"<p>x" * 20_000, "cost a parser too much"),
    "attributes": (b"<p " + b" ".join(b"a%d=1" % n for n in range(1001)) + b">", "1001 attributes"),
    "attributes without values": (b"<p " + b"a " * 1001 + b">", "1001 attributes"),
    "attributes with no blank between": (b"<p " + b'a="1"' * 1001 + b">", "1001 attributes"),
    "attributes of a tag that never ends": (b"<p " + b"a " * 1001, "1001 attributes"),
    "many tags with many attributes": ((b"<p " + b"a=1 " * 900 + b"></p>") * 50, "cost a parser too much"),
    "nothing but NUL": (b"\0" * 1_000_000, "NUL"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_hang_a_parser_is_refused_with_its_reason(case: str) -> None:
    markup, said = REFUSED[case]
    reason = refuse(markup)
    assert reason is not None
    assert said in reason


PASSES: dict[str, bytes] = {
    "nothing": b"",
    "plain text": b"1 < 2 and <3",
    "at the limit": b"<div>" * 512,
    "unclosed list items": b"<ul>" + b"<li>x" * 5000,
    "unclosed list items with unclosed spans": b"<ul>" + b"<li><span>x" * 5000,
    "unclosed paragraphs": b"<p>x" * 5000,
    "unclosed rows and cells": b"<table>" + b"<tr><td>x<td><span>y" * 5000,
    "unclosed options": b"<select>" + b"<option>x" * 5000 + b"</select>",
    "unclosed definitions": b"<dl>" + b"<dt>x<dd>y" * 5000,
    "unclosed anchors": b'<a name="x">y' * 5000,
    "unclosed buttons": b"<button>x" * 5000,
    "many elements, closed": b"<div><span>x</span><br><img src=x></div>" * 5000,
    "closed by the element around": b"<div><span><em2>x</div>" * 5000,
    "formatting, closed": b"<p><b><i>x</i></b></p>" * 5000,
    "formatting that a cell ends": b"<table>" + b"<tr><td><b><font>x</td></tr>" * 5000 + b"</table>",
    "SVG icons": b'<svg viewBox="0 0 1 1"><path d="M0"/><g><use href=x /></g></svg>' * 5000,
    "SVG that HTML breaks out of": b"<svg><g><div>x</div>" * 200,
    "tags in a comment": b"<!--" + DEEP + b"-->",
    "tags in a comment that never ends": b"<!--" + DEEP,
    "tags in a script": b"<script>" + DEEP + b"</script>",
    "tags in a hidden script": b"<script><!--<script>" + DEEP + b"</script>" + DEEP + b"--></script>",
    "tags in a text area": b"<textarea>" + DEEP + b"</textarea>",
    "tags in a value": b"<p title='" + DEEP + b"'>",
    "tags in a value that never ends": b"<p title='" + DEEP,
    "tags in CDATA in SVG": b"<svg><![CDATA[" + DEEP + b"]]></svg>",
    "one long value": b"<div data-page='" + b'{"a": 1}' * 100_000 + b"'>",
    "a thousand attributes": b"<p " + b"a " * 1000 + b">",
    "structured data of any depth": b"<script type=application/ld+json>" + b"[" * 100_000 + b"</script>",
    "a NUL among text": b"a\0b",
}


@pytest.mark.parametrize("case", PASSES)
def test_an_ordinary_page_passes(case: str) -> None:
    assert refuse(PASSES[case]) is None


HOSTILE = {
    "angle brackets": b"<",
    "tags that never end": b"<a ",
    "quotes that never end": b"<a b=\"<a c='",
    "comments that never end": b"<!--<!-",
    "scripts that never end": b"<script><!--<script>",
    "declarations": b"<!",
    "end tags": b"</x>",
    "text areas that never end": b"<textarea></textarea",
    "equals signs": b"<a" + b" =" * 400 + b">",
    "blanks": b"<a" + b" " * 400,
    "slashes in SVG": b"<svg><g " + b"/ " * 400 + b"/>",
    "blocks that hold back an end tag": b"<x-y>" + b"<div>" * 400 + b"</x-y>" * 300,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("case", HOSTILE)
def test_the_scan_itself_is_linear(case: str) -> None:
    """A quadratic scan of 2 MB would take hours, not the second of a linear one."""
    unit = HOSTILE[case]
    refuse(unit * (2_000_000 // len(unit)))


if SHARED.exists():
    PAGES = sorted(path for path in SHARED.rglob("*.htm*") if path.is_file() and "xss" not in path.parts)

    @pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(SHARED)) for page in PAGES])
    def test_every_real_page_passes(page: Path) -> None:
        assert refuse(page.read_bytes()) is None
