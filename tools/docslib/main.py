"""All generated parts by their names, and the files that hold them."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import sources
from monitor import notify
from monitor.config import schema
from monitor.config.kinds import JUDGES
from monitor.notifier import Schedule
from sources._review_path import Fields
from sources._review_select import Selectors
from tools.docslib import commands, keys, samples
from tools.docslib.marked import renewed

DOCS = Path(__file__).resolve().parents[2] / "docs"
_OPTIONS = {
    **{one.kind: one.Options for one in sources.EXTENSIONS.built_in},
    **{one.kind: one.Options for one in notify.EXTENSIONS.built_in},
    **{kind: one.Options for kind, one in JUDGES.items()},
}
PARTS: Mapping[str, Callable[[], str]] = {
    "commands": commands.commands,
    "later": keys.later,
    "connectors": keys.facts,
    "selectors": partial(keys.keys, Selectors),
    "fields": partial(keys.keys, Fields),
    "payload": samples.payload,
    "mail": samples.mail,
    "metrics": samples.metrics,
    "retries webhook": partial(samples.retries, Schedule.WEBHOOK),
    "retries email": partial(samples.retries, Schedule.MAIL),
    **{f"section {name}": partial(keys.section, name) for name in (*schema.TABLES, *schema.LISTS)},
    **{f"options {kind}": partial(keys.keys, options) for kind, options in _OPTIONS.items()},
}


def stale(folder: Path = DOCS) -> dict[Path, str]:
    """The files that are not what the code says, and what they should be."""
    texts = {path: path.read_text() for path in sorted(folder.glob("*.md"))}
    made = {path: renewed(text, PARTS) for path, text in texts.items()}
    return {path: text for path, text in made.items() if text != texts[path]}


def run(*, check: bool) -> int:
    found = stale()
    for path, text in found.items():
        print(f"{path.name}: {'stale; tools/docs writes it' if check else 'written'}")
        if not check:
            path.write_text(text)
    return 1 if check and found else 0
