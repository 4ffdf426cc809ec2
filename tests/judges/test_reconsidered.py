"""The step of a pass: which mentions a judge is asked about, and that none is lost by asking."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from monitor.core.findings import Finding, Judged
from monitor.core.identity import keys_of
from monitor.core.story import marks_of
from monitor.core.verdict import LABELLED
from monitor.judges import Text, Verdict, counted, reconsidered
from monitor.model import Item, Rating, Tone
from tests.fakes import a_judgement, an_item
from tests.passes import a_monitor, entries, rss


@dataclass
class Says:
    """A judge of few words."""

    verdict: Verdict
    name: str = "lexa"
    asked: list[tuple[str, Text]] = field(default_factory=list)

    async def judge(self, brand: str, texts: Sequence[Text]) -> list[Verdict]:
        self.asked += [(brand, text) for text in texts]
        return [self.verdict] * len(texts)


POSITIVE = LABELLED[Tone.POSITIVE]
TEXT = Text("Never came", an_item().text)


def about(*brands: str) -> tuple[Judged, ...]:
    (marks,) = marks_of(an_item(), brands[:1])
    return tuple(Judged(brand, a_judgement(), "en", marks) for brand in brands)


def said(answer: tuple[Judged, ...] | str) -> list[tuple[str, Tone, str | None]]:
    assert not isinstance(answer, str)
    return [(one.brand, one.judgement.tone, one.judge) for one in answer]


async def test_only_the_brands_with_a_judge_are_judged_by_it() -> None:
    judge = Says(POSITIVE)
    items = [an_item(str(number)) for number in range(4)]
    answers = [about("Acme", "Yeti"), about("Yeti"), (), about("Acme")]
    found = await reconsidered({"Acme": judge}, items, answers)
    negative, positive = ("Yeti", Tone.NEGATIVE, None), ("Acme", Tone.POSITIVE, "lexa")
    assert [said(answer) for answer in found] == [[positive, negative], [negative], [], [positive]]
    assert judge.asked == [("Acme", TEXT)] * 2


async def test_each_brand_may_have_its_own_judge() -> None:
    one, other = Says(POSITIVE), Says(LABELLED[Tone.NEUTRAL], name="nova")
    (found,) = await reconsidered({"Acme": one, "Yeti": other}, [an_item()], [about("Acme", "Yeti")])
    assert said(found) == [("Acme", Tone.POSITIVE, "lexa"), ("Yeti", Tone.NEUTRAL, "nova")]


async def test_the_customers_own_verdict_is_not_put_to_a_judge() -> None:
    judge = Says(POSITIVE)
    items: list[Item] = [an_item(rating=Rating(1, 5)), an_item(rating=Rating(3, 5)), an_item(recommended=False)]
    answers = [about("Acme")] * 3
    assert await reconsidered({"Acme": judge}, items, answers) == answers
    assert judge.asked == []


async def test_a_puzzle_is_not_put_to_a_judge() -> None:
    judge = Says(POSITIVE)
    assert await reconsidered({"Acme": judge}, [an_item()], ["reader-died: killed"]) == ["reader-died: killed"]
    assert judge.asked == []


async def test_without_a_verdict_the_mention_keeps_the_local_one_and_says_why() -> None:
    (found,) = await reconsidered({"Acme": Says("it answered 500")}, [an_item()], [about("Acme")])
    assert said(found) == [("Acme", Tone.NEGATIVE, "lexa")]
    assert not isinstance(found, str)
    (judged,) = found
    assert judged.unjudged == "it answered 500"
    assert judged.judgement.reasons[-1].why == "lexa gave no verdict: it answered 500"


async def test_a_defect_of_a_judge_costs_no_mention() -> None:
    class Broken(Says):
        async def judge(self, brand: str, texts: Sequence[Text]) -> list[Verdict]:
            raise TypeError("str is not valid UTF-8")

    (found,) = await reconsidered({"Acme": Broken(POSITIVE)}, [an_item()], [about("Acme")])
    assert said(found) == [("Acme", Tone.NEGATIVE, "lexa")]
    assert counted([Finding("1", an_item(), keys_of(an_item()), new=True, judged=tuple(found))]) == (  # type: ignore[arg-type] # no text
        ("lexa", "TypeError: str is not valid UTF-8", 1),
    )


async def test_who_was_asked_is_counted_with_what_came_of_it() -> None:
    items = [an_item(str(number)) for number in range(3)]
    right = await reconsidered({"Acme": Says(POSITIVE)}, items[:2], [about("Acme", "Yeti")] * 2)
    wrong = await reconsidered({"Acme": Says("it answered 500")}, items[2:], [about("Acme")])
    findings = [
        Finding(str(place), items[place], keys_of(items[place]), new=True, judged=answer)
        for place, answer in enumerate([*right, *wrong])
        if not isinstance(answer, str)
    ]
    assert counted(findings) == (("lexa", None, 2), ("lexa", "it answered 500", 1))


async def test_a_pass_tells_what_the_judge_found_and_reports_it(tmp_path: Path) -> None:
    with a_monitor(tmp_path, when="tone = negative") as monitor:
        monitor.judges = {"Acme": Says(POSITIVE)}
        await monitor.told(rss(*entries(range(3))))
        monitor.judges = {"Acme": Says(LABELLED[Tone.NEGATIVE])}
        monitor.clock.turn(minutes=10)
        report = await monitor.poll(rss(*entries(range(5))))
    assert (report.mentions, report.alerts, report.judged) == (2, 2, (("lexa", None, 2),))


async def test_a_pass_whose_judge_fails_loses_nothing(tmp_path: Path) -> None:
    with a_monitor(tmp_path) as monitor:
        monitor.judges = {"Acme": Says("it hangs")}
        await monitor.told(rss(*entries(range(3))))
        monitor.clock.turn(minutes=10)
        report = await monitor.poll(rss(*entries(range(5))))
    assert (report.ok, report.mentions, report.alerts) == (True, 2, 2)
    assert report.judged == (("lexa", "it hangs", 2),)
