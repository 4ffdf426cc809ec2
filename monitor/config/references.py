"""Names that must exist once, and names that must exist at all.

Works on the document itself: an entry that is wrong in another way is still one that can be referred to.
"""

from typing import Any

from monitor.config import schema
from monitor.config.entries import entries
from monitor.config.lines import Path
from monitor.config.problems import Problems, shown, unknown


def check_references(document: dict[str, Any], problems: Problems) -> None:
    for section in schema.LISTS:
        _check_names(document, section, problems)
    brands = _names(document, "brands")
    notifiers = _names(document, "notifiers")
    judges = _names(document, "judges")
    for path, brand in entries(document, "brands"):
        _check(brand.get("judge"), (*path, "judge"), "judge", judges, problems)
    for path, source in entries(document, "sources"):
        _check(source.get("brand"), (*path, "brand"), "brand", brands, problems)
    for path, subscription in entries(document, "subscriptions"):
        _check(subscription.get("notifier"), (*path, "notifier"), "notifier", notifiers, problems)
        wanted = subscription.get("brands")
        for position, name in enumerate(wanted if isinstance(wanted, list) else []):
            _check(name, (*path, "brands", position), "brand", brands, problems)


def _names(document: dict[str, Any], section: str) -> set[str]:
    return {entry["name"] for _, entry in entries(document, section) if isinstance(entry.get("name"), str)}


def _check_names(document: dict[str, Any], section: str, problems: Problems) -> None:
    """Names that differ in case only are one: people would mistake them for each other."""
    first: dict[str, Path] = {}
    for path, entry in entries(document, section):
        name = entry.get("name")
        if not isinstance(name, str):
            continue
        taken = first.setdefault(name.casefold(), path)
        if taken != path:
            problems.add((*path, "name"), f"{shown(name)} is already the name of {section}.{taken[1]}")


def _check(name: Any, path: Path, noun: str, known: set[str], problems: Problems) -> None:
    if isinstance(name, str) and name not in known:
        problems.add(path, unknown(noun, name, known))
