"""A mail on its way: what the server says at each step, and what that means for the message."""

import asyncio
import json
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.errors import ConfigError, DeliveryError
from monitor.notifier import Schedule
from monitor.notify import email
from monitor.notify._smtp import Patience, Server, Tls
from monitor.notify.email import Mailer, Options, address, recipients
from monitor.secret import SecretRef
from tests.notify.door import Door
from tests.notify.letters import CARE, SENDER, a_message, opened, told
from tests.notify.postoffice import DROP, HANG, RealOffice, ScriptedOffice

HERE = Path(__file__).parent
TRUSTED = HERE.parent / "fetch/loopback.pem"
"""For 127.0.0.1 and feeds.example.com, with its key."""
EXPIRED = HERE / "expired.pem"
"""For 127.0.0.1, with its key; its time was over before it began."""
SHARED = Path(__file__).parents[3] / "shared"

SHORT = Patience(connect=0.3, command=0.3, accept=0.3)
PASSWORD = "hunter2-and-more"


def secret(value: str = PASSWORD) -> SecretRef:
    return SecretRef.parse("env:SMTP", environ={"SMTP": value})


def mailer(server: Server, **more: Any) -> Mailer:
    return Mailer(server, SENDER, patience=SHORT, **more)


def options(url: str, **more: Any) -> Options:
    return Options.model_validate({"smtp_url": url, "sender": SENDER, **more})


