"""The grammar of `when`: text into a frozen tree, or an error that points. `core.when` evaluates it."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, NoReturn

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedToken, v_args

from monitor.core.query import Query
from monitor.core.query import parse as parse_query
from monitor.core.syntax import PHRASE, QUOTES, broken_at, shown, unclosed, unescaped, where
from monitor.errors import QueryError
from monitor.model import Experience, MentionType, Tone

LENGTH_LIMIT = 2000
"""Characters."""
NODE_LIMIT = 100
"""Comparisons and operators, which bounds nesting too."""


class Field(StrEnum):
    TONE = "tone"
    EXPERIENCE = "experience"
    PRIORITY = "priority"
    RATING = "rating"
    STARS = "stars"
    REACH = "reach"
    TOPIC = "topic"
    TYPE = "type"
    LANGUAGE = "language"
    SOURCE = "source"
    AUTHOR = "author"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Words:
    """tone, experience, topic, type, language, source, author; the words are lower case."""

    field: Field
    operator: str
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """priority, rating, stars, reach."""

    field: Field
    operator: str
    wanted: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Has:
    """text"""

    query: Query


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


Node = Words | Numbers | Has | Not | And | Or


@dataclass(frozen=True, slots=True)
class When:
    text: str
    root: Node


def parse(text: str) -> When:
    """Raises QueryError with the position (characters from 0), what was found and how to mend it."""
    if len(text) > LENGTH_LIMIT:
        raise QueryError(f"{len(text):,} characters, at most {LENGTH_LIMIT:,}", LENGTH_LIMIT)
    if not text.strip():
        raise QueryError("it is empty; write for instance: tone = negative", 0)
    root = _tree(text)
    if (count := _size(root)) > NODE_LIMIT:
        raise QueryError(f"{count} comparisons and operators, at most {NODE_LIMIT}", 0)
    return When(text, root)


def _size(root: Node) -> int:
    count, stack = 0, [root]
    while stack:
        node = stack.pop()
        count += 1
        match node:
            case Not():
                stack.append(node.part)
            case And() | Or():
                stack += node.parts
            case Words() | Numbers() | Has():
                pass
    return count


_END = rf"(?![^\s()\[\],{QUOTES}])"
_GRAMMAR = rf"""
?start: disjunction
?disjunction: conjunction (_OR conjunction)*
?conjunction: negation (_AND negation)*
?negation: _NOT negation -> negated
    | _OPEN disjunction _CLOSE
    | comparison
?comparison: WORD SIGN value -> single
    | WORD IN _LIST value (_COMMA value)* _LISTEND -> several
    | WORD HAS value -> single
?value: WORD | STRING

