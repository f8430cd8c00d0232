"""Decisions about steps, rounds, rest, silence, the clock, undo, harvest and closing (S1–S5, T2, T6, T7, T17–T19, T25, C3)."""

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide.outcomes import CLOSING_REASONS, Decision, Late, Reason, Refused
from dialoog.rules.decide.turns import end_open_turn, seconds_of
from dialoog.rules.evolve import preview
from dialoog.rules.programme import LAST_WORD_SECONDS, turn_seconds
from dialoog.rules.released import kept, refused, too_long_ago
from dialoog.rules.state import By, Desk, Form, Keep, Offer, Round, State, Status, Step, Undoable

SHORTEST_SILENCE, LONGEST_SILENCE = 10, 600


def open_table(state: State, command: c.OpenTable) -> Decision:
    """S2: the programme is copied; it begins with Welkom, while which people sit down (S1)."""
    if state.status is not Status.PLANNED:
        return Refused(Reason.ALREADY_OPEN)
    if not command.steps or command.steps[0].form is not Form.WELCOME:
        return Refused(Reason.NOT_OPEN)
    return (e.TableOpened(command.steps),)


def next_step(state: State, command: c.NextStep) -> Decision:
    """Opens the following step. T6: an open round must be closed first; one without a writing
    minute in which everybody is final closes along with it."""
    if command.step != state.step_version:
        return Late()
    following = state.following
    if following is None:
        return Refused(Reason.LAST_STEP)
    if state.rest is not None:
        return Refused(Reason.RESTING)
    if not any(state.present()):
        return Refused(Reason.NOBODY_HERE)
    closed: tuple[e.Event, ...] = ()
    if state.round and not state.round.closed:
        if not state.round.complete or (state.current and state.current.writing):
            return Refused(Reason.ROUND_OPEN)
        closed = (e.RoundClosed(),)
    opened = e.StepOpened(state.step + 1, following.id, following.form)
    return (*closed, opened, *_begins(preview(state, closed), following))


def _begins(state: State, step: Step) -> tuple[e.Event, ...]:
    if step.form is not Form.ROUND:
        return ()
    silence = (e.SilenceBegan(step.silence),) if step.silence else ()
    return (round_opened(state, step), *silence)


def round_opened(state: State, step: Step, *, last_words: bool = False) -> e.RoundOpened:
    """T2: the order is fixed here, for the whole round; T7: who is owed a turn comes first."""
    start = _start(state)
    here = [s.id for s in state.present()]
    first = here.index(start) if start in here else 0
    rotated = here[first:] + here[:first]
    owed = [s for s in state.owed if s in rotated]
    order = tuple(owed + [s for s in rotated if s not in owed])
    return e.RoundOpened(step.id, order, start, turn_seconds(step, len(order)), last_words)


def _start(state: State) -> str | None:
    """T2: the seat after the former round's starting seat, passing over who is absent."""
    here = {s.id for s in state.present()}
    former = state.rounds_done[-1].start if state.rounds_done else None
    if former is None or former not in state.circle:
        return next((s for s in state.circle if s in here), None)
    place = state.circle.index(former) + 1
    after = state.circle[place:] + state.circle[:place]
    return next((s for s in after if s in here), None)


def close_round(state: State, command: c.CloseRound) -> Decision:
    """T6: only when every seat is final; the writing minute begins in the same entry."""
    opened = _round(state, command.round)
    if opened is None:
        return Late()
    if not opened.complete:
        return Refused(Reason.ROUND_NOT_COMPLETE)
    if state.rest is not None:
        return Refused(Reason.RESTING)
    step = state.step_by_id(opened.step)
    writing = step.writing if step and not opened.last_words else 0
    return (e.RoundClosed(), e.WritingBegan(writing)) if writing else (e.RoundClosed(),)


def force_close(state: State, command: c.ForceClose, at: int) -> Decision:
    """T7: with a reason. Not reached: excused, and first in the next round; passed: a full turn."""
    opened = _round(state, command.round)
    if opened is None:
        return Late()
    if not command.reason:
        return Refused(Reason.REASON_NEEDED)
    if command.reason not in CLOSING_REASONS:
        return Refused(Reason.UNKNOWN_REASON)
    return (*end_open_turn(state, at), forced(opened, command.reason))


