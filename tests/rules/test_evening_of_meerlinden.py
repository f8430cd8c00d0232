"""The whole evening of Meerlinden, held again by the rules, gives every value that the file expects of it."""

from collections import Counter

import pytest

from dialoog.rules.measures import measure
from dialoog.rules.released import release_words
from dialoog.rules.state import CONTRIBUTIONS, Keep, Kind, Status, TurnStatus
from tests.rules.meerlinden import Evening


@pytest.fixture(scope="module")
def evening() -> Evening:
    held = Evening()
    held.held()
    return held


def test_the_rules_come_to_the_order_of_every_step_by_themselves(evening: Evening) -> None:
    assert evening.first_offers == {step["id"]: step["order"] for step in evening.file["steps"]}


def test_every_turn_has_the_outcome_seconds_and_hand_of_the_file(evening: Evening) -> None:
    desks = {"self": "seat", "scribe": "scribe", "facilitator": "facilitator"}
    lived = [(t.seat, t.offer, t.outcome.value, t.seconds, t.by.value) for t in evening.table.state.turns]
    assert lived == [
        (t["seat"], t["offer"], t["outcome"], t["seconds"], desks[t["operated_by"]])
        for t in evening.file["turns"]
    ]


def test_the_measures_are_those_expected(evening: Evening) -> None:
    expected, measures = evening.file["expected"], measure(evening.table.state)
    assert measures.seats == expected["seats"]
    assert measures.turns == expected["turn_events"]
    assert measures.contributions == expected["contributions"]
    assert measures.first_offer_coverage == expected["first_offer_coverage"]
    assert measures.passes_first_offer == expected["passes_first_offer"]
    assert measures.passes_final == expected["passes_final"]
    assert measures.seconds == expected["speaking_seconds_by_seat"]
    assert measures.gini is not None
    assert round(measures.gini, 3) == expected["gini_speaking_seconds"]
    assert measures.resident_share == expected["resident_share_of_contributions"]
    assert (measures.sources, measures.questions) == (
        len(evening.file["sources"]),
        len(evening.file["questions"]),
    )
    assert measures.everyone_had_a_turn


def test_the_record_holds_what_was_chosen_and_no_more(evening: Evening) -> None:
    expected, state = evening.file["expected"], evening.table.state
    published = [words for step in release_words(state).steps for words in step.words]
    named = [words for words in published if words.seat is not None]
    assert len(named) == expected["in_report_with_name"]
    assert len(published) - len(named) == expected["in_report_without_name"]
    choices = Counter(w.keep for w in state.words.values() if w.kind in CONTRIBUTIONS)
    assert choices[Keep.NO] == expected["table_only"]
    assert [w.id for w in state.words.values() if w.blanked] == ["c21"]
    assert "s2" not in {words.seat for words in published}


def test_agreements_stand_with_their_owners(evening: Evening) -> None:
    expected, state = evening.file["expected"], evening.table.state
    agreements = [w for w in state.words.values() if w.kind is Kind.AGREEMENT and w.stands]
    assert len(agreements) == expected["agreements"] == measure(state).agreements
    owners = {w.seat for w in agreements}
    assert [s for s in evening.seats if s not in owners] == expected["seats_without_agreement"]


def test_every_round_left_nobody_out_and_the_harvest_closed_without_a_reason(evening: Evening) -> None:
    state = evening.table.state
    assert (state.status, state.closed_because) == (Status.CLOSED, None)
    assert len(state.rounds_done) == len(evening.file["steps"])
    assert all(status is TurnStatus.SPOKE for r in state.rounds_done for status in r.statuses.values())
    assert [r.seconds for r in state.rounds_done] == [s["turn_seconds"] for s in evening.file["steps"]]
    insights = {i.id: i.rests_on for i in release_words(state).insights}
    assert insights == {i["id"]: tuple(i["from_contributions"]) for i in evening.file["insights"]}
