"""`monitor notify-test` against a real receiver on loopback."""

from pathlib import Path

import pytest
from standardwebhooks import Webhook

from tests.cli.desk import CONFIG, Said, monitor, monitor_beside
from tests.notify.receiver import RESET, Receiver, answer

pytestmark = pytest.mark.slow  # each starts processes of its own, about a second each

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the example of the specification


async def notified(folder: Path, origin: str, *words: str, secret: str = SECRET) -> Said:
    (folder / "config.toml").write_text(CONFIG.replace("https://crm.test/hook", f"{origin}/hook/s3cret"))
    return await monitor_beside("notify-test", "crm", *words, folder=folder, environ={"CRM_SECRET": secret})


async def test_a_signed_test_message_arrives(tmp_path: Path) -> None:
    async with Receiver(answer(204)) as receiver:
        origin = receiver.origin
        said = await notified(tmp_path, origin, "--json")
    assert (said.code, said.err) == (0, "")
    assert said.object == {"notifier": "crm", "to": origin, "outcome": "accepted", "text": ""}
    (got,) = receiver.received
    payload = Webhook(SECRET.removeprefix("whsec_")).verify(got.body, got.headers)
    assert payload["type"] == "test"
    assert payload["data"] == {
        "subscription": None,
        "mentions": [],
        "count": 0,
        "part": 1,
        "parts": 1,
        "links": {},
    }
    assert not (tmp_path / "monitor.db").exists()


ANSWERS = {
    "a refusal": (answer(401), "answered 401"),
    "a redirect": (answer(302, "location: https://elsewhere.test/"), "answered 302"),
    "nobody listens any more": (answer(410), "answered 410"),
    "a broken connection": (RESET, "no answer"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("reply", "text"), ANSWERS.values(), ids=ANSWERS)
async def test_what_the_other_side_answers_is_said_and_the_address_is_not(
    tmp_path: Path, reply: bytes, text: str
) -> None:
    async with Receiver(reply) as receiver:
        said = await notified(tmp_path, receiver.origin, "--json")
    assert said.code == 1
    assert said.object["outcome"] == "failed"
    assert text in said.object["text"]
    assert "s3cret" not in said.out + said.err


async def test_it_is_sent_once_to_a_recipient_of_two_subscriptions(tmp_path: Path) -> None:
    async with Receiver(answer(200)) as receiver:
        config = CONFIG + '[[subscriptions]]\nname = "second"\nnotifier = "crm"\n'
        origin = receiver.origin
        (tmp_path / "config.toml").write_text(config.replace("https://crm.test", origin))
        said = await monitor_beside("notify-test", "crm", folder=tmp_path, environ={"CRM_SECRET": SECRET})
    assert said.out == f"notifier\tto\toutcome\ttext\ncrm\t{origin}\taccepted\t\n"
    assert len(receiver.received) == 1


async def test_a_notifier_that_no_subscription_uses_can_be_tried(tmp_path: Path) -> None:
    async with Receiver(answer(200)) as receiver:
        alone = CONFIG.partition("[[subscriptions]]")[0].replace("https://crm.test", receiver.origin)
        (tmp_path / "config.toml").write_text(alone)
        said = await monitor_beside("notify-test", "crm", "--json", folder=tmp_path, environ={"CRM_SECRET": SECRET})
    assert (said.code, said.object["outcome"]) == (0, "accepted")


def test_a_missing_secret_is_a_wrong_configuration(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG)
    said = monitor("notify-test", "crm", folder=tmp_path)
    assert (said.code, said.out) == (2, "")
    assert said.err == "env:CRM_SECRET: this environment variable is not set\n"


def test_an_unknown_notifier_is_2(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG)
    said = monitor("notify-test", "cmr", folder=tmp_path)
    assert (said.code, said.out) == (2, "")
    assert "unknown notifier `cmr`; did you mean `crm`?" in said.err