_AND.3: /and{_END}/i
_OR.3: /or{_END}/i
_NOT.3: /not{_END}/i
IN.3: /in{_END}/i
HAS.3: /has{_END}/i
SIGN: /==|!=|<=|>=|=|<|>/
STRING.2: /{PHRASE}|'(?:[^\\\\']|[\\\\].)*'/s
WORD.1: /[^\s()\[\],=!<>'{QUOTES}][^\s()\[\],=!<>{QUOTES}]*/
_OPEN: "("
_CLOSE: ")"
_LIST: "["
_LISTEND: "]"
_COMMA: ","
%ignore /\s+/
"""


@v_args(inline=True)
class _Builder(Transformer[Token, Node]):
    def single(self, field: Token, sign: Token, value: Token) -> Node:
        return _comparison(field, sign, (value,))

    def several(self, field: Token, sign: Token, *values: Token) -> Node:
        return _comparison(field, sign, values)

    def negated(self, part: Node) -> Node:
        return Not(part)

    def conjunction(self, *parts: Node) -> Node:
        return And(parts)

    def disjunction(self, *parts: Node) -> Node:
        return Or(parts)


_LARK = Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Builder())

_EQUAL = ("=", "!=", "in")
_ORDERED = ("=", "!=", "<", "<=", ">", ">=", "in")
_RANGES = {Field.PRIORITY: (0, 1), Field.RATING: (0, 1), Field.STARS: (1, 5), Field.REACH: (0, 999_999_999)}
_CHOICES = {
    Field.TONE: [tone.value for tone in Tone],
    Field.EXPERIENCE: [one.value for one in Experience],
    Field.TYPE: [kind.value for kind in MentionType],
}


def _comparison(name: Token, sign: Token, values: tuple[Token, ...]) -> Node:
    field = _field(name)
    operator = sign.lower()
    _check_operator(field, operator, sign)
    if field is Field.TEXT:
        return Has(_query(values[0]))
    if field in _RANGES:
        return Numbers(field, operator, tuple(_checked_number(field, value) for value in values))
    return Words(field, operator, tuple(_checked_word(field, value) for value in values))


def _field(name: Token) -> Field:
    lower = name.lower()
    if lower not in list(Field):
        fields = ", ".join(Field)
        raise QueryError(f'"{shown(name)}" is no field{_nearest(lower, list(Field))}; fields are {fields}', where(name))
    return Field(lower)


def _check_operator(field: Field, operator: str, sign: Token) -> None:
    if operator == "==":
        raise QueryError('found "==": write =', where(sign))
    if field is Field.TEXT and operator != "has":
        raise QueryError(f'found "{sign}": text takes only has; write text has "a brand query"', where(sign))
    allowed = ("has",) if field is Field.TEXT else _ORDERED if field in _RANGES else _EQUAL
    if operator not in allowed:
        raise QueryError(f'found "{sign}": {field} takes {" ".join(allowed)}', where(sign))


def _checked_number(field: Field, token: Token) -> float:
    low, high = _RANGES[field]
    text = _unquoted(token)
    if not re.fullmatch(r"[+-]?(?=[.0-9])[0-9]{0,9}(\.[0-9]{1,9})?", text):
        raise QueryError(f'found "{shown(text)}": {field} is a number from {low} to {high}', where(token))
    if not low <= float(text) <= high:
        raise QueryError(f"{text} is out of range: {field} is a number from {low} to {high}", where(token))
    return float(text)


def _checked_word(field: Field, token: Token) -> str:
    text = _unquoted(token).strip()
    lower = text.casefold()
    if not lower:
        raise QueryError(f"{field} is compared with nothing; write a value", where(token))
    if field in _CHOICES and lower not in _CHOICES[field]:
        names = _CHOICES[field]
        raise QueryError(f'"{shown(text)}" is no {field}{_nearest(lower, names)}; it is {_listed(names)}', where(token))
    if field is Field.LANGUAGE and not re.fullmatch(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*", lower):
        raise QueryError(f'"{shown(text)}" is no language code; write for instance en or pt-BR', where(token))
    return lower


def _query(token: Token) -> Query:
    """Its error points into the whole text, over the quote and the backslashes before it."""
    try:
        return parse_query(_unquoted(token))
    except QueryError as error:
        place, quoted = 0, token[0] in f"{QUOTES}'"
        for _ in range(error.position):
            place += 2 if quoted and token[place + 1 : place + 2] == "\\" else 1
        raise QueryError(f"in the query: {error}", where(token) + place + quoted) from error


def _unquoted(token: Token) -> str:
    return unescaped(token[1:-1]) if token.type == "STRING" else str(token)


def _tree(text: str) -> Node:
    try:
        root: Any = _LARK.parse(text)
    except UnexpectedToken as error:
        _refuse_token(text, error)
    except UnexpectedCharacters as error:
        at = broken_at(error)
        hint = "write != or NOT" if text[at] == "!" else "the quotation mark is never closed"
        raise QueryError(f"found {shown(text[at:])}: {hint}", at) from error
    node: Node = root
    return node


def _refuse_token(text: str, error: UnexpectedToken) -> NoReturn:
    accepts, at = error.accepts or set(), where(error.token)
    ends = error.token.type == "$END"
    if error.token.type == "_CLOSE" and unclosed(_LARK, text[:at]) is None:
        raise QueryError("a closing parenthesis without an opening one; remove it", at) from error
    if ends and "_CLOSE" in accepts:
        raise QueryError("the parenthesis is never closed; add )", unclosed(_LARK, text) or 0) from error
    found = "it ends" if ends else f'found "{shown(error.token)}"'
    raise QueryError(f"{found} where {_expected(accepts)}", len(text) if ends else at) from error


def _expected(accepts: set[str]) -> str:
    if "_AND" in accepts:
        return "AND, OR or the end was expected; a value of several words is quoted"
    if "SIGN" in accepts:
        return f"an operator was expected: {' '.join(_ORDERED)} has"
    if "_LIST" in accepts:
        return "[ was expected: in [a, b]"
    if "_LISTEND" in accepts:
        return ", or ] was expected"
    return "a comparison was expected, such as tone = negative" if "_OPEN" in accepts else "a value was expected"


def _nearest(word: str, names: list[Any]) -> str:
    near = get_close_matches(word, names, 1)
    return f", did you mean {near[0]}?" if near else ""


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
