"""Decisions about steps, rounds, rest, silence, the clock, undo, harvest and closing (S1–S5, T2, T6, T7, T17–T19, T25, C3)."""

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.decide.outcomes import CLOSING_REASONS, Decision, Late, Reason, Refused
from dialoog.rules.decide.turns import calculate_turn_length, end_open_turn, get_open_round
from dialoog.rules.decide.words import hide_contributions
from dialoog.rules.evolve import preview
from dialoog.rules.programme import LAST_WORD_SECONDS, turn_seconds
from dialoog.rules.released import is_choice_period_over, is_refused, resolve_keep
from dialoog.rules.state import By, Desk, Form, Keep, Round, State, Status, Step, TurnStatus, Undoable

MIN_SILENCE_SECONDS, MAX_SILENCE_SECONDS = 10, 600


def open_table(state: State, command: c.OpenTable) -> Decision:
    """S2: the programme is copied; it begins with Welkom, while which people sit down (S1)."""
    if state.status is not Status.PLANNED:
        return Refused(Reason.ALREADY_OPEN)
    if not command.steps or command.steps[0].form is not Form.WELCOME:
        return Refused(Reason.NOT_OPEN)
    return (e.TableOpened(command.steps, command.plan_digest),)


def next_step(state: State, command: c.NextStep) -> Decision:
    """Opens the following step. T6: an open round must be closed first; one without a writing
    minute in which everybody is final closes along with it. T20: what was shown belongs to the step before."""
    if command.step != state.step_version:
        return Late()
    step = state.following
    if step is None:
        return Refused(Reason.LAST_STEP)
    if state.rest is not None:
        return Refused(Reason.RESTING)
    if not any(state.present()):
        return Refused(Reason.NOBODY_HERE)
    round_closed: tuple[e.Event, ...] = ()
    if state.round and not state.round.closed:
        if not state.round.complete or (state.current and state.current.writing):
            return Refused(Reason.ROUND_OPEN)
        round_closed = (e.RoundClosed(),)
    step_opened = e.StepOpened(state.step + 1, step.id, step.form)
    return (
        *round_closed,
        step_opened,
        *_begin_step(preview(state, round_closed), step),
        *hide_contributions(state),
    )


def _begin_step(state: State, step: Step) -> tuple[e.Event, ...]:
    if step.form is not Form.ROUND:
        return ()
    silence = (e.SilenceBegan(step.silence),) if step.silence else ()
    return (build_round(state, step), *silence)


def build_round(state: State, step: Step, *, last_words: bool = False) -> e.RoundOpened:
    """T2: the order is fixed here, for the whole round; T7: who is owed a turn comes first."""
    start = _find_starting_seat(state)
    present = [s.id for s in state.present()]
    offset = present.index(start) if start in present else 0
    rotation = present[offset:] + present[:offset]
    owed_seats = [s for s in state.owed if s in rotation]
    order = tuple(owed_seats + [s for s in rotation if s not in owed_seats])
    return e.RoundOpened(step.id, order, start, turn_seconds(step, len(order)), last_words)


def _find_starting_seat(state: State) -> str | None:
    """T2: the seat after the former round's starting seat, passing over who is absent."""
    present = {s.id for s in state.present()}
    previous_start = state.rounds_done[-1].start if state.rounds_done else None
    if previous_start is None or previous_start not in state.circle:
        return next((s for s in state.circle if s in present), None)
    index = state.circle.index(previous_start) + 1
    rotation = state.circle[index:] + state.circle[:index]
    return next((s for s in rotation if s in present), None)


def close_round(state: State, command: c.CloseRound) -> Decision:
    """T6: only when every seat is final; the writing minute begins in the same entry."""
    current_round = _find_open_round(state, command.round)
    if current_round is None:
        return Late()
    if not current_round.complete:
        return Refused(Reason.ROUND_NOT_COMPLETE)
    if state.rest is not None:
        return Refused(Reason.RESTING)
    step = state.step_by_id(current_round.step)
    writing = step.writing if step and not current_round.last_words else 0
    return (e.RoundClosed(), e.WritingBegan(writing)) if writing else (e.RoundClosed(),)


def force_close(state: State, command: c.ForceClose, at: int) -> Decision:
    """T7: with a reason. Not reached: excused, and first in the next round; passed: a full turn."""
    current_round = _find_open_round(state, command.round)
    if current_round is None:
        return Late()
    if not command.reason:
        return Refused(Reason.REASON_NEEDED)
    if command.reason not in CLOSING_REASONS:
        return Refused(Reason.UNKNOWN_REASON)
    return (*end_open_turn(state, at), build_forced_close(current_round, command.reason))


def build_forced_close(current_round: Round, reason: str) -> e.RoundClosed:
    """The fact of an early close: who was not reached, and who had passed."""
    return e.RoundClosed(current_round.waiting, current_round.passed, reason)


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
    if not MIN_SILENCE_SECONDS <= command.seconds <= MAX_SILENCE_SECONDS:
        return Refused(Reason.BAD_LENGTH)
    return (e.SilenceBegan(command.seconds),)


