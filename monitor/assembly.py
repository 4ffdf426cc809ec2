"""Settings → what the engine runs: one job per source, one channel per notifier. Pure but for the `Door`.

Both the daemon and the commands that work once (`poll`, `deliver`) start here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import orjson
import xxhash

from monitor.core.findings import Watched
from monitor.core.polling import Pace, Target
from monitor.core.query import default_query
from monitor.core.relevance import Sense
from monitor.core.route import Subscription
from monitor.core.when import parse
from monitor.delivery import Channel
from monitor.errors import ConfigError
from monitor.judges import Judge
from monitor.notifier import Audience, Door, NotifierModule
from monitor.pipeline import Job
from monitor.secret import SecretRef
from monitor.settings import BrandSettings, NotifierSettings, Settings, SourceSettings, SubscriptionSettings
from monitor.source import Connector, Source


@dataclass(frozen=True, slots=True)
class Plant:
    """Everything that one configuration sets to work."""

    settings: Settings
    jobs: Mapping[str, Job]
    channels: Mapping[str, Channel]

    @property
    def kinds(self) -> dict[str, str]:
        """Source → kind."""
        return {name: job.settings.kind for name, job in self.jobs.items()}

    def unreadable_secrets(self) -> list[tuple[str, str]]:
        """(owner, what is wrong) of every secret that could not be used now: better said at the start than at the
        first complaint.
        """
        return [(owner, text) for owner, _, text in unreadable_secrets(self.settings)]


def unreadable_secrets(settings: Settings) -> list[tuple[str, str, str]]:
    """(`notifier crm`, key, what is wrong) of every secret that could not be used now. Nothing of a value is kept."""
    owners = [(f"notifier {one.name}", one.options) for one in settings.notifiers]
    owners += [(f"judge {one.name}", one.options) for one in settings.judges]
    found = []
    for owner, options in owners:
        for key, secret in vars(options).items():
            if isinstance(secret, SecretRef):
                try:
                    secret.reveal()
                except ConfigError as error:
                    found.append((owner, key, str(error)))
    return found


def assemble(
    settings: Settings,
    *,
    connectors: Mapping[str, Connector],
    notifiers: Mapping[str, NotifierModule],
    judges: Mapping[str, Judge],
    since: Mapping[str, datetime],
    door: Door,
) -> Plant:
    """`judges` are by their names; `since`: when each subscription was first seen."""
    subscriptions, recipients = hearers(settings, notifiers, since)
    asked = {brand.name: judges[brand.judge] for brand in settings.brands if brand.judge}
    jobs = {
        source.name: _job(settings, source, connectors[source.kind], subscriptions, recipients, asked)
        for source in settings.sources
    }
    channels = {one.name: _channel(one, notifiers[one.kind], settings, door) for one in settings.notifiers}
    return Plant(settings, jobs, channels)


Recipients = dict[str, tuple[tuple[str, str], ...]]
"""Subscription → its (notifier, recipient) pairs."""


def hearers(
    settings: Settings, notifiers: Mapping[str, NotifierModule], since: Mapping[str, datetime]
) -> tuple[tuple[Subscription, ...], Recipients]:
    """Who is told, and where."""
    subscriptions = tuple(_subscription(settings, one, since[one.name]) for one in settings.subscriptions)
    return subscriptions, _recipients(settings, notifiers)


def audiences(settings: Settings, notifier: str) -> dict[str, Audience]:
    """How each subscription of a notifier is spoken to."""
    return {
        one.name: Audience(one.language, one.timezone or settings.timezone)
        for one in settings.subscriptions
        if one.notifier == notifier
    }


def _channel(one: NotifierSettings, module: NotifierModule, settings: Settings, door: Door) -> Channel:
    notifier = module.create(one.options, door)
    return Channel(one.name, notifier, module.limit, module.schedule, audiences(settings, one.name))


def _job(
    settings: Settings,
    source: SourceSettings,
    connector: Connector,
    subscriptions: tuple[Subscription, ...],
    recipients: Mapping[str, tuple[tuple[str, str], ...]],
    judges: Mapping[str, Judge],
) -> Job:
    watched = _watched(settings, source)
    options = connector.Options.model_validate(dict(source.options))
    return Job(
        source,
        connector,
        options,
        watched,
        _target(source, watched),
        Pace(source.every or connector.default_every, connector.min_interval),
        urlsplit(connector.request(Source(source.name, source.kind, options)).url).netloc,
        subscriptions,
        recipients,
        judges,
    )


def _watched(settings: Settings, source: SourceSettings) -> Watched:
    queries = tuple((brand.name, brand.query or default_query(brand.name)) for brand in settings.brands)
    topics = tuple((brand.name, brand.topics) for brand in settings.brands if brand.topics)
    if source.brand is None:
        return Watched(queries, topics=topics, senses=tuple((brand.name, _sense(brand)) for brand in settings.brands))
    return Watched(
        tuple(pair for pair in queries if pair[0] == source.brand),
        whole=source.brand,
        topics=tuple(pair for pair in topics if pair[0] == source.brand),
    )


def _sense(brand: BrandSettings) -> Sense:
    return Sense(brand.context, brand.against, brand.accounts)


def _target(source: SourceSettings, watched: Watched) -> Target:
    """A brand that everything in the source is about is read without its query."""
    options = orjson.dumps([source.kind, dict(source.options)], option=orjson.OPT_SORT_KEYS)
    return Target(
        _hash(options),
        {name: _hash((f"all about {name}" if watched.whole else query).encode()) for name, query in watched.brands},
    )


def _subscription(settings: Settings, one: SubscriptionSettings, since: datetime) -> Subscription:
    own = [brand.name for brand in settings.brands if not brand.competitor]
    return Subscription(one.name, frozenset(one.brands or own), parse(one.when), since)


def _recipients(settings: Settings, notifiers: Mapping[str, NotifierModule]) -> Recipients:
    configured = {one.name: one for one in settings.notifiers}
    found = {}
    for one in settings.subscriptions:
        notifier = configured[one.notifier]
        to = notifiers[notifier.kind].recipients(notifier.options, one.to)
        found[one.name] = tuple((notifier.name, recipient) for recipient in to)
    return found


def _hash(data: bytes) -> str:
    return xxhash.xxh3_64_hexdigest(data)
