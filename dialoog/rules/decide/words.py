"""Decisions about words and the shared screen (T18, T20, T21, T23, C3, C4, C7)."""

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide.outcomes import Decision, Late, Reason, Refused
from dialoog.rules.released import is_choice_period_over, is_undecided, may_show
from dialoog.rules.state import (
    CONTRIBUTIONS,
    By,
    Desk,
    Form,
    Keep,
    Kind,
    State,
    Status,
    Words,
)

MAX_WORDS_SHOWN = 3
GROUP_KINDS = (Kind.INSIGHT, Kind.TENSION, Kind.GOAL)
KINDS_WITHOUT_OWNER = (*GROUP_KINDS, Kind.QUESTION, Kind.AGREEMENT)
MAX_WORDS_PER_SEAT = 100
"""Living words of one phone: nobody says more in an evening, and what a script sends must stay readable at the desk."""


def write(state: State, command: c.Write, by: By) -> Decision:
    """T21: words are never late, until closing they are filed under the turn that they name.

    C4: words somebody else wrote down count after "klopt". T23: one's own agreement has one's yes.
    """
    if command.word in state.words:
        return Late()
    refusal = _check_write(state, command, by)
    if refusal:
        return refusal
    by_owner = by.desk is Desk.SEAT
    is_confirmed = by_owner or command.seat is None
    words_written = e.WordsWritten(
        command.word, command.kind, command.seat, _find_step(state, command), command.lang,
        command.commitment, confirmed=is_confirmed, turn=command.turn,
        keep=command.keep if by_owner else None, ticked=command.ticked and by_owner,
        source=command.source, due=command.due, together=_exclude_owner(command.together, command.seat),
        rests_on=_deduplicate(command.rests_on), answers=_deduplicate(command.answers),
    )  # fmt: skip
    if by_owner and command.kind is Kind.AGREEMENT and command.seat:
        return (words_written, e.AgreementAccepted(command.word, command.seat, on=True, aloud=False))
    return (words_written,)


