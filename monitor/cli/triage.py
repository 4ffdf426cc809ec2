"""`monitor triage`: what a person knows better of a mention, remembered and used.

    triage ID VERDICT    say it                    triage ID             what was said of it
    triage ID --undo     take it back              triage                how many judgements were right
    triage --next        which to look at next     triage --export FILE  the texts with their labels

Works beside a running daemon: a verdict is one short transaction, which the next delivery sees.
"""

import getpass
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import click

from monitor.assembly import hearers
from monitor.cli import _triage_show as show
from monitor.cli._common import json_option, load_settings, print_json
from monitor.cli._store import open_store
from monitor.config.problems import printable, unknown
from monitor.core.query import default_query
from monitor.core.render import said_json
from monitor.core.taxonomy import names_of
from monitor.engine import utc_now
from monitor.model import Mention, Said, Status, Triage
from monitor.notify import notifiers
from monitor.settings import BrandSettings, Settings
from monitor.store import Store, read_rows, settings_rows, triage_changes
from monitor.store.ids import new_id
from monitor.store.story_changes import Hearers
from monitor.store.triage_changes import Desk, Done

TOPIC = "topic="
WHOLE = (Triage.NEGATIVE, Triage.NOT_NEGATIVE, Triage.NOT_ABOUT_US, Triage.SPAM)
NAME_LIMIT = 100
"""Characters of a person's name."""


