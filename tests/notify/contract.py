"""What every notifier that speaks HTTP must do: the status table, a silent or broken other side, no secret in an error.

A notifier's test calls `meets_the_contract` once per case of CASES with its own way to build itself for an address.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from monitor.errors import DeliveryError
from monitor.notifier import Message, Notifier
from tests.notify.door import Door
from tests.notify.receiver import HANG, RESET, Receiver, answer

PATH = "/hooks/T0PATH-capability"
QUERY = "token=T0QUERY-capability"
MESSAGE = Message(
    "msg_1", "mentions", "care-team", "who", b'{"type":"mentions","text":"sehr schlecht \xf0\x9f\x98\xa1"}'
)

Build = Callable[[str, Door], Notifier]


@dataclass(frozen=True, slots=True)
class Refusal:
    permanent: bool = False
    gone: bool = False
    retry_after: float | None = None


AGAIN = Refusal()
CASES: dict[str, tuple[bytes, Refusal | None]] = {
    "200 is accepted": (answer(200), None),
    "201 is accepted": (answer(201), None),
    "202 is accepted": (answer(202), None),
    "204 is accepted": (answer(204), None),
    "299 is accepted": (answer(299), None),
    "a reply of 1 MB is accepted": (answer(200, body=b"x" * 1_000_000), None),
    "301 is not followed": (answer(301, "location: /elsewhere"), AGAIN),
    "302 is not followed": (answer(302, "location: /elsewhere"), AGAIN),
    "304 is not followed": (answer(304), AGAIN),
    "307 is not followed": (answer(307, "location: /elsewhere"), AGAIN),
    "308 is not followed": (answer(308, "location: /elsewhere"), AGAIN),
    "400 is tried again": (answer(400), AGAIN),
    "401 is tried again": (answer(401), AGAIN),
    "403 is tried again": (answer(403), AGAIN),
    "404 is tried again": (answer(404), AGAIN),
    "405 is tried again": (answer(405), AGAIN),
    "408 is tried again": (answer(408), AGAIN),
    "410 is gone for good": (answer(410, "retry-after: 9"), Refusal(permanent=True, gone=True)),
    "422 is tried again": (answer(422), AGAIN),
    "429 is tried again": (answer(429), AGAIN),
    "429 says how long to wait": (answer(429, "retry-after: 120"), Refusal(retry_after=120)),
    "429 may say it as a date": (answer(429, "Retry-After: Sat, 21 Nov 2026 12:02:00 GMT"), Refusal(retry_after=120)),
    "429 with nonsense is tried again": (answer(429, "retry-after: soon"), AGAIN),
    "500 is tried again": (answer(500), AGAIN),
    "501 is tried again": (answer(501), AGAIN),
    "502 says how long to wait": (answer(502, "retry-after: 7"), Refusal(retry_after=7)),
    "503 says how long to wait": (answer(503, "retry-after: 99999999"), Refusal(retry_after=86_400)),
    "504 says how long to wait": (answer(504, "retry-after: 0"), Refusal(retry_after=0)),
    "an error page is not repeated": (answer(500, body=PATH.encode() + QUERY.encode()), AGAIN),
    "silence is tried again": (HANG, AGAIN),
    "a broken connection is tried again": (RESET, AGAIN),
    "what is no HTTP is tried again": (b"SSH-2.0-OpenSSH_9.2\r\n", AGAIN),
}


async def meets_the_contract(case: str, build: Build, secrets: tuple[str, ...]) -> None:
    reply, refusal = CASES[case]
    async with Receiver(reply) as receiver:
        send = build(f"{receiver.origin}{PATH}?{QUERY}", Door()).send(MESSAGE)
        if refusal is None:
            await send
        else:
            with pytest.raises(DeliveryError) as caught:
                await send
            error = caught.value
            assert Refusal(error.permanent, error.gone, error.retry_after) == refusal
            _says_where_and_nothing_else(str(error), receiver.origin, secrets)
        assert [one.target for one in receiver.received] == [f"{PATH}?{QUERY}"], "one request, nothing followed"


async def is_tried_again_when_nobody_listens(build: Build, secrets: tuple[str, ...]) -> None:
    async with Receiver(HANG) as receiver:
        origin = receiver.origin
    with pytest.raises(DeliveryError) as caught:
        await build(f"{origin}{PATH}?{QUERY}", Door()).send(MESSAGE)
    assert not caught.value.permanent
    _says_where_and_nothing_else(str(caught.value), origin, secrets)


def _says_where_and_nothing_else(text: str, origin: str, secrets: tuple[str, ...]) -> None:
    assert origin in text
    assert "capability" not in text
    assert not [secret for secret in secrets if secret in text]
