"""Late and doubled commands (T21): what the flow ignores, and words, which are never late."""

from dialoog.rules import commands as c
from dialoog.rules.decide import OF_ONE_MOMENT, Reason
from dialoog.rules.state import Kind
from tests.rules.people import a_round_of
from tests.rules.steps import SHORT


def test_T21_a_late_or_doubled_command_of_the_flow_changes_nothing() -> None:
    table = a_round_of(3)
    opened = table.state.step_version
    table.facilitator.says_next()
    turn = table.turn.id
    assert turn == table.state.version
    table.fatma.passes()
    for late in (c.PassTurn(turn), c.EndTurn(turn)):
        table.fatma.is_late(late)
        table.facilitator.is_late(late)
    table.facilitator.is_late(c.GiveTime(turn, 30))
    table.speaks_all()
    offer, round_ = table.round.second.id, table.round.id
    table.facilitator.ends_offer()
    table.facilitator.is_late(c.EndOffer(offer))
    table.fatma.is_late(c.AcceptOffer(offer, "fatma"))
    table.facilitator.opens_round()
    for late in (c.NextStep(opened), c.CloseRound(round_), c.ForceClose(round_, "time"),
                 c.TellTurns(round_, ("henk",)), c.Reorder(round_, ("henk",))):  # fmt: skip
        table.facilitator.is_late(late)


def test_T21_an_old_end_of_a_turn_does_not_end_that_of_somebody_else() -> None:
    """It lay in the outbox of a desk whose line was away, and names a turn that is over."""
    table = a_round_of(3)
    table.facilitator.says_next()
    first = table.turn.id
    table.facilitator.says_next()
    speaking = table.turn
    assert speaking.id != first
    for late in (c.EndTurn(first), c.PassTurn(first)):
        table.facilitator.is_late(late)
        assert table.turn == speaking


def test_T21_rest_silence_clock_and_open_question_are_not_for_a_later_moment() -> None:
    """They lay in the outbox of a desk whose line was away while others went on."""
    table = a_round_of(3)
    table.facilitator.says_next()
    seen = table.state.moment
    table.facilitator.says_next()
    for late in (c.Rest(seen), c.BeginSilence(60, seen), c.SetClock(on=False, moment=seen),
                 c.AskOpenQuestion("henk", seen), c.GoOn(seen), c.SkipSilence(seen), c.EndOpenQuestion("henk", seen)):  # fmt: skip
        table.facilitator.is_late(late)
    table.facilitator.does(c.Rest(table.state.moment))
    assert table.state.rest is not None


def test_T21_after_closing_a_command_of_the_flow_is_late_and_words_are_refused() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    turn = table.turn.id
    table.facilitator.does(c.CloseDialogue("unwell"))
    table.fatma.is_late(c.EndTurn(turn))
    table.facilitator.is_late(c.CloseDialogue())
    assert c.Write not in OF_ONE_MOMENT
    table.fatma.is_refused(c.Write("w9", Kind.EXPERIENCE, "fatma", "nl", "sealed"), Reason.CLOSED)


def test_T21_words_are_never_late_and_go_with_the_turn_that_they_name() -> None:
    table = a_round_of(2, SHORT)
    table.facilitator.says_next()
    turn = table.turn.id
    table.facilitator.goes_to("harvest")
    word = table.fatma.writes(Kind.INTRODUCTION, turn=turn)
    assert table.state.words[word].step == "introductions"
    last = table.fatma.writes(Kind.CLOSING_WORD)
    assert table.state.words[last].step == "harvest"
