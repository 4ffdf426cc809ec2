from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.polling import Move, SourceState, Target, answered, failed, finished, plan, sighted, turned
from monitor.errors import BadStatus, HostPaused, Unreachable, Unreadable
from monitor.source import Fetched, NotModified, Response, Validators
from tests.fakes import NOON, days

ACME = Target("options", {"Acme": "q1"})
READ = finished(SourceState("blog", "feed", NOON, cursor=b"seen", etag='"1"', full_at=NOON), ACME)


def test_a_source_that_was_never_read_is_a_baseline() -> None:
    todo = plan(SourceState("blog", "feed", NOON), ACME, NOON)
    assert (todo.baseline, todo.conditional) == (frozenset({"Acme"}), False)


def test_a_source_that_was_read_is_asked_with_validators() -> None:
    todo = plan(READ, ACME, NOON)
    assert (todo.baseline, todo.conditional, todo.state) == (frozenset(), True, READ)


def test_a_new_brand_is_a_baseline_of_itself_alone_and_starts_from_nothing() -> None:
    todo = plan(READ, Target("options", {"Acme": "q1", "Other": "q"}), NOON)
    assert (todo.baseline, todo.state.cursor, todo.state.etag) == (frozenset({"Other"}), b"", None)


def test_a_changed_query_is_a_baseline() -> None:
    assert plan(READ, Target("options", {"Acme": "q2"}), NOON).baseline == {"Acme"}


def test_changed_options_are_a_baseline_of_all_brands() -> None:
    assert plan(READ, Target("other", {"Acme": "q1"}), NOON).baseline == {"Acme"}


def test_a_removed_brand_changes_nothing() -> None:
    two = finished(READ, Target("options", {"Acme": "q1", "Other": "q"}))
    assert plan(two, ACME, NOON).baseline == frozenset()


def test_a_baseline_round_goes_on_with_its_own_cursor() -> None:
    fresh = Target("options", {"Acme": "q2"})
    first = replace(plan(READ, fresh, NOON).state, cursor=b"page 1")
    todo = plan(turned(first, NOON), fresh, NOON)
    assert (todo.state.cursor, todo.baseline, todo.state.round_page) == (b"page 1", frozenset({"Acme"}), 1)


def test_a_query_that_changes_within_a_round_starts_it_again() -> None:
    first = turned(plan(READ, Target("options", {"Acme": "q2"}), NOON).state, NOON)
    assert plan(first, Target("options", {"Acme": "q3"}), NOON).state.round_page == 0


def test_once_a_day_a_source_is_read_in_full() -> None:
    assert plan(READ, ACME, NOON + timedelta(hours=23)).conditional
    assert not plan(READ, ACME, NOON + timedelta(hours=24)).conditional


def test_an_answer_brings_its_validators() -> None:
    response = Response("https://x.test/", 200, {}, b"body", NOON)
    after = answered(READ, Fetched(response, Validators('"2"', "Sat"), None, None), NOON, asked=OLD, conditional=True)
    assert (after.etag, after.last_modified, after.full_at) == ('"2"', "Sat", NOON)
    assert after.body_hash is not None


def test_a_304_keeps_the_validators() -> None:
    after = answered(READ, NotModified(None, None), NOON + days(0.5), asked=OLD, conditional=True)
    assert (after.etag, after.full_at, after.ok_at) == ('"1"', NOON, NOON + days(0.5))


def test_what_could_not_be_read_is_asked_for_anew() -> None:
    after = failed(READ, Unreadable("broken"), NOON, 0)
    assert (after.etag, after.body_hash, after.outcome, after.why) == (None, None, "unreadable", "broken")


def test_a_source_that_cannot_be_reached_keeps_what_it_knows() -> None:
    after = failed(READ, Unreachable("refused"), NOON, 0)
    assert (after.etag, after.cursor, after.rhythm.failures) == ('"1"', b"seen", 1)


def test_retry_after_holds_the_source() -> None:
    after = failed(READ, BadStatus("429", status=429, retry_after=900.0), NOON, 0)
    assert after.held_until == NOON + timedelta(minutes=15)
    assert after.next_poll_at >= after.held_until


OLD = "https://old.test/"
SEEN = Move(OLD, "https://new.test/", 2, NOON - days(2))


def test_a_permanent_redirect_is_believed_after_three_sightings_over_a_day() -> None:
    move = sighted(None, OLD, "https://new.test/", NOON)
    for hours in (1, 2, 3, 23):
        move = sighted(move, OLD, "https://new.test/", NOON + timedelta(hours=hours))
        assert move is not None
        assert not move.believed
    move = sighted(move, OLD, "https://new.test/", NOON + timedelta(hours=25))
    assert move is not None
    assert move.believed


def test_another_redirect_or_none_starts_the_count_again() -> None:
    move = sighted(sighted(None, OLD, "https://a.test/", NOON), OLD, "https://b.test/", NOON)
    assert move is not None
    assert (move.to, move.count) == ("https://b.test/", 1)
    assert sighted(move, OLD, None, NOON) is None


def test_a_believed_redirect_is_kept_while_the_new_address_answers() -> None:
    move = Move(OLD, "https://new.test/", 3, NOON - days(2))
    response = Response("https://new.test/", 200, {}, b"body", NOON)
    after = answered(
        replace(READ, move=move), Fetched(response, Validators(), None, None), NOON, asked=OLD, conditional=True
    )
    assert after.move == move


MOVES: dict[str, tuple[Move | None, str, str | None, Move | None]] = {
    "the first sighting is remembered with its address": (
        None,
        OLD,
        "https://new.test/",
        Move(OLD, "https://new.test/", 1, NOON),
    ),
    "another page that does not move says nothing of it": (SEEN, "https://old.test/?page=2", None, SEEN),
    "another page that moves does not take its place": (SEEN, "https://old.test/?page=2", "https://new.test/2", SEEN),
    "the address itself does not move any more": (SEEN, OLD, None, None),
}


@pytest.mark.parametrize(("move", "asked", "to", "expected"), MOVES.values(), ids=MOVES)
def test_a_redirect_belongs_to_its_address(
    move: Move | None, asked: str, to: str | None, expected: Move | None
) -> None:
    answer = NotModified(None, to)
    assert answered(replace(READ, move=move), answer, NOON, asked=asked, conditional=True).move == expected


def test_a_believed_redirect_that_leads_to_an_error_is_believed_no_more() -> None:
    move = Move(OLD, "https://new.test/", 3, NOON - days(2))
    assert failed(replace(READ, move=move), Unreachable("refused"), NOON, 0).move is None


def test_a_hosts_pause_holds_all_its_sources_and_counts_as_no_failure() -> None:
    after = failed(READ, HostPaused("asked for a pause", retry_after=600.0), NOON, 0)
    assert (after.held_until, after.next_poll_at) == (NOON + timedelta(minutes=10), NOON + timedelta(minutes=10))
    assert (after.rhythm.failures, after.outcome) == (0, READ.outcome)
