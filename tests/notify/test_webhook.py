"""The signed webhook: what arrives can be checked by the receiver's own library, and an error tells no secret."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from standardwebhooks import Webhook

from monitor.errors import ConfigError, DeliveryError, Refused
from monitor.notifier import Answer, Notifier, Outgoing
from monitor.notify import webhook
from monitor.notify.webhook import SigningSecret
from tests.notify.contract import CASES, MESSAGE, is_tried_again_when_nobody_listens, meets_the_contract
from tests.notify.door import NOON, Door
from tests.notify.receiver import Receiver, answer

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SHARED = Path(__file__).parents[3] / "shared/fixtures/hostile/webhooks/standard_webhooks.jsonl"


def named(secret: str) -> SigningSecret:
    return SigningSecret.parse("env:HOOK", environ={"HOOK": secret})


def hook(url: str, door: Any, secret: str = SECRET) -> Notifier:
    return webhook.create(webhook.Options(url=url, secret=named(secret)), door)


@pytest.mark.parametrize("case", CASES)
async def test_it_meets_the_contract(case: str) -> None:
    await meets_the_contract(case, hook, (SECRET, SECRET.removeprefix("whsec_")))


async def test_a_refused_connection_is_tried_again() -> None:
    await is_tried_again_when_nobody_listens(hook, (SECRET,))


async def test_the_receiver_can_verify_what_arrives() -> None:
    async with Receiver(answer(200)) as receiver:
        await hook(f"{receiver.origin}/in", Door(clock=datetime.now(UTC))).send(MESSAGE)
    (received,) = receiver.received
    assert received.body == MESSAGE.payload
    assert received.headers["content-type"] == "application/json"
    assert Webhook(SECRET).verify(received.body, received.headers) == json.loads(MESSAGE.payload)


async def test_a_later_attempt_has_the_same_id_and_its_own_time() -> None:
    async with Receiver(answer(500)) as receiver:
        for clock in (NOON, NOON + timedelta(minutes=5)):
            with pytest.raises(DeliveryError):
                await hook(receiver.origin, Door(clock)).send(MESSAGE)
    first, second = (one.headers for one in receiver.received)
    assert first["webhook-id"] == second["webhook-id"] == MESSAGE.id
    assert int(second["webhook-timestamp"]) - int(first["webhook-timestamp"]) == 300
    assert first["webhook-signature"] != second["webhook-signature"]


PUBLISHED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("zone", [UTC, datetime.fromisoformat("2021-02-25T15:02:10+02:00").tzinfo])
async def test_the_signature_is_the_published_one_whatever_zone_the_clock_has(zone: Any) -> None:
    door = Door(datetime.fromtimestamp(1614265330.9, zone))
    message = replace(MESSAGE, id="msg_p5jXN8AQM9LWM0D4loKWxJek", payload=b'{"test": 2432232314}')
    async with Receiver(answer(200)) as receiver:
        await hook(receiver.origin, door).send(message)
    (received,) = receiver.received
    assert received.headers["webhook-timestamp"] == "1614265330"
    assert received.headers["webhook-signature"] == PUBLISHED


def key(length: int) -> str:
    return "whsec_" + base64.b64encode(b"k" * length).decode()


@pytest.mark.parametrize(
    "secret",
    [key(24), key(64), key(25).rstrip("="), key(32) + "\n"],
    ids=["24 bytes", "64 bytes", "no padding", "a line end"],
)
async def test_a_secret_of_the_right_form_signs(secret: str) -> None:
    async with Receiver(answer(200)) as receiver:
        await hook(receiver.origin, Door(datetime.now(UTC)), secret).send(MESSAGE)
    (received,) = receiver.received
    assert Webhook(secret).verify(received.body, received.headers)


WRONG = {
    "no prefix": "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "23 bytes": key(23),
    "65 bytes": key(65),
    "not base64": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La*aSw",
    "only a prefix": "whsec_",
    "letters of another alphabet": "whsec_ключ",
}


@pytest.mark.parametrize("case", WRONG)
async def test_a_wrong_secret_is_a_wrong_configuration_and_nothing_is_sent(case: str) -> None:
    door = Door()
    with pytest.raises(ConfigError, match="base64 of 24 to 64 bytes") as caught:
        await hook("http://127.0.0.1:9/in", door, WRONG[case]).send(MESSAGE)
    assert WRONG[case].removeprefix("whsec_") not in str(caught.value) or case == "only a prefix"
    assert not door.sent


async def test_404_says_that_the_path_is_to_be_checked_without_telling_it() -> None:
    async with Receiver(answer(404)) as receiver:
        with pytest.raises(DeliveryError) as caught:
            await hook(f"{receiver.origin}/T0PATH", Door()).send(MESSAGE)
    assert str(caught.value).endswith("answered 404: nothing takes messages at the path of `url`, check it")
    assert not caught.value.permanent


class ShutDoor(Door):
    """Says the whole address, as a door should not."""

    async def post(self, request: Outgoing) -> Answer:
        raise Refused(f"{request.url} leads to 10.0.0.1, which is not in [network] allow", retry_after=5)


async def test_a_forbidden_address_is_told_and_tried_again() -> None:
    with pytest.raises(DeliveryError) as caught:
        await hook("https://crm.example/T0PATH?T0QUERY", ShutDoor()).send(MESSAGE)
    text = "https://crm.example: not contacted: https://crm.example leads to 10.0.0.1, which is not in [network] allow"
    assert str(caught.value) == text
    assert (caught.value.permanent, caught.value.retry_after) == (False, 5)


RECIPIENTS = {
    "https://crm.example/hooks/secret?token=1": "https://crm.example",
    "https://CRM.example:8443/hooks": "https://crm.example:8443",
    "http://[::1]:80/x": "http://[::1]:80",
}


@pytest.mark.parametrize("url", RECIPIENTS)
def test_the_recipient_is_shown_without_path_and_query(url: str) -> None:
    options = webhook.Options(url=url, secret=named(SECRET))
    assert webhook.recipients(options, ()) == (RECIPIENTS[url],)
    assert "hooks" not in repr(options)


def test_a_webhook_takes_no_other_recipient() -> None:
    with pytest.raises(ConfigError, match="leave `to` out"):
        webhook.recipients(webhook.Options(url="https://crm.example/", secret=named(SECRET)), ("a@b.example",))


BAD_URLS = {
    "another scheme": "ftp://crm.example/capability",
    "no scheme": "crm.example/capability",
    "no host": "https:///capability",
    "a password": "https://me:capability@crm.example/",
    "a blank": "https://crm.example/ capability",
    "a backslash": "https://crm.example\\capability",
    "a port that is none": "https://crm.example:99999/capability",
}


@pytest.mark.parametrize("case", BAD_URLS)
def test_a_wrong_url_is_refused_and_not_repeated(case: str) -> None:
    with pytest.raises(ValidationError) as caught:
        webhook.Options(url=BAD_URLS[case], secret=named(SECRET))
    assert "capability" not in str(caught.value)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="sekret"):
        webhook.Options.model_validate({"url": "https://crm.example/", "secret": "env:HOOK", "sekret": "x"})


if SHARED.exists():
    ROWS = [json.loads(line) for line in SHARED.read_text().splitlines()]
    SIGNED = [
        row for row in ROWS if row.get("valid") and row["secret"].startswith("whsec_") and " " not in row["signature"]
    ]

    @pytest.mark.parametrize("row", SIGNED, ids=[row["why"] for row in SIGNED])
    async def test_the_shared_calls_are_signed_as_they_say(row: dict[str, Any]) -> None:
        message = replace(MESSAGE, id=row["id"], payload=row["body"].encode())
        async with Receiver(answer(200)) as receiver:
            await hook(receiver.origin, Door(datetime.fromtimestamp(int(row["timestamp"]), UTC)), row["secret"]).send(
                message
            )
        assert receiver.received[0].headers["webhook-signature"] == row["signature"]


@pytest.mark.parametrize("status", [401, 403])
async def test_a_receiver_that_does_not_accept_us_points_to_the_secret(status: int) -> None:
    async with Receiver(answer(status)) as receiver:
        with pytest.raises(DeliveryError, match=f"answered {status}: `secret` may not be the one"):
            await hook(receiver.origin, Door()).send(MESSAGE)
