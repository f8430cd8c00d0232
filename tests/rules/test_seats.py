"""Seats (T11–T16, T30): devices, sitting down, coming late, leaving, coming back, a facilitator who speaks."""

import json

import pytest

from dialoog.rules import commands as c
from dialoog.rules.decide import Reason
from dialoog.rules.state import Desk, Keep, Kind, Presence, Status, TurnStatus
from tests.rules.people import Table, a_circle_of, a_round_of, a_table, at_the_harvest, is_seated, sits_down
from tests.rules.steps import INTRODUCTIONS, PERSPECTIVES, SHORT, WELCOME


def joins_late(table: Table, seat: str = "joris") -> None:
    person = table.person(seat)
    person.does(c.TakeSeat(seat, "sealed"))
    person.consents()


def test_T11_another_device_changes_nothing_but_the_device() -> None:
    table = a_round_of(3, without_device=("henk",))
    before = table.state
    table.facilitator.does(c.LinkDevice("henk"))
    assert table.state.seats["henk"].device
    assert (table.state.round, table.state.circle) == (before.round, before.circle)
    table.facilitator.says_next()
    table.facilitator.says_next()
    table.henk.ends()
    assert table.stands("henk") is TurnStatus.SPOKE


def test_T11_the_state_knows_no_connections_so_none_can_cost_a_turn() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    text = json.dumps(table.views()).lower()
    assert "connect" not in text
    assert "online" not in text
    table.clock.advance(3600)
    table.facilitator.says_next()
    assert table.turn.seat == "henk"
    assert table.stands("fatma") is TurnStatus.SPOKE


def test_T12_only_the_person_or_the_desk_sets_away_and_no_time_does() -> None:
    table = a_round_of(3)
    table.clock.advance(days=1)
    assert table.state.seats["henk"].presence is Presence.PRESENT
    table.fatma.is_refused(c.Leave("henk"), Reason.NOT_YOURS)
    table.fatma.is_refused(c.SetAway("fatma"), Reason.NOT_ALLOWED)
    table.house.is_refused(c.SetAway("henk"), Reason.NOT_ALLOWED)
    table.facilitator.sets_away("henk")
    table.facilitator.is_late(c.SetAway("henk"))
    table.henk.comes_back()
    table.henk.leaves()
    table.facilitator.is_refused(c.SetAway("henk"), Reason.NOT_HERE)


@pytest.mark.parametrize("desk", ["scribe", "facilitator"])
def test_T13_a_seat_without_a_device_goes_the_same_way(desk: str) -> None:
    table = a_round_of(2, (WELCOME, INTRODUCTIONS, PERSPECTIVES), without_device=("henk",))
    hand = getattr(table, desk)
    table.facilitator.says_next()
    table.facilitator.says_next()
    hand.passes_for_speaker()
    hand.does(c.AcceptOffer(table.round.second.id, "henk"))
    hand.says_next()
    hand.ends()
    assert [t.outcome for t in table.state.turns] == [TurnStatus.SPOKE, TurnStatus.PASSED, TurnStatus.SPOKE]
    assert {t.by for t in table.state.turns[1:]} == {Desk(desk)}
    word = hand.writes_for("henk", Kind.INTRODUCTION, turn=table.state.turns[-1].turn)
    hand.does(c.ConfirmWords(word))
    hand.does(c.KeepWords(word, Keep.UNNAMED))
    assert table.state.words[word].confirmed
    hand.does(c.Leave("henk"))
    assert table.state.seats["henk"].presence is Presence.LEFT


def test_T13_until_it_was_asked_aloud_every_choice_is_no() -> None:
    table = a_table()
    table.scribe.does(c.TakeSeat("henk", "sealed", device=True))
    assert table.state.seats["henk"].device is False
    table.scribe.is_refused(c.Write("w1", Kind.EXPERIENCE, "henk", "nl", "sealed"), Reason.CONSENT_FIRST)
    table.scribe.does(c.GiveConsent("henk", words=True, name=False, contact=False))
    assert table.desk["people"][0]["consent"] == "aloud"
    word = table.scribe.writes_for("henk", Kind.EXPERIENCE, keep=Keep.NAMED, ticked=True)
    written = table.state.words[word]
    assert (written.confirmed, written.keep, written.ticked) == (False, None, False)


