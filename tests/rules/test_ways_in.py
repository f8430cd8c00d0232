"""The ways in: a lost device is ended and the seat stays (T11, T13), links, the code, the door (T14)."""

from dataclasses import replace

import pytest

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide import Reason
from dialoog.rules.decide.seats import MAX_SEATS_PRESENT
from dialoog.rules.state import Keep, Kind, Presence
from tests.rules.people import Table, a_circle_of, a_round_of, a_table, at_the_harvest


def made(table: Table) -> int:
    """What names the link that was made last."""
    return table.state.version


def test_T13_whose_device_was_ended_is_acted_for_like_who_never_had_one() -> None:
    table = a_round_of(3)
    table.henk.consents()
    before = table.state
    table.facilitator.does(c.EndDevices("henk"))
    assert not table.state.seats["henk"].device
    assert (table.state.round, table.state.circle) == (before.round, before.circle)
    word = table.scribe.writes_for("henk", Kind.INTRODUCTION)
    table.scribe.does(c.ConfirmWords(word))
    table.facilitator.does(c.KeepWords(word, Keep.UNNAMED))


def test_T11_a_new_link_gives_the_seat_back_and_only_that_link_goes_on() -> None:
    table = a_round_of(3)
    table.facilitator.does(c.EndDevices("henk"))
    table.facilitator.does(c.LinkDevice("henk"))
    fresh = made(table)
    assert table.state.seats["henk"].device
    [ended] = table.facilitator.does(c.EndDevices("henk", fresh))
    assert ended == e.DevicesEnded("henk", fresh, device=True)
    assert table.state.links == {fresh: "henk"}
    assert table.desk["people"][1]["linked"] == fresh


def test_T11_ones_own_device_ends_the_others_and_stays() -> None:
    table = a_round_of(3)
    table.henk.does(c.EndDevices("henk"))
    assert table.state.seats["henk"].device
    table.henk.is_refused(c.EndDevices("fatma"), Reason.NOT_YOURS)


def test_T11_a_link_is_named_by_who_it_was_made_for_and_while_it_lasts() -> None:
    table = a_round_of(3)
    table.facilitator.does(c.LinkDevice("fatma"))
    of_fatma = made(table)
    table.facilitator.is_refused(c.EndDevices("henk", of_fatma), Reason.UNKNOWN_LINK)
    table.facilitator.is_refused(c.EndLinks("facilitator", of_fatma), Reason.UNKNOWN_LINK)
    table.facilitator.does(c.EndDevices("fatma"))
    table.facilitator.is_refused(c.EndDevices("fatma", of_fatma), Reason.UNKNOWN_LINK)


@pytest.mark.parametrize("desk", ["facilitator", "scribe", "screen"])
def test_a_link_of_a_desk_is_made_and_all_but_one_ended(desk: str) -> None:
    table = a_round_of(2)
    table.facilitator.does(c.HandOver(desk))
    first = made(table)
    table.facilitator.does(c.HandOver(desk))
    second = made(table)
    table.facilitator.does(c.EndLinks(desk, second))
    assert table.state.links == {second: desk}
    table.facilitator.is_refused(c.EndLinks(desk, first), Reason.UNKNOWN_LINK)
    assert table.state.links_ended == table.state.version
    table.facilitator.is_refused(c.EndLinks("seat"), Reason.UNKNOWN_DESK)


def test_what_was_ended_is_never_undone() -> None:
    table = a_round_of(3)
    table.facilitator.rests()
    table.facilitator.does(c.EndDevices("henk"))
    ended = made(table)
    table.facilitator.is_late(c.Undo(ended))
    table.facilitator.undoes()
    assert not table.state.seats["henk"].device
    assert table.state.links_ended == ended


def test_S1_a_phone_that_is_stolen_on_the_way_home_can_be_ended_and_nothing_else_changes() -> None:
    table = at_the_harvest(3)
    table.facilitator.does(c.CloseDialogue("time"))
    closed = table.state
    table.facilitator.does(c.EndDevices("henk"))
    table.fatma.does(c.EndDevices("fatma"))
    table.facilitator.does(c.EndLinks("facilitator"))
    table.facilitator.is_refused(c.LinkDevice("henk"), Reason.CLOSED)
    table.scribe.is_refused(c.EndDevices("henk"), Reason.NOT_ALLOWED)
    assert (table.state.words, table.state.circle) == (closed.words, closed.circle)


def test_T14_a_new_code_until_the_harvest_opens() -> None:
    table = a_circle_of(2)
    assert table.screen["stage"]["code"] == 0
    table.facilitator.does(c.RenewCode())
    assert table.screen["stage"]["code"] == table.state.version
    harvest = at_the_harvest(2)
    harvest.facilitator.is_refused(c.RenewCode(), Reason.DOOR_SHUT)


def test_T14_a_door_that_asks_lets_nobody_in_by_itself() -> None:
    table = a_circle_of(2)
    table.facilitator.does(c.SetDoor(asks=True))
    table.facilitator.is_late(c.SetDoor(asks=True))
    assert table.screen["stage"]["door"] == "asks"
    table.person("joris").does(c.TakeSeat("joris", "sealed"))
    table.joris.consents()
    assert table.state.seats["joris"].presence is Presence.ASKING
    assert "joris" not in table.state.circle
    table.facilitator.does(c.TakeSeat("ruud", "sealed", device=False))
    assert table.state.seats["ruud"].presence is Presence.PRESENT, "who the facilitator adds is let in"
    table.facilitator.admits("joris", after="fatma")
    assert table.state.circle == ("fatma", "joris", "henk", "ruud")


