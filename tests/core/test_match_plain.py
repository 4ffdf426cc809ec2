"""Every hit is the one that a plain reading of the query finds: generated queries on generated texts."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.match import BrandQuery, Document, Matcher
from monitor.core.query import Field, Node, Term, nodes, parse
from monitor.errors import QueryError
from tests.core.plain_matcher import plain_words, plainly_found

WORDS = ("acme", "Café", "straße", "Łódź", "œuf", "İzmir", "a", "x2", "co", "coffee", "L'Oréal", "don't", "she'll")
"""Words that fold in their own ways, as they may stand in a query or a text."""
SAID = (
    *WORDS,
    "ACME",
    "cafe",
    "CAFÉ",
    "Strasse",
    "lodz",
    "OEUF",
    "izmir",
    "loreal",
    "l’oréal",
    "oreal",
    "s",
    "Coffees",
)
GAPS = (" ", " ", " ", ", ", "-", ". ", " — ", "\n", " #", " / ", "'s ", " ......... ")
AUTHORS, SOURCES, LANGUAGES = ("Jo Café", "acme", None), ("App Store", "x2"), ("pt-BR", "de", None)

_word = st.sampled_from(WORDS).filter(str.isalnum)
_phrase = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
_prefix = st.sampled_from(("acm*", "caf*", "STR*", "co*"))
_field = st.builds("{}:{}".format, st.sampled_from(("title", "text", "author")), _word | _phrase | _prefix)
_fixed = st.sampled_from(('source:"app store"', "source:x2", "language:pt", "language:DE", "language:pt-br"))
_term = _word | _phrase | _prefix
_near = st.builds("({} NEAR/{} {})".format, _term, st.integers(0, 4), _term)
_nearer = st.builds("({} NEAR/{} {})".format, _near, st.integers(0, 4), _term)
_chosen = st.builds("(({} OR {}) NEAR/{} {})".format, _term, _term, st.integers(0, 4), _term)
_queries = st.recursive(
    _term | _field | _fixed | _near | _nearer | _chosen,
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(("AND", "OR", "AND NOT")), inner),
    max_leaves=5,
)


def _texts(most: int) -> st.SearchStrategy[str]:
    pieces = st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from(GAPS)), max_size=most)
    return pieces.map(lambda said: "".join(word + gap for word, gap in said))


_documents = st.builds(
    Document,
    _texts(4),
    _texts(14),
    st.sampled_from(AUTHORS),
    st.none(),
    st.sampled_from(SOURCES),
    st.sampled_from(LANGUAGES),
)


@settings(max_examples=150)
@given(_queries, _documents)
def test_a_query_finds_what_a_plain_reading_finds(query: str, document: Document) -> None:
    try:
        root = parse(query).root
    except QueryError:  # true of every text
        return
    found = Matcher([BrandQuery("b", parse(query))]).find(document)
    expected = plainly_found(root, document)
    assert [list(match.spans) for match in found] == ([] if expected is None else [expected])


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_thousand_queries_find_in_ten_thousand_texts_what_a_plain_reading_finds() -> None:
    chance = random.Random(11)
    words = [f"{first}{middle}{last}" for first in _FIRST for middle in _MIDDLE for last in _LAST]
    pairs = [f"{chance.choice(words)} {chance.choice(words)}" for _ in range(1_000)]
    asked = [parse(_asked(chance, words, pairs)) for _ in range(1_000)]
    documents = [_said(chance, words, pairs) for _ in range(10_000)]
    matcher = Matcher([BrandQuery(str(number), query) for number, query in enumerate(asked)])
    found = {(int(each.brand), at): list(each.spans) for at, one in enumerate(documents) for each in matcher.find(one)}
    holding: dict[str, set[int]] = {}
    for at, one in enumerate(documents):
        for word in set().union(*plain_words(f"{one.title}\n{one.text}")):
            holding.setdefault(word, set()).add(at)
    expected = {
        (number, at): spans
        for number, query in enumerate(asked)
        for at in _candidates(query.root, holding)
        if (spans := plainly_found(query.root, documents[at])) is not None
    }
    assert found == expected
    assert len(expected) > 40_000


_FIRST = ("b", "br", "d", "f", "G", "l", "m", "p", "st", "t", "v", "w", "qu", "n", "sch", "r")
_MIDDLE = ("ar", "én", "ol", "uß", "o'li", "itt", "œm", "ax", "ela", "im", "orr", "und")
_LAST = ("", "ka", "ti", "Ő", "nd", "xe", "or", "umb", "lin", "sy")


def _asked(chance: random.Random, words: list[str], pairs: list[str]) -> str:
    """A query that needs a word or a pair of words."""
    one, other, third = (f'"{chance.choice(words if chance.random() < 0.4 else pairs)}"' for _ in range(3))
    word = chance.choice(words)
    return chance.choice(
        (
            one,
            f"{one} OR {other}",
            f"{one} AND NOT {other}",
            f"({one} OR {other} OR {third}) language:de",
            f'"{word}" NEAR/{chance.randint(0, 20)} "{chance.choice(words)}"',
            f'("{word}" OR {one}) NEAR/{chance.randint(0, 9)} ({other} OR {third}) OR title:{one}',
            f"(text:{one} OR title:{other}) AND NOT source:x2",
            f'"{word}" AND ({other} OR author:jo OR {third})',
        )
    )


def _said(chance: random.Random, words: list[str], pairs: list[str]) -> Document:
    said = [chance.choice(words if chance.random() < 0.7 else pairs) for _ in range(chance.randint(3, 25))]
    said = [chance.choice((word, word.upper(), word.capitalize(), word.replace("'", "’"))) for word in said]
    title = " ".join(said[: chance.randint(0, 3)])
    text = "".join(word + chance.choice(GAPS) for word in said[3:])
    return Document(title, text, chance.choice(AUTHORS), None, chance.choice(SOURCES), chance.choice(LANGUAGES))


def _candidates(root: Node, holding: dict[str, set[int]]) -> set[int]:
    """The texts that hold all words of some term of the query, of which each of these queries needs one."""
    terms = [node for node in nodes(root) if isinstance(node, Term) and node.field in {None, Field.TITLE, Field.TEXT}]
    asked = [words for term in terms for words in plain_words(term.words)]
    return {at for words in asked for at in set.intersection(*(holding.get(word, set()) for word in words))}
