"""Dispatches a command to the function that decides it, after the checks that all commands share: who may give it
(`permissions.MAY`), whether the dialogue is open, and whether a phone acts for its own seat.
"""

from typing import assert_never

from dialoog.rules import commands as c
from dialoog.rules.decide import access, flow, seats, translations, turns, words
from dialoog.rules.decide.outcomes import Decision, Late, Reason, Refused
from dialoog.rules.decide.permissions import (
    AFTER_CLOSING,
    BEFORE_ADMITTED,
    ENDING_ACCESS,
    MAY,
    OF_ONE_MOMENT,
    OWN_ALWAYS,
)
from dialoog.rules.state import By, Desk, Presence, State, Status


def decide(state: State, command: c.Command, by: By, at: int) -> Decision:
    """What follows when `by` asks for `command` at the moment `at` (ms since 1970).

    Returns the events to append; `Late` when it is already so (T21); `Refused` with a `Reason`.
    Never raises for anything that a client can send.
    """
    if by.desk not in MAY[type(command)]:
        return Refused(Reason.NOT_ALLOWED)
    if state.status is Status.PLANNED and not isinstance(command, c.OpenTable):
        return Refused(Reason.NOT_OPEN)
    if state.status is Status.CLOSED:
        if isinstance(command, OF_ONE_MOMENT):
            return Late()
        if not isinstance(command, ENDING_ACCESS) and not _may_act_afterwards(state, command, by):
            return Refused(Reason.CLOSED)
    refusal = _check_seat(state, command, by)
    return refusal or _check_moment(state, command) or _dispatch(state, command, by, at)


def _may_act_afterwards(state: State, command: c.Command, by: By) -> bool:
    """S1: after closing only the owner decides. C10: who has no device does it through the console of the contact,
    which is marked as asked aloud like everything that a desk does for a seat (T13)."""
    if not isinstance(command, AFTER_CLOSING) or by.desk is Desk.SCRIBE:
        return False
    if by.desk is not Desk.FACILITATOR:
        return True
    word = state.words.get(getattr(command, "word", ""))
    owner = state.seats.get((word.seat if word else getattr(command, "seat", None)) or "")
    return owner is not None and not owner.device


def _check_moment(state: State, command: c.Command) -> Late | None:
    """T21: rest, silence, the clock and an open question were meant for the moment in which somebody asked for them."""
    moment: int | None = getattr(command, "moment", None)
    return None if moment in (None, state.moment) else Late()


def _check_seat(state: State, command: c.Command, by: By) -> Refused | None:
    """A seat's own device acts for its own seat. T14: before it is let in, and once it was removed,
    only for its own name, consent and words."""
    if by.desk is not Desk.SEAT:
        return None
    if not isinstance(command, c.TakeSeat):
        own_seat = state.seats.get(by.seat or "")
        if own_seat is None:
            return Refused(Reason.UNKNOWN_SEAT)
        if own_seat.presence is Presence.REMOVED and not isinstance(command, OWN_ALWAYS):
            return Refused(Reason.NOT_HERE)
        if own_seat.id not in state.circle and not isinstance(command, BEFORE_ADMITTED):
            return Refused(Reason.NOT_HERE)
    target = getattr(command, "seat", None)
    if target is not None and target != by.seat:
        return Refused(Reason.NOT_YOURS)
    return None


