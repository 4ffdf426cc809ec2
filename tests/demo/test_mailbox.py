"""The demo's mail server, and its mails as a browser shows them."""

import asyncio
import re

import pytest

from tests.demo.scenes import NOON, drop, mail_of, shown
from tools.demolib.mailbox import Mail, Mailbox
from tools.demolib.postbox import Postbox


async def test_a_mail_arrives_as_it_was_sent_dots_included() -> None:
    sent = b"Message-ID: <1@northwind.example>\r\n\r\n.one dot\r\n..\r\nend\r\n"
    async with Mailbox() as box:
        await asyncio.to_thread(drop, box.port, sent, sent)
    assert [(mail.message_id, mail.recipients, mail.data) for mail in box.mails] == [
        ("<1@northwind.example>", ("care@northwind.example",), sent)
    ] * 2


async def test_a_mail_without_its_last_dot_was_not_taken() -> None:
    async with Mailbox() as box:
        reader, writer = await asyncio.open_connection("127.0.0.1", box.port)
        writer.write(b"EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: half\r\n")
        while b"354" not in await reader.readline():
            pass
        writer.close()
        await writer.wait_closed()
        await asyncio.to_thread(drop, box.port, mail_of("<2@northwind.example>", "41002"))
    assert [mail.message_id for mail in box.mails] == ["<2@northwind.example>"]


async def test_the_mailbox_takes_no_mail_for_nobody() -> None:
    async with Mailbox() as box:
        reader, writer = await asyncio.open_connection("127.0.0.1", box.port)
        writer.write(b"EHLO x\r\nDATA\r\nQUIT\r\n")
        said = await reader.read()
        writer.close()
    assert [line[:3] for line in said.splitlines()] == [b"220", b"250", b"503", b"221"]


def a_postbox() -> Postbox:
    return Postbox([Mail("<1@x>", ("care@northwind.example",), mail_of("<1@x>", "41001"), NOON.timestamp())])


async def test_the_list_shows_each_mail_and_leads_to_it() -> None:
    status, _, body = await shown(a_postbox().answer, "/")
    assert (status, 'href="/1"' in body, "&lt;b&gt;&amp; more&lt;/b&gt;" in body) == (200, True, True)


async def test_a_mail_shows_its_html_in_a_sandbox_and_its_text() -> None:
    _, policy, body = await shown(a_postbox().answer, "/1")
    assert '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/1/html"' in body
    assert "Order NW-41001." in body
    assert policy.startswith("default-src 'none';")


async def test_the_html_of_a_mail_comes_alone_and_may_do_nothing() -> None:
    _, policy, body = await shown(a_postbox().answer, "/1/html")
    assert body.strip() == '<!doctype html><base target="_blank"><p>Northwind charged me twice. Order NW-41001.</p>'
    assert re.fullmatch(r"sandbox[a-z -]*; default-src 'none'; style-src 'unsafe-inline'", policy)
    assert "allow-scripts" not in policy


@pytest.mark.parametrize("path", ["/0", "/2", "/x", "/1/html/x", "/2/html"])
async def test_there_is_no_mail_at(path: str) -> None:
    assert (await shown(a_postbox().answer, path))[0] == 404


async def test_an_empty_mailbox_says_so() -> None:
    assert "No mail yet." in (await shown(Postbox([]).answer, "/"))[2]
