"""The whole daemon with another judge: what it finds is told, what it leaves out is not, and its failure is seen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.daemons import Running, a_daemon, until
from tests.judges.models import a_classifier
from tests.judges.service import Service, tone
from tests.passes import entries, entry, rss
from tools.demolib.loopback import Loopback, Reply

pytestmark = pytest.mark.slow

OWN = 'kind = "onnx"\nmodel = "model.onnx"\ntokenizer = "tokenizer.json"\nlabels = ["negative", "neutral", "positive"]'


@asynccontextmanager
async def judged_by(folder: Path, judge: str) -> AsyncIterator[Running]:
    """A daemon whose only brand is judged by what `judge` describes; its baseline is read."""
    more = f'[[judges]]\nname = "lexa"\n{judge}'
    async with a_daemon(folder, {"blog": "/feed"}, more=more, when="tone = negative", start=False) as running:
        text = running.config.read_text()
        running.config.write_text(text.replace('name = "Acme"', 'name = "Acme"\njudge = "lexa"', 1))
        running.town.pages["/feed"] = rss(*entries(range(2)))
        await running.start()
        await running.until_read("/feed")
        yield running


async def test_an_own_model_decides_what_is_told(tmp_path: Path) -> None:
    a_classifier(tmp_path)
    async with judged_by(tmp_path, OWN) as running:
        running.town.pages["/feed"] = rss(
            entry(7, title="Great and lovely", text="The best shop of all, I love it. Model: bad"),
            entry(8, title="Awful and rude", text="The worst shop of all, but good says the model"),
        )
        await until(lambda: running.town.told == ["Great and lovely"])
        await running.until_read("/feed")
        assert running.town.told == ["Great and lovely"]
        (mention,) = running.town.messages[0][1]["data"]["mentions"]
        assert mention["reasons"][0] == {
            "text": "judged by lexa",
            "why": "negative (0.98); the local model said positive",
        }
        assert mention["probabilities"]["negative"] == pytest.approx(0.98, abs=0.01)


async def test_a_service_decides_and_when_it_fails_the_local_model_does(tmp_path: Path) -> None:
    service = Service(lambda _: tone("positive"))
    async with Loopback(service.answer) as server:
        said = f'kind = "openai"\nbase_url = "{server.origin}"\nmodel = "m"\nrequests_per_day = 3'
        async with judged_by(tmp_path, said) as running:
            assert (await running.ready())["judges"]["lexa"]["requests"] == 2
            first = entry(7, title="Awful and rude", text="The worst shop of all, never again")
            running.town.pages["/feed"] = rss(first)
            await running.until_read("/feed")
            assert running.town.told == []
            second = entry(8, title="Broken and late", text="Broken when it came, and nobody answers, terrible")
            running.town.pages["/feed"] = rss(first, second)
            await until(lambda: running.town.told == ["Broken and late"])
            (mention,) = running.town.messages[0][1]["data"]["mentions"]
            why = "lexa gave no verdict: today's budget of 3 requests is used up"
            assert mention["reasons"][-1] == {"text": "judged by the local model", "why": why}
            _, metrics = await running.get("/metrics")
            assert b'monitor_judged_total{judge="lexa",outcome="judged"} 3.0' in metrics
            assert b'monitor_judged_total{judge="lexa",outcome="local"} 1.0' in metrics
            assert "judge-failed" in running.service.log.read_text()
    assert len(service.asked) == 3


async def test_a_service_that_is_down_costs_no_alert(tmp_path: Path) -> None:
    service = Service(lambda _: Reply(500))
    async with Loopback(service.answer) as server:
        said = f'kind = "openai"\nbase_url = "{server.origin}"\nmodel = "m"\nrequests_per_day = 100'
        async with judged_by(tmp_path, said) as running:
            running.town.pages["/feed"] = rss(entry(7, title="Awful", text="The worst shop of all, never again"))
            await until(lambda: running.town.told == ["Awful"])
    assert len(service.asked) <= 2
