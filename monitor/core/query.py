"""The brand query: which words mean a brand. Text in, a frozen tree out; `core.match` finds it in texts.

    acme                    the word, case and accents ignored; not "acmeology", but "Acme's", "#acme", "acme.com"
    "acme coffee"           words in this order, next to each other; in quotes nothing but \\" and \\\\ is special
    acme*                   words that begin so; two characters at least
    a AND b, a b            both; a OR b: one of them; NOT a: not this one; ( ) groups. NOT binds before NEAR, AND, OR
    a NEAR/5 b              at most 5 words between them, in either order (as Brandwatch counts: NEAR/0 is adjacent)
    title:a text:a author:a url:a source:a language:a      only there; without a field: title and text

Operators are upper case, so that `and` in a name is caught instead of searched for. A query that is true of an
empty text ("NOT a") is refused: it would take every item of every source for a mention.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, NoReturn

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedToken, v_args

from monitor.core.syntax import PHRASE, QUOTES, broken_at, shown, unclosed, unescaped, where
from monitor.errors import QueryError

LENGTH_LIMIT = 1000
"""Characters."""
NODE_LIMIT = 50
"""Terms and operators, which bounds nesting and the cost per text too."""
NEAR_LIMIT = 100
"""Words."""


class Field(StrEnum):
    TITLE = "title"
    TEXT = "text"
    AUTHOR = "author"
    URL = "url"
    SOURCE = "source"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Term:
    """A word, phrase or beginning of a word as it was written; `field` None means title and text."""

    words: str
    prefix: bool = False
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Near:
    left: "Node"
    right: "Node"
    between: int
    """Words that may stand between the two."""


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


Node = Term | Near | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    root: Node


def parse(query: str) -> Query:
    """Raises QueryError with the position (characters from 0), what was found, what was expected, how to mend it."""
    if len(query) > LENGTH_LIMIT:
        raise QueryError(f"a query of {len(query):,} characters, at most {LENGTH_LIMIT:,}", LENGTH_LIMIT)
    if not query.strip():
        raise QueryError('the query is empty; write a word or a "phrase"', 0)
    root = _tree(query)
    if (count := sum(1 for _ in nodes(root))) > NODE_LIMIT:
        raise QueryError(f"{count} terms and operators, at most {NODE_LIMIT}; make two brands of it", 0)
    if could_hold(root, fields=False) is not False:
        raise QueryError(
            "this is true of texts that say nothing of what it names; add a word that must be there: acme AND NOT …", 0
        )
    return Query(query, root)


def default_query(name: str) -> str:
    """The query of a brand that has none: its quoted name."""
    return '"' + re.sub(rf"([\\{QUOTES}])", r"\\\1", name) + '"'


def nodes(root: Node) -> Iterator[Node]:
    """Every node, parents first."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        stack += _parts(node)


def could_hold(node: Node, *, fields: bool | None) -> bool | None:
    """Whether the query holds of a text without any of its words; None where that depends on the item's fields.

    `fields` is what author:, url:, source: and language: are taken for, None for unknown.
    """
    match node:
        case Term():
            return fields if node.field not in {None, Field.TITLE, Field.TEXT} else False
        case Near():
            return False
        case Not():
            inner = could_hold(node.part, fields=fields)
            return None if inner is None else not inner
        case And():
            return _all(could_hold(part, fields=fields) for part in node.parts)
        case Or():
            some = _all(_flip(could_hold(part, fields=fields)) for part in node.parts)
            return _flip(some)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Term():
            return ()
        case Near():
            return (node.left, node.right)
        case Not():
            return (node.part,)
        case And() | Or():
            return node.parts


def _flip(value: bool | None) -> bool | None:
    return None if value is None else not value


def _all(values: Iterator[bool | None]) -> bool | None:
    seen = set(values)
    return False if False in seen else None if None in seen else True


_GRAMMAR = rf"""
?start: disjunction
?disjunction: conjunction (_OR conjunction)*
?conjunction: negation (_AND? negation)*
?negation: _NOT negation -> negated
    | proximity
?proximity: atom
    | proximity NEAR atom -> near
?atom: term
    | FIELD term -> in_field
    | _OPEN disjunction _CLOSE
?term: PHRASE -> phrase
    | WORD -> word

_AND.3: /AND(?![^\s(){QUOTES}])/
_OR.3: /OR(?![^\s(){QUOTES}])/
_NOT.3: /NOT(?![^\s(){QUOTES}])/
NEAR.3: /NEAR\/[0-9]+(?![^\s(){QUOTES}])/
FIELD.3: /(title|text|author|url|source|language):/i
PHRASE.2: /{PHRASE}/s
WORD.1: /[^\s(){QUOTES}]+/
_OPEN: "("
_CLOSE: ")"
%ignore /\s+/
"""

