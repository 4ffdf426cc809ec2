"""What a person reads: the subject tells the story, the words that decided stand out, and nothing of an item acts."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from monitor.core.letter import IN_FULL
from monitor.core.phrases import LANGUAGES
from monitor.core.text import one_line
from monitor.model import Tone, Topic
from monitor.notifier import Audience, Message
from monitor.notify._mime import NAMES, Mail, mail_bytes
from monitor.notify.email import rendered
from tests.fakes import NOON
from tests.notify.letters import CARE, SENDER, Opened, a_message, opened, read, told

HOSTILE = Path(__file__).parents[3] / "shared/fixtures/hostile"

SUBJECTS: dict[str, tuple[dict[str, Any], str]] = {
    "a review tells stars, brand, title and source": ({}, '★1 Acme · "Never came" · App Store US'),
    "another scale is written out": ({"stars": 3, "best": 10}, '3/10 Acme · "Never came" · App Store US'),
    "half a star is one": ({"stars": 1.5}, '★1.5 Acme · "Never came" · App Store US'),
    "without a rating the brand stands first": ({"stars": None}, 'Acme · "Never came" · App Store US'),
    "without a title the text is quoted": (
        {"title": "", "text": "It never came"},
        '★1 Acme · "It never came" · App Store US',
    ),
    "of a long text without a title what decided is quoted": (
        {"title": "", "text": "word " * 60 + "and then it never came, no refund"},
        '★1 Acme · "… word and then it never came, no refund" · App Store US',
    ),
    "a long title ends at a word": (
        {"title": "I ordered three weeks ago and since then nobody has answered me"},
        '★1 Acme · "I ordered three weeks ago and since then nobody has…" · App Store US',
    ),
    "nothing to quote leaves it out": ({"title": "", "text": ""}, "★1 Acme · App Store US"),
}


@pytest.mark.parametrize("case", SUBJECTS)
def test_the_subject_tells_the_story(case: str) -> None:
    mention, subject = SUBJECTS[case]
    assert read(a_message(told(**mention))).subject == subject


def test_a_mail_of_several_is_led_by_the_most_urgent_and_lists_all() -> None:
    mail = read(a_message(told(title="Slow", priority=0.4), told(title="Never came"), told(title="Odd", priority=0.5)))
    assert mail.subject == '★1 Acme · "Never came" · App Store US · +2 more'
    assert mail.text.startswith(
        "New mentions: 3\n\n"
        '1. ★1 Acme · "Never came" · App Store US\n'
        '2. ★1 Acme · "Odd" · App Store US\n'
        '3. ★1 Acme · "Slow" · App Store US\n\n'
    )


def test_the_text_part_says_everything_without_markup() -> None:
    mention = told(text="The Acme parcel never came", reasons=(("never came", "negation"), ("1 of 5", "1 of 5 stars")))
    assert read(a_message(mention)).text == (
        "New mentions: 1\n\n"
        "1. ★☆☆☆☆ 1/5 · Acme · App Store US · 2026-11-21 12:00 UTC · by Ann\n"
        "**Never came**\n"
        "The **Acme** parcel **never came**\n"
        "Why: tone is negative\n"
        "Words: “never came” (negation), 1 of 5 stars\n"
        "Priority: 0.90: 90 % negative +0.90\n"
        "https://shop.test/p/1\n\n"
        "--\n"
        "You get this through the subscription “care-team”.\n"
    )


WRITTEN: dict[str, tuple[datetime, str, str]] = {
    "with an hour": (NOON, "Europe/Berlin", "2026-11-21 13:00 CET"),
    "a date alone": (datetime(2026, 11, 21, tzinfo=UTC), "Europe/Berlin", "2026-11-21"),
    "a date alone, far away": (datetime(2026, 11, 21, tzinfo=UTC), "America/New_York", "2026-11-21"),
    "a date alone of a source there": (datetime(2026, 11, 20, 23, tzinfo=UTC), "Europe/Berlin", "2026-11-21"),
    "a minute after midnight": (datetime(2026, 11, 21, 0, 1, tzinfo=UTC), "Europe/Berlin", "2026-11-21 01:01 CET"),
}


@pytest.mark.parametrize(("at", "zone", "shown"), WRITTEN.values(), ids=WRITTEN)
def test_no_hour_is_made_of_a_date(at: datetime, zone: str, shown: str) -> None:
    mail = read(a_message(told(published_at=at), audience=Audience("en", zone)))
    assert f" · {shown} · by Ann\n" in mail.text


def test_what_is_not_negative_has_no_priority() -> None:
    mail = read(a_message(told() | {"tone": "positive"}))
    assert "Priority" not in mail.text
    assert "Priority" not in mail.html


def test_topics_are_shown_with_the_words_that_say_so() -> None:
    topics = (Topic("delivery", Tone.NEGATIVE, ("parcel", "<b>courier")), Topic("staff", Tone.NEUTRAL, ("rude",)))
    mail = read(a_message(told(topics=topics)))
    assert "Topics: delivery (parcel, <b>courier), staff (rude)\n" in mail.text
    assert "delivery (parcel, &lt;b&gt;courier)" in mail.html


def test_equal_title_and_text_are_told_once() -> None:
    mail = read(a_message(told(title="It never came", text="It  never\ncame", reasons=())))
    assert (mail.text.count("never came"), mail.html.count("never came")) == (1, 1)
    assert "never came" in mail.subject


def test_hours_and_words_are_those_of_the_subscription() -> None:
    mail = read(a_message(told(published_at=None), audience=Audience("de", "America/New_York")))
    assert "gesehen 2026-11-21 07:00 EST · von Ann" in mail.text
    assert "Sie erhalten dies über das Abonnement „care-team“." in mail.html
    assert '<html lang="de">' in mail.html


@pytest.mark.parametrize("language", [*LANGUAGES, "pt-BR", "tlh"])
def test_every_language_fills_in_every_phrase(language: str) -> None:
    mentions = [told(text=f"word{n} " * 900) for n in range(IN_FULL + 2)]
    mail = read(a_message(*mentions, audience=Audience(language)))
    assert not re.search(r"\{[a-z]*\}", mail.subject + mail.text)
    assert str(IN_FULL + 1) in mail.subject


def test_the_same_message_is_the_same_mail_to_the_byte() -> None:
    message = a_message(told(), told(title="Другое"))
    assert rendered(message, SENDER) == rendered(message, SENDER)
    mail = read(message).mail
    assert mail["Message-ID"] == "<msg_1@acme.example>"
    assert mail["Date"].datetime == NOON


@pytest.mark.slow
def test_a_flood_leaves_no_mention_out_and_stays_small() -> None:
    mentions = [
        told(
            title=f"Title {n:03}",
            text="It never came and nobody answers the phone. " * 40,
            url=f"https://shop.test/{n}",
        )
        for n in range(500)
    ]
    mail = read(a_message(*mentions))
    assert len(mail.raw) < 500_000
    for n in range(500):
        assert f"Title {n:03}" in mail.html
        assert f'href="https://shop.test/{n}"' in mail.html
        assert f"https://shop.test/{n}\n" in mail.text


def test_a_cut_text_says_so() -> None:
    assert "Shortened" in read(a_message(told(text="so bad " * 500))).html
    assert "Shortened" not in read(a_message()).html


def test_what_decided_far_down_in_a_long_text_is_shown() -> None:
    long = told(text="word " * 300 + "the courier lost it", reasons=(("lost it", "negative word"),))
    assert "the courier **lost it**" in read(a_message(long, *(told() for _ in range(6)))).text


LINKS: dict[str, bool] = {
    "https://shop.test/p/1?a=b&c=d#e": True,
    "http://bücher.test/ä": True,
    "javascript:alert(1)": False,
    "JaVaScRiPt:alert(1)": False,
    "data:text/html,<script>alert(1)</script>": False,
    "https://shop.test/\"onmouseover='alert(1)'": False,
    "https://shop.test/<script>": False,
    "https://acme.example@evil.test/": False,
    "https://shop.test/\r\nBcc: x@y.test": False,
    "https://shop.test/\u202efdp.exe": False,
    "//shop.test/p": False,
    "mailto:a@b.test": False,
    "https://" + "a" * 3000 + ".test/": False,
}


@pytest.mark.parametrize("url", LINKS)
def test_only_a_clear_web_address_is_a_link(url: str) -> None:
    mail = read(a_message(told(url=url)))
    assert (f"\n{url}\n" in mail.text) is LINKS[url]
    assert hrefs(mail) == ([url] if LINKS[url] else [])


MARKS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "a reason": ("it never came", ("never",), "it **never** came"),
    "in any case of letters": ("NEVER again", ("never",), "**NEVER** again"),
    "not inside a word": ("nevertheless", ("never",), "nevertheless"),
    "the longer one first": ("never came", ("never", "never came"), "**never came**"),
    "words that stand apart": ("never in time came", ("never … came",), "**never** in time **came**"),
    "across blanks and lines": ("never\ncame", ("never came",), "**never\ncame**"),
    "in writing without blanks": ("商品が届かない", ("届かない",), "商品が**届かない**"),
    "signs of a pattern are signs": ("a.c abc (x", ("a.c", "(x"), "**a.c** abc **(x**"),
    "the brand": ("the ACME shop", (), "the **ACME** shop"),
}


@pytest.mark.parametrize("case", MARKS)
def test_what_decided_stands_out(case: str) -> None:
    text, reasons, shown = MARKS[case]
    mention = told(title="", text=text, reasons=tuple((one, "negative word") for one in reasons))
    assert f"\n{shown}\n" in read(a_message(mention)).text


def test_a_test_message_is_a_mail_too() -> None:
    body = (
        b'{"type":"test","timestamp":"2026-11-21T12:00:00Z","data":{"subscription":null,"mentions":[],"count":0,'
        b'"part":1,"parts":1,"links":{}}}'
    )
    mail = read(Message("msg_1", "test", "", CARE, body))
    assert mail.subject == "Test: mail from Monitor arrives"
    assert "This is a test." in mail.text


HEADERS = {
    "a line feed": "Hi\nBcc: v@x.test",
    "a carriage return": "Hi\rBcc: v@x.test",
    "a line separator": "Hi\u2028Bcc: v@x.test",
    "a next line": "Hi\x85Bcc: v@x.test",
    "a form feed and a zero": "Hi\x0cBcc: v@x.test\x00",
    "an encoded word with line ends (F2)": "=?utf-8?q?=0D=0ABcc:_v@x.test?=",
    "two encoded words": "=?utf-8?b?DQpCY2M6IHZAeC50ZXN0?= =?utf-8?q?=0D=0AX:_y?=",
    "an encoded word in pieces": "==??utf-8?q?=0D=0ABcc:_v@x.test?=?=",
    "very long": "A" * 5000,
    "very long without ASCII": "🙂" * 3000,
    "hidden and turning characters": "a\u202eb\u200bc\ufeffd",
    "half a character": "a\ud800b",
    "nothing": "",
    "blanks only": " \t ",
}


@pytest.mark.parametrize("case", HEADERS)
def test_nothing_foreign_gets_into_the_head(case: str) -> None:
    value = HEADERS[case]
    mail = Mail("msg_1", SENDER, CARE, value, NOON, value, value)
    has_our_head(mail_bytes(mail))


@pytest.mark.parametrize("key", ["<a@b>\r\nX: y", "a b", "", "ü", "x" * 200])
def test_an_id_that_is_no_plain_word_becomes_one(key: str) -> None:
    mail = has_our_head(mail_bytes(Mail(key, SENDER, CARE, "s", NOON, "t", "h")))
    assert re.fullmatch(r"<[0-9a-f]{64}@acme\.example>", mail.mail["Message-ID"])


def test_a_head_with_more_than_ours_does_not_leave() -> None:
    with pytest.raises(ValueError, match="more than our headers"):
        mail_bytes(Mail("msg_1", SENDER, "a@b.test\r\nBcc: c@d.test", "s", NOON, "t", "h"))


BAD_WORDS = {
    "a script": "<script>alert(1)</script>",
    "an image": "<img src=x onerror=alert(1)>",
    "a quote that ends an attribute": '"><svg onload=alert(1)>',
    "a closing table": "</td></tr></table><form action=https://evil.test><input>",
    "a template": "{{ 7*7 }}{% include '/etc/passwd' %}${7*7}",
    "style": "</style><style>body{display:none}</style>",
    "a comment": "<!--[if mso]><script>alert(1)</script><![endif]-->",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt;",
}


@pytest.mark.parametrize("words", BAD_WORDS.values(), ids=BAD_WORDS)
def test_nothing_foreign_acts(words: str) -> None:
    is_inert(words)


def everywhere(words: str) -> Opened:
    """A mail with `words` wherever foreign text may stand."""
    mention = told(
        brand=words or "Acme",
        source=words,
        title=words,
        text=words,
        author=words,
        url=words,
        why=(words,),
        reasons=((words, words),),
    )
    return read(a_message(mention, mention, subscription=words))


def is_inert(words: str) -> None:
    mail = everywhere(words)
    has_our_head(mail.raw)
    found = Markup()
    found.feed(mail.html)
    assert found.tags <= ALLOWED_TAGS
    assert found.attributes <= ALLOWED_ATTRIBUTES
    assert all(re.match("https?://", href, re.IGNORECASE) for href in found.hrefs)
    assert "{%" not in found.styles
    read_out = " ".join(found.data.split())
    assert one_line(words[:1500], 4000) in read_out  # more than 2,000 characters do not travel


def has_our_head(raw: bytes) -> Opened:
    """Every header is ours, once, and every line is one of SMTP."""
    head = raw.split(b"\r\n\r\n", 1)[0].decode("ascii")
    assert re.findall(r"(?m)^([^\s:]+):", head) == list(NAMES)
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    mail = opened(raw)
    assert mail.mail["To"] == CARE
    assert mail.mail["Bcc"] is None
    assert not mail.mail.defects
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]", mail.subject)
    return mail


ALLOWED_TAGS = {
    "html", "head", "meta", "title", "style", "body", "table", "tr", "td", "div", "span", "b", "bdi", "a", "br",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {
    "lang", "charset", "name", "content", "class", "style", "role", "width", "cellpadding", "cellspacing", "border",
    "align", "dir", "href", "rel",
}  # fmt: skip


class Markup(HTMLParser):
    """What a mail program would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.hrefs: list[str] = []
        self.styles = ""
        self.data = ""

    def handle_data(self, data: str) -> None:
        self.data += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.hrefs += [value or "" for name, value in attrs if name == "href"]
        self.styles += "".join(value or "" for name, value in attrs if name == "style")


