"""Turns (T1–T6): who has the word, who is next, passing, the second offer, closing a round."""

import json

from dialoog.rules import commands as c
from dialoog.rules.decide import Reason
from dialoog.rules.events import SecondOfferMade, TurnEnded
from dialoog.rules.state import TurnStatus
from tests.rules.people import Table, a_circle_of, a_round_of
from tests.rules.steps import EXPERIENCES, HARVEST, INTRODUCTIONS, PERSPECTIVES, POSSIBILITIES, WELCOME


def speakers(table: Table) -> list[str]:
    return [seat for seat, status in table.round.statuses.items() if status is TurnStatus.SPEAKING]


def test_T1_the_next_turn_ends_the_one_before_it() -> None:
    table = a_round_of(4)
    for seat in ("fatma", "henk", "samira"):
        table.facilitator.says_next()
        assert speakers(table) == [seat]
        assert table.turn.seat == seat
    assert table.stands("fatma") is TurnStatus.SPOKE


def test_T1_two_desks_that_say_next_at_once_begin_one_turn() -> None:
    table = a_round_of(4)
    after = table.round.last
    table.facilitator.does(c.BeginTurn(after))
    table.scribe.is_late(c.BeginTurn(after))
    assert speakers(table) == ["fatma"]


def test_T2_the_order_is_the_circle_and_is_fixed_when_the_round_opens() -> None:
    table = a_circle_of(4)
    table.facilitator.does(c.OrderCircle(("samira", "henk", "tadesse", "fatma")))
    table.facilitator.opens_round()
    assert table.order == ("samira", "henk", "tadesse", "fatma")


def test_T2_each_round_starts_one_seat_further() -> None:
    table = a_round_of(3, (WELCOME, INTRODUCTIONS, PERSPECTIVES, EXPERIENCES, POSSIBILITIES, HARVEST))
    orders = [table.order]
    for _ in range(3):
        if table.state.silence:
            table.facilitator.does(c.SkipSilence())
        table.speaks_all()
        if table.state.current is EXPERIENCES:
            table.facilitator.closes_round()
        table.facilitator.opens_round()
        orders.append(table.order)
    assert orders == [
        ("fatma", "henk", "samira"), ("henk", "samira", "fatma"), ("samira", "fatma", "henk"),
        ("fatma", "henk", "samira"),
    ]  # fmt: skip


def test_T2_an_absent_seat_is_passed_over_and_does_not_hold_the_start_back() -> None:
    table = a_round_of(4)
    table.speaks_all()
    table.facilitator.sets_away("henk")
    table.facilitator.opens_round()
    assert table.order == ("samira", "tadesse", "fatma")
    table.facilitator.does(c.SkipSilence())
    table.speaks_all()
    table.facilitator.closes_round()
    table.facilitator.does(c.ComeBack("henk"))
    table.facilitator.opens_round()
    assert table.order == ("tadesse", "fatma", "henk", "samira")


def test_T2_reordering_and_owed_turns_do_not_move_the_next_start() -> None:
    table = a_round_of(4)
    table.facilitator.reorders("tadesse", "samira", "henk", "fatma")
    table.facilitator.says_next()
    table.facilitator.forces_close()
    table.facilitator.opens_round()
    assert table.order == ("samira", "henk", "fatma", "tadesse")
    table.facilitator.does(c.SkipSilence())
    table.speaks_all()
    table.facilitator.goes_to("perspectives")
    assert table.order == ("samira", "tadesse", "fatma", "henk")


def test_T3_nobody_has_a_second_offer_before_everybody_had_a_first() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    table.fatma.passes()
    assert table.round.second is None
    table.fatma.is_late(c.AcceptOffer(99, "fatma"))
    for seat in ("henk", "samira"):
        table.facilitator.says_next()
        assert table.turn.seat == seat
        assert table.turn.offer == 1
    table.samira.ends()
    assert table.round.second is not None
    assert [t.offer for t in table.state.turns] == [1, 1, 1]


def test_T3_the_facilitator_cannot_pick_somebody_out_of_turn() -> None:
    table = a_round_of(3)
    table.facilitator.is_refused(c.BeginTurn(table.round.last, "samira"), Reason.NOT_WAITING)


def test_T4_passing_takes_one_action_and_no_reason() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    assert list(c.PassTurn.__slots__) == list(c.EndTurn.__slots__) == ["turn"]
    table.fatma.passes()
    assert table.stands("fatma") is TurnStatus.PASSED
    assert table.turn is None


