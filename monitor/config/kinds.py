"""Sources and notifiers: the keys that are ours by our schema, the rest by the `Options` of their kind."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from monitor.config import lines, schema
from monitor.config.entries import entries, read
from monitor.config.problems import Problems, nearest, unknown
from monitor.config.unsupported import kind_refusal, refusal
from monitor.config.values import written
from monitor.judges import classifier, endpoint
from monitor.notifier import NotifierModule
from monitor.settings import JudgeSettings, NotifierSettings, SourceSettings
from monitor.source import Connector

S = TypeVar("S", bound=schema.Section)


@dataclass(frozen=True, slots=True)
class Kind:
    Options: type[BaseModel]


JUDGES = {one.kind: Kind(one.Options) for one in (classifier, endpoint)}


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds that exist, and what their secrets are looked up in."""

    connectors: Mapping[str, Connector]
    notifiers: Mapping[str, NotifierModule]
    environ: Mapping[str, str]
    folder: Path
    """Absolute; relative paths begin here."""


def sources(document: dict[str, Any], kinds: Kinds, problems: Problems) -> Iterator[SourceSettings]:
    for path, table in entries(document, "sources"):
        entry, options = _entry(schema.SourceEntry, path, table, kinds, kinds.connectors, problems)
        if entry is None:
            continue
        connector = kinds.connectors.get(entry.kind)
        if connector:
            _check_terms(path, entry, connector, problems)
        if options is None:
            continue
        yield SourceSettings(
            name=entry.name,
            kind=entry.kind,
            # Without defaults: an option that a later version adds must not turn each old source into a new one.
            options=options.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            every=entry.every,
            brand=entry.brand,
            language=entry.language,
            timezone=entry.timezone,
            date_order=entry.date_order,
            max_pages=entry.max_pages,
            weight=entry.weight,
        )


def notifiers(document: dict[str, Any], kinds: Kinds, problems: Problems) -> Iterator[NotifierSettings]:
    for path, table in entries(document, "notifiers"):
        entry, options = _entry(schema.NotifierEntry, path, table, kinds, kinds.notifiers, problems)
        if entry and options:
            yield NotifierSettings(name=entry.name, kind=entry.kind, options=options)


def judges(document: dict[str, Any], kinds: Kinds, problems: Problems) -> Iterator[JudgeSettings]:
    for path, table in entries(document, "judges"):
        entry, options = _entry(schema.JudgeEntry, path, table, kinds, JUDGES, problems)
        lacking = classifier.missing() if entry and entry.kind == classifier.kind else None
        if lacking:
            problems.add((*path, "kind"), lacking)
        if entry and options:
            yield JudgeSettings(name=entry.name, kind=entry.kind, options=options)


def _check_terms(path: lines.Path, entry: schema.SourceEntry, connector: Connector, problems: Problems) -> None:
    if entry.every is not None and entry.every < connector.min_interval:
        least = written(connector.min_interval)
        problems.add(
            (*path, "every"),
            f'"{written(entry.every)}" is shorter than the vendor allows: {entry.kind} may be asked once in {least}; '
            f'write "{least}" or more',
        )
    if connector.terms == "opt-in":
        problems.add((*path, "kind"), f"{entry.kind} needs `accept_site_terms`, which is not supported in this version")


def _entry(
    model: type[S],
    path: lines.Path,
    table: dict[str, Any],
    kinds: Kinds,
    modules: Mapping[str, Connector] | Mapping[str, NotifierModule] | Mapping[str, Kind],
    problems: Problems,
) -> tuple[S | None, BaseModel | None]:
    """Our part of the entry and its Options; None for what was wrong, each of which is reported."""
    ours = {key: value for key, value in table.items() if key in model.model_fields}
    theirs = {key: value for key, value in table.items() if key not in ours}
    entry = read(model, path, ours, problems)
    kind = table.get("kind")
    module = modules.get(kind) if isinstance(kind, str) else None
    if module:
        return entry, _options(module.Options, model, path, theirs, kinds, problems)
    if isinstance(kind, str):
        problems.add((*path, "kind"), kind_refusal(kind) or unknown("kind", kind, modules))
    _check_unclaimed(path, theirs, model.model_fields, problems)
    return entry, None


def _check_unclaimed(path: lines.Path, theirs: Iterable[str], ours: Iterable[str], problems: Problems) -> None:
    """Without a kind most keys cannot be judged; what is refused anyway or nearly one of ours can."""
    known = list(ours)
    for key in theirs:
        if refusal((*path, key)) or nearest(key, known):
            problems.add_unknown((*path, key), known)


def _options(
    options: type[BaseModel],
    ours: type[schema.Section],
    path: lines.Path,
    theirs: dict[str, Any],
    kinds: Kinds,
    problems: Problems,
) -> BaseModel | None:
    names = {field.alias or name for name, field in options.model_fields.items()}
    for key in theirs:
        if key not in names:
            problems.add_unknown((*path, key), {*names, *ours.model_fields})
    known = {key: value for key, value in theirs.items() if key in names}
    try:
        return options.model_validate(known, context={"environ": kinds.environ, "folder": kinds.folder})
    except ValidationError as e:
        problems.add_invalid(path, theirs, e, show=False)
        return None