def _dispatch(state: State, command: c.Command, by: By, at: int) -> Decision:
    match command:
        case c.TakeSeat():
            return seats.take_seat(state, command, by)
        case c.Admit():
            return seats.admit(state, command)
        case c.GiveConsent():
            return seats.give_consent(state, command, by)
        case c.ChangeName():
            return seats.change_name(state, command, by)
        case c.ChangePronunciation():
            return seats.change_pronunciation(state, command)
        case c.AcceptName():
            return seats.accept_name(state, command)
        case c.DeclineName():
            return seats.decline_name(state, command)
        case c.ChooseLanguage():
            return seats.choose_language(state, command)
        case c.OrderCircle():
            return seats.order_circle(state, command)
        case c.SetAway():
            return seats.set_away(state, command, at)
        case c.Leave():
            return seats.leave(state, command, at)
        case c.ComeBack():
            return seats.come_back(state, command)
        case c.RemoveSeat():
            return seats.remove_seat(state, command, at)
        case c.RestoreSeat():
            return seats.restore_seat(state, command)
        case c.EraseNames():
            return seats.erase_names(state)
        case c.EraseSeat():
            return seats.erase_seat(state, command, by, at)
        case c.BeginTurn():
            return turns.begin_turn(state, command, by, at)
        case c.EndTurn():
            return turns.end_turn(state, command, by, at)
        case c.PassTurn():
            return turns.pass_turn(state, command, by, at)
        case c.AcceptOffer():
            return turns.accept_offer(state, command)
        case c.DeclineOffer():
            return turns.decline_offer(state, command)
        case c.EndOffer():
            return turns.end_offer(state, command)
        case c.TellTurns():
            return turns.tell_turns(state, command, at)
        case c.Reorder():
            return turns.reorder(state, command)
        case c.GiveTime():
            return turns.give_time(state, command)
        case c.AskOpenQuestion():
            return turns.ask_open_question(state, command)
        case c.EndOpenQuestion():
            return turns.end_open_question(state, command)
        case c.OpenTable():
            return flow.open_table(state, command)
        case c.NextStep():
            return flow.next_step(state, command)
        case c.CloseRound():
            return flow.close_round(state, command)
        case c.ForceClose():
            return flow.force_close(state, command, at)
        case c.AskRest():
            return flow.ask_rest(state)
        case c.AskHelp():
            return flow.ask_help(state)
        case c.HearHelp():
            return flow.hear_help(state)
        case c.Rest():
            return flow.rest(state)
        case c.GoOn():
            return flow.go_on(state, at)
        case c.BeginSilence():
            return flow.begin_silence(state, command)
        case c.SkipSilence():
            return flow.skip_silence(state, at)
        case c.SetClock():
            return flow.set_clock(state, command)
        case c.Undo():
            return flow.undo(state, command, by, at)
        case c.ShowReadBack():
            return flow.show_read_back(state, command)
        case c.OpenLastWords():
            return flow.open_last_words(state, command)
        case c.CloseDialogue():
            return flow.close_dialogue(state, command, at)
        case c.BlankUndecided():
            return flow.blank_undecided(state, at)
        case c.SupportGoal():
            return words.support_goal(state, command, by)
        case c.AcceptAgreement():
            return words.accept_agreement(state, command, by)
        case c.Write():
            return words.write(state, command, by)
        case c.ChangeWords():
            return words.change_words(state, command, by)
        case c.TranslateWords():
            return translations.translate_words(state, command, by)
        case c.AnswerTranslation():
            return translations.answer_translation(state, command, by)
        case c.ConfirmWords():
            return words.confirm_words(state, command, by)
        case c.KeepWords():
            return words.keep_words(state, command, by, at)
        case c.TickWords():
            return words.tick_words(state, command, by)
        case c.WithdrawWords():
            return words.withdraw_words(state, command, by)
        case c.ShowWords():
            return words.show_words(state, command)
        case c.HideWords():
            return words.hide_words(state, command)
        case c.BlankScreen():
            return words.blank_screen(state, command)
        case c.ThemeScreen():
            return words.theme_screen(state, command)
        case c.LinkDevice():
            return access.link_device(state, command)
        case c.HandOver():
            return access.hand_over(command)
        case c.EndDevices():
            return access.end_devices(state, command, by)
        case c.EndLinks():
            return access.end_links(state, command)
        case c.RenewCode():
            return access.renew_code(state)
        case c.SetDoor():
            return access.set_door(state, command)
        case _ as unreachable:
            assert_never(unreachable)