@click.command()
@click.argument("mention", metavar="[ID]", required=False)
@click.argument("verdict", metavar="[VERDICT]", required=False)
@click.option("--undo", is_flag=True, help="Take the last verdict back; the one before it holds again.")
@click.option("--by", metavar="NAME", help="Who says it; else the user of this system.")
@click.option("--next", "upcoming", is_flag=True, help="Name mentions to look at next: doubtful ones, and a sample.")
@click.option("--export", metavar="FILE", help="Write the triaged texts with their labels; - is standard output.")
@click.option("--brand", help="Without an ID: only of this brand.")
@click.option("--since", metavar="WHEN", help="Without an ID: first seen since then; else 90d, with --export all.")
@click.option("--limit", type=click.IntRange(1, 500), help="With --next: so many; else 10.")
@json_option
@click.pass_context
def command(  # noqa: PLR0913 one for each option
    ctx: click.Context,
    *,
    mention: str | None,
    verdict: str | None,
    undo: bool,
    by: str | None,
    upcoming: bool,
    export: str | None,
    brand: str | None,
    since: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """Say what a mention is: negative, not-negative, not-about-us, spam, topic=NAME or topic=-NAME.

    With an ID alone: what was said of it. With nothing: live precision and recall.
    """
    of_one = {"--undo": undo, "--by": by is not None}
    of_all = {"--next": upcoming, "--export": export is not None, "--brand": brand, "--since": since, "--limit": limit}
    _refuse_mixtures(of_all if mention else of_one, mention)
    if verdict is not None and undo:
        raise click.UsageError("--undo takes the last verdict back: name none")
    said = _verdict(verdict) if verdict is not None else None
    settings = load_settings(ctx)
    with open_store(settings) as store:
        if mention is not None and (said or undo):
            _print(_change(settings, store, mention, said, _person(by)), as_json=as_json)
        elif mention is not None:
            show.log(store, mention, settings, as_json=as_json)
        else:
            about = show.about(settings, store, brand, since)
            if upcoming:
                show.upcoming(store, about, limit or show.NEXT, as_json=as_json)
            elif export is not None:
                show.export(store, about, export)
            else:
                show.figures(store, about, as_json=as_json)


def _refuse_mixtures(wrong: dict[str, Any], mention: str | None) -> None:
    named = [name for name, given in wrong.items() if given]
    if named:
        text = "says nothing of one mention: leave the ID out" if mention else "needs the ID of a mention"
        raise click.UsageError(f"{named[0]} {text}")


def _verdict(word: str) -> tuple[Triage, str | None]:
    """The verdict, and the topic as it was written."""
    lower = word.strip().casefold()
    if lower.startswith(TOPIC):
        name = word.strip()[len(TOPIC) :].strip()
        gone = name.startswith("-")
        return (Triage.NOT_TOPIC if gone else Triage.TOPIC), name.removeprefix("-").strip()
    if lower in WHOLE:
        return Triage(lower), None
    raise click.UsageError(unknown("verdict", word, [*WHOLE, "topic=NAME", "topic=-NAME"]))


def _person(by: str | None) -> str:
    name = " ".join(printable(by if by is not None else _user()).split())
    if not name or len(name) > NAME_LIMIT:
        raise click.UsageError(f"--by: a name has 1 to {NAME_LIMIT} characters")
    return name


def _user() -> str:
    """In a container the user may have no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def _change(settings: Settings, store: Store, name: str, said: tuple[Triage, str | None] | None, by: str) -> Done:
    mention = store.read_now(read_rows.mentions_named, [name]).get(name)
    if mention is None:
        raise click.ClickException(f"there is no mention `{printable(name)}`")
    brand = next((one for one in settings.brands if one.name == mention.brand), None)
    now = utc_now()
    if said is None:
        desk = _desk(settings, store, mention, None)
        done = store.write_now(triage_changes.undo, name, by, desk, now)
    else:
        verdict, topic = said
        topic = _topic(topic, brand) if topic is not None else None
        by_text = _by_text(mention, brand) if topic is None else None
        desk = _desk(settings, store, mention, by_text)
        done = store.write_now(triage_changes.say, name, Said(verdict, by, now, topic), desk)
    if done is None:  # it went with its retention since it was read
        raise click.ClickException(f"there is no mention `{printable(name)}`")
    return done


def _topic(name: str, brand: BrandSettings | None) -> str:
    """As the brand's taxonomy spells it."""
    spelled = {one.casefold(): one for one in names_of(brand.topics if brand else None)}
    if name.casefold() not in spelled:
        raise click.UsageError(unknown("topic", name, spelled.values()))
    return spelled[name.casefold()]


def _by_text(mention: Mention, brand: BrandSettings | None) -> float | None:
    """What the words alone say to the local model, whatever the stars or another judge say."""
    # Here, for all of understanding is loaded: half a second that figures need not wait for.
    from monitor.understand import assess  # noqa: PLC0415 - see above

    if not f"{mention.item.title}{mention.item.text}".strip():
        return None
    words = replace(mention.item, rating=None, recommended=None)
    query = brand.query if brand else default_query(mention.brand)
    return assess(words, (mention.brand, query))[0].probabilities.negative


def _desk(settings: Settings, store: Store, mention: Mention, by_text: float | None) -> Desk:
    names = [one.name for one in settings.subscriptions]
    since = store.write_now(settings_rows.subscribed, names, utc_now())
    weight = next((one.weight for one in settings.sources if one.name == mention.source), 1.0)
    return Desk(Hearers(*hearers(settings, notifiers(), since)), weight, by_text, new_id)


def _print(done: Done, *, as_json: bool) -> None:
    mention = done.after
    if not as_json:
        click.echo(f"{mention.id}: {', '.join(_words(done))}")
        return
    print_json(
        {
            "mention": mention.id,
            "changed": done.changed,
            "taken_back": said_json([done.taken_back])[0] if done.taken_back else None,
            "triage": said_json(mention.said),
            "tone": mention.judgement.tone,
            "status": mention.status,
            "topics": [topic.name for topic in mention.judgement.topics],
            "told": done.told,
            "withdrawn": done.moved.withdrawn,
            "restored": done.moved.restored,
            "released": done.released,
        }
    )


def _words(done: Done) -> Iterator[str]:
    before, after = done.before, done.after
    if not done.changed:
        yield "that was said already" if after.said else "nothing is to be taken back"
        return
    if done.taken_back:
        yield f"`{_shown(done.taken_back)}` by {done.taken_back.by} is taken back"
    if (before.status, after.status).count(Status.DISMISSED) == 1:
        yield "dismissed, in no count" if after.status is Status.DISMISSED else "no longer dismissed"
    if before.judgement.tone is not after.judgement.tone:
        yield f"{after.judgement.tone}, was {before.judgement.tone}"
    elif before.status is after.status and before.judgement.topics == after.judgement.topics:
        yield f"{after.judgement.tone}, as it was judged"
    if before.judgement.topics != after.judgement.topics:
        yield f"topics: {', '.join(topic.name for topic in after.judgement.topics) or 'none'}"
    if done.released:
        yield "released"
    for number, what in (
        (done.told, "told now"),
        (done.moved.withdrawn, "withdrawn before it was sent"),
        (done.moved.restored, "owed again"),
        (done.moved.passed_on, "tells another mention of the story"),
    ):
        if number:
            yield f"{number} alert{'' if number == 1 else 's'} {what}"


def _shown(said: Said) -> str:
    return said.verdict if said.topic is None else f"{said.verdict} {said.topic}"
