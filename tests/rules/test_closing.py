"""Closing the harvest and the dialogue (T25): read-back, a last word for everybody, or a reason."""

from dialoog.rules import commands as c
from dialoog.rules.decide import Reason
from dialoog.rules.state import Status
from tests.rules.people import a_round_of, at_the_harvest
from tests.rules.steps import HARVEST


def test_T25_the_harvest_closes_after_read_back_and_a_last_word_for_everybody() -> None:
    table = at_the_harvest(3)
    table.facilitator.is_refused(c.CloseDialogue(), Reason.READ_BACK_FIRST)
    table.facilitator.is_refused(c.OpenLastWords(table.state.step_version), Reason.READ_BACK_FIRST)
    table.facilitator.does(c.ShowReadBack(table.state.step_version))
    assert table.screen["floor"]["phase"] == table.fatma.phone["now"]["phase"] == "read_back"
    table.facilitator.is_refused(c.CloseDialogue(), Reason.LAST_WORDS_FIRST)
    table.facilitator.does(c.OpenLastWords(table.state.step_version))
    assert table.screen["step"]["question"] == HARVEST.last_words
    table.speaks_all()
    assert table.desk["close"]["ready"] is True
    table.facilitator.does(c.CloseDialogue())
    assert table.state.status is Status.CLOSED


def test_T25_passing_a_last_word_is_having_been_offered_it() -> None:
    table = at_the_harvest(2)
    table.facilitator.does(c.ShowReadBack(table.state.step_version))
    table.facilitator.does(c.OpenLastWords(table.state.step_version))
    table.facilitator.says_next()
    table.facilitator.passes_for_speaker()
    table.speaks_all()
    table.facilitator.is_refused(c.CloseDialogue(), Reason.LAST_WORDS_FIRST)
    table.facilitator.ends_offer()
    table.facilitator.does(c.CloseDialogue())


def test_T25_with_a_reason_it_closes_anyhow_and_says_why() -> None:
    table = at_the_harvest(2)
    table.facilitator.is_refused(c.CloseDialogue("ruzie met Henk"), Reason.UNKNOWN_REASON)
    table.facilitator.does(c.CloseDialogue("place"))
    assert table.state.closed_because == "place"
    early = a_round_of(2)
    early.facilitator.is_refused(c.CloseDialogue(), Reason.REASON_NEEDED)


def test_T25_last_words_that_were_cut_short_need_a_reason_to_close() -> None:
    table = at_the_harvest(2)
    table.facilitator.does(c.ShowReadBack(table.state.step_version))
    table.facilitator.does(c.OpenLastWords(table.state.step_version))
    table.facilitator.forces_close()
    table.facilitator.is_refused(c.CloseDialogue(), Reason.LAST_WORDS_FIRST)
