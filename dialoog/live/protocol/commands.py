"""Everything a client can send, typed (docs/protocol.md says it in words); what the server says is in `messages`.

A command is a tagged object; what is not named here does not exist. `seat` left out means the sender's
own; texts come in as they were typed and are normalised in `asking`. Nothing here decides anything. What is about words and
their owners' choices lives in `protocol_words`, and can be had from here.
"""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from dialoog.live.protocol.fields import (
    CardNumber,
    CommandMessage,
    ForSeat,
    Lang,
    OfMoment,
    OfTurn,
    Own,
    Reason,
    SeatId,
    Seats,
    Seconds,
    StepId,
    ToSeat,
    ToSeats,
    Typed,
    Version,
)
from dialoog.live.protocol.word_commands import (
    AcceptAgreement,
    AcceptName,
    AnswerTranslation,
    BlankScreen,
    ChangeName,
    ChangePronunciation,
    ChangeWords,
    ChooseLanguage,
    ConfirmWords,
    DeclineName,
    EraseSeat,
    GiveConsent,
    HideWords,
    KeepWords,
    ShowWords,
    SupportGoal,
    ThemeScreen,
    TickWords,
    TranslateWords,
    WithdrawWords,
    Write,
)
from dialoog.rules.state import Role

__all__ = [
    "AcceptAgreement", "AcceptName", "AcceptOffer", "Admit", "AnswerTranslation", "AskHelp", "AskOpenQuestion", "AskRest", "BeginSilence", "BeginTurn",
    "BlankScreen", "ChangeName", "ChangePronunciation", "ChangeWords", "ChooseLanguage", "CloseDialogue", "CloseRound", "ComeBack",
    "Command", "ConfirmWords", "DeclineName", "DeclineOffer", "EndDevices", "EndLinks", "EndOffer", "EndOpenQuestion", "EndTurn",
    "EraseSeat", "ForceClose", "GiveConsent", "GiveTime", "GoOn", "HandOver", "HearHelp", "HideWords", "KeepWords",
    "Leave", "LinkDevice", "NextStep", "OpenLastWords", "OrderCircle", "PassTurn", "RemoveSeat", "RenewCode",
    "Reorder", "Rest", "RestoreSeat", "SetAway", "SetClock", "SetDoor", "ShowReadBack", "ShowWords", "SkipSilence",
    "SupportGoal", "TakeSeat", "TellTurns", "ThemeScreen", "TickWords", "TranslateWords", "Undo", "WithdrawWords",
    "Write", "kind_of", "parse",
]  # fmt: skip

Handed = Literal["facilitator", "scribe", "screen"]


# Seats


class TakeSeat(CommandMessage):
    name: Typed
    lang: Lang = "nl"
    role: Role | None = None
    interpreter: bool = False
    facilitator: bool = False
    card: CardNumber | UnsetType = UNSET
    """The numbered card that this person is handed. Left out it stands in no digest, as in former releases."""


class Admit(CommandMessage):
    seat: SeatId
    after: SeatId | None = None


# fmt: off
class OrderCircle(ToSeats): ...
class SetAway(ToSeat): ...
class Leave(ForSeat): ...
class ComeBack(ForSeat): ...
class RestoreSeat(ToSeat): ...
class LinkDevice(ForSeat): ...
# fmt: on


class RemoveSeat(ToSeat):
    also: Seats = ()


class HandOver(CommandMessage):
    desk: Handed


class EndDevices(ForSeat):
    """`but` is the version of the answer that gave the link which goes on."""

    but: Version | None = None


class EndLinks(CommandMessage):
    desk: Handed
    but: Version | None = None


class RenewCode(CommandMessage): ...


class SetDoor(CommandMessage):
    asks: bool


# Turns


class NextStep(CommandMessage):
    """`to` is what the console's button said; the rules need it not."""

    step: Version
    to: StepId | None = None


class BeginTurn(CommandMessage):
    after: Version
    seat: SeatId | UnsetType | None = UNSET


# fmt: off
class EndTurn(OfTurn): ...
class PassTurn(OfTurn): ...
# fmt: on


class AcceptOffer(CommandMessage):
    offer: Version
    seat: Own = UNSET


class DeclineOffer(CommandMessage):
    offer: Version
    seat: Own = UNSET


class EndOffer(CommandMessage):
    offer: Version


class CloseRound(CommandMessage):
    round: Version


class ForceClose(CommandMessage):
    round: Version
    reason: Reason


class TellTurns(CommandMessage):
    round: Version
    seats: Seats


class Reorder(CommandMessage):
    round: Version
    seats: Seats


# Rest, help, time


# fmt: off
class AskRest(CommandMessage): ...
class AskHelp(CommandMessage): ...
class HearHelp(CommandMessage): ...
class Rest(OfMoment): ...
class GoOn(OfMoment): ...
# fmt: on


class BeginSilence(OfMoment, kw_only=True):
    seconds: Seconds


class SkipSilence(OfMoment): ...


class GiveTime(CommandMessage):
    turn: Version
    seconds: Seconds


class SetClock(OfMoment, kw_only=True):
    on: bool


class AskOpenQuestion(OfMoment, kw_only=True):
    seat: SeatId


class EndOpenQuestion(OfMoment):
    seat: Own = UNSET


class Undo(CommandMessage):
    version: Version


# Harvest, closing


class ShowReadBack(CommandMessage):
    step: Version


class OpenLastWords(CommandMessage):
    step: Version


class CloseDialogue(CommandMessage):
    reason: Reason | None = None


Command = (
    TakeSeat | Admit | GiveConsent | ChangeName | ChangePronunciation | AcceptName | DeclineName | ChooseLanguage | OrderCircle | SetAway | Leave | ComeBack
    | RemoveSeat | RestoreSeat | LinkDevice | HandOver | EndDevices | EndLinks | RenewCode | SetDoor | EraseSeat
    | NextStep | BeginTurn | EndTurn | PassTurn
    | AcceptOffer | DeclineOffer | EndOffer | CloseRound | ForceClose | TellTurns | Reorder | AskRest | AskHelp
    | HearHelp | Rest | GoOn | BeginSilence | SkipSilence | GiveTime | SetClock | AskOpenQuestion
    | EndOpenQuestion | Undo | Write | ChangeWords | TranslateWords | AnswerTranslation | ConfirmWords | KeepWords | TickWords
    | WithdrawWords | ShowWords | HideWords | BlankScreen | ThemeScreen | SupportGoal | AcceptAgreement
    | ShowReadBack | OpenLastWords | CloseDialogue
)  # fmt: skip


class _Alone(msgspec.Struct, array_like=True):
    """msgspec looks at a struct once and at a union of fifty at each call."""

    command: Command


def parse(payload: Any) -> Command:
    """A command as it came over the wire; raises msgspec.ValidationError for anything else."""
    return msgspec.convert((payload,), _Alone, strict=True).command


def kind_of(command: Command) -> str:
    """Its name on the wire, such as `pass_turn`."""
    return str(command.__struct_config__.tag)
