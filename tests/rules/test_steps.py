"""Steps, time and undo (S1–S6): what acts when, time as data, the plan, taking a step back, replaying."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide import AFTER_CLOSING, Reason
from dialoog.rules.evolve import fold
from dialoog.rules.programme import propose_minutes, turn_seconds
from dialoog.rules.state import By, Desk, Keep, Kind, State, Status, TurnStatus
from tests.rules.people import Table, a_circle_of, a_round_of, a_table, at_the_harvest
from tests.rules.steps import EXPERIENCES, HARVEST, INTRODUCTIONS, PERSPECTIVES, PROGRAMME, WELCOME

FRONTEND = Path(__file__).parents[2] / "dialoog" / "frontend" / "src"


def test_S1_a_dialogue_is_planned_open_running_closed() -> None:
    table = Table()
    assert table.state.status is Status.PLANNED
    table.facilitator.is_refused(c.NextStep(0), Reason.NOT_OPEN)
    table.person("fatma").is_refused(c.TakeSeat("fatma", "sealed"), Reason.NOT_OPEN)
    table.facilitator.is_refused(c.OpenTable(()), Reason.NOT_OPEN)
    table.facilitator.is_refused(c.OpenTable((INTRODUCTIONS,)), Reason.NOT_OPEN)
    table = a_circle_of(2)
    assert table.state.status is Status.OPEN
    table.facilitator.is_refused(c.OpenTable(PROGRAMME), Reason.ALREADY_OPEN)
    table.facilitator.opens_round()
    assert table.state.status is Status.RUNNING
    table.facilitator.does(c.CloseDialogue("time"))
    assert table.state.status is Status.CLOSED
    assert table.state.closed_at == table.clock.now


def test_S1_after_closing_only_choices_withdrawal_and_erasure_act() -> None:
    table = at_the_harvest()
    one, other = table.fatma.writes(Kind.CLOSING_WORD), table.fatma.writes(Kind.CLOSING_WORD)
    table.facilitator.does(c.CloseDialogue("time"))
    table.fatma.is_refused(c.ChangeWords(one, "nl", "x"), Reason.CLOSED)
    table.fatma.is_refused(c.TickWords(one, on=True), Reason.CLOSED)
    table.fatma.is_refused(c.Leave("fatma"), Reason.CLOSED)
    table.facilitator.is_refused(c.EraseSeat("fatma"), Reason.CLOSED)
    table.fatma.keeps(one, Keep.NAMED)
    table.fatma.keeps(other, Keep.NO)
    assert table.state.words[other].blanked
    table.fatma.does(c.WithdrawWords(one))
    table.fatma.does(c.EraseSeat("fatma"))
    assert c.Undo not in AFTER_CLOSING


def test_S2_the_programme_is_copied_when_the_dialogue_opens() -> None:
    template = [WELCOME, INTRODUCTIONS, HARVEST]
    table = a_table(tuple(template))
    template[1] = replace(INTRODUCTIONS, question={"nl": "Iets anders?"}, minutes=99)
    assert table.state.steps[1] == INTRODUCTIONS
    assert isinstance(table.entries[0].events[0], e.TableOpened)
    assert fold(table.entries).steps == (WELCOME, INTRODUCTIONS, HARVEST)


def test_S3_time_is_data_so_a_view_does_not_change_by_waiting() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    before = table.views()
    table.clock.advance(1000)
    assert table.views() == before
    floor = before["table"]["floor"]
    assert (floor["began"], floor["ends"]) == (table.turn.clock.began, table.turn.clock.began + 60_000)
    assert table.entries[-1].at == table.turn.clock.began


def test_S3_a_clock_that_went_back_gives_no_time_below_zero() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    table.clock.advance(-30)
    table.fatma.ends()
    assert table.state.turns[-1].seconds == 0


def test_S4_minutes_of_the_steps_to_come_are_shown_anew_after_an_overrun() -> None:
    table = a_round_of(2)
    assert [line.proposed for line in propose_minutes(table.state)] == [s.minutes for s in PROGRAMME]
    table.speaks_all()
    table.clock.advance(20 * 60)
    table.facilitator.opens_round()
    proposed = {line.step.id: line.proposed for line in propose_minutes(table.state)}
    own = {s.id: s.minutes for s in PROGRAMME}
    assert proposed["experiences"] == own["experiences"]
    assert all(proposed[s] < own[s] for s in ("perspectives", "exploring", "possibilities", "harvest"))
    assert table.state.current == EXPERIENCES


@pytest.mark.parametrize(
    ("minutes", "silence", "writing", "seats", "seconds"),
    [(7, 0, 0, 8, 45), (21, 60, 60, 8, 135), (27, 120, 60, 8, 180), (4, 0, 0, 60, 30), (40, 0, 0, 2, 240)],
)
def test_S4_seconds_of_a_turn_follow_the_formula_of_the_method(
    minutes: int, silence: int, writing: int, seats: int, seconds: int
) -> None:
    step = replace(EXPERIENCES, minutes=minutes, silence=silence, writing=writing)
    assert turn_seconds(step, seats) == seconds


def course(state: State) -> State:
    """A state without its version and clocks: what undoing must give back."""
    turn = state.speaking and replace(state.speaking, clock=replace(state.speaking.clock, shift_ms=0))
    round_ = state.round and replace(state.round, turn=turn)
    return replace(state, version=0, round=round_, silence=None, writing=None)


FLOW: dict[str, Callable[[Table], c.Command]] = {
    "begin": lambda t: c.BeginTurn(t.round.last),
    "end": lambda t: c.EndTurn(t.turn.id),
    "pass": lambda t: c.PassTurn(t.turn.id),
    "close of a round": lambda t: c.ForceClose(t.round.id, "time"),
    "reorder": lambda t: c.Reorder(t.round.id, tuple(reversed(t.round.waiting))),
    "rest": lambda t: c.Rest(),
    "away": lambda t: c.SetAway("fatma"),
    "left": lambda t: c.Leave("samira"),
    "removed": lambda t: c.RemoveSeat("henk"),
    "time": lambda t: c.GiveTime(t.turn.id, 30),
    "clock off": lambda t: c.SetClock(on=False),
    "told": lambda t: c.TellTurns(t.round.id, ("fatma", "henk")),
}


@pytest.mark.parametrize("step", FLOW)
def test_S5_undoing_the_newest_step_gives_the_state_before_it(step: str) -> None:
    table = a_round_of(4)
    table.facilitator.says_next()
    before = table.state
    table.facilitator.does(FLOW[step](table))
    table.clock.advance(12)
    table.facilitator.does(c.Undo(table.state.version))
    assert course(table.state) == course(before)
    assert table.state.version == before.version + 2


@pytest.mark.parametrize(
    ("step", "event"),
    [
        ("begin", "TurnBegan"),
        ("end", "TurnEnded"),
        ("pass", "TurnPassed"),
        ("close of a round", "RoundClosed"),
        ("told", "TurnsTold"),
    ],
)
def test_S5_a_step_back_is_named_by_what_it_takes_back(step: str, event: str) -> None:
    """Not by the turn that ended along with it."""
    table = a_round_of(4)
    table.facilitator.says_next()
    table.facilitator.does(FLOW[step](table))
    assert table.desk["act"]["undo"]["what"] == event


def test_S5_a_step_that_closed_a_round_is_named_as_the_new_step() -> None:
    table = a_round_of(2, (WELCOME, INTRODUCTIONS, PERSPECTIVES))
    for _turn in range(2):
        table.facilitator.says_next()
    table.facilitator.does(c.EndTurn(table.turn.id))
    assert not table.round.closed
    table.facilitator.does(c.NextStep(table.state.step_version))
    assert table.desk["act"]["undo"]["what"] == "StepOpened"


def test_S5_the_console_has_words_for_whatever_is_taken_back() -> None:
    labels = (FRONTEND / "console" / "turns" / "undo_label.ts").read_text()
    names = {*(event.__name__ for event in e.UNDOABLE), "TurnPassed"}
    assert set(re.findall(r'case "(\w+)"', labels)) == names


def test_S5_opening_a_step_is_undone_too_and_first_comes_open_again() -> None:
    table = a_circle_of(2)
    before = table.state
    table.facilitator.opens_round()
    table.facilitator.undoes()
    assert course(table.state) == course(before)
    assert table.state.status is Status.OPEN


def test_S5_only_the_newest_step_by_its_version_and_twice_is_late() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    first = table.state.version
    table.facilitator.says_next()
    second = table.state.version
    table.facilitator.is_refused(c.Undo(first), Reason.NOT_NEWEST)
    table.facilitator.does(c.Undo(second))
    table.facilitator.is_late(c.Undo(second))
    table.facilitator.does(c.Undo(first))
    assert table.turn is None


def test_S5_the_clock_resumes_without_the_mistaken_time() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    table.clock.advance(20)
    table.fatma.ends()
    table.clock.advance(15)
    table.facilitator.undoes()
    table.clock.advance(10)
    table.fatma.ends()
    assert table.state.turns[-1].seconds == 30


def test_S5_time_that_was_spoken_is_not_lost_by_undoing_something_else() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    table.clock.advance(20)
    table.facilitator.does(c.GiveTime(table.turn.id, 30))
    table.clock.advance(15)
    table.facilitator.undoes()
    table.clock.advance(10)
    table.fatma.ends()
    assert table.state.turns[-1].seconds == 45


def test_S5_undoing_go_on_leaves_the_rest_as_it_was() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    table.clock.advance(20)
    table.facilitator.rests()
    table.clock.advance(50)
    table.facilitator.goes_on()
    table.clock.advance(5)
    table.facilitator.undoes()
    table.clock.advance(50)
    table.facilitator.goes_on()
    table.clock.advance(10)
    table.fatma.ends()
    assert table.state.turns[-1].seconds == 30


def test_S5_words_are_never_undone_and_their_showing_follows() -> None:
    table = a_round_of(2)
    word = table.fatma.writes(ticked=True)
    table.facilitator.shows(word)
    table.facilitator.says_next()
    late = table.fatma.writes(turn=table.turn.id)
    assert table.screen["shown"] == []
    table.facilitator.undoes()
    assert late in table.state.words
    assert len(table.screen["shown"]) == 1


def test_S5_closing_cannot_be_undone_also_when_it_ended_a_turn() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    table.facilitator.does(c.CloseDialogue("unwell"))
    assert table.state.undoable == ()
    assert table.desk["act"]["undo"] is None
    table.facilitator.is_refused(c.Undo(table.state.version), Reason.CLOSED)


def test_S5_undo_after_a_late_arrival_was_let_in_keeps_them() -> None:
    table = a_round_of(2)
    table.speaks_all()
    table.facilitator.opens_round()
    table.person("joris").does(c.TakeSeat("joris", "sealed"))
    table.joris.consents()
    table.facilitator.admits("joris")
    table.facilitator.undoes()
    assert table.state.current == INTRODUCTIONS
    assert table.stands("joris") is TurnStatus.WAITING


def test_S6_events_carry_results_and_replaying_asks_no_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    table = a_round_of(3)
    table.speaks_all()
    table.facilitator.opens_round()
    monkeypatch.setattr("dialoog.rules.decide.flow.turn_seconds", lambda *_: 1 / 0)
    monkeypatch.setattr("dialoog.rules.decide.words.MAX_WORDS_SHOWN", 0)
    assert fold(table.entries) == table.state
    opened = [x for entry in table.entries for x in entry.events if isinstance(x, e.RoundOpened)]
    assert [(x.order, x.seconds) for x in opened] == [
        (("fatma", "henk", "samira"), 60), (("henk", "samira", "fatma"), 240),
    ]  # fmt: skip


def test_S6_versions_are_contiguous_from_one() -> None:
    table = at_the_harvest()
    assert [entry.version for entry in table.entries] == list(range(1, table.state.version + 1))


def test_S6_folding_tolerates_whatever_undone_entry_is_missing() -> None:
    table = a_round_of(4)
    table.facilitator.says_next()
    table.fatma.passes()
    table.speaks_all()
    table.fatma.says_yes()
    table.facilitator.opens_round() if table.round.complete else table.facilitator.says_next()
    for left_out in table.entries:
        fold(entry for entry in table.entries if entry is not left_out)


def test_S6_an_event_that_finds_nothing_changes_nothing_else() -> None:
    facts = (e.TurnBegan("x", 1, 5), e.TurnEnded("x", 1, 1, TurnStatus.SPOKE, 5), e.OfferDeclined("x"),
             e.RoundClosed(("x",)), e.SeatLeft("x"), e.SeatBack("x", TurnStatus.WAITING), e.TurnsTold(("x",)),
             e.TimeGiven(1, 5), e.ClockStarted(5), e.OrderChanged(("x",)), e.WordsKept("x", Keep.NO, aloud=True),
             e.SecondOfferMade(), e.RestEnded(5), e.SeatErased("x"), e.NamesErased(("x",)), e.WordsBlanked(("x",)))  # fmt: skip
    for fact in facts:
        state = fold([e.Entry(1, 0, By(Desk.FACILITATOR), (fact,))])
        assert (state.round, state.seats, state.words, state.turns) == (None, {}, {}, ())
