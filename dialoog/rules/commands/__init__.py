"""Requests, imperative: everything that somebody can ask of a running dialogue.

Each command names what it is about: a flow command its turn or step (T21), a command about
words their id. Who asks is never in here: `decide` gets that as `By`. `seat` means the seat it
is for; a seat's own device may name only itself. What is about words lives in `commands_words`, about
the ways in in `commands_ways_in`; both can be had from here.
"""

from dataclasses import dataclass

from dialoog.rules.commands.access import (
    EndDevices,
    EndLinks,
    HandOver,
    LinkDevice,
    RenewCode,
    SetDoor,
)
from dialoog.rules.commands.words import (
    AcceptAgreement,
    BlankScreen,
    BlankUndecided,
    ChangeName,
    ChangeWords,
    ChooseLanguage,
    ConfirmWords,
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
from dialoog.rules.state import Role, Step

__all__ = [
    "AcceptAgreement", "AcceptOffer", "Admit", "AskHelp", "AskOpenQuestion", "AskRest",
    "BeginSilence", "BeginTurn", "BlankScreen", "BlankUndecided", "ChangeName", "ChangeWords",
    "ChooseLanguage", "CloseDialogue", "CloseRound", "ComeBack", "Command", "ConfirmWords",
    "DeclineOffer", "EndDevices", "EndLinks", "EndOffer", "EndOpenQuestion", "EndTurn", "EraseSeat", "ForceClose",
    "GiveConsent", "GiveTime", "GoOn", "HandOver", "HearHelp", "HideWords", "KeepWords", "Leave",
    "LinkDevice", "NextStep", "OpenLastWords", "OpenTable", "OrderCircle", "PassTurn", "RemoveSeat",
    "RenewCode", "Reorder", "Rest", "RestoreSeat", "SetAway", "SetClock", "SetDoor", "ShowReadBack", "ShowWords",
    "SkipSilence", "SupportGoal", "TakeSeat", "TellTurns", "ThemeScreen", "TickWords",
    "TranslateWords", "Undo", "WithdrawWords", "Write",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenTable:
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class TakeSeat:
    """`seat` is a fresh id; `device` False for a person without a phone (T13)."""

    seat: str
    name: str
    lang: str = "nl"
    role: Role | None = None
    device: bool = True
    facilitator: bool = False
    interpreter: bool = False


@dataclass(frozen=True, slots=True)
class Admit:
    """T14: let a late arrival in, sitting after `after` (None: last in the circle)."""

    seat: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class OrderCircle:
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """`step` is the version at which the current step began (State.step_version)."""

    step: int


@dataclass(frozen=True, slots=True)
class BeginTurn:
    """`after` is the turn, second offer or (before its first turn) round that this one follows: Round.last.
    `seat` only in free order (T27): who wants to begin or is asked."""

    after: int
    seat: str | None = None


@dataclass(frozen=True, slots=True)
class EndTurn:
    turn: int


@dataclass(frozen=True, slots=True)
class PassTurn:
    turn: int


@dataclass(frozen=True, slots=True)
class AcceptOffer:
    """`offer` is the id of the second offer (T5)."""

    offer: int
    seat: str


@dataclass(frozen=True, slots=True)
class DeclineOffer:
    offer: int
    seat: str


@dataclass(frozen=True, slots=True)
class EndOffer:
    offer: int


@dataclass(frozen=True, slots=True)
class CloseRound:
    """`round` is Round.id."""

    round: int


@dataclass(frozen=True, slots=True)
class ForceClose:
    round: int
    reason: str


@dataclass(frozen=True, slots=True)
class TellTurns:
    """T29: these spoke, in this order, while the console had no connection."""

    round: int
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskRest:
    pass


@dataclass(frozen=True, slots=True)
class AskHelp:
    pass


@dataclass(frozen=True, slots=True)
class HearHelp:
    """The facilitator has seen the calls for help with the agreements."""


@dataclass(frozen=True, slots=True)
class Rest:
    pass


@dataclass(frozen=True, slots=True)
class GoOn:
    pass


@dataclass(frozen=True, slots=True)
class BeginSilence:
    seconds: int


@dataclass(frozen=True, slots=True)
class SkipSilence:
    pass


@dataclass(frozen=True, slots=True)
class GiveTime:
    turn: int
    seconds: int


@dataclass(frozen=True, slots=True)
class SetClock:
    """T8: switch the clock of turns off or on."""

    on: bool


@dataclass(frozen=True, slots=True)
class AskOpenQuestion:
    """T22: between turns, to one seat."""

    seat: str


@dataclass(frozen=True, slots=True)
class EndOpenQuestion:
    """The one asked declines, or it was answered."""

    seat: str


@dataclass(frozen=True, slots=True)
class Reorder:
    round: int
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetAway:
    seat: str


@dataclass(frozen=True, slots=True)
class Leave:
    seat: str


@dataclass(frozen=True, slots=True)
class ComeBack:
    seat: str


@dataclass(frozen=True, slots=True)
class RemoveSeat:
    """`also` are others that go in the same entry, so that one step back brings all of them back."""

    seat: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RestoreSeat:
    seat: str


@dataclass(frozen=True, slots=True)
class ShowReadBack:
    """T25: the read-back is on the screen and on every phone."""

    step: int


@dataclass(frozen=True, slots=True)
class OpenLastWords:
    """T25: the round of last words within the harvest."""

    step: int


@dataclass(frozen=True, slots=True)
class Undo:
    version: int


@dataclass(frozen=True, slots=True)
class CloseDialogue:
    reason: str | None = None


Command = (
    OpenTable | TakeSeat | Admit | GiveConsent | ChangeName | ChooseLanguage | OrderCircle
    | NextStep | BeginTurn | EndTurn | PassTurn | AcceptOffer | DeclineOffer | EndOffer
    | CloseRound | ForceClose | TellTurns | AskRest | AskHelp | HearHelp | Rest | GoOn
    | BeginSilence | SkipSilence | GiveTime | SetClock | AskOpenQuestion | EndOpenQuestion
    | Reorder | SetAway | Leave | ComeBack | RemoveSeat | RestoreSeat | LinkDevice | HandOver
    | EndDevices | EndLinks | RenewCode | SetDoor
    | Write | ChangeWords | TranslateWords | ConfirmWords | KeepWords | TickWords
    | WithdrawWords | EraseSeat | BlankUndecided | ShowWords | HideWords | BlankScreen
    | ThemeScreen | SupportGoal | AcceptAgreement | ShowReadBack | OpenLastWords | Undo
    | CloseDialogue
)  # fmt: skip
