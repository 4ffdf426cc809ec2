"""Whether markup may be given to an HTML parser: a linear scan that refuses what would hang it.

Lexbor has no cap on depth: 160 kB of `<div>` take 3.4 s, 320 kB 13 s; 39 kB of nested formatting tags 4.9 s; one
tag with 40,000 attributes 6.2 s (F7). The scan reads tags as the HTML standard's tokenizer does (§13.2.5: quotes count
only after `=`, `<!-->` is a whole comment, a script may hide its own end tag) and keeps the stack of open elements
roughly as its tree builder does (§13.2.6), rather too full than too empty. A trick that slips through costs the
reader process its 2 s of CPU, no more.

512 open elements are what Blink and WebKit allow. Elements whose end tag may be left out (`<li>`, `<p>`, `<td>` …)
close one another: 5,000 unclosed `<li>` are an ordinary page.
"""

import re
from collections.abc import Collection

from monitor.core import htmlnames as names

DEPTH_LIMIT = 512
"""Open elements."""
FORMATTING_LIMIT = 64
"""Open formatting elements inside one table cell or outside of all: each is made anew in every block that follows."""
ATTRIBUTES_LIMIT = 1_000
"""Attributes of one tag; the parser compares each with all before it."""
WORK_LIMIT = 1_000_000
"""Steps for nothing: formatting made anew, looks through the stack for what is not there, attributes compared."""