_NAMES = {
    "_AND": "AND",
    "_OR": "OR",
    "_NOT": "NOT",
    "NEAR": "NEAR",
    "FIELD": "a field",
    "_OPEN": "an opening parenthesis",
    "_CLOSE": "a closing parenthesis",
}


_OPERATORS = {"_AND", "_OR", "_NOT"}
_EXPECTED = 'a word or a "phrase"'


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    def phrase(self, token: Token) -> Node:
        words = unescaped(token[1:-1])
        return Term(_searchable(words, token))

    def word(self, token: Token) -> Node:
        _refuse_odd_word(token)
        prefix = token.endswith("*")
        words = token[:-1] if prefix else str(token)
        if "*" in words:
            raise QueryError(f'"{token}": * may stand at the end of a word only; or put it in quotes', where(token))
        if prefix and len(words) < 2:
            raise QueryError(f'"{token}": at least two characters before the *', where(token))
        return Term(_searchable(words, token), prefix)

    def in_field(self, field: Token, term: Term) -> Node:
        return Term(term.words, term.prefix, Field(field[:-1].lower()))

    def near(self, left: Node, token: Token, right: Node) -> Node:
        if len(token) > 8 or int(token[5:]) > NEAR_LIMIT:
            raise QueryError(f"{token}: at most NEAR/{NEAR_LIMIT}", where(token))
        if not (_has_place(left) and _has_place(right)):
            raise QueryError(f"{token} takes words, phrases or (a OR b) of title and text on both sides", where(token))
        return Near(left, right, int(token[5:]))

    def negated(self, part: Node) -> Node:
        return Not(part)

    def conjunction(self, *parts: Node) -> Node:
        return And(parts)

    def disjunction(self, *parts: Node) -> Node:
        return Or(parts)


_LARK = Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Builder())


def _tree(query: str) -> Node:
    try:
        root: Any = _LARK.parse(query)
    except UnexpectedToken as error:
        _refuse_token(query, error)
    except UnexpectedCharacters as error:
        opened = broken_at(error)
        raise QueryError(
            f'the quotation mark is never closed: {shown(query[opened:])}; add another "', opened
        ) from error
    node: Node = root
    return node


def _refuse_token(query: str, error: UnexpectedToken) -> NoReturn:
    at = where(error.token)
    match error.token.type:
        case "$END":
            _refuse_end(query, error)
        case "_CLOSE" if unclosed(_LARK, query[:at]) is None:
            raise QueryError("a closing parenthesis without an opening one; remove it", at) from error
        case "_OPEN" if query[:at].rstrip().endswith(":"):
            raise QueryError("a field takes one word or phrase: write title:a OR title:b", at) from error
    found = _NAMES.get(error.token.type, f'"{error.token}"')
    hint = f'; to search for the word itself, quote it: "{found}"' if error.token.type in _OPERATORS else ""
    raise QueryError(f"found {found} where {_EXPECTED} was expected{hint}", at) from error


def _refuse_end(query: str, error: UnexpectedToken) -> NoReturn:
    opened = unclosed(_LARK, query)
    if opened is not None and "_CLOSE" in (error.accepts or ()):
        raise QueryError("the parenthesis is never closed; add )", opened) from error
    raise QueryError(f"the query ends where {_EXPECTED} was expected", len(query)) from error


def _refuse_odd_word(token: Token) -> None:
    lower = token.lower()
    if lower in {"and", "or", "not"}:
        raise QueryError(
            f'found "{token}": operators are upper case; write {lower.upper()}, or quote the word: "{token}"',
            where(token),
        )
    if re.fullmatch(r"NEAR|(?i:near)/.*", token):
        raise QueryError(f'found "{token}": write NEAR/5, with a number of words and in upper case', where(token))
    if token[0] == "-" and len(token) > 1:
        raise QueryError(f'found "{token}": write NOT {token[1:]}, or quote it to search for the hyphen', where(token))
    if (field := re.match(r"([A-Za-z]+):(?!//)", token)) is not None:
        names = [name.value for name in Field]
        near = get_close_matches(field[1].lower(), names, 1)
        nearest = f"; did you mean {near[0]}:" if near else ""
        raise QueryError(
            f'"{field[1]}" is no field{nearest}; fields are {", ".join(names)}; quote it to mean the text itself',
            where(token),
        )


def _searchable(words: str, token: Token) -> str:
    if not any(char.isalnum() or unicodedata.category(char) == "So" for char in words):
        raise QueryError(f"{shown(token)} holds no letter, digit or emoji to search for", where(token))
    return unicodedata.normalize("NFC", words)


def _has_place(node: Node) -> bool:
    """Words of title and text have places; a field or NOT has none."""
    match node:
        case Term():
            return node.field is None
        case Near():
            return True
        case Or():
            return all(_has_place(part) for part in node.parts)
        case And() | Not():
            return False