def _deduplicate(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _exclude_owner(together: tuple[str, ...], owner: str | None) -> tuple[str, ...]:
    """T23: who is named besides the owner, each once."""
    return tuple(s for s in _deduplicate(together) if s != owner)


def _check_write(state: State, command: c.Write, by: By) -> Refused | None:
    """C2, C4: what a phone sends has an owner, who can choose about it and take it back; the words of the
    group are written down at the desk."""
    if command.seat is None:
        if command.kind not in KINDS_WITHOUT_OWNER or by.desk is Desk.SEAT:
            return Refused(Reason.OWNER_NEEDED)
    else:
        seat = state.seats.get(command.seat)
        if seat is None or seat.erased:
            return Refused(Reason.UNKNOWN_SEAT)
        if seat.consent is None:
            return Refused(Reason.CONSENT_FIRST)
        if by.desk is Desk.SEAT and _has_written_enough(state, seat.id):
            return Refused(Reason.ENOUGH_WORDS)
    if any(s not in state.seats for s in command.together):
        return Refused(Reason.UNKNOWN_SEAT)
    if command.kind in CONTRIBUTIONS:
        return None
    if not _has_harvest_begun(state):
        return Refused(Reason.HARVEST_LATER)
    if command.kind is Kind.SOURCE and command.source is None:
        return Refused(Reason.SOURCE_KIND_NEEDED)
    if command.kind is Kind.INSIGHT and not _has_contributions(state, command.rests_on):
        return Refused(Reason.INSIGHT_NEEDS_WORDS)
    return None


def _has_written_enough(state: State, seat: str) -> bool:
    """Only who ever wrote so much is counted: a full table has thousands of words, and each new one asks."""
    if state.word_counts.get(seat, 0) < MAX_WORDS_PER_SEAT:
        return False
    return sum(word.seat == seat and word.alive for word in state.words.values()) >= MAX_WORDS_PER_SEAT


def _has_harvest_begun(state: State) -> bool:
    """From Mogelijkheden or the harvest on."""
    steps = state.steps[: state.step + 1]
    return any(s.kind is Kind.POSSIBILITY or s.form is Form.HARVEST for s in steps)


def _has_contributions(state: State, words: tuple[str, ...]) -> bool:
    """C7: every insight points to the words it came from."""
    return bool(words) and all(
        w in state.words and state.words[w].alive and state.words[w].kind in CONTRIBUTIONS for w in words
    )


def _find_step(state: State, command: c.Write) -> str:
    turns = {t.turn: t.step for t in state.turns}
    if state.speaking and state.round:
        turns[state.speaking.id] = state.round.step
    if command.turn in turns:
        return turns[command.turn]
    if command.step is not None and state.step_by_id(command.step) is not None:
        return command.step
    return state.current.id if state.current else ""


def change_words(state: State, command: c.ChangeWords, by: By) -> Decision:
    """C4, T18: only the owner; scribe and facilitator only before "klopt" or for who has no device,
    and then it must be said again."""
    word = _find_changeable_words(state, command.word, by)
    if isinstance(word, Refused):
        return word
    if any(s not in state.seats for s in command.together or ()):
        return Refused(Reason.UNKNOWN_SEAT)
    if word.kind is Kind.INSIGHT and not _has_contributions(state, command.rests_on or word.rests_on):
        return Refused(Reason.INSIGHT_NEEDS_WORDS)
    is_agreement = word.kind is Kind.AGREEMENT
    words_changed = e.WordsChanged(
        word.id, command.lang, command.commitment,
        confirmed=by.desk is Desk.SEAT or word.seat is None,
        due=word.due if command.due == "" else command.due,
        together=word.together if command.together is None else _exclude_owner(command.together, word.seat),
        rests_on=_deduplicate(command.rests_on) or word.rests_on, reopened=is_agreement,
    )  # fmt: skip
    if is_agreement and by.desk is Desk.SEAT and word.seat:
        return (words_changed, e.AgreementAccepted(word.id, word.seat, on=True, aloud=False))
    return (words_changed,)


def withdraw_words(state: State, command: c.WithdrawWords, by: By) -> Decision:
    """C4: taken back is gone: text and salt are blanked in the same entry."""
    word = state.words.get(command.word)
    if word is not None and word.withdrawn:
        return Late()
    changeable_word = _find_changeable_words(state, command.word, by)
    if isinstance(changeable_word, Refused):
        return changeable_word
    return (e.WordsWithdrawn(changeable_word.id), e.WordsBlanked((changeable_word.id,)))


def confirm_words(state: State, command: c.ConfirmWords, by: By) -> Decision:
    """C4: say "klopt", oneself or aloud (T13)."""
    word = find_words(state, command.word, by)
    if isinstance(word, Refused):
        return word
    return Late() if word.confirmed else (e.WordsConfirmed(word.id, by.aloud),)


def keep_words(state: State, command: c.KeepWords, by: By, at: int) -> Decision:
    """C3: the owner's choice for one piece of words; after closing a no blanks at once, and what
    nobody decided can be decided for seven days. Each choice says anew whether the words may be public, so that a yes to
    words without a name never makes a name public; what is in no record is not public. The group's words may be public only once
    they were read back to the table, which says so aloud: nobody says it for the group beforehand."""
    word = find_words(state, command.word, by)
    if isinstance(word, Refused):
        return word
    is_public = command.public and command.keep in (Keep.NAMED, Keep.UNNAMED)
    if (word.keep, word.public) == (command.keep, is_public):
        return Late()
    if is_public and word.seat is None and not state.read_back:
        return Refused(Reason.READ_BACK_FIRST)
    words_kept = e.WordsKept(word.id, command.keep, by.aloud, is_public)
    if state.status is not Status.CLOSED:
        return (words_kept,)
    if command.keep is None:
        return Refused(Reason.CLOSED)
    if is_undecided(word) and is_choice_period_over(state, at):
        return Refused(Reason.WORDS_GONE)
    return (words_kept, e.WordsBlanked((word.id,))) if command.keep is Keep.NO else (words_kept,)


def tick_words(state: State, command: c.TickWords, by: By) -> Decision:
    """T20: "Laat op het scherm zien", off until ticked."""
    word = find_words(state, command.word, by)
    if isinstance(word, Refused):
        return word
    return Late() if word.ticked is command.on else (e.WordsTicked(word.id, command.on),)


def show_words(state: State, command: c.ShowWords) -> Decision:
    """T20: by the facilitator's hand, and only what its owner ticked and said "klopt" to."""
    word = state.words.get(command.word)
    if word is None:
        return Refused(Reason.UNKNOWN_WORDS)
    if not word.alive:
        return Refused(Reason.WORDS_GONE)
    if not word.confirmed:
        return Refused(Reason.NOT_CONFIRMED)
    if not may_show(state, word):
        return Refused(Reason.NOT_TICKED)
    if word.id in state.screen.shown:
        return Late()
    return (*_make_room(state, word), e.WordsShown(word.id))


def _make_room(state: State, word: Words) -> tuple[e.Event, ...]:
    """At most three sentences at once; what the harvest lists is not counted."""
    if word.kind not in CONTRIBUTIONS:
        return ()
    shown = hide_contributions(state)
    return shown[: len(shown) + 1 - MAX_WORDS_SHOWN]


def hide_contributions(state: State) -> tuple[e.WordsHidden, ...]:
    """Takes people's own words off the screen, oldest first; what the harvest lists stays."""
    return tuple(e.WordsHidden(w) for w in state.screen.shown if state.words[w].kind in CONTRIBUTIONS)


def hide_words(state: State, command: c.HideWords) -> Decision:
    return (e.WordsHidden(command.word),) if command.word in state.screen.shown else Late()


def blank_screen(state: State, command: c.BlankScreen) -> Decision:
    return Late() if state.screen.blank is command.on else (e.ScreenBlanked(command.on),)


def theme_screen(state: State, command: c.ThemeScreen) -> Decision:
    if command.theme not in ("light", "dark"):
        return Refused(Reason.UNKNOWN_THEME)
    is_current = state.screen.theme == command.theme
    return Late() if is_current else (e.ScreenThemed(command.theme),)


def find_words(state: State, word_id: str, by: By) -> Words | Refused:
    word = state.words.get(word_id)
    if word is None:
        return Refused(Reason.UNKNOWN_WORDS)
    if by.desk is Desk.SEAT and word.seat != by.seat:
        return Refused(Reason.WORDS_OF_ANOTHER)
    return word if word.alive else Refused(Reason.WORDS_GONE)


def _find_changeable_words(state: State, word_id: str, by: By) -> Words | Refused:
    word = find_words(state, word_id, by)
    if isinstance(word, Refused) or by.desk is Desk.SEAT or word.seat is None:
        return word
    owner = state.seats[word.seat]
    if word.confirmed and owner.device:
        return Refused(Reason.WORDS_OF_ANOTHER)
    return word


def support_goal(state: State, command: c.SupportGoal, by: By) -> Decision:
    """A goal lives by its supporters; one supports it oneself, or says so aloud (T13)."""
    goal = _find_living_words(state, command.word, command.seat)
    if isinstance(goal, Refused):
        return goal
    if goal.kind is not Kind.GOAL:
        return Refused(Reason.NOT_A_GOAL)
    if (command.seat in goal.supporters) is command.on:
        return Late()
    return (e.GoalSupported(goal.id, command.seat, command.on, by.aloud),)


def accept_agreement(state: State, command: c.AcceptAgreement, by: By) -> Decision:
    """T23: only the owner and who is named in it can say yes or no, each for oneself."""
    agreement = _find_living_words(state, command.word, command.seat)
    if isinstance(agreement, Refused):
        return agreement
    if agreement.kind is not Kind.AGREEMENT:
        return Refused(Reason.NOT_AN_AGREEMENT)
    if command.seat not in (agreement.seat, *agreement.together):
        return Refused(Reason.NOT_NAMED_IN_IT)
    if agreement.answer_of(command.seat) is command.on:
        return Late()
    return (e.AgreementAccepted(agreement.id, command.seat, command.on, by.aloud),)


def _find_living_words(state: State, word_id: str, seat: str) -> Words | Refused:
    word = state.words.get(word_id)
    if word is None:
        return Refused(Reason.UNKNOWN_WORDS)
    if not word.alive:
        return Refused(Reason.WORDS_GONE)
    return word if seat in state.seats else Refused(Reason.UNKNOWN_SEAT)