def skip_silence(state: State, at: int) -> Decision:
    """T9, T19: during rest a silence stands still, so it can still be skipped."""
    moment = at if state.rest is None else min(at, state.rest)
    is_running = state.silence is not None and state.silence.runs(moment)
    return (e.SilenceSkipped(),) if is_running else Late()


def set_clock(state: State, command: c.SetClock) -> Decision:
    """T8: the clock can be switched off; that is no extra time for anybody."""
    if state.status is not Status.RUNNING:
        return Refused(Reason.NOT_RUNNING)
    if command.on is not state.clock_off:
        return Late()
    if not command.on:
        return (e.ClockStopped(),)
    open_turn = state.round and state.round.turn
    seconds = calculate_turn_length(state, state.round, open_turn.seat) if state.round and open_turn else None
    return (e.ClockStarted(seconds),)


def undo(state: State, command: c.Undo, by: By, at: int) -> Decision:
    """S5: names the newest step of the flow; T18: a pass is taken back only by who gave it.

    The mistaken time is lost only where the step stopped a clock: who spoke on meanwhile, spoke.
    """
    newest_step = state.undoable[-1] if state.undoable else None
    if newest_step is None or newest_step.version < command.version:
        return Late()
    if newest_step.version > command.version:
        return Refused(Reason.NOT_NEWEST)
    if newest_step.own_pass:
        if (by.desk, by.seat) != (newest_step.by.desk, newest_step.by.seat):
            return Refused(Reason.THEIR_PASS)
    elif by.desk is Desk.SEAT:
        return Refused(Reason.NOT_ALLOWED)
    lost_ms = max(0, at - newest_step.at) if newest_step.halted else 0
    return (e.Undone(newest_step.version, lost_ms), *_rejoin_admitted(state, newest_step))


def _rejoin_admitted(state: State, newest_step: Undoable) -> tuple[e.SeatBack, ...]:
    """T14: who was let in after a round closed joins it when it turns out to be open still."""
    if not newest_step.closed or not state.rounds_done:
        return ()
    statuses = state.rounds_done[-1].statuses
    return tuple(e.SeatBack(s.id, TurnStatus.WAITING) for s in state.present() if s.id not in statuses)


def _find_open_round(state: State, round_id: int) -> Round | None:
    open_round = get_open_round(state)
    return open_round if open_round and open_round.id == round_id else None


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
    round_opened = build_round(state, step, last_words=True)
    seconds = step.seconds if step.seconds is not None else LAST_WORD_SECONDS
    return (replace(round_opened, seconds=seconds),)


def are_last_words_done(state: State) -> bool:
    """T25: every present seat was offered a last word and is final."""
    last_round = state.round
    if last_round is None or not last_round.last_words or last_round.reason is not None:
        return False
    return last_round.complete and all(s.id in last_round.statuses for s in state.present())


def close_dialogue(state: State, command: c.CloseDialogue, at: int) -> Decision:
    """T25: after read-back and last words, or anyhow with a reason; C3: refused words are blanked. C5: a translation
    that nobody said "klopt" to is taken away, so that the record holds none; C1: so are names that nobody read, since
    their owners can change them from here on."""
    if command.reason is not None and command.reason not in CLOSING_REASONS:
        return Refused(Reason.UNKNOWN_REASON)
    if command.reason is None:
        if not state.harvest_open:
            return Refused(Reason.REASON_NEEDED)
        if not state.read_back:
            return Refused(Reason.READ_BACK_FIRST)
        if not are_last_words_done(state):
            return Refused(Reason.LAST_WORDS_FIRST)
    endings = (*end_open_turn(state, at), *_end_round(state.round, command.reason))
    word_ids = tuple(w.id for w in state.words.values() if w.alive and is_refused(state, w))
    blanking = (e.WordsBlanked(word_ids),) if word_ids else ()
    unconfirmed = (
        e.TranslationRemoved(w.id, lang)
        for w in state.words.values()
        if w.alive and w.id not in word_ids
        for lang in w.waiting_translations
    )
    unread_names = tuple(e.NameDeclined(s.id) for s in state.seats.values() if s.name_request is not None)
    return (*endings, e.DialogueClosed(command.reason), *unread_names, *blanking, *unconfirmed)


def _end_round(current_round: Round | None, reason: str | None) -> tuple[e.Event, ...]:
    if current_round is None or current_round.closed:
        return ()
    if current_round.complete:
        return (e.RoundClosed(),)
    return (build_forced_close(current_round, reason or "other"),)


def blank_undecided(state: State, at: int) -> Decision:
    """C3: what the record does not hold seven days after closing is blanked: undecided words, and words of the group that
    fell with the words or the supporters they had."""
    if state.status is not Status.CLOSED or state.closed_at is None:
        return Refused(Reason.NOT_OPEN)
    if not is_choice_period_over(state, at):
        return Late()
    word_ids = tuple(w.id for w in state.words.values() if w.alive and resolve_keep(state, w) is Keep.NO)
    return (e.WordsBlanked(word_ids),) if word_ids else Late()
