"""Each key has the line an editor shows for it."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.lines import Path, lines
from tests.config.config_kinds import HEAD

LINES: dict[str, tuple[str, Path, int]] = {
    "after a comment": ("# [a]\n\nb = 1", ("b",), 3),
    "in a table": ("[a]\n# b = 0\nb = 1", ("a", "b"), 3),
    "in a dotted table": ("[a . b]\nc = 1", ("a", "b", "c"), 2),
    "of a dotted key": ("x = 1\na.'b c'.\"d\\u0065\" = 1", ("a", "b c", "de"), 2),
    "of the table itself": ("\n[a]\n", ("a",), 2),
    "of the second entry": ("[[a]]\nb = 1\n[[a]]\nb = 2", ("a", 1, "b"), 4),
    "of an entry's own table": ("[[a]]\n[a.b]\n[[a]]\n[a.b]\nc = 1", ("a", 1, "b", "c"), 5),
    "of a list in a list of tables": (
        "[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n[[a]]\n[[a.b]]\nc = 1",
        ("a", 1, "b", 0, "c"),
        7,
    ),
    "of an element": ("a = [ # ]\n 1, '''\n]''', \n [2],\n]", ("a", 2, 0), 4),
    "in an inline table": ("a = { b = '}', c = {d = 1} }", ("a", "c", "d"), 1),
    "after a text of many lines": ('a = """\n""b"" \\"""\n"""\nc = 1', ("c",), 4),
    "after a text that ends in quotes": ('a = """\nx"""""\nb = \'\'\'\ny\'\'\'\'\nc = 1', ("c",), 5),
    "after an empty text of many lines": ("a = ''''''\nb = 1", ("b",), 2),
    "after a text with a hash": ("a = '#' # '\nb = 1", ("b",), 2),
    "after a date with a blank": ("a = 1979-05-27 07:32:00 # x\nb = 1", ("b",), 2),
    "with line ends of Windows": ("[a]\r\n\r\nb = 1\r\n", ("a", "b"), 3),
    "of a missing key: its table's": ("x = 1\n[a]\nb = 1", ("a", "c", "d"), 2),
    "of nothing at all": ("\n\nx = 1", ("y",), 1),
}


@pytest.mark.parametrize(("text", "path", "line"), LINES.values(), ids=LINES)
def test_the_line(text: str, path: Path, line: int) -> None:
    tomllib.loads(text)
    assert lines(text).of(path) == line


def paths(value: Any, begin: Path = ()) -> list[Path]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, inner in pairs for path in [(*begin, key), *paths(inner, (*begin, key))]]


_KEY = st.sampled_from(["a", "b-c", '"d.e"', "'f g'", "1"])
_VALUE = st.recursive(
    st.sampled_from(["1", "'x'", '"#"', '"""\n"\n"""', "'''\n'''", "1979-05-27 07:32:00", "[\n]", "{}", '"\\""']),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: "[ # ]\n" + ",\n".join(parts) + "\n]"),
        st.tuples(_KEY, inner).map(lambda pair: f"{{ {pair[0]} = {pair[1]} }}"),
    ),
    max_leaves=6,
)
_STATEMENT = st.one_of(
    st.lists(_KEY, min_size=1, max_size=3).map(lambda keys: f"[{'.'.join(keys)}]"),
    st.lists(_KEY, min_size=1, max_size=3).map(lambda keys: f"[[{' . '.join(keys)}]]"),
    st.tuples(st.lists(_KEY, min_size=1, max_size=2).map(".".join), _VALUE).map(" = ".join),
    st.just("# comment"),
)


@given(st.lists(_STATEMENT, max_size=10).map("\n".join))
def test_what_tomllib_reads_has_a_line_each(text: str) -> None:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(paths(document)) == set(lines(text)._found)


def test_a_list_of_ten_thousand_sources_is_walked_once() -> None:
    text = HEAD + '[[sources]]\nname = "x"\n' * 10_000
    assert lines(text).of(("sources", 9_999, "name")) == 2 + 20_000
