"""What `monitor init` has to know before it can write a configuration, and what is still missing of it."""

from dataclasses import dataclass

APP, FEED, PAGE = "apple_app_store", "feed", "review_page"
OPTIONS = {FEED: "--feed", PAGE: "--page", APP: "--app"}
"""Kind of source → the option that names one."""
COUNTRIES = ("us",)


@dataclass(frozen=True, slots=True)
class Place:
    """One source to be."""

    kind: str
    address: str
    """A URL, or the number of an app."""
    countries: tuple[str, ...] = ()
    """Of an app only."""
    whole: bool = True
    """Everything there is about the brand; False: its query decides, text by text."""

    @property
    def option(self) -> str:
        return OPTIONS[self.kind]


def a_feed(url: str) -> Place:
    """Unread: that all of it is about the brand would be a guess, and each wrong one a false alert."""
    return Place(FEED, url, whole=False)


@dataclass(frozen=True, slots=True)
class Mail:
    to: str
    smtp: str
    sender: str
    username: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """What the options said; None and () are what they did not."""

    brand: str | None
    places: tuple[Place, ...]
    webhook: str | None
    mail: str | None
    smtp: str | None
    sender: str | None
    username: str | None
    database: str
    allow: tuple[str, ...]

    def missing(self) -> tuple[str, ...]:
        """The options without which nothing can be written."""
        wanted = {
            "--brand": self.brand,
            "--feed, --page or --app": self.places,
            "--webhook or --mail": self.webhook or self.mail,
            "--smtp": self.smtp or not self.mail,
            "--sender": self.sender or not self.mail,
        }
        return tuple(option for option, said in wanted.items() if not said)

    def answers(self) -> "Answers":
        """Of what misses nothing."""
        mail = Mail(self.mail, self.smtp or "", self.sender or "", self.username) if self.mail else None
        return Answers(self.brand or "", self.places, self.webhook, mail, self.database, self.allow)


@dataclass(frozen=True, slots=True)
class Answers:
    """All of it. There is a webhook, a mail, or both."""

    brand: str
    places: tuple[Place, ...]
    webhook: str | None
    mail: Mail | None
    database: str
    allow: tuple[str, ...]

    def untold(self) -> Given:
        """The same, but for who is told."""
        return Given(self.brand, self.places, None, None, None, None, None, self.database, self.allow)