def passed_round() -> Table:
    """Three people, of whom henk and samira passed; nobody waits any more."""
    table = a_round_of(3)
    table.facilitator.says_next()
    table.facilitator.says_next()
    table.henk.passes()
    table.facilitator.says_next()
    table.samira.passes()
    return table


def test_T5_a_passer_gets_one_second_offer() -> None:
    table = passed_round()
    assert table.screen["floor"]["phase"] == "offer"
    table.henk.says_yes()
    table.facilitator.ends_offer()
    assert table.stands("samira") is TurnStatus.PASSED_FINAL
    table.facilitator.says_next()
    assert (table.turn.seat, table.turn.offer) == ("henk", 2)
    table.henk.passes()
    assert table.stands("henk") is TurnStatus.PASSED_FINAL
    assert table.round.complete


def test_T5_the_offer_is_made_once_to_all_at_once_and_in_the_entry_that_ends_the_last_turn() -> None:
    table = passed_round()
    assert [type(e) for e in table.entries[-1].events] == [TurnEnded, SecondOfferMade]
    assert [table.person(s).phone["now"]["phase"] for s in ("fatma", "henk", "samira")] == [
        "listen", "offer", "offer",
    ]  # fmt: skip
    made = sum(isinstance(e, SecondOfferMade) for entry in table.entries for e in entry.events)
    table.samira.says_yes()
    table.henk.says_no()
    table.facilitator.says_next()
    table.samira.ends()
    assert made == 1 == sum(isinstance(e, SecondOfferMade) for entry in table.entries for e in entry.events)
    assert table.round.complete


def test_T5_an_offer_lights_no_seat_and_shows_no_next_also_after_a_yes() -> None:
    table = passed_round()
    table.henk.says_yes()
    floor = table.screen["floor"]
    assert (floor["seat"], floor["next"], floor["turn"]) == (None, None, None)


def test_T5_who_says_yes_speaks_in_the_order_of_the_round() -> None:
    table = passed_round()
    table.samira.says_yes()
    table.henk.says_yes()
    table.facilitator.says_next()
    assert table.turn.seat == "henk"
    table.facilitator.says_next()
    assert table.turn.seat == "samira"


def test_T5_no_screen_tells_who_passed() -> None:
    one, other = (a_round_of(4) for _ in range(2))
    for table, passer in ((one, "henk"), (other, "samira")):
        for _ in range(4):
            table.facilitator.says_next()
            table.clock.advance(20)
            speaker = table.person(table.turn.seat)
            speaker.passes() if speaker.seat == passer else speaker.ends()
    assert one.screen == other.screen
    assert one.desk["queue"]["passed"] == ["henk"]
    assert one.fatma.phone == other.fatma.phone
    assert "henk" not in json.dumps(one.fatma.phone)


def test_T5_a_doubled_yes_or_no_is_late() -> None:
    table = passed_round()
    offer = table.round.second.id
    table.henk.says_yes()
    table.henk.is_late(c.AcceptOffer(offer, "henk"))
    table.samira.says_no()
    table.samira.is_late(c.DeclineOffer(offer, "samira"))
    table.fatma.is_refused(c.AcceptOffer(offer, "fatma"), Reason.NO_OFFER)


def test_T5_who_passes_after_the_offer_ended_is_asked_too() -> None:
    table = passed_round()
    table.facilitator.ends_offer()
    table.facilitator.does(c.TakeSeat("joris", "sealed"))
    table.facilitator.says_next()
    assert table.turn.seat == "joris"
    table.facilitator.passes_for_speaker()
    assert table.round.second.ended is False
    table.facilitator.does(c.AcceptOffer(table.round.second.id, "joris"))


def test_T6_a_round_closes_only_when_every_seat_is_final() -> None:
    table = passed_round()
    table.facilitator.is_refused(c.CloseRound(table.round.id), Reason.ROUND_NOT_COMPLETE)
    table.facilitator.is_refused(c.NextStep(table.state.step_version), Reason.ROUND_OPEN)
    table.facilitator.ends_offer()
    table.facilitator.closes_round()
    assert table.round.closed


def test_T6_the_writing_minute_begins_when_the_round_closes() -> None:
    table = a_round_of(2, (WELCOME, POSSIBILITIES, HARVEST))
    table.speaks_all()
    table.facilitator.is_refused(c.NextStep(table.state.step_version), Reason.ROUND_OPEN)
    table.facilitator.closes_round()
    floor = table.screen["floor"]
    assert floor["phase"] == "writing"
    assert floor["ends"] - floor["began"] == 60_000