def test_T13_what_is_done_aloud_is_marked_so_in_the_journal() -> None:
    table = at_the_harvest()
    idea = table.scribe.writes_for("henk", Kind.AGREEMENT, due="2026-12-06", together=("fatma",))
    table.scribe.does(c.ConfirmWords(idea))
    table.scribe.does(c.KeepWords(idea, Keep.NO))
    table.scribe.does(c.AcceptAgreement(idea, "henk", on=True))
    assert all(entry.events[0].aloud for entry in table.entries[-3:])  # type: ignore[union-attr]
    table.fatma.does(c.AcceptAgreement(idea, "fatma", on=True))
    assert table.entries[-1].events[0].aloud is False  # type: ignore[union-attr]


def test_T14_the_door_admits_then_asks_then_is_shut() -> None:
    table = a_table(SHORT)
    assert table.screen["stage"]["door"] == "open"
    sits_down(table, "fatma")
    assert table.state.seats["fatma"].presence is Presence.PRESENT
    table.facilitator.opens_round()
    assert table.screen["stage"]["door"] == "asks"
    joins_late(table)
    assert table.state.seats["joris"].presence is Presence.ASKING
    assert "joris" not in table.state.circle
    assert table.desk["calls"]["asking"] == ["joris"]
    table.facilitator.goes_to("harvest")
    assert table.screen["stage"]["door"] == "shut"
    table.person("naomi").is_refused(c.TakeSeat("naomi", "sealed"), Reason.DOOR_SHUT)
    table.facilitator.is_refused(c.Admit("joris"), Reason.DOOR_SHUT)


def test_T14_a_late_arrival_gives_consent_first_and_joins_the_end_of_the_queue() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    table.facilitator.says_next()
    before = table.round
    table.person("joris").does(c.TakeSeat("joris", "sealed"))
    table.facilitator.is_refused(c.Admit("joris"), Reason.CONSENT_FIRST)
    table.joris.consents()
    table.facilitator.admits("joris", after="fatma")
    assert table.round.waiting == ("samira", "joris")
    assert (table.round.turn, table.round.seconds) == (before.turn, before.seconds)
    assert table.state.circle == ("fatma", "joris", "henk", "samira")


def test_T14_first_offers_come_before_second_ones() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    table.fatma.passes()
    table.facilitator.says_next()
    table.henk.ends()
    table.fatma.says_yes()
    joins_late(table)
    table.facilitator.admits("joris")
    table.facilitator.says_next()
    assert (table.turn.seat, table.turn.offer) == ("joris", 1)
    table.facilitator.says_next()
    assert (table.turn.seat, table.turn.offer) == ("fatma", 2)


def test_T14_a_closed_round_is_not_opened_for_who_comes_late() -> None:
    table = a_round_of(2)
    table.speaks_all()
    table.facilitator.closes_round()
    joins_late(table)
    table.facilitator.admits("joris")
    assert "joris" not in table.round.statuses
    assert table.state.circle[-1] == "joris"
    table.facilitator.opens_round()
    assert table.order == ("henk", "joris", "fatma")


@pytest.mark.parametrize("closing", ["closes_round", "forces_close"])
def test_T14_who_came_in_meanwhile_joins_a_round_of_which_the_closing_is_undone(closing: str) -> None:
    table = a_round_of(2)
    table.speaks_all()
    getattr(table.facilitator, closing)()
    joins_late(table)
    table.facilitator.admits("joris")
    table.facilitator.undoes()
    assert table.round.waiting == ("joris",)
    assert not table.screen["floor"]["complete"]
    table.facilitator.says_next()
    assert table.turn.seat == "joris"


ASKED_TOO_MUCH = [
    c.AskRest(), c.AskHelp(), c.Write("w9", Kind.EXPERIENCE, "joris", "nl", "sealed"),
    c.Write("w9", Kind.GOAL, None, "nl", "sealed"), c.LinkDevice("joris"), c.SupportGoal("g", "joris", on=True),
]  # fmt: skip


@pytest.mark.parametrize("command", ASKED_TOO_MUCH, ids=lambda x: type(x).__name__)
def test_T14_who_was_not_let_in_takes_no_part(command: c.Command) -> None:
    table = a_round_of(2)
    joins_late(table)
    table.joris.is_refused(command, Reason.NOT_HERE)


