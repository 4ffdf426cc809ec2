"""The keys of config.toml as tables: name, type, default and meaning, as the schema and the Options declare them.

The meaning is the docstring under the key. It is read from the source: pydantic could keep it, but looking it up costs
every start of the program 40 ms of CPU.
"""

import ast
import inspect
import textwrap
from collections.abc import Mapping
from datetime import timedelta
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import orjson
from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from monitor.config import schema, values
from monitor.config.unsupported import UNSUPPORTED, UNSUPPORTED_KINDS
from monitor.config.values import written
from monitor.core.phrases import LANGUAGES
from monitor.model import Tone
from monitor.notify import notifiers
from monitor.notify.webhook import SigningSecret
from monitor.secret import SecretRef
from sources import EXTENSIONS, _review_path, _review_select, connectors
from tools.docslib.marked import code, table

_READ_BY: Mapping[Any, str] = {
    values.database: "address of a database",
    values.time_zone: "time zone",
    values.contact: "web or mail address",
    values.language: "language code",
    values.name: "name",
    values.query: "brand query",
    values.when: "condition",
    values.network: "network",
    values.listen: "host and port",
    values.public_url: "web address",
    values.host: "host",
    schema._spoken: f"one of {', '.join(map(code, LANGUAGES))}",  # noqa: SLF001 its languages are what is allowed
    _review_path.check: "path",
    _review_select.check: "CSS selector",
}
"""What reads a value → what a person calls the value."""
_NAMED = {
    str: "text",
    bool: "true or false",
    int: "whole number",
    float: "number",
    timedelta: "duration",
    SecretRef: "secret",
    SigningSecret: "secret",
    Tone: "tone",
}


def keys(model: type[BaseModel]) -> str:
    """Raises ValueError for a key without a meaning."""
    meant, types = meanings(model), get_type_hints(model, include_extras=True)
    rows = []
    for name, field in model.model_fields.items():
        if name not in meant:
            raise ValueError(f"{model.__module__}.{model.__name__}.{name}: no sentence says what it means")
        rows.append((code(name), _type(types[name], field), _default(field), meant[name]))
    return table(("key", "type", "default", "meaning"), rows)


def section(name: str) -> str:
    return keys({**schema.TABLES, **schema.LISTS}[name])


def meanings(model: type[BaseModel]) -> dict[str, str]:
    """Key → the docstring under it."""
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if issubclass(one, BaseModel) and one is not BaseModel:
            found |= _docstrings(one)
    return found


def _docstrings(model: type) -> dict[str, str]:
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for before, after in zip(tree.body, tree.body[1:], strict=False):
        match before, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = " ".join(text.split())
    return found


def _type(said: Any, field: FieldInfo) -> str:
    word = _word(said)
    low, high = _bound(field, Ge, "ge"), _bound(field, Le, "le")
    return word if low is None else f"{word}, {low} to {high}"


def _bound(field: FieldInfo, kind: type, name: str) -> Any:
    return next((getattr(one, name) for one in field.metadata if isinstance(one, kind)), None)


def _word(said: Any) -> str:
    inner = get_args(said)
    match get_origin(said):
        case origin if origin is Annotated:
            return next((_READ_BY[one.func] for one in inner[1:] if _is_known(one)), "") or _word(inner[0])
        case origin if origin in (Union, UnionType):
            return " or ".join(_word(one) for one in inner if one is not NoneType)
        case origin if origin is Literal:
            return f"one of {', '.join(map(code, inner))}"
        case origin if origin in (list, tuple):
            return f"list of {_plural(_word(inner[0]))}"
        case origin if origin is dict:
            return f"table of {_plural(_word(inner[0]))}, each with a {_word(inner[1])}"
    return "table" if issubclass(said, BaseModel) else _NAMED[said]


def _is_known(validator: Any) -> bool:
    return getattr(validator, "func", None) in _READ_BY


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    if value is None:
        return "none"
    if isinstance(value, timedelta):
        return code(f'"{written(value)}"')
    if isinstance(value, tuple) and value and isinstance(value[-1], int):
        return code(f'"{value[0]}:{value[1]}"')
    return code(orjson.dumps(value).decode().replace(",", ", "))


def later() -> str:
    """What is refused by name."""
    rows = [(code(section), ", ".join(map(code, keys))) for section, keys in UNSUPPORTED.items() if keys]
    kinds = sorted(UNSUPPORTED_KINDS - {*connectors(), *notifiers()})
    return f"{table(('section', 'keys'), rows)}\n\nKinds of sources and notifiers: {', '.join(map(code, kinds))}."


def facts() -> str:
    """What holds for each kind of source, whatever its options."""
    rows = [
        (
            code(one.kind),
            ", ".join(map(code, one.hosts)) or "the host of its address",
            code(written(one.default_every)),
            code(written(one.min_interval)),
            one.terms,
            one.evidence,
        )
        for one in EXTENSIONS.built_in
    ]
    return table(("kind", "contacts", "every", "at most each", "terms", "evidence"), rows)
