"""Leading the room (T17, T19, T22, T26–T29): rest, an open question, free order."""

import json

from dialoog.rules import commands as c
from dialoog.rules.decide import Reason
from dialoog.rules.events import TurnBegan, TurnEnded
from dialoog.rules.state import By, Desk, Kind, Presence, Role, TurnStatus
from tests.rules.people import Table, a_circle_of, a_round_of, a_table, sits_down
from tests.rules.steps import EXPERIENCES, FREE, HARVEST, INTRODUCTIONS, SHORT, WELCOME


def test_T17_each_act_of_the_facilitator_is_in_the_journal_with_its_time() -> None:
    table = a_round_of(4, (WELCOME, EXPERIENCES, HARVEST))
    led = [
        c.SkipSilence(), c.BeginTurn(table.round.last), c.Rest(), c.GoOn(), c.Undo(table.state.version + 4),
    ]  # fmt: skip
    for command in led:
        table.clock.advance(7)
        table.facilitator.does(command)
        assert table.entries[-1].at == table.clock.now
    turn = table.turn.id
    acts = [
        c.GoOn(), c.GiveTime(turn, 30), c.Reorder(table.round.id, ("tadesse", "samira", "henk")),
        c.SetAway("henk"), c.EndTurn(turn), c.ForceClose(table.round.id, "time"),
    ]  # fmt: skip
    for command in acts:
        table.clock.advance(7)
        table.facilitator.does(command)
        assert (table.entries[-1].at, table.entries[-1].by) == (table.clock.now, By(Desk.FACILITATOR))


def test_T17_only_waiting_seats_are_reordered_and_all_of_them() -> None:
    table = a_round_of(4)
    table.facilitator.says_next()
    round_ = table.round.id
    for wrong in (("fatma", "henk"), ("henk", "samira"), ("henk", "henk", "samira", "tadesse")):
        table.facilitator.is_refused(c.Reorder(round_, wrong), Reason.NOT_WAITING)
    table.facilitator.is_late(c.Reorder(round_, ("henk", "samira", "tadesse")))


def test_T19_anyone_may_ask_for_rest_and_nothing_says_who() -> None:
    one, other = a_round_of(3), a_round_of(3)
    one.henk.asks_rest()
    other.samira.asks_rest()
    assert one.entries == other.entries
    assert one.views() == other.views()
    assert one.desk["calls"]["rest"] is True
    assert one.screen["stage"]["rest"] is False
    one.facilitator.rests()
    assert one.screen["stage"]["rest"] is True
    assert one.desk["calls"]["rest"] is False


def test_T19_clocks_stop_while_it_rests() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    table.clock.advance(20)
    table.facilitator.rests()
    table.clock.advance(300)
    table.facilitator.is_refused(c.BeginTurn(table.round.last), Reason.RESTING)
    table.facilitator.goes_on()
    floor = table.screen["floor"]
    assert floor["ends"] - table.clock.now == 40_000
    table.clock.advance(10)
    table.fatma.ends()
    assert table.state.turns[-1].seconds == 30


def test_T19_a_turn_that_ends_during_rest_counts_until_the_rest() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    table.clock.advance(20)
    table.facilitator.rests()
    table.clock.advance(300)
    table.fatma.ends()
    assert table.state.turns[-1].seconds == 20


def test_T22_one_open_question_between_turns_and_its_clock_starts_with_the_next() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    table.facilitator.is_refused(c.AskOpenQuestion("samira"), Reason.SOMEBODY_SPEAKS)
    table.fatma.ends()
    table.facilitator.does(c.AskOpenQuestion("samira"))
    assert table.samira.phone["now"]["phase"] == "asked"
    assert table.henk.phone["now"]["phase"] == "almost"
    assert table.screen["floor"]["began"] is None
    table.clock.advance(90)
    table.facilitator.says_next()
    assert table.turn.clock.began == table.clock.now
    assert table.state.open_question is None


def test_T22_the_one_asked_may_decline_and_nobody_else_for_them() -> None:
    table = a_round_of(3)
    table.facilitator.does(c.AskOpenQuestion("samira"))
    table.henk.is_refused(c.EndOpenQuestion("samira"), Reason.NOT_YOURS)
    table.samira.does(c.EndOpenQuestion("samira"))
    assert table.state.open_question is None
    table.samira.is_late(c.EndOpenQuestion("samira"))


def without_roles(view: object) -> str:
    return json.dumps(view).replace('"municipality"', "null").replace('"care"', "null")


def test_T26_a_role_changes_neither_order_nor_time_nor_screen() -> None:
    tables = []
    for role in (None, Role.MUNICIPALITY, Role.CARE):
        table = a_table(SHORT)
        for seat in ("fatma", "henk", "samira"):
            sits_down(table, seat, role=role if seat == "samira" else None)
        table.facilitator.opens_round()
        table.facilitator.says_next()
        table.facilitator.says_next()
        tables.append(table)
    assert tables[0].screen == tables[1].screen == tables[2].screen
    assert tables[0].state.round == tables[1].state.round == tables[2].state.round
    assert len({without_roles(table.views()) for table in tables}) == 1


def a_free_round() -> Table:
    return a_round_of(3, (WELCOME, FREE, HARVEST))


