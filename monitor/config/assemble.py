"""From the parsed document to frozen settings, collecting every problem on the way.

    document → sections by shape → each entry by its own schema → references between entries → Settings

An entry that is wrong is noted and left out, and the others are still read, so that one look finds everything. What
refers to an entry that is there but wrong is not blamed for it.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from monitor.config import schema, values
from monitor.config.entries import entries, read
from monitor.config.kinds import Kinds, judges, notifiers, sources
from monitor.config.lines import Path as KeyPath
from monitor.config.problems import Problems, kind_of, unknown
from monitor.config.references import check_references
from monitor.config.topics import read_topics
from monitor.core.taxonomy import NAMES
from monitor.core.when import parse, topics_named
from monitor.errors import ConfigError
from monitor.settings import (
    BrandSettings,
    NetworkSettings,
    NotifierSettings,
    Settings,
    SubscriptionSettings,
    TopicsSettings,
    WebSettings,
)

S = TypeVar("S", bound=schema.Section)


def assemble(document: dict[str, Any], file: Path, kinds: Kinds, problems: Problems) -> Settings:
    """Raises ConfigError with everything that is wrong in the document."""
    _check_sections(document, problems)
    monitor = _section(schema.MonitorSection, document, "monitor", problems)
    network = _section(schema.NetworkSection, document, "network", problems)
    web = _section(schema.WebSection, document, "web", problems)
    told_by = {notifier.name: notifier for notifier in notifiers(document, kinds, problems)}
    settings = Settings(
        database=_database(monitor.database, kinds.folder) if monitor else "",
        timezone=monitor.timezone if monitor else "UTC",
        retention=timedelta(days=monitor.retention_days if monitor else 1),
        network=_network(network, monitor.contact if monitor else None) if network else NetworkSettings(),
        web=_web(web) if web else WebSettings(),
        brands=tuple(_brands(document, kinds.folder, problems)),
        sources=tuple(sources(document, kinds, problems)),
        notifiers=tuple(told_by.values()),
        judges=tuple(judges(document, kinds, problems)),
        subscriptions=tuple(_subscriptions(document, told_by, kinds, problems)),
        path=file,
    )
    check_references(document, problems)
    _check_topics(settings, document, problems)
    problems.stop()
    return settings


def _check_sections(document: dict[str, Any], problems: Problems) -> None:
    for key, found in document.items():
        if key in schema.LISTS:
            if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
                problems.add((key,), f"found {kind_of(found)}; write one [[{key}]] for each entry")
        elif key in schema.TABLES:
            if not isinstance(found, dict):
                problems.add((key,), f"found {kind_of(found)}; write [{key}] once")
        elif key in schema.MonitorSection.model_fields:
            problems.add((key,), f"`{key}` stands outside of any section; write it under [monitor]")
        else:
            problems.add((key,), unknown("section", key, [*schema.TABLES, *schema.LISTS]))


def _section(model: type[S], document: dict[str, Any], key: str, problems: Problems) -> S | None:
    table = document.get(key, {})
    return read(model, (key,), table, problems) if isinstance(table, dict) else None


def _database(url: str, folder: Path) -> str:
    """With an absolute path: the folder of the file is where a relative one begins."""
    return f"sqlite:///{folder / url.removeprefix('sqlite:///')}"


def _network(section: schema.NetworkSection, contact: str | None) -> NetworkSettings:
    return NetworkSettings(allow=tuple(section.allow), pace=section.pace, hosts=section.hosts, contact=contact)


def _web(section: schema.WebSection) -> WebSettings:
    host, port = section.listen
    return WebSettings(
        listen_host=host, listen_port=port, public_url=section.public_url or values.listen_url(host, port)
    )


def _brands(document: dict[str, Any], folder: Path, problems: Problems) -> Iterator[BrandSettings]:
    for path, table in entries(document, "brands"):
        entry = read(schema.BrandEntry, path, table, problems)
        if entry is None:
            continue
        try:
            query = values.query(f'"{entry.name}"') if entry.query is None else entry.query
        except ValueError as e:
            problems.add((*path, "name"), f"this name cannot be searched for as it is; give a `query`: {e}")
            continue
        file = folder / entry.topics if entry.topics else None
        yield BrandSettings(
            name=entry.name,
            query=query,
            context=tuple(entry.context),
            against=tuple(entry.against),
            accounts=tuple(entry.accounts),
            competitor=entry.competitor,
            topics=_topics(file, (*path, "topics"), problems) if file else None,
            topics_file=file,
            judge=entry.judge,
        )


def _topics(file: Path, path: KeyPath, problems: Problems) -> TopicsSettings | None:
    try:
        return read_topics(file)
    except ConfigError as e:
        for problem in e.problems:
            problems.add(path, f"{problem.where}: {problem.text}")
        return None


def _check_topics(settings: Settings, document: dict[str, Any], problems: Problems) -> None:
    """A misspelt topic in a `when` would be true of nothing, for ever."""
    if any(brand.topics_file and not brand.topics for brand in settings.brands):
        return
    known = [*NAMES, *(name for brand in settings.brands if brand.topics for name in brand.topics.names)]
    spelled = {name.casefold() for name in known}
    when = {one.name: one.when for one in settings.subscriptions}
    for path, table in entries(document, "subscriptions"):
        asked = when.get(str(table.get("name")))
        for name in topics_named(parse(asked)) if asked else ():
            if name not in spelled:
                problems.add((*path, "when"), unknown("topic", name, known))


def _subscriptions(
    document: dict[str, Any], told_by: dict[str, NotifierSettings], kinds: Kinds, problems: Problems
) -> Iterator[SubscriptionSettings]:
    for path, table in entries(document, "subscriptions"):
        entry = read(schema.SubscriptionEntry, path, table, problems)
        if entry is None:
            continue
        to = tuple(entry.to)
        notifier = told_by.get(entry.notifier)
        if notifier:
            try:
                kinds.notifiers[notifier.kind].recipients(notifier.options, to)
            except ValueError as e:
                problems.add((*path, "to"), str(e))
        yield SubscriptionSettings(
            name=entry.name,
            notifier=entry.notifier,
            to=to,
            brands=tuple(entry.brands),
            when=entry.when,
            timezone=entry.timezone,
            language=entry.language,
        )