_NAME = rb"[a-zA-Z][^\t\n\f\r />]*+"
_VALUE = rb"\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\"'\t\n\f\r >][^\t\n\f\r >]*+"
_ATTRIBUTE = rb"[^\t\n\f\r />][^\t\n\f\r />=]*+(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:" + _VALUE + rb")?+)?+"
# No group inside a possessive repeat: CPython 3.11.7 then raises SystemError ("span of capturing group is wrong").
_TOKEN = re.compile(
    rb"<(?:(/?)(" + _NAME + rb")((?:[\t\n\f\r /]++|" + _ATTRIBUTE + rb")*+)>?|(!--)|(!\[CDATA\[)|[!?/][^>]*+>?)"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_COMMENT_END = re.compile(rb"--!?>")
_SCRIPT = re.compile(rb"<!--|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_RAW_END = {name: re.compile(rb"</" + name + rb"(?=[\t\n\f\r />])", re.IGNORECASE) for name in names.RAW}


def refuse(markup: bytes) -> str | None:
    """Why a parser must not see it; None when it may. Linear in the length: about 20 ms for 1 MB."""
    if markup and not markup.strip(b"\0"):
        return "nothing but NUL bytes"
    scan = _Scan(markup)
    try:
        scan.run()
    except _TooMuch as e:
        return str(e)
    return None


class _TooMuch(Exception):
    """Ends the scan with its reason."""


class _Scan:
    __slots__ = ("counts", "foreign", "formatted", "formatting", "markup", "position", "stack", "work")

    def __init__(self, markup: bytes) -> None:
        self.markup = markup
        self.position = 0
        self.stack: list[bytes] = []
        """Open elements; `s:` and `m:` stand before the names of SVG and MathML."""
        self.foreign: list[bool] = []
        """For each open element: whether what it holds is SVG or MathML."""
        self.counts: dict[bytes, int] = {}
        """How often a name is on the stack."""
        self.formatting: list[dict[bytes, int]] = [{}]
        """Open formatting elements, for each border on the stack and outside of all."""
        self.formatted = 0
        """All of them."""
        self.work = 0

    def run(self) -> None:
        token = _TOKEN.search
        while found := token(self.markup, self.position):
            self.position = found.end()
            slash, name, attributes, comment, cdata = found.groups()
            if name is None:
                self._skip(found.start(), comment=bool(comment), cdata=bool(cdata))
            elif slash:
                self._close(name.lower())
            else:
                if len(attributes) > 100:
                    self._compare(attributes)
                self._open(name.lower(), attributes)

    def _skip(self, start: int, *, comment: bool, cdata: bool) -> None:
        if comment:
            self.position = start + 4
            if self.markup.startswith((b">", b"->"), self.position):
                return
            end = _COMMENT_END.search(self.markup, self.position)
            self.position = end.end() if end else len(self.markup)
        elif cdata:
            mark = b"]]>" if self._in_foreign() else b">"
            end_at = self.markup.find(mark, start)
            self.position = end_at + len(mark) if end_at >= 0 else len(self.markup)

    def _compare(self, attributes: bytes) -> None:
        number = sum(1 for _ in _ATTRIBUTES.finditer(attributes))
        if number > ATTRIBUTES_LIMIT:
            raise _TooMuch(f"a tag with {number} attributes, at most {ATTRIBUTES_LIMIT}")
        self._spend(number * number // 16 if number > 64 else 0)

    def _open(self, name: bytes, attributes: bytes) -> None:
        if self._in_foreign():
            if name not in names.BREAKS_OUT:
                self._push_foreign(self.stack[-1][:2] + name, attributes)
                return
            while self._in_foreign():
                self._pop()
        if name in names.FORMATTING:
            self._format(name)
            return
        if self.formatting[-1]:
            self._spend(sum(self.formatting[-1].values()))
        if name in names.CLOSES:
            self._close_before(name)
        if name in names.RAW:
            self._raw(name)
        elif name in names.FOREIGN:
            self._push_foreign(names.FOREIGN[name], attributes)
        elif not self._is_ignored(name):
            self._push(name, foreign=False)

    def _is_ignored(self, name: bytes) -> bool:
        if name == b"form":
            return bool(self.counts.get(name))
        return name in names.EMPTY or (name in names.TABLE_PARTS and not self.counts.get(b"table"))

    def _in_foreign(self) -> bool:
        return bool(self.foreign) and self.foreign[-1]

    def _push_foreign(self, name: bytes, attributes: bytes) -> None:
        """Here `/>` closes, unless the slash belongs to an unquoted value."""
        if attributes.endswith(b"/"):
            last = max((found.end() for found in _ATTRIBUTES.finditer(attributes)), default=0)
            if last < len(attributes):
                return
        self._push(name, foreign=name not in names.HOLDS_HTML)

    def _push(self, name: bytes, *, foreign: bool) -> None:
        self.stack.append(name)
        self.foreign.append(foreign)
        self.counts[name] = self.counts.get(name, 0) + 1
        if name in names.BORDERS:
            self.formatting.append({})
        self._check_depth()

    def _pop(self) -> None:
        name = self.stack.pop()
        self.foreign.pop()
        self.counts[name] -= 1
        if name in names.BORDERS:
            self.formatted -= sum(self.formatting.pop().values())

    def _format(self, name: bytes) -> None:
        here = self.formatting[-1]
        if name in names.CLOSES_ITSELF and here.get(name):
            return
        here[name] = here.get(name, 0) + 1
        self.formatted += 1
        if sum(here.values()) > FORMATTING_LIMIT:
            raise _TooMuch(f"more than {FORMATTING_LIMIT} formatting elements open at once")
        self._check_depth()

    def _check_depth(self) -> None:
        if len(self.stack) + self.formatted > DEPTH_LIMIT:
            raise _TooMuch(f"more than {DEPTH_LIMIT} elements inside one another")

    def _close_before(self, name: bytes) -> None:
        """What the start of this element ends: an open `<p>`, the item before it, the cells of the row before it."""
        for targets, stops, inclusive in names.CLOSES[name]:
            if any(self.counts.get(target) for target in targets):
                self._pop_to(targets, stops, inclusive=inclusive)

    def _close(self, name: bytes) -> None:
        if self.stack and self.stack[-1][1:2] == b":" and self._close_foreign(name):
            return
        here = self.formatting[-1]
        if here.get(name):
            here[name] -= 1
            self.formatted -= 1
            if not here[name]:
                del here[name]
        elif name == b"form":
            self._take_out_form()
        elif self.counts.get(name):
            stops = names.STOPS_END_TAG.get(name, names.SPECIAL)
            self._pop_to((name,), stops, inclusive=True)

    def _take_out_form(self) -> None:
        """The one element that goes alone, whatever is open in it."""
        if self.counts.get(b"form"):
            place = self.stack.index(b"form")
            del self.stack[place], self.foreign[place]
            self.counts[b"form"] -= 1

    def _close_foreign(self, name: bytes) -> bool:
        """SVG and MathML close whatever is open inside, up to the HTML around them."""
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth][1:2] != b":":
                break
            if self.stack[depth][2:] == name:
                for _ in range(len(self.stack) - depth):
                    self._pop()
                return True
        self._spend(len(self.stack) - depth)
        return False

    def _pop_to(self, targets: Collection[bytes], stops: Collection[bytes] | None, *, inclusive: bool) -> None:
        """Ends the nearest of the targets with all in it, or only what is in it; nothing when a stop is nearer.

        No stops: only the innermost element counts.
        """
        for depth in range(len(self.stack) - 1, -1, -1):
            name = self.stack[depth]
            if name in targets:
                for _ in range(len(self.stack) - depth - (not inclusive)):
                    self._pop()
                return
            if stops is None or name in stops:
                self._spend(len(self.stack) - depth)
                return

    def _spend(self, steps: int) -> None:
        self.work += steps
        if self.work > WORK_LIMIT:
            raise _TooMuch("tags out of order or attributes that cost a parser too much")

    def _raw(self, name: bytes) -> None:
        """Text in which no tag counts but the element's own end tag."""
        if name == b"plaintext":
            self.position = len(self.markup)
        elif name == b"script":
            self._script()
        else:
            end = _RAW_END[name].search(self.markup, self.position)
            self.position = end.start() if end else len(self.markup)

    def _script(self) -> None:
        """`<!--` hides a `<script>…</script>` pair inside, until `-->`."""
        escaped = nested = False
        while found := _SCRIPT.search(self.markup, self.position):
            self.position = found.start() + 2  # the dashes of `<!-->` count twice
            if found[0] == b"<!--":
                escaped = True
            elif found[0] == b"-->":
                escaped = nested = False
            elif not found[1]:
                nested = escaped
            elif nested:
                nested = False
            else:
                self.position = found.start()
                return
        self.position = len(self.markup)
