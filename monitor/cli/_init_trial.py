"""What `monitor init` does about what fails: on a terminal it asks whether to keep it, elsewhere it is refused.

On a terminal each address is tried as soon as it was given, and one of an inner network may be allowed there.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from monitor import config
from monitor.cli._init_answers import FEED, Answers, Given, Place, a_feed
from monitor.cli._init_check import Seen, private, seen, tried
from monitor.cli._init_disk import SecretFile, secret_path
from monitor.cli._init_file import written
from monitor.cli.notify_test import Tried
from monitor.config import values
from monitor.config.problems import printable
from monitor.notify import notifiers
from monitor.settings import Settings
from monitor.store import Store
from sources import connectors


@dataclass(slots=True)
class Trial:
    path: Path
    terminal: bool
    """Somebody can be asked."""
    checks: bool
    """--no-check was not said."""
    looks: list[Seen] = field(default_factory=list)
    """What stays of the places that were tried, in the order they were seen."""

    def text(self, answers: Answers) -> str:
        """Raises UsageError."""
        try:
            return written(answers, f"file:{secret_path(self.path).name}")
        except ValueError as e:
            raise click.UsageError(str(e)) from e

    def settings(self, answers: Answers) -> Settings:
        """What `run` would read. Raises ConfigError."""
        text = self.text(answers)
        settings = config.load_text(text, self.path, os.environ, connectors=connectors(), notifiers=notifiers())
        Store.path_of(settings.database)
        return settings

    def visited(self, given: Given, place: Place) -> Given:
        """With what stays of a place that was named just now: its address is still before the person's eyes."""
        lone = self._reachable(replace(given, places=(place,), webhook=None, mail=None).answers())
        stays = [*given.places, *self._look(lone)]
        return replace(given, places=tuple(dict.fromkeys(stays)), allow=lone.allow)

    def looked(self, answers: Answers) -> tuple[Answers, list[Seen]]:
        """With the places that stay, in the order they were seen, as they were seen; those seen before are not asked
        again.
        """
        answers = self._reachable(answers)
        self.settings(answers)  # what could not be written is said before anybody is contacted
        if not self.checks:
            return answers, []
        known = {one.place for one in self.looks}
        self._look(replace(answers, places=tuple(place for place in answers.places if place not in known)))
        if not self.looks:
            raise click.ClickException("no address is left; nothing was written")
        return replace(answers, places=tuple(one.place for one in self.looks)), self.looks

    def _look(self, answers: Answers) -> list[Place]:
        """Which places stay, of these and of the feeds that they link to."""
        if not self.checks:
            return list(answers.places)
        stays: list[Seen] = []
        left = answers.places
        while left:
            click.echo(f"reading {len(left)} address{'es' if len(left) > 1 else ''} …", err=True)
            found = seen(self.settings(replace(answers, places=left)), left)
            stays += [self._about(one, answers.brand) for one in found if self._stays(one)]
            left = self._linked(found, {one.place.address for one in (*found, *stays)})
        self.looks += [one for one in stays if one.place not in {known.place for known in self.looks}]
        return [one.place for one in stays]

    def _about(self, one: Seen, brand: str) -> Seen:
        """What was seen does not say it; the person may."""
        if not self.terminal or not one.readable or one.place.kind != FEED or one.place.whole:
            return one
        question = f"{one.about}. Is everything there about {brand}, also what does not name it?"
        if not click.confirm(question, default=False, err=True):
            return one
        return replace(one, place=replace(one.place, whole=True), about="you said so")

    def _reachable(self, answers: Answers) -> Answers:
        """With the networks allowed that the addresses lie in, where somebody can be asked; else with a warning."""
        said = [(place.option, place.address) for place in answers.places if "://" in place.address]
        if answers.webhook:
            said.append(("--webhook", answers.webhook))
        for option, url in said:
            allow = [values.network(one) for one in answers.allow]
            networks = private(url, allow, ask_dns=self.terminal and self.checks)
            if networks and self._allows(option, url, networks):
                answers = replace(answers, allow=(*answers.allow, *networks))
        return answers

    def _allows(self, option: str, url: str, networks: Sequence[str]) -> bool:
        if self.terminal:
            lies = f"{printable(url)} lies in a private network, which is contacted only when you allow it."
            return click.confirm(f"{lies} Allow {' and '.join(networks)}?", default=True, err=True)
        for network in networks:
            click.echo(f"{option}: a private address is contacted only with --allow {network}", err=True)
        return False

    def told(self, settings: Settings, secret: SecretFile | None) -> list[Tried]:
        """What came of the test messages; none where they are not wanted."""
        if not self.checks:
            return []
        if self.terminal and secret and secret.fresh:
            click.echo(f"The receiver checks signatures with the secret in {printable(str(secret.path))}.", err=True)
            if not click.confirm("Send a test message now?", default=True, err=True):
                return []
        return tried(settings)

    def accepts(self, tests: Sequence[Tried]) -> bool:
        """Whether what came of them is good, or good enough for the one who was asked."""
        failed = [one for one in tests if one.outcome != "accepted"]
        if not self.terminal:
            return not failed
        return all(
            click.confirm(f"{one.to}: {printable(one.text)}. Keep it?", default=False, err=True) for one in failed
        )

    def tells_elsewhere(self) -> bool:
        return self.terminal and click.confirm("Tell somewhere else instead?", default=True, err=True)

    def _stays(self, one: Seen) -> bool:
        """Elsewhere than on a terminal what fails stays too, to be shown and refused."""
        if one.readable or not self.terminal:
            return True
        question = f"{one.place.option} {printable(one.place.address)}: {one.outcome}: {printable(one.why)}. Keep it?"
        return click.confirm(question, default=False, err=True)

    def _linked(self, found: Sequence[Seen], known: set[str]) -> tuple[Place, ...]:
        """Feeds that a page offered and somebody wants."""
        wanted: dict[str, Place] = {}
        for one in found:
            for feed in one.feeds:
                if feed not in known and feed not in wanted and self._wants(one, feed):
                    wanted[feed] = a_feed(feed)
        return tuple(wanted.values())

    def _wants(self, one: Seen, feed: str) -> bool:
        text = f"{printable(one.place.address)} links to the feed {printable(feed)}"
        if self.terminal:
            return click.confirm(f"{text}. Watch it?", default=not one.items, err=True)
        click.echo(f"{text}; --feed watches it", err=True)
        return False