def trust(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def shown_by(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


# the way it should go


async def test_a_mail_arrives_at_its_one_recipient() -> None:
    async with RealOffice() as office:
        await email.create(options(office.url), Door()).send(a_message())
    (mail,) = office.taken
    assert (mail.sender, mail.recipients) == (SENDER, (CARE,))
    assert (mail.letter.mail["From"], mail.letter.mail["To"]) == (SENDER, CARE)
    assert mail.letter.subject == '★1 Acme · "Never came" · App Store US'
    assert [part.get_content_type() for part in mail.letter.mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail.letter.mail["Auto-Submitted"] == "auto-generated"
    assert mail.letter.mail["List-Unsubscribe"] is None


async def test_a_login_is_made_when_there_is_one() -> None:
    async with RealOffice(logins={"monitor": PASSWORD}) as office:
        await mailer(office.at(), username="monitor", password=secret()).send(a_message())
    assert office.tried == [("monitor", PASSWORD)]
    assert len(office.taken) == 1


@pytest.mark.parametrize("tls", [Tls.OFFERED, Tls.REQUIRED])
async def test_starttls_is_used_where_it_is_offered(tls: Tls) -> None:
    async with RealOffice(tls=shown_by(TRUSTED)) as office:
        await mailer(office.at(tls), trust=trust(TRUSTED)).send(a_message())
    assert len(office.taken) == 1


async def test_smtps_is_tls_from_the_first_byte() -> None:
    async with RealOffice(tls=shown_by(TRUSTED), from_the_first_byte=True) as office:
        await mailer(office.at(Tls.DIRECT), trust=trust(TRUSTED)).send(a_message())
    assert len(office.taken) == 1


# what must not go


@pytest.mark.parametrize(("certificate", "trusted"), [(TRUSTED, None), (EXPIRED, EXPIRED)], ids=["unknown", "expired"])
@pytest.mark.parametrize("tls", Tls)
async def test_a_bad_certificate_ends_it_and_nothing_goes_in_plain_text(
    tls: Tls, certificate: Path, trusted: Path | None
) -> None:
    direct = tls is Tls.DIRECT
    async with RealOffice(tls=shown_by(certificate), from_the_first_byte=direct, logins={"m": PASSWORD}) as office:
        trusting = trust(trusted) if trusted else None
        error = await refusal(mailer(office.at(tls), username="m", password=secret(), trust=trusting))
    assert error.unreachable
    assert "certificate" in str(error)
    assert (office.taken, office.tried) == ([], [])


async def test_without_starttls_nothing_is_sent_to_another_machine() -> None:
    async with RealOffice(logins={"monitor": PASSWORD}) as office:
        error = await refusal(mailer(office.at(Tls.REQUIRED), username="monitor", password=secret()))
    assert error.unreachable
    assert "does not offer STARTTLS: nothing was sent" in str(error)
    assert (office.taken, office.tried) == ([], [])


SERVERS = {
    "smtp://mail.acme.example": Server("mail.acme.example", 587, Tls.REQUIRED),
    "smtp://mail.acme.example:25/": Server("mail.acme.example", 25, Tls.REQUIRED),
    "smtps://mail.acme.example": Server("mail.acme.example", 465, Tls.DIRECT),
    "smtp://10.0.0.5:25": Server("10.0.0.5", 25, Tls.REQUIRED),
    "smtp://127.0.0.1:25": Server("127.0.0.1", 25, Tls.OFFERED),
    "smtp://[::1]:25": Server("::1", 25, Tls.OFFERED),
    "smtp://localhost": Server("localhost", 587, Tls.OFFERED),
    "smtp://localhost.evil.example": Server("localhost.evil.example", 587, Tls.REQUIRED),
    "smtps://127.0.0.1": Server("127.0.0.1", 465, Tls.DIRECT),
}


@pytest.mark.parametrize("url", SERVERS)
def test_only_loopback_may_do_without_tls(url: str) -> None:
    assert email.server_of(url) == SERVERS[url]


WRONG_URLS = {
    "another scheme": "http://capability.example",
    "no scheme": "capability.example:587",
    "no host": "smtp://:587",
    "a password": "smtp://me:capability@mail.example",
    "a user": "smtp://capability@mail.example",
    "a path": "smtp://mail.example/capability",
    "a query": "smtp://mail.example?capability",
    "a fragment": "smtp://mail.example#capability",
    "a port that is none": "smtp://capability.example:99999",
    "port zero": "smtp://capability.example:0",
    "a blank": "smtp://capability example",
    "a line end": "smtp://capability.example\n",
    "a short address": "smtp://127.1/",
}


@pytest.mark.parametrize("url", WRONG_URLS.values(), ids=WRONG_URLS)
def test_a_wrong_server_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ValidationError) as caught:
        options(url)
    assert "capability" not in str(caught.value)


@pytest.mark.parametrize("half", [{"username": "m"}, {"password": "env:X"}], ids=["name", "password"])
def test_user_name_and_password_belong_together(half: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="belong together"):
        options("smtp://mail.example", **half)


async def test_a_missing_password_is_a_wrong_configuration() -> None:
    async with RealOffice() as office:
        empty = SecretRef.parse("env:SMTP", environ={})
        with pytest.raises(ConfigError, match="env:SMTP"):
            await mailer(office.at(), username="m", password=empty).send(a_message())
    assert office.connections == 0


# what each answer means


@dataclass(frozen=True, slots=True)
class Meaning:
    permanent: bool = False
    unreachable: bool = False
    retry_after: float | None = None


LATER = Meaning()
NEVER = Meaning(permanent=True)
AWAY = Meaning(unreachable=True)
ANSWERS: dict[str, tuple[dict[str, str], Meaning]] = {
    "no greeting": ({"connect": HANG}, AWAY),
    "a connection that breaks at once": ({"connect": DROP}, AWAY),
    "a busy server": ({"connect": "421 busy"}, AWAY),
    "a server that wants nobody is asked once an hour": (
        {"connect": "554 go away"}, Meaning(unreachable=True, retry_after=3600)
    ),
    "a greeting of 100 kB": ({"connect": "220 " + "x" * 100_000}, AWAY),
    "what is no SMTP": ({"connect": "HTTP/1.1 400 Bad Request"}, AWAY),
    "a refused greeting of ours": ({"ehlo": "500 no"}, AWAY),
    "silence after our greeting": ({"ehlo": HANG}, AWAY),
    "a sender to come back later": ({"mail": "451 4.7.1 greylisted"}, LATER),
    "a sender that is never wanted": ({"mail": "550 5.7.1 not you"}, AWAY),
    "a mail that is too large": ({"mail": "552 5.3.4 too large"}, NEVER),
    "no login where one is wanted": ({"mail": "530 5.7.0 authentication required"}, AWAY),
    "an answer that is none": ({"mail": "999 what"}, LATER),
    "a recipient to try later": ({"rcpt": "450 4.2.0 greylisted"}, LATER),
    "too many recipients": ({"rcpt": "452 too many"}, LATER),
    "a recipient that does not exist": ({"rcpt": "550 5.1.1 no such user"}, NEVER),
    "a recipient that is blocked": ({"rcpt": "550 5.7.1 blocked"}, NEVER),
    "an answer of 100 kB": ({"rcpt": "250 " + "x" * 100_000}, LATER),
    "an answer of 100 kB after the dot": ({"dot": "250 " + "x" * 100_000}, LATER),
    "a server that closes": ({"rcpt": "421 shutting down"}, AWAY),
    "no data wanted now": ({"data": "451 later"}, LATER),
    "no data wanted": ({"data": "554 no"}, NEVER),
    "a connection that breaks in the middle": ({"body": DROP}, LATER),
    "a mail to send later": ({"dot": "451 later"}, LATER),
    "a mail that is spam": ({"dot": "554 5.7.1 spam"}, NEVER),
    "silence after the dot": ({"dot": HANG}, LATER),
    "a connection that breaks after the dot": ({"dot": DROP}, LATER),
}  # fmt: skip


@pytest.mark.parametrize("case", ANSWERS)
async def test_what_an_answer_means(case: str) -> None:
    script, meaning = ANSWERS[case]
    async with ScriptedOffice(script=dict(script)) as office:
        error = await refusal(mailer(office.at()))
        assert Meaning(error.permanent, error.unreachable, error.retry_after) == meaning
        assert str(office.at()) in str(error)
        assert len(str(error)) < 400
        assert office.connections == 1


async def test_a_refused_connection_means_away() -> None:
    async with RealOffice() as office:
        server = office.at()
    assert (await refusal(mailer(server))).unreachable


async def test_a_name_that_leads_nowhere_means_away() -> None:
    error = await refusal(mailer(Server("mail.invalid", 587, Tls.REQUIRED)))
    assert error.unreachable
    assert "mail.invalid:587 did not take the connection: its name " in str(error)


async def test_smtps_to_a_plain_port_says_what_to_try() -> None:
    async with RealOffice() as office:
        error = await refusal(mailer(office.at(Tls.DIRECT)))
    assert error.unreachable
    assert str(error).endswith("try smtp:// instead of smtps://")


async def test_a_wrong_password_means_away_and_is_not_told() -> None:
    async with RealOffice(logins={"monitor": "another"}) as office:
        error = await refusal(mailer(office.at(), username="monitor", password=secret()))
    assert error.unreachable
    assert "535" in str(error)
    assert PASSWORD not in str(error)


GOOD_BYES = {"a connection that breaks": DROP, "silence": HANG, "a refusal": "500 no"}


@pytest.mark.parametrize("quit_answer", GOOD_BYES.values(), ids=GOOD_BYES)
async def test_how_the_server_says_good_bye_does_not_matter(quit_answer: str) -> None:
    async with ScriptedOffice(script={"quit": quit_answer}) as office:
        await mailer(office.at()).send(a_message())
    assert len(office.taken) == 1


async def test_after_a_drop_behind_the_dot_the_same_mail_comes_again() -> None:
    async with ScriptedOffice(script={"dot": [DROP]}) as office:
        await refusal(mailer(office.at()))
        await mailer(office.at()).send(a_message())
    first, second = office.taken
    assert first == second
    assert first.letter.mail["Message-ID"] == "<msg_1@acme.example>"


async def test_an_answer_that_repeats_what_it_was_sent_is_not_shown() -> None:
    story = "The parcel never came"
    async with ScriptedOffice(script={"dot": f"554 5.6.0 bad line: {story}"}) as office:
        error = await refusal(mailer(office.at()))
    assert "554 5.6.0" in str(error)
    assert story not in str(error)


async def test_an_answer_that_repeats_the_password_is_masked() -> None:
    echo = {"rcpt": f"550 what is {PASSWORD}", "ehlo": "250-office.test\r\n250 AUTH PLAIN", "other": "235 ok"}
    async with ScriptedOffice(script=dict(echo)) as office:
        error = await refusal(mailer(office.at(), username="m", password=secret()))
    assert "550 what is …" in str(error)
    assert PASSWORD not in str(error)


async def test_a_text_that_looks_like_smtp_stays_a_text() -> None:
    text = "line\r\n.\r\nQUIT\r\nMAIL FROM:<x@y.test>\n.\na\r.\r\nb " + "x" * 3000
    async with ScriptedOffice() as office:
        await mailer(office.at()).send(a_message(told_with(text)))
    assert len(office.taken) == 1
    assert [line.split()[0] for line in office.lines] == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


def told_with(text: str) -> dict[str, Any]:
    return told(title="t", text="x") | {"text": text}


async def refusal(notifier: Mailer) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        async with asyncio.timeout(20):
            await notifier.send(a_message())
    return caught.value


# recipients

ADDRESSES: dict[str, str | None] = {
    "care@acme.example": "care@acme.example",
    "Care.Team+eu@ACME.example": "Care.Team+eu@acme.example",
    "o'brien@acme.example": "o'brien@acme.example",
    "a@bücher.example": "a@xn--bcher-kva.example",
    "a@例え.jp": "a@xn--r8jz45g.jp",
    "root@localhost": "root@localhost",
    "": None,
    "care": None,
    "@acme.example": None,
    "care@": None,
    "a@b.example,c@d.example": None,
    "a@b.example c@d.example": None,
    "a@b@c.example": None,
    '"a b"@c.example': None,
    "Ann <ann@acme.example>": None,
    "ü@bücher.example": None,
    "-oQ/tmp@b.example": None,
    "|cat@b.example": None,
    "a..b@c.example": None,
    ".a@b.example": None,
    "a.@b.example": None,
    "a%b@c.example": None,
    "a!b@c.example": None,
    "a@-b.example": None,
    "a@b.example.": None,
    "a@b_c.example": None,
    "a@127.0.0.1": None,
    "a@[127.0.0.1]": None,
    "a@0x7f.1": None,
    "a@b.example\r\nBcc: c@d.example": None,
    "a@b.example\n": None,
    "a\x00@b.example": None,
    "a@b.example\u2028": None,
    "a" * 65 + "@b.example": None,
    "a@" + "b" * 64 + ".example": None,
    "a@" + "b." * 130 + "example": None,
}


@pytest.mark.parametrize("text", ADDRESSES, ids=ascii)
def test_an_address_is_one_plain_address(text: str) -> None:
    if ADDRESSES[text] is None:
        with pytest.raises(ValueError, match="mail address"):
            address(text)
    else:
        assert address(text) == ADDRESSES[text]


def test_the_recipients_are_each_named_once() -> None:
    given = options("smtp://mail.example")
    assert recipients(given, ("b@x.example", "a@X.example", "a@x.example")) == ("b@x.example", "a@x.example")
    with pytest.raises(ValueError, match="somebody to go to"):
        recipients(given, ())


def test_the_channel_says_how_it_wants_to_be_treated() -> None:
    assert (email.kind, email.limit, email.schedule) == ("email", None, Schedule.MAIL)


def test_a_sender_with_a_line_end_is_refused() -> None:
    with pytest.raises(ValidationError, match="plain mail address"):
        Options.model_validate({"smtp_url": "smtp://mail.example", "sender": "a@b.example\nBcc: c@d.example"})


if SHARED.exists():
    INJECTIONS = SHARED / "fixtures/hostile/smtp/header_injection.jsonl"
    ROWS = [json.loads(line) for line in INJECTIONS.read_text().splitlines()]
    PLAIN_TO = [row["value"] for row in ROWS if row["field"] == "to"]
    OTHERS = [row for row in ROWS if row["field"] != "to"]

    @pytest.mark.parametrize("text", PLAIN_TO)
    def test_a_shared_trick_with_recipients_is_refused(text: str) -> None:
        with pytest.raises(ValueError, match="mail address"):
            recipients(options("smtp://mail.example"), (text,))

    @pytest.mark.parametrize("row", OTHERS, ids=lambda row: row["why"])
    async def test_a_shared_injection_is_one_mail_to_one_recipient(row: dict[str, str]) -> None:
        message = a_message(told_with(row["value"]) | {"title": row["value"]}, subscription=row["value"])
        if row["field"] == "message_id":
            message = replace(message, id=row["value"])
        async with ScriptedOffice() as office:
            await mailer(office.at()).send(message)
        (mail,) = office.taken
        assert mail.recipients == (CARE,)
        assert [line.split()[0] for line in office.lines] == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]

    MODES: dict[str, tuple[list[str], Meaning | None]] = {
        "ok": ([], None),
        "connect421": ([], AWAY),
        "connect554": ([], Meaning(unreachable=True, retry_after=3600)),
        "silent": ([], AWAY),
        "helo500": ([], AWAY),
        "mail451": ([], LATER),
        "rcpt450": (["1"], LATER),
        "rcpt550": ([CARE], NEVER),
        "rcpt452": ([], None),
        "data_drop": ([], LATER),
        "dot_drop": ([], LATER),
        "dot_slow": (["5"], LATER),
        "dot451": (["1"], LATER),
        "dot554": ([], NEVER),
        "quit_drop": ([], None),
        "bogus999": ([], LATER),
        "endless250": ([], AWAY),
        "longline": ([], AWAY),
    }
    HEALED = {"rcpt450", "dot_drop", "dot451"}
    """Modes in which the second attempt is taken."""

    @pytest.mark.parametrize("mode", MODES)
    async def test_the_shared_hostile_server(mode: str, tmp_path: Path, unused_tcp_port: int) -> None:
        arguments, meaning = MODES[mode]
        async with hostile(unused_tcp_port, tmp_path, mode, *arguments):
            notifier = mailer(Server("127.0.0.1", unused_tcp_port, Tls.OFFERED))
            if meaning is None:
                await notifier.send(a_message())
            else:
                error = await refusal(notifier)
                assert Meaning(error.permanent, error.unreachable, error.retry_after) == meaning
            if mode in HEALED:
                await notifier.send(a_message())
        spool = [opened(path.read_bytes()) for path in sorted(tmp_path.glob("*.eml"))]
        assert len(spool) == {"dot_drop": 2}.get(mode, int(meaning is None or mode in HEALED))
        assert {str(one.mail["X-Env-To"]) for one in spool} <= {CARE}
        assert len({one.raw for one in spool}) <= 1
        log = (tmp_path / "log.txt").read_text()
        assert "BARE" not in log
        assert "LINE_TOO_LONG" not in log

    @asynccontextmanager
    async def hostile(port: int, spool: Path, mode: str, *arguments: str) -> AsyncIterator[None]:
        """The shared server as a process of its own."""
        command = [str(SHARED / "tools/hostile_smtp_server.py"), str(port), str(spool), mode, *arguments]
        process = await asyncio.create_subprocess_exec(sys.executable, *command)
        try:
            async with asyncio.timeout(20):
                while not await _listens(port):
                    await asyncio.sleep(0.05)
            yield
        finally:
            process.kill()
            await process.wait()

    async def _listens(port: int) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        writer.close()
        await writer.wait_closed()
        return True