def forced(opened: Round, reason: str) -> e.RoundClosed:
    """The fact of an early close: who was not reached, and who had passed."""
    return e.RoundClosed(opened.waiting, opened.passed, reason)


def ask_rest(state: State) -> Decision:
    """T19: anyone may ask; the live layer writes `by: someone`."""
    if state.status is not Status.RUNNING:
        return Refused(Reason.NOT_RUNNING)
    return Late() if state.rest is not None or state.rest_asked else (e.RestAsked(),)


def ask_help(state: State) -> Decision:
    return (e.HelpAsked(),) if state.status is Status.RUNNING else Refused(Reason.NOT_RUNNING)


def hear_help(state: State) -> Decision:
    return (e.HelpHeard(),) if state.help_asked else Late()


def rest(state: State) -> Decision:
    """T19: clocks stop, name and code leave the screen, one calm line stays."""
    if state.status is not Status.RUNNING:
        return Refused(Reason.NOT_RUNNING)
    return Late() if state.rest is not None else (e.RestBegan(),)


def go_on(state: State, at: int) -> Decision:
    return Late() if state.rest is None else (e.RestEnded(max(0, at - state.rest)),)


def begin_silence(state: State, command: c.BeginSilence) -> Decision:
    """T9: no turn begins while it runs; it never falls into somebody's turn."""
    if state.status is not Status.RUNNING:
        return Refused(Reason.NOT_RUNNING)
    if state.rest is not None:
        return Refused(Reason.RESTING)
    if state.speaking is not None:
        return Refused(Reason.SOMEBODY_SPEAKS)
    if not SHORTEST_SILENCE <= command.seconds <= LONGEST_SILENCE:
        return Refused(Reason.BAD_LENGTH)
    return (e.SilenceBegan(command.seconds),)


def skip_silence(state: State, at: int) -> Decision:
    """T9, T19: during rest a silence stands still, so it can still be skipped."""
    now = at if state.rest is None else min(at, state.rest)
    runs = state.silence is not None and state.silence.runs(now)
    return (e.SilenceSkipped(),) if runs else Late()


def set_clock(state: State, command: c.SetClock) -> Decision:
    """T8: the clock can be switched off; that is no extra time for anybody."""
    if state.status is not Status.RUNNING:
        return Refused(Reason.NOT_RUNNING)
    if command.on is not state.clock_off:
        return Late()
    if not command.on:
        return (e.ClockStopped(),)
    open_turn = state.round and state.round.turn
    seconds = seconds_of(state, state.round, open_turn.seat) if state.round and open_turn else None
    return (e.ClockStarted(seconds),)


def undo(state: State, command: c.Undo, by: By, at: int) -> Decision:
    """S5: names the newest step of the flow; T18: a pass is taken back only by who gave it.

    The mistaken time is lost only where the step stopped a clock: who spoke on meanwhile, spoke.
    """
    newest = state.undoable[-1] if state.undoable else None
    if newest is None or newest.version < command.version:
        return Late()
    if newest.version > command.version:
        return Refused(Reason.NOT_NEWEST)
    if newest.own_pass:
        if by != newest.by:
            return Refused(Reason.THEIR_PASS)
    elif by.desk is Desk.SEAT:
        return Refused(Reason.NOT_ALLOWED)
    lost_ms = max(0, at - newest.at) if newest.halted else 0
    return (e.Undone(newest.version, lost_ms), *_let_in_since(state, newest))


def _let_in_since(state: State, newest: Undoable) -> tuple[e.SeatBack, ...]:
    """T14: who was let in after a round closed joins it when it turns out to be open still."""
    if not newest.closed or not state.rounds_done:
        return ()
    known = state.rounds_done[-1].offers
    return tuple(e.SeatBack(s.id, Offer.WAITING) for s in state.present() if s.id not in known)


def _round(state: State, round_id: int) -> Round | None:
    opened = state.round
    return opened if opened and not opened.closed and opened.id == round_id else None


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