def test_T14_leaving_and_coming_back_is_no_way_around_the_door() -> None:
    table = a_round_of(2)
    joins_late(table)
    table.joris.leaves()
    table.joris.comes_back()
    assert table.state.seats["joris"].presence is Presence.ASKING
    assert "joris" not in table.round.statuses
    table.joris.leaves()
    table.facilitator.does(c.RemoveSeat("joris"))
    table.facilitator.does(c.RestoreSeat("joris"))
    table.joris.comes_back()
    assert table.state.seats["joris"].presence is Presence.ASKING


def test_T15_a_waiting_seat_is_moved_ahead_for_its_last_word() -> None:
    table = a_round_of(4)
    table.facilitator.says_next()
    table.facilitator.reorders("tadesse", "henk", "samira")
    table.facilitator.says_next()
    assert table.turn.seat == "tadesse"
    table.tadesse.leaves()
    assert table.stands("tadesse") is TurnStatus.SPOKE
    assert table.turn is None
    assert table.round.waiting == ("henk", "samira")


@pytest.mark.parametrize("way", ["leaves", "away"])
def test_T15_who_waits_or_passed_and_goes_is_excused(way: str) -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    word = table.fatma.writes(Kind.INTRODUCTION, keep=Keep.NAMED)
    table.fatma.passes()
    for seat in ("fatma", "samira"):
        table.person(seat).leaves() if way == "leaves" else table.facilitator.sets_away(seat)
    assert [table.stands(s) for s in ("fatma", "henk", "samira")] == [
        TurnStatus.EXCUSED, TurnStatus.WAITING, TurnStatus.EXCUSED,
    ]  # fmt: skip
    assert table.state.words[word].keep is Keep.NAMED
    assert table.state.words[word].alive


def test_T15_who_comes_back_unserved_joins_the_end_and_who_was_served_does_not() -> None:
    table = a_round_of(4)
    table.facilitator.says_next()
    table.facilitator.says_next()
    table.fatma.leaves()
    table.samira.leaves()
    table.samira.comes_back()
    table.fatma.comes_back()
    assert table.round.waiting == ("tadesse", "samira")
    assert table.stands("fatma") is TurnStatus.SPOKE


def test_T15_when_the_last_who_waits_leaves_the_second_offer_is_made() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    table.fatma.passes()
    table.facilitator.says_next()
    table.henk.ends()
    table.samira.leaves()
    assert table.round.second is not None
    table.facilitator.sets_away("fatma")
    table.fatma.comes_back()
    assert table.stands("fatma") is TurnStatus.PASSED
    assert table.fatma.phone["now"]["phase"] == "offer"


def test_T16_the_facilitator_has_a_turn_only_when_switched_on_and_then_as_everybody() -> None:
    table = a_circle_of(2)
    assert table.state.circle == ("fatma", "henk")
    table.fatma.is_refused(c.TakeSeat("fatma2", "sealed", facilitator=True), Reason.NOT_YOURS)
    table.scribe.is_refused(c.TakeSeat("els", "sealed", facilitator=True), Reason.NOT_ALLOWED)
    table.facilitator.does(c.TakeSeat("els", "sealed", device=False, facilitator=True))
    table.facilitator.is_refused(c.TakeSeat("els2", "sealed", facilitator=True), Reason.ONE_FACILITATOR)
    table.facilitator.opens_round()
    table.speaks_all()
    assert [t.seat for t in table.state.turns] == ["fatma", "henk", "els"]


def test_T30_the_ring_follows_the_chairs_and_every_chair_is_in_it() -> None:
    table = a_circle_of(3)
    table.facilitator.is_refused(c.OrderCircle(("henk", "fatma")), Reason.CIRCLE_INCOMPLETE)
    table.facilitator.is_refused(c.OrderCircle(("henk", "henk", "fatma")), Reason.CIRCLE_INCOMPLETE)
    table.facilitator.does(c.OrderCircle(("henk", "samira", "fatma")))
    assert [seat for seat, _ in table.screen["circle"]] == ["henk", "samira", "fatma"]
    assert table.desk["act"]["circle_ordered"]
    is_seated(table, "joris")
    assert not table.desk["act"]["circle_ordered"]
    table.facilitator.opens_round()
    assert table.state.status is Status.RUNNING
    table.facilitator.is_refused(c.OrderCircle(table.state.circle), Reason.NOT_OPEN)
