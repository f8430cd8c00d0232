"""Requests, imperative: everything that somebody can ask of a running dialogue.

Each command names what it is about: a flow command its turn or step (T21), a command about
words their id. Who asks is never in here: `decide` gets that as `By`. `seat` means the seat it
is for; a seat's own device may name only itself. Texts travel as commitments, the live layer
puts the text itself beside the journal.
"""

from dataclasses import dataclass

from dialoog.rules.state import Keep, Kind, Role, SourceKind, Step


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
class GiveConsent:
    seat: str
    words: bool
    name: bool
    contact: bool


@dataclass(frozen=True, slots=True)
class ChangeName:
    seat: str
    name: str


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    seat: str
    lang: str


@dataclass(frozen=True, slots=True)
class OrderCircle:
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextStep:
    """`step` is the version at which the current step began (State.step_version)."""

    step: int


@dataclass(frozen=True, slots=True)
class BeginTurn:
    """`after` is the turn (or the round, before its first) that this one follows: Round.last.
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
    seat: str


@dataclass(frozen=True, slots=True)
class RestoreSeat:
    seat: str


@dataclass(frozen=True, slots=True)
class LinkDevice:
    seat: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """`desk` is "facilitator" or "scribe"."""

    desk: str


@dataclass(frozen=True, slots=True)
class Write:
    """Words of `seat`, or of the group when `seat` is None (insight, tension, goal).

    `turn` files them under that turn (T21); without it they belong to the current step.
    """

    word: str
    kind: Kind
    seat: str | None
    lang: str
    commitment: str
    step: str | None = None
    turn: int | None = None
    keep: Keep | None = None
    ticked: bool = False
    source: SourceKind | None = None
    due: str | None = None
    together: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeWords:
    word: str
    lang: str
    commitment: str
    due: str | None = None
    together: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TranslateWords:
    word: str
    lang: str
    commitment: str


@dataclass(frozen=True, slots=True)
class ConfirmWords:
    """Say "klopt"."""

    word: str


@dataclass(frozen=True, slots=True)
class KeepWords:
    """C3: with name, without name, not kept, or undecided again."""

    word: str
    keep: Keep | None


@dataclass(frozen=True, slots=True)
class TickWords:
    """T20: "Laat op het scherm zien"."""

    word: str
    on: bool


@dataclass(frozen=True, slots=True)
class WithdrawWords:
    word: str


@dataclass(frozen=True, slots=True)
class EraseSeat:
    """C8."""

    seat: str


@dataclass(frozen=True, slots=True)
class BlankUndecided:
    """C3: seven days after closing, by the house itself."""


@dataclass(frozen=True, slots=True)
class ShowWords:
    word: str


@dataclass(frozen=True, slots=True)
class HideWords:
    word: str


@dataclass(frozen=True, slots=True)
class BlankScreen:
    on: bool


@dataclass(frozen=True, slots=True)
class ThemeScreen:
    theme: str


@dataclass(frozen=True, slots=True)
class SupportGoal:
    word: str
    seat: str
    on: bool


@dataclass(frozen=True, slots=True)
class AcceptAgreement:
    word: str
    seat: str
    on: bool


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
    | Write | ChangeWords | TranslateWords | ConfirmWords | KeepWords | TickWords
    | WithdrawWords | EraseSeat | BlankUndecided | ShowWords | HideWords | BlankScreen
    | ThemeScreen | SupportGoal | AcceptAgreement | ShowReadBack | OpenLastWords | Undo
    | CloseDialogue
)  # fmt: skip
