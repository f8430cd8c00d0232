"""Closing early, the clock, silence, and turns without words (T7–T10)."""

import json

import pytest

from dialoog.rules import commands as c
from dialoog.rules.decide import CLOSING_REASONS, Reason
from dialoog.rules.events import TurnBegan, TurnEnded
from dialoog.rules.state import Kind, TurnStatus
from tests.rules.people import a_circle_of, a_round_of
from tests.rules.steps import EXPERIENCES, HARVEST, INTRODUCTIONS, PERSPECTIVES, WELCOME


def test_T7_closing_early_needs_a_reason_from_the_list() -> None:
    table = a_round_of(3)
    table.facilitator.is_refused(c.ForceClose(table.round.id, ""), Reason.REASON_NEEDED)
    table.facilitator.is_refused(c.ForceClose(table.round.id, "Henk is moe"), Reason.UNKNOWN_REASON)
    table.facilitator.forces_close(CLOSING_REASONS[0])
    assert table.round.reason == CLOSING_REASONS[0]


def test_T7_who_was_not_reached_comes_first_next_time_and_only_the_desk_sees_it() -> None:
    table = a_round_of(4)
    table.facilitator.says_next()
    table.fatma.passes()
    table.facilitator.says_next()
    table.facilitator.forces_close()
    stands = [table.stands(s) for s in ("fatma", "henk", "samira", "tadesse")]
    assert stands == [TurnStatus.PASSED_FINAL, TurnStatus.SPOKE, TurnStatus.EXCUSED, TurnStatus.EXCUSED]
    assert table.desk["queue"]["excused"] == ["samira", "tadesse"]
    without_circle = {k: v for k, v in table.screen.items() if k != "circle"}
    assert "samira" not in json.dumps(without_circle)
    assert table.screen["floor"]["complete"] is False
    table.facilitator.opens_round()
    assert table.order == ("samira", "tadesse", "henk", "fatma")


def test_T7_an_owed_turn_is_paid_once() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    table.henk.leaves()
    table.facilitator.forces_close()
    assert table.state.owed == ("samira",)
    table.facilitator.sets_away("samira")
    table.facilitator.opens_round()
    table.samira.comes_back()
    table.facilitator.does(c.SkipSilence())
    table.speaks_all()
    table.facilitator.goes_to("perspectives")
    assert table.state.owed == ()
    assert table.order == ("samira", "fatma")


def test_T8_time_that_is_over_ends_nothing_and_counts_on() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    turn, floor = table.turn, table.screen["floor"]
    assert floor["warn"] - floor["began"] == 45_000
    table.clock.advance(600)
    assert table.turn == turn
    table.fatma.ends()
    assert table.state.turns[-1].seconds == 600


def test_T8_extra_time_is_offered_to_all_who_follow_and_without_limit() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    table.facilitator.says_next()
    for _ in range(20):
        table.facilitator.does(c.GiveTime(table.turn.id, 600))
    assert table.turn.clock.seconds == 60 + 12_000
    table.facilitator.says_next()
    assert table.turn.clock.seconds == 60 + 12_000
    table.facilitator.is_refused(c.GiveTime(table.turn.id, 601), Reason.BAD_LENGTH)


def test_T8_a_clock_that_is_off_gives_nobody_extra_time() -> None:
    table = a_round_of(3)
    table.facilitator.does(c.SetClock(on=False))
    table.facilitator.says_next()
    assert table.screen["floor"]["ends"] is None
    table.clock.advance(400)
    table.facilitator.is_refused(c.GiveTime(table.turn.id, 60), Reason.CLOCK_OFF)
    table.facilitator.does(c.SetClock(on=True))
    table.facilitator.says_next()
    assert table.turn.clock.seconds == 60


def test_T8_a_clock_switched_on_again_is_that_of_the_speaker() -> None:
    table = a_circle_of(2)
    table.scribe.does(c.TakeSeat("samira", "sealed", device=False, interpreter=True))
    table.facilitator.does(c.OrderCircle(("samira", "fatma", "henk")))
    table.facilitator.opens_round()
    table.facilitator.says_next()
    assert table.turn.clock.seconds == 120
    table.facilitator.does(c.SetClock(on=False))
    table.facilitator.does(c.SetClock(on=True))
    assert table.turn.clock.seconds == 120


@pytest.mark.parametrize("desk", ["facilitator", "scribe"])
def test_T9_no_turn_begins_while_a_silence_runs_unless_it_is_skipped(desk: str) -> None:
    table = a_round_of(2, (WELCOME, EXPERIENCES, HARVEST))
    begin = c.BeginTurn(table.round.last)
    hand = getattr(table, desk)
    table.clock.advance(59)
    hand.is_refused(begin, Reason.SILENCE)
    table.clock.advance(1)
    hand.does(begin)
    table = a_round_of(2, (WELCOME, EXPERIENCES, HARVEST))
    table.facilitator.does(c.SkipSilence())
    table.facilitator.says_next()
    assert table.turn.seat == "fatma"


def test_T9_a_silence_can_be_skipped_after_rest_and_none_begins_during_rest() -> None:
    table = a_round_of(2, (WELCOME, EXPERIENCES, HARVEST))
    table.clock.advance(50)
    table.facilitator.rests()
    table.clock.advance(100)
    table.facilitator.is_refused(c.BeginSilence(60), Reason.RESTING)
    table.facilitator.does(c.SkipSilence())
    assert table.state.silence is None


def test_T10_a_whole_dialogue_is_held_without_one_letter() -> None:
    table = a_circle_of(3, without_device=("fatma", "henk", "samira"))
    while table.state.following:
        table.facilitator.opens_round()
        if table.state.silence:
            table.facilitator.does(c.SkipSilence())
        if table.round:
            table.speaks_all()
            table.facilitator.closes_round()
    table.facilitator.holds_last_words()
    table.facilitator.does(c.CloseDialogue())
    assert table.state.words == {}
    assert all(t.outcome is TurnStatus.SPOKE for t in table.state.turns)
    assert len(table.state.turns) == 5 * 3


def test_T10_what_is_written_or_not_changes_no_turn() -> None:
    silent, written = (a_round_of(2, (WELCOME, INTRODUCTIONS, PERSPECTIVES, HARVEST)) for _ in range(2))
    for table in (silent, written):
        table.facilitator.says_next()
        if table is written:
            table.fatma.writes(Kind.INTRODUCTION, turn=table.turn.id)
        table.clock.advance(30)
        table.facilitator.says_next()
    assert silent.state.round.statuses == written.state.round.statuses
    assert [t.seconds for t in silent.state.turns] == [t.seconds for t in written.state.turns] == [30]
    assert [type(e) for e in written.entries[-1].events] == [TurnEnded, TurnBegan]
