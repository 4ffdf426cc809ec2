"""JSON of the world: strict and fast first, then what sites really send (lone surrogates, raw control characters)."""

import json
from typing import Any

import orjson


def loads(text: str) -> Any:
    """None for what is no JSON, and for the text `null`."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