def test_T30_with_a_chair_that_was_let_in_the_order_is_tapped_anew() -> None:
    table = a_circle_of(2)
    table.facilitator.does(c.SetDoor(asks=True))
    table.person("joris").does(c.TakeSeat("joris", "sealed"))
    table.joris.consents()
    table.facilitator.does(c.OrderCircle(table.state.circle))
    table.facilitator.admits("joris")
    assert not table.state.circle_ordered


def test_T14_a_door_that_admits_again_admits() -> None:
    table = a_circle_of(2)
    table.facilitator.does(c.SetDoor(asks=True))
    table.facilitator.does(c.SetDoor(asks=False))
    table.person("joris").does(c.TakeSeat("joris", "sealed"))
    assert table.state.seats["joris"].presence is Presence.PRESENT


def test_a_table_is_full_and_has_room_again_when_somebody_is_removed() -> None:
    table = a_table()
    for n in range(MAX_SEATS_PRESENT):
        table.ask(c.TakeSeat(f"seat{n}", "sealed"), table.person(f"seat{n}").by)
    table.person("late").is_refused(c.TakeSeat("late", "sealed"), Reason.TABLE_FULL)
    table.facilitator.does(c.RemoveSeat("seat7"))
    table.person("late").does(c.TakeSeat("late", "sealed"))


def test_at_a_full_table_the_desks_can_still_add_somebody() -> None:
    table = a_table()
    a_flood(table, MAX_SEATS_PRESENT)
    table.facilitator.does(c.TakeSeat("late", "sealed", device=False))
    assert table.state.seats["late"].presence is Presence.PRESENT


def test_who_came_and_left_a_thousand_times_left_room_for_everybody() -> None:
    table = a_table()
    decided = table.ask(c.TakeSeat("fatma", "sealed"), table.person("fatma").by)
    assert isinstance(decided, tuple)
    [taken] = decided
    [left] = table.person("fatma").does(c.Leave("fatma"))
    again = [replace(fact, seat=f"again{n}") for n in range(1_000) for fact in (taken, left)]
    table._append(tuple(again), table.person("fatma").by)
    assert len(table.state.seats) == 1_001
    table.person("henk").does(c.TakeSeat("henk", "sealed"))
    assert table.state.seats["henk"].presence is Presence.PRESENT


def a_flood(table: Table, count: int) -> tuple[str, ...]:
    """A prankster takes seats with the code, as many as they like."""
    seats = tuple(f"flood{n}" for n in range(count))
    for seat in seats:
        table.ask(c.TakeSeat(seat, "sealed"), table.person(seat).by)
    return seats


def test_a_flood_is_removed_in_one_entry_and_one_step_back_brings_all_of_it_back() -> None:
    table = a_circle_of(3)
    first, *also = a_flood(table, 30)
    before = table.views()
    happened = table.facilitator.does(c.RemoveSeat(first, tuple(also)))
    assert happened == tuple(e.SeatRemoved(seat) for seat in (first, *also))
    assert [seat for seat, _ in table.screen["circle"]] == ["fatma", "henk", "samira"]
    table.facilitator.undoes()
    assert table.views()["table"]["circle"] == before["table"]["circle"]
    assert {table.state.seats[seat].presence for seat in (first, *also)} == {Presence.PRESENT}


def test_a_flood_that_waits_at_the_door_goes_like_one_that_sits() -> None:
    table = a_round_of(3)
    first, *also = a_flood(table, 5)
    assert table.desk["calls"]["asking"] == [first, *also]
    table.facilitator.does(c.RemoveSeat(first, tuple(also)))
    assert table.desk["calls"]["asking"] == []
    table.facilitator.does(c.RestoreSeat(first))
    assert table.desk["calls"]["asking"] == [first]


def test_who_speaks_and_is_among_the_removed_has_had_the_turn_and_the_others_go_on() -> None:
    table = a_round_of(4)
    table.facilitator.says_next()
    speaks = table.turn.seat
    others = [seat for seat in table.state.circle if seat != speaks]
    table.facilitator.does(c.RemoveSeat(others[-1], (speaks, others[-1])))
    assert table.turn is None
    assert set(table.round.waiting) == set(others[:-1])
    table.facilitator.undoes()
    assert table.turn.seat == speaks


def test_with_a_flood_that_is_partly_gone_the_rest_goes_and_nothing_is_said_twice() -> None:
    table = a_circle_of(3)
    first, *also = a_flood(table, 3)
    table.facilitator.does(c.RemoveSeat(also[0]))
    assert table.facilitator.does(c.RemoveSeat(first, tuple(also))) == (
        e.SeatRemoved(first),
        e.SeatRemoved(also[1]),
    )
    table.facilitator.is_late(c.RemoveSeat(first, tuple(also)))
    table.facilitator.is_refused(c.RemoveSeat("henk", ("nobody",)), Reason.UNKNOWN_SEAT)
    assert table.state.seats["henk"].presence is Presence.PRESENT
