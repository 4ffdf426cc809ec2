"""What a brand query may say, and how an error points at what is wrong."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.query import And, Field, Near, Node, Not, Or, Query, Term, default_query, nodes, parse
from monitor.errors import QueryError

A, B, C = Term("a"), Term("b"), Term("c")

READ: dict[str, tuple[str, Node]] = {
    "a word": ("acme", Term("acme")),
    "a phrase": ('"acme coffee"', Term("acme coffee")),
    "typographic quotation marks": ("“acme coffee”", Term("acme coffee")),
    "german quotation marks": ("„acme coffee“", Term("acme coffee")),
    "french quotation marks": ("«acme coffee»", Term("acme coffee")),
    "quotation marks of two kinds": ('“acme coffee"', Term("acme coffee")),
    "an escaped quotation mark": (r'"the \"best\" acme"', Term('the "best" acme')),
    "an escaped backslash": (r'"ac\\me"', Term(r"ac\me")),
    "operators in a phrase are words": ('"marks AND spencer (uk)"', Term("marks AND spencer (uk)")),
    "a star in a phrase is a star": ('"e*trade"', Term("e*trade")),
    "a beginning of a word": ("acm*", Term("acm", prefix=True)),
    "a beginning of a chinese word": ("星巴*", Term("星巴", prefix=True)),
    "and": ("a AND b", And((A, B))),
    "neighbours are and": ("a b c", And((A, B, C))),
    "or": ("a OR b", Or((A, B))),
    "and binds before or": ("a OR b AND c", Or((A, And((B, C))))),
    "neighbours bind before or": ("a b OR c", Or((And((A, B)), C))),
    "parentheses bind first": ("(a OR b) c", And((Or((A, B)), C))),
    "parentheses without space": ("(a)OR(b)", Or((A, B))),
    "many parentheses are none": ("((((a))))", A),
    "not": ("a AND NOT b", And((A, Not(B)))),
    "not without and": ("a NOT b", And((A, Not(B)))),
    "not of a group": ("a NOT (b OR c)", And((A, Not(Or((B, C)))))),
    "not twice": ("NOT NOT a", Not(Not(A))),
    "not near": ("c NOT a NEAR/3 b", And((C, Not(Near(A, B, 3))))),
    "near": ("a NEAR/3 b", Near(A, B, 3)),
    "near of neighbours only": ("a NEAR/0 b", Near(A, B, 0)),
    "near binds before and": ("a NEAR/3 b AND c", And((Near(A, B, 3), C))),
    "near of choices": ("(a OR b) NEAR/9 c", Near(Or((A, B)), C, 9)),
    "near of near": ("a NEAR/3 b NEAR/4 c", Near(Near(A, B, 3), C, 4)),
    "near of phrases": ('"x y" NEAR/3 b', Near(Term("x y"), B, 3)),
    "a title": ("title:a", Term("a", field=Field.TITLE)),
    "a title in capitals": ("Title:a", Term("a", field=Field.TITLE)),
    "a title after a space": ("title: a", Term("a", field=Field.TITLE)),
    "a text phrase": ('text:"a b"', Term("a b", field=Field.TEXT)),
    "an author": ("author:@jo*", Term("@jo", prefix=True, field=Field.AUTHOR)),
    "an address": ("url:acme.com/blog", Term("acme.com/blog", field=Field.URL)),
    "a source": ("source:app-store", Term("app-store", field=Field.SOURCE)),
    "a language": ("a language:de", And((A, Term("de", field=Field.LANGUAGE)))),
    "a hashtag": ("#acme", Term("#acme")),
    "a handle": ("@acme", Term("@acme")),
    "a ticker": ("$ACME", Term("$ACME")),
    "a domain": ("acme.com", Term("acme.com")),
    "an address as a word": ("https://acme.com/x", Term("https://acme.com/x")),
    "an apostrophe": ("l'oréal", Term("l'oréal")),
    "signs": ("c++ OR AT&T", Or((Term("c++"), Term("AT&T")))),
    "an emoji": ("😡", Term("😡")),
    "a word that begins like an operator": (
        "ANDROID ORACLE NOTION",
        And((*map(Term, ("ANDROID", "ORACLE", "NOTION")),)),
    ),
    "accents are composed": ("cafe\u0301", Term("café")),
    "a lower-case near is a word": ("hotel near a", And((Term("hotel"), Term("near"), A))),
    "lines and tabs are spaces": ("a\n\tb", And((A, B))),
    "the example of the design": (
        '"acme" AND NOT "acme, inc. comics"',
        And((Term("acme"), Not(Term("acme, inc. comics")))),
    ),
}

REFUSED: dict[str, tuple[str, int, str]] = {
    "nothing": ("", 0, "empty"),
    "spaces": ("  ", 0, "empty"),
    "a lower-case and": ("a and b", 2, "write AND"),
    "a lower-case or": ("a or b", 2, "write OR"),
    "a lower-case not": ("a not b", 2, "write NOT"),
    "a capitalised and": ("a And b", 2, "write AND"),
    "an and in a name": ("marks and spencer", 6, "quote the word"),
    "an operator at the start": ("AND a", 0, "found AND"),
    "an operator at the end": ("acme AND", 8, "ends where a word"),
    "an operator alone": ("OR", 0, "found OR"),
    "two operators": ("a AND OR b", 6, "found OR"),
    "not at the end": ("a NOT", 5, "ends where a word"),
    "an unclosed parenthesis": ("a (b OR c", 2, "never closed; add )"),
    "the innermost unclosed parenthesis": ("(a (b", 3, "never closed; add )"),
    "a closed one before the unclosed": ("(a) (b", 4, "never closed; add )"),
    "a parenthesis too many": ("a) b", 1, "remove it"),
    "an empty parenthesis": ("a ()", 3, "found a closing parenthesis"),
    "only a parenthesis": ("(", 1, "ends where a word"),
    "an unclosed quotation mark": ('a "b c', 2, "never closed"),
    "an escaped closing mark": (r'a "b\"', 2, "never closed"),
    "an empty phrase": ('a ""', 2, "no letter"),
    "only signs": ("a & b", 2, "no letter"),
    "near without a number": ("a NEAR b", 2, "write NEAR/5"),
    "near with half a number": ("a NEAR/ b", 2, "write NEAR/5"),
    "near with a word": ("a NEAR/x b", 2, "write NEAR/5"),
    "near in lower case": ("a near/5 b", 2, "write NEAR/5"),
    "near too far": ("a NEAR/101 b", 2, "at most NEAR/100"),
    "near absurdly far": ("a NEAR/" + "9" * 400 + " b", 2, "at most NEAR/100"),
    "near at the end": ("a NEAR/5", 8, "ends where a word"),
    "near not": ("a NEAR/5 NOT b", 9, "found NOT"),
    "near and": ("a NEAR/5 (b AND c)", 2, "takes words"),
    "near a field": ("a NEAR/5 title:b", 2, "takes words"),
    "an unknown field": ("site:acme", 0, "no field"),
    "a misspelt field": ("a titel:b", 2, "did you mean title:"),
    "a field without a word": ("title:", 6, "ends where a word"),
    "a field of a group": ("title:(a OR b)", 6, "title:a OR title:b"),
    "a field of a field": ("title:text:a", 6, "found a field"),
    "a star in the middle": ("a*me", 0, "at the end"),
    "a star in front": ("*cme", 0, "at the end"),
    "a star alone": ("a *", 2, "two characters"),
    "a star after one letter": ("a*", 0, "two characters"),
    "a minus": ("a -spam", 2, "write NOT spam"),
    "only not": ("NOT a", 0, "must be there"),
    "only not, in and": ("NOT a NOT b", 0, "must be there"),
    "not in or": ("a OR NOT b", 0, "must be there"),
    "not behind not": ("NOT (a AND NOT b)", 0, "must be there"),
    "too long": ("a" * 1001, 1000, "1,001 characters"),
    "too many nodes": ("aa OR " * 60 + "a", 0, "at most 50"),
    "deep parentheses": ("(" * 10_000, 1000, "10,000 characters"),
    "deep parentheses within the length": ("(" * 1000, 1000, "ends where a word"),
    "deep not": ("NOT " * 249 + "a", 0, "at most 50"),
}


@pytest.mark.parametrize(("text", "root"), READ.values(), ids=READ)
def test_a_query_is_read(text: str, root: Node) -> None:
    assert parse(text) == Query(text, root)


@pytest.mark.parametrize(("text", "position", "says"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_query_is_refused_with_its_place(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.position, says in str(caught.value)) == (position, True), str(caught.value)


def test_fifty_nodes_are_allowed() -> None:
    query = parse(" OR ".join(["aa"] * 49))
    assert sum(1 for _ in nodes(query.root)) == 50


def test_a_query_travels_to_another_process() -> None:
    query = parse('"acme" AND NOT (title:b OR cc* NEAR/3 d)')
    assert pickle.loads(pickle.dumps(query)) == query  # noqa: S301 - our own bytes
    assert hash(query) == hash(parse(query.text))


@pytest.mark.parametrize(
    "name", ["Acme", 'The "Best" Co', r"ac\me", "“Curly”", "O'Neil & Söhne", "AND", "a*b (c)", "E!"]
)
def test_the_default_query_is_the_quoted_name(name: str) -> None:
    assert parse(default_query(name)).root == Term(name)


@given(st.text(max_size=60))
def test_any_name_is_its_own_default_query_or_refused(name: str) -> None:
    try:
        root = parse(default_query(name)).root
    except QueryError:
        return
    assert isinstance(root, Term)


_PIECES = st.sampled_from(
    ["a", '"', "(", ")", "AND", "OR", "NOT", "NEAR/2", "title:", "*", "\\", "“", " ", "-", "and", "é"]
)


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map(" ".join), st.lists(_PIECES).map("".join)))
def test_any_text_is_read_or_refused(text: str) -> None:
    answer = _answer(text)
    if isinstance(answer, QueryError):
        assert str(answer)
        assert 0 <= answer.position <= len(text)
    else:
        assert answer.text == text


def _answer(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error
