"""A user's classifier in a real reader process: asked, refused, killed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from monitor.judges import Text, Verdict, classifier
from monitor.judges.classifier import LIMITS, Classifier, Options
from monitor.model import Tone
from monitor.readers import MIB, Limits, Readers
from tests.judges.models import Files, a_classifier

LABELS = [Tone.NEGATIVE, Tone.NEUTRAL, Tone.POSITIVE]
BAD, GOOD = Text("", "bad"), Text("", "good")


@pytest_asyncio.fixture
async def readers() -> AsyncIterator[Readers]:
    made = Readers(1)
    yield made
    await made.aclose()


def options(files: Files, labels: list[Tone] = LABELS) -> Options:
    return Options(model=files.model, tokenizer=files.tokenizer, labels=labels)


def tone(verdict: Verdict) -> str:
    return verdict if isinstance(verdict, str) else "negative" if verdict.negative > 0.5 else "positive"


async def test_title_and_text_are_judged_together_and_in_order(readers: Readers, tmp_path: Path) -> None:
    judge = Classifier("own", options(a_classifier(tmp_path)), readers)
    texts = [GOOD, Text("bad", "delivery"), *[GOOD] * 20, BAD]
    said = [tone(verdict) for verdict in await judge.judge("Acme", texts)]
    assert said == ["positive", "negative", *["positive"] * 20, "negative"]


@pytest.mark.slow
async def test_a_large_model_stays_loaded_in_its_process(readers: Readers, tmp_path: Path) -> None:
    """64 MiB of weights are more than a reader may keep otherwise."""
    judge = Classifier("own", options(a_classifier(tmp_path, padding=16 * MIB)), readers)
    first = await readers.run("tests.reader_tasks:pid", limits=LIMITS)
    await judge.judge("Acme", [BAD])
    assert tone((await judge.judge("Acme", [BAD]))[0]) == "negative"
    assert await readers.run("tests.reader_tasks:pid", limits=LIMITS) == first
    readers.rest()
    assert await readers.run("tests.reader_tasks:pid", limits=LIMITS) != first


@pytest.mark.slow
async def test_a_model_beyond_the_memory_is_a_verdict_that_says_so(
    readers: Readers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classifier, "LIMITS", replace(LIMITS, memory=256 * MIB))
    judge = Classifier("own", options(a_classifier(tmp_path, padding=64 * MIB)), readers)
    assert await judge.judge("Acme", [BAD]) == ["reader-died: monitor.models.onnx:judge needs more than 256 MiB"]


async def test_a_model_that_does_not_fit_its_labels_costs_verdicts_and_nothing_else(
    readers: Readers, tmp_path: Path
) -> None:
    judge = Classifier("own", options(a_classifier(tmp_path), [*LABELS, Tone.POSITIVE]), readers)
    wrong = "unreadable: model.onnx: its output has the shape (1, 3), 4 labels are configured"
    assert await judge.judge("Acme", [BAD, GOOD]) == [wrong, wrong]


async def test_a_process_that_is_killed_costs_the_rest_of_the_page_and_not_the_next(
    readers: Readers, tmp_path: Path
) -> None:
    class KilledAtTheSecond:
        calls = 0

        async def run(self, function: str, *args: object, limits: Limits) -> object:
            self.calls += 1
            if self.calls == 2:
                return await readers.run("tests.reader_tasks:segfault", limits=limits)
            return await readers.run(function, *args, limits=limits)

    reader = KilledAtTheSecond()
    judge = Classifier("own", options(a_classifier(tmp_path)), reader)
    said = [tone(verdict) for verdict in await judge.judge("Acme", [BAD] * 24)]
    assert said[:8] == ["negative"] * 8
    assert (len(said), reader.calls) == (24, 2)
    assert all("crashed" in one for one in said[8:])
    assert [tone(verdict) for verdict in await judge.judge("Acme", [BAD])] == ["negative"]


async def test_what_is_not_judged_in_time_is_said(readers: Readers, tmp_path: Path) -> None:
    judge = Classifier("own", options(a_classifier(tmp_path)), readers, patience=0.0)
    assert await judge.judge("Acme", [BAD, GOOD]) == ["no time was left for this text"] * 2