def hrefs(mail: Opened) -> list[str]:
    found = Markup()
    found.feed(mail.html)
    return found.hrefs


if HOSTILE.exists():

    def _pieces(lines: list[str], size: int = 60) -> Iterator[str]:
        """Each line is a case of its own; a failing block names its lines."""
        for start in range(0, len(lines), size):
            yield "\n".join(lines[start : start + size])

    XSS = [line for name in ("quick", "rsnake", "mario") for line in
           (HOSTILE / f"xss/{name}.txt").read_text(errors="replace").splitlines() if line.strip()]  # fmt: skip
    PURIFY = (HOSTILE / "xss/dompurify_expect.mjs").read_text().splitlines()
    NAUGHTY: list[str] = json.loads((HOSTILE / "text/blns.json").read_text())
    INJECTIONS = [json.loads(line) for line in (HOSTILE / "smtp/header_injection.jsonl").read_text().splitlines()]

    @pytest.mark.slow
    @pytest.mark.parametrize("block", list(_pieces([*XSS, *PURIFY])))
    def test_no_shared_attack_acts(block: str) -> None:
        for words in block.split("\n"):
            is_inert(words)

    @pytest.mark.slow
    def test_no_naughty_string_acts() -> None:
        for words in NAUGHTY:
            is_inert(words)

    @pytest.mark.parametrize("row", [row for row in INJECTIONS if row["field"] != "to"], ids=lambda row: row["why"])
    def test_no_shared_injection_gets_in(row: dict[str, str]) -> None:
        value = row["value"]
        has_our_head(everywhere(value).raw)
        key = value if row["field"] == "message_id" else "msg_1"
        has_our_head(mail_bytes(Mail(key, SENDER, CARE, value, NOON, value, value)))