def test_T27_in_free_order_whoever_wants_begins() -> None:
    table = a_free_round()
    assert table.screen["floor"]["next"] is None
    assert table.samira.phone["now"]["phase"] == "start"
    table.samira.begins()
    assert table.turn.seat == "samira"
    table.henk.is_refused(c.BeginTurn(table.round.last, "henk"), Reason.SOMEBODY_SPEAKS)
    table.samira.ends()
    table.samira.is_refused(c.BeginTurn(table.round.last, "samira"), Reason.NOT_WAITING)
    table.fatma.begins()
    table.facilitator.is_refused(c.BeginTurn(table.round.last), Reason.CHOOSE_WHO)
    table.facilitator.is_refused(c.BeginTurn(table.round.last, "samira"), Reason.NOT_WAITING)
    table.facilitator.says_next("henk")
    assert table.turn.seat == "henk"


def test_T27_two_who_begin_at_once_one_begins_and_the_other_is_late() -> None:
    table = a_free_round()
    after = table.round.last
    table.henk.begins()
    table.fatma.is_late(c.BeginTurn(after, "fatma"))


def test_T27_in_a_fixed_order_no_phone_begins_a_turn() -> None:
    table = a_round_of(2)
    table.fatma.is_refused(c.BeginTurn(table.round.last, "fatma"), Reason.NOT_ALLOWED)


def test_T28_klaar_and_overslaan_begin_no_turn_and_next_does_both_in_one_entry() -> None:
    table = a_round_of(4)
    table.facilitator.says_next()
    table.fatma.ends()
    assert table.turn is None
    table.facilitator.says_next()
    table.henk.passes()
    assert table.turn is None
    table.facilitator.says_next()
    table.facilitator.says_next()
    assert [type(x) for x in table.entries[-1].events] == [TurnEnded, TurnBegan]


def test_T28_next_names_what_it_follows_so_a_second_tap_does_nothing() -> None:
    """The 1.5 seconds are the console's; that a doubled tap skips nobody is the rules'."""
    table = a_round_of(3)
    tap = c.BeginTurn(table.round.last)
    table.facilitator.does(tap)
    table.facilitator.is_late(tap)
    assert table.turn.seat == "fatma"


def test_T28_a_doubled_next_at_the_end_of_the_queue_begins_no_second_turn() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    table.fatma.passes()
    table.facilitator.says_next()
    tap = c.BeginTurn(table.round.last)
    table.facilitator.does(tap)
    table.facilitator.is_late(tap)
    table.fatma.says_yes()
    table.facilitator.is_late(tap)
    table.facilitator.says_next()
    assert (table.turn.seat, table.turn.offer) == ("fatma", 2)
    table.facilitator.does(c.BeginTurn(table.round.last))
    table.facilitator.is_late(c.BeginTurn(table.round.last))
    assert table.round.complete


def test_T28_a_doubled_next_does_not_begin_the_turn_of_who_joins_after_it() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    table.facilitator.says_next()
    tap = c.BeginTurn(table.round.last)
    table.facilitator.does(tap)
    table.facilitator.does(c.TakeSeat("joris", "sealed"))
    table.facilitator.is_late(tap)
    table.facilitator.says_next()
    assert table.turn.seat == "joris"


def test_T28_next_still_counts_when_the_speaker_said_klaar_a_moment_before() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    tap = c.BeginTurn(table.round.last)
    table.fatma.ends()
    table.facilitator.does(tap)
    assert table.turn.seat == "henk"


def test_T29_who_spoke_meanwhile_is_told_and_nobody_measured_it() -> None:
    table = a_round_of(4)
    table.facilitator.says_next()
    table.clock.advance(900)
    table.facilitator.does(c.TellTurns(table.round.id, ("fatma", "henk", "samira")))
    assert [(t.seat, t.outcome, t.seconds) for t in table.state.turns] == [
        ("fatma", TurnStatus.SPOKE, None), ("henk", TurnStatus.SPOKE, None), ("samira", TurnStatus.SPOKE, None),
    ]  # fmt: skip
    assert table.round.waiting == ("tadesse",)
    table.facilitator.is_late(c.TellTurns(table.round.id, ("fatma", "henk", "samira")))


def test_T29_who_was_recorded_meanwhile_is_not_recorded_twice() -> None:
    table = a_free_round()
    table.fatma.begins()
    table.fatma.ends()
    table.facilitator.does(c.TellTurns(table.round.id, ("fatma", "henk")))
    assert [t.seat for t in table.state.turns] == ["fatma", "henk"]
    table.facilitator.is_refused(c.TellTurns(table.round.id, ("nobody",)), Reason.NOT_WAITING)


def test_T29_what_the_shared_screen_keeps_without_connection_is_in_the_table() -> None:
    """That it lets name and clock go after 15 s is the screen's; question and moments are here."""
    table = a_round_of(2)
    table.facilitator.says_next()
    screen = table.screen
    assert screen["step"]["question"] == INTRODUCTIONS.question
    assert {"began", "ends", "seat"} <= set(screen["floor"])


def test_T17_a_removed_seat_decides_about_itself_and_nothing_else() -> None:
    table = a_circle_of(3)
    table.facilitator.opens_round()
    word = table.henk.writes(Kind.INTRODUCTION)
    table.facilitator.does(c.RemoveSeat("henk"))
    assert table.state.seats["henk"].presence is Presence.REMOVED
    table.henk.is_refused(c.AskRest(), Reason.NOT_HERE)
    table.henk.is_refused(c.Write("w9", Kind.EXPERIENCE, "henk", "nl", "x"), Reason.NOT_HERE)
    table.henk.does(c.GiveConsent("henk", words=False, name=False, contact=False))
    table.henk.does(c.WithdrawWords(word))
    table.henk.does(c.EraseSeat("henk"))
