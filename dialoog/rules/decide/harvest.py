"""Decisions about the harvest and closing: read-back, last words, goals, agreements (T23, T25, C3, S1)."""

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide.flow import forced, round_opened
from dialoog.rules.decide.permissions import CLOSING_REASONS, Decision, Late, Reason, Refused
from dialoog.rules.decide.turns import end_open_turn
from dialoog.rules.programme import LAST_WORD_SECONDS
from dialoog.rules.released import kept, refused, too_long_ago
from dialoog.rules.state import By, Form, Keep, Kind, Round, State, Status, Words


def show_read_back(state: State, command: c.ShowReadBack) -> Decision:
    """T25: the group hears its words and says what may be kept."""
    if state.current is None or state.current.form is not Form.HARVEST:
        return Refused(Reason.NOT_HARVEST)
    if command.step != state.step_version or state.read_back:
        return Late()
    return (e.ReadBackShown(),)


def open_last_words(state: State, command: c.OpenLastWords) -> Decision:
    """T25: a round within the harvest, after the read-back; everybody present is offered a last word."""
    step = state.current
    if step is None or step.form is not Form.HARVEST:
        return Refused(Reason.NOT_HARVEST)
    if command.step != state.step_version or state.round is not None:
        return Late()
    if not state.read_back:
        return Refused(Reason.READ_BACK_FIRST)
    if state.rest is not None:
        return Refused(Reason.RESTING)
    if not any(state.present()):
        return Refused(Reason.NOBODY_HERE)
    opened = round_opened(state, step, last_words=True)
    seconds = step.seconds if step.seconds is not None else LAST_WORD_SECONDS
    return (e.RoundOpened(opened.step, opened.order, opened.start, seconds, last_words=True),)


def last_words_done(state: State) -> bool:
    """T25: every present seat was offered a last word and is final."""
    spoken = state.round
    if spoken is None or not spoken.last_words or spoken.reason is not None:
        return False
    return spoken.complete and all(s.id in spoken.offers for s in state.present())


def close_dialogue(state: State, command: c.CloseDialogue, at: int) -> Decision:
    """T25: after read-back and last words, or anyhow with a reason; C3: refused words are blanked."""
    if command.reason is not None and command.reason not in CLOSING_REASONS:
        return Refused(Reason.UNKNOWN_REASON)
    if command.reason is None:
        if not state.harvest_open:
            return Refused(Reason.REASON_NEEDED)
        if not state.read_back:
            return Refused(Reason.READ_BACK_FIRST)
        if not last_words_done(state):
            return Refused(Reason.LAST_WORDS_FIRST)
    ended = (*end_open_turn(state, at), *_round_ended(state.round, command.reason))
    blanked = tuple(w.id for w in state.words.values() if w.alive and refused(state, w))
    gone = (e.WordsBlanked(blanked),) if blanked else ()
    return (*ended, e.DialogueClosed(command.reason), *gone)


def _round_ended(opened: Round | None, reason: str | None) -> tuple[e.Event, ...]:
    if opened is None or opened.closed:
        return ()
    return (e.RoundClosed() if opened.complete else forced(opened, reason or "other"),)


def blank_undecided(state: State, at: int) -> Decision:
    """C3: what the record does not hold seven days after closing is blanked: undecided words, and words of the group that
    fell with the words or the supporters they had."""
    if state.status is not Status.CLOSED or state.closed_at is None:
        return Refused(Reason.NOT_OPEN)
    if not too_long_ago(state, at):
        return Late()
    gone = tuple(w.id for w in state.words.values() if w.alive and kept(state, w) is Keep.NO)
    return (e.WordsBlanked(gone),) if gone else Late()


def support_goal(state: State, command: c.SupportGoal, by: By) -> Decision:
    """A goal lives by its supporters; one supports it oneself, or says so aloud (T13)."""
    goal = _alive(state, command.word, command.seat)
    if isinstance(goal, Refused):
        return goal
    if goal.kind is not Kind.GOAL:
        return Refused(Reason.NOT_A_GOAL)
    if (command.seat in goal.supporters) is command.on:
        return Late()
    return (e.GoalSupported(goal.id, command.seat, command.on, by.aloud),)


def accept_agreement(state: State, command: c.AcceptAgreement, by: By) -> Decision:
    """T23: only the owner and who is named in it can say yes, each for oneself."""
    agreement = _alive(state, command.word, command.seat)
    if isinstance(agreement, Refused):
        return agreement
    if agreement.kind is not Kind.AGREEMENT:
        return Refused(Reason.NOT_AN_AGREEMENT)
    if command.seat not in (agreement.seat, *agreement.together):
        return Refused(Reason.NOT_NAMED_IN_IT)
    if (command.seat in agreement.accepted) is command.on:
        return Late()
    return (e.AgreementAccepted(agreement.id, command.seat, command.on, by.aloud),)


def _alive(state: State, word_id: str, seat: str) -> Words | Refused:
    word = state.words.get(word_id)
    if word is None:
        return Refused(Reason.UNKNOWN_WORDS)
    if not word.alive:
        return Refused(Reason.WORDS_GONE)
    return word if seat in state.seats else Refused(Reason.UNKNOWN_SEAT)
