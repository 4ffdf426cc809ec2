"""What the two little languages, brand query and `when`, share: quotation marks, and where and how errors point."""

import re
from typing import Any

from lark import Lark, Token, UnexpectedCharacters

QUOTES = '"“”„‟«»＂'
"""Any of them opens and closes a phrase: what people paste from a word processor means the same."""
PHRASE = rf"[{QUOTES}](?:[^\\\\{QUOTES}]|[\\\\].)*[{QUOTES}]"
"""For a grammar; \\ before a character takes its meaning away."""


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def where(token: Token) -> int:
    return token.start_pos or 0


def broken_at(error: UnexpectedCharacters) -> int:
    """Where no token begins."""
    place: Any = error.pos_in_stream
    return int(place)


def shown(text: str) -> str:
    return f"{text[:30]}…" if len(text) > 30 else text


def unclosed(lark: Lark, text: str) -> int | None:
    """Where the innermost parenthesis (_OPEN, _CLOSE) stands that is never closed."""
    opened: list[int] = []
    for token in lark.lex(text):
        if token.type == "_OPEN":
            opened.append(where(token))
        elif token.type == "_CLOSE" and opened:
            opened.pop()
    return opened[-1] if opened else None
