"""The daemon as an operator meets it: started, fed, reloaded, killed."""

import asyncio
import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from monitor.core.crowd import PER_HOST
from tests.daemons import PATIENCE, Running, a_daemon, configuration, until
from tests.passes import entries, entry, rss
from tools.demolib.chaos_mail import PostOffice
from tools.demolib.loopback import Reply
from tools.demolib.receiver import Arrival
from tools.demolib.service import SECRET_NAME, free_port

FEED = {"blog": "/feed"}
CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"guid": "new{n}"},
    {"guid": None},
    {"title": "E{n}"},
    {"link": "http://www.blog.test/p/{n}"},
)


async def started(running: Running, count: int = 3) -> None:
    """The baseline of /feed is read."""
    running.town.pages["/feed"] = rss(*entries(range(count)))
    await running.start()
    await running.until_read("/feed")


@pytest.mark.slow
async def test_a_new_item_is_told_once_with_a_valid_signature(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        await started(running)
        running.town.pages["/feed"] = rss(entry(3), *entries(range(3)))
        await until(lambda: len(running.town.messages) == 1)
        await running.until_read("/feed")
        assert running.town.told == ["Item 3 of Acme"]
        assert await running.service.stop() == 0


@pytest.mark.slow
async def test_restarts_and_a_changed_feed_tell_nothing_again(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        running.town.pages["/feed"] = rss(*entries(range(50)))
        for change in CHANGES:
            await running.start()
            running.town.pages["/feed"] = rss(*entries(range(50), **change))
            await running.until_read("/feed")
            assert await running.service.stop() == 0
        assert running.town.messages == []


@pytest.mark.slow
async def test_a_message_cut_off_by_a_kill_is_sent_again_under_its_id(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        await started(running)
        running.town.hook = lambda: Reply(500)
        running.town.pages["/feed"] = rss(entry(3), *entries(range(3)))
        await until(lambda: len(running.town.messages) == 1)
        await running.service.kill()
        running.town.hook = lambda: Reply(204)
        await running.start()
        await until(lambda: len(running.town.messages) == 2)
        first, second = running.town.messages
        assert first == second


@pytest.mark.slow
async def test_a_mail_in_doubt_at_a_kill_comes_again_the_same_to_the_byte(tmp_path: Path) -> None:
    """The server has it, behind the last dot, and we were not told so."""
    taken: list[Arrival] = []
    answering = asyncio.Event()

    async def take(mail: Arrival) -> None:
        taken.append(mail)
        await answering.wait()

    async with PostOffice(take) as office, a_daemon(tmp_path, FEED, more=by_mail(office), start=False) as running:
        await started(running)
        running.town.pages["/feed"] = rss(entry(3), *entries(range(3)))
        await until(lambda: len(taken) == 1)
        await running.service.kill()
        answering.set()
        await running.start()
        await until(lambda: len(taken) == 2)
        first, second = taken
        assert (second.webhook_id, second.digest) == (first.webhook_id, first.digest)
        assert [one.slug for one in first.told] == ["3"]
        await running.until_read("/feed")
    assert len(taken) == 2


def by_mail(office: PostOffice) -> str:
    return (
        f'[[notifiers]]\nname = "mail"\nkind = "email"\nsmtp_url = "smtp://127.0.0.1:{office.port}"\n'
        'sender = "monitor@acme.example"\n'
        '[[subscriptions]]\nname = "mails"\nnotifier = "mail"\nto = ["care@acme.example"]\nwhen = "priority >= 0"'
    )


@pytest.mark.slow
async def test_410_disables_the_notifier_until_it_is_enabled(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        await started(running)
        running.town.hook = lambda: Reply(410)
        running.town.pages["/feed"] = rss(entry(3), *entries(range(3)))
        await until(lambda: len(running.town.messages) == 1)
        async with asyncio.timeout(10):
            while (await running.get("/readyz"))[0] != 503:
                await asyncio.sleep(0.05)
        assert list((await running.ready())["disabled"]) == ["crm"]
        running.town.hook = lambda: Reply(204)
        assert await monitor(running, "notifiers", "enable", "crm") == 0
        await until(lambda: len(running.town.messages) == 2)
        assert (await running.get("/readyz"))[0] == 200


MAIL = """
[[notifiers]]
name = "mail"
kind = "email"
smtp_url = "smtp://127.0.0.1:{port}"
sender = "monitor@acme.test"
[[subscriptions]]
name = "desk"
notifier = "mail"
to = ["desk@acme.test"]
when = "priority >= 0"
"""


@pytest.mark.slow
async def test_a_mail_server_that_is_away_is_named_with_what_waits_for_it(tmp_path: Path) -> None:
    port = free_port()
    async with a_daemon(tmp_path, FEED, more=MAIL.format(port=port), start=False) as running:
        await started(running)
        running.town.pages["/feed"] = rss(entry(3), *entries(range(3)))
        async with asyncio.timeout(PATIENCE):
            while not (away := (await running.ready())["away"]):
                await asyncio.sleep(0.05)
        mail = away["mail"]
        assert mail["why"] == f"127.0.0.1:{port} did not take the connection: connection refused"
        assert mail["owed"] == 1
        assert mail["since"] < mail["next_probe_at"]
        assert (await running.get("/readyz"))[0] == 503
        assert b"mail is away since" in (await running.get("/"))[1]


@pytest.mark.slow
async def test_what_waits_for_a_missing_secret_is_told_when_it_is_there_and_the_file_is_read_again(
    tmp_path: Path,
) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        secret, text = tmp_path / "hook.secret", running.config.read_text()
        running.config.write_text(text.replace(f"env:{SECRET_NAME}", "file:hook.secret"))
        await started(running)
        running.town.pages["/feed"] = rss(entry(3), *entries(range(3)))
        async with asyncio.timeout(PATIENCE):
            while not (state := await running.ready())["away"]:
                await asyncio.sleep(0.05)
        missing = f"file:{secret}: cannot be read: No such file or directory"
        assert state["secrets"] == {"notifier crm": missing}
        assert (state["away"]["crm"]["why"], state["away"]["crm"]["owed"]) == (
            f"its secret cannot be used: {missing}",
            1,
        )
        secret.write_text(running.town.secret)
        secret.chmod(0o600)
        os.kill(running.service.sessions[-1], signal.SIGHUP)
        await until(lambda: len(running.town.messages) == 1)
        async with asyncio.timeout(PATIENCE):  # the answer is on its way back yet
            while (state := await running.ready())["away"]:
                await asyncio.sleep(0.05)
        assert (state["ok"], state["secrets"]) == (True, {})


@pytest.mark.slow
async def test_the_file_is_read_again_when_it_changes_and_a_bad_one_keeps_the_old(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        running.town.pages["/news"] = rss(*entries(range(2)))
        await started(running)
        good = running.config.read_text()
        running.config.write_text(good.replace("every", "evry"))
        async with asyncio.timeout(10):
            while not (state := (await running.ready())["config"]):
                await asyncio.sleep(0.05)
        assert "did you mean `every`" in "".join(state)
        await running.until_read("/feed")
        two = {**FEED, "news": "/news"}
        running.config.write_text(configuration(running.town, two, running.web.removeprefix("http://")))
        await running.until_read("/news")
        assert (await running.ready())["config"] == []


@pytest.mark.slow
async def test_what_only_a_new_start_can_change_is_refused_while_it_runs(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        await started(running)
        good = running.config.read_text()
        running.config.write_text(good.replace("monitor.db", "other.db"))
        async with asyncio.timeout(10):
            while not (problems := (await running.ready())["config"]):
                await asyncio.sleep(0.05)
        (problem,) = problems
        assert "monitor.database: changed while the daemon runs: restart it" in problem
        assert not (tmp_path / "other.db").exists()


@pytest.mark.slow
async def test_sighup_reads_the_file_again(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        await started(running)
        running.config.write_text("[monitor")
        os.kill(running.service.sessions[-1], signal.SIGHUP)
        async with asyncio.timeout(10):
            while not (await running.ready())["config"]:
                await asyncio.sleep(0.05)


@pytest.mark.slow
async def test_more_sources_of_one_host_than_it_has_places_take_turns(tmp_path: Path) -> None:
    many = {f"feed-{number}": f"/feed/{number}" for number in range(2 * PER_HOST + 5)}
    async with a_daemon(tmp_path, many, start=False) as running:
        running.town.pages |= dict.fromkeys(many.values(), rss(*entries(range(2))))
        await running.start()
        await until(lambda: min(map(running.town.asked.count, many.values())) >= 4)
        turns = [running.town.asked.count(path) for path in many.values()]
        assert max(turns) <= 2 * min(turns), turns


@pytest.mark.slow
async def test_sigterm_ends_within_ten_seconds_while_a_source_hangs(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, {**FEED, "slow": "/slow"}, start=False) as running:
        running.town.hanging.add("/slow")
        await started(running)
        assert "/slow" in running.town.asked
        assert await running.service.stop() == 0
        assert await running.service.clear() == 0


@pytest.mark.slow
async def test_a_second_daemon_is_sent_away_with_75(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        await started(running)
        assert await monitor(running, "run") == 75
        assert await monitor(running, "poll") == 75


@pytest.mark.slow
async def test_pages_answer_only_to_our_own_host(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        await started(running)
        assert (await running.get("/metrics"))[0] == 200
        assert (await running.get("/metrics", {"Host": "evil.test"}))[0] == 421


@pytest.mark.slow
async def test_readers_end_with_the_daemon_however_it_ends(tmp_path: Path) -> None:
    async with a_daemon(tmp_path, FEED, start=False) as running:
        await started(running)
        await running.service.kill()
        assert await running.service.clear() == 0
        with closing(sqlite3.connect(tmp_path / "monitor.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def monitor(running: Running, *words: str) -> int:
    """Another command beside the daemon; its exit code."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "monitor", *words, "--config", str(running.config), stderr=asyncio.subprocess.DEVNULL
    )
    return await process.wait()
