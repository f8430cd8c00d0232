"""Everything a client can send, typed (docs/protocol.md says it in words); what the server says is in `messages`.

A command is a tagged object; what is not named here does not exist. `seat` left out means the sender's
own; texts come in as they were typed and are normalised in `asking`. Nothing here decides anything.
"""

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from dialoog.rules.state import Keep, Kind, Role, SourceKind

CommandId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{16,64}\Z")]
SeatId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
WordId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
StepId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
Version = Annotated[int, Meta(ge=0, le=2**31)]
Seconds = Annotated[int, Meta(ge=0, le=3600)]
Typed = Annotated[str, Meta(max_length=4096)]
Reason = Annotated[str, Meta(max_length=64)]
Lang = Annotated[str, Meta(pattern=r"\A[a-z]{2,3}(-[A-Za-z]{2,4})?\Z")]
Day = date
"""A day of the calendar, `2026-12-06`; any other is malformed."""
Seats = Annotated[tuple[SeatId, ...], Meta(max_length=200)]
WordIds = Annotated[tuple[WordId, ...], Meta(max_length=50)]
Own = SeatId | UnsetType
"""A seat that may be left out by its own device."""


def _snake(name: str) -> str:
    return "".join("_" + sign.lower() if sign.isupper() else sign for sign in name).lstrip("_")


class Wire(Struct, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=_snake):
    id: CommandId


class ToSeat(Wire):
    seat: SeatId


class ForSeat(Wire):
    """Left out, it is the sender's own seat."""

    seat: Own = UNSET


class OfTurn(Wire):
    turn: Version


class OfWords(Wire):
    word: WordId


# Seats


class TakeSeat(Wire):
    name: Typed
    lang: Lang = "nl"
    role: Role | None = None
    interpreter: bool = False
    facilitator: bool = False


class Admit(Wire):
    seat: SeatId
    after: SeatId | None = None


class GiveConsent(Wire):
    words: bool
    name: bool
    contact: bool
    seat: Own = UNSET


class ChangeName(Wire):
    name: Typed
    seat: Own = UNSET


class ChooseLanguage(Wire):
    lang: Lang
    seat: Own = UNSET


class OrderCircle(Wire):
    seats: Seats


# fmt: off
class SetAway(ToSeat): ...
class Leave(ForSeat): ...
class ComeBack(ForSeat): ...
class RemoveSeat(ToSeat): ...
class RestoreSeat(ToSeat): ...
class LinkDevice(ForSeat): ...
# fmt: on


class HandOver(Wire):
    desk: Literal["facilitator", "scribe"]


class EraseSeat(ForSeat): ...


# Turns


class NextStep(Wire):
    """`to` is what the console's button said; the rules need it not."""

    step: Version
    to: StepId | None = None


class BeginTurn(Wire):
    after: Version
    seat: SeatId | UnsetType | None = UNSET


# fmt: off
class EndTurn(OfTurn): ...
class PassTurn(OfTurn): ...
# fmt: on


class AcceptOffer(Wire):
    offer: Version
    seat: Own = UNSET


class DeclineOffer(Wire):
    offer: Version
    seat: Own = UNSET


class EndOffer(Wire):
    offer: Version


class CloseRound(Wire):
    round: Version


class ForceClose(Wire):
    round: Version
    reason: Reason


class TellTurns(Wire):
    round: Version
    seats: Seats


class Reorder(Wire):
    round: Version
    seats: Seats


# Rest, help, time


# fmt: off
class AskRest(Wire): ...
class AskHelp(Wire): ...
class HearHelp(Wire): ...
class Rest(Wire): ...
class GoOn(Wire): ...
# fmt: on


class BeginSilence(Wire):
    seconds: Seconds


class SkipSilence(Wire): ...


class GiveTime(Wire):
    turn: Version
    seconds: Seconds


class SetClock(Wire):
    on: bool


# fmt: off
class AskOpenQuestion(ToSeat): ...
class EndOpenQuestion(ForSeat): ...
# fmt: on


class Undo(Wire):
    version: Version


# Words


class Write(Wire):
    """The id of the command is the id of the words; `seat` null: the group's."""

    text: Typed
    word_kind: Kind
    lang: Lang = "nl"
    seat: SeatId | UnsetType | None = UNSET
    turn: Version | None = None
    step: StepId | None = None
    keep: Keep | None = None
    ticked: bool = False
    source: SourceKind | None = None
    due: Day | None = None
    together: Seats = ()
    rests_on: WordIds = ()
    answers: WordIds = ()


class ChangeWords(Wire):
    word: WordId
    text: Typed
    lang: Lang = "nl"
    due: Day | None = None
    together: Seats = ()
    rests_on: WordIds = ()


class TranslateWords(Wire):
    word: WordId
    lang: Lang
    text: Typed


class ConfirmWords(OfWords): ...


class KeepWords(Wire):
    word: WordId
    keep: Keep | None


class TickWords(Wire):
    word: WordId
    on: bool


class WithdrawWords(OfWords): ...


# Screen, harvest, closing


# fmt: off
class ShowWords(OfWords): ...
class HideWords(OfWords): ...
# fmt: on


class BlankScreen(Wire):
    on: bool


class ThemeScreen(Wire):
    theme: Literal["light", "dark"]


class SupportGoal(Wire):
    word: WordId
    on: bool
    seat: Own = UNSET


class AcceptAgreement(Wire):
    word: WordId
    on: bool
    seat: Own = UNSET


class ShowReadBack(Wire):
    step: Version


class OpenLastWords(Wire):
    step: Version


class CloseDialogue(Wire):
    reason: Reason | None = None


Command = (
    TakeSeat | Admit | GiveConsent | ChangeName | ChooseLanguage | OrderCircle | SetAway | Leave | ComeBack
    | RemoveSeat | RestoreSeat | LinkDevice | HandOver | EraseSeat | NextStep | BeginTurn | EndTurn | PassTurn
    | AcceptOffer | DeclineOffer | EndOffer | CloseRound | ForceClose | TellTurns | Reorder | AskRest | AskHelp
    | HearHelp | Rest | GoOn | BeginSilence | SkipSilence | GiveTime | SetClock | AskOpenQuestion
    | EndOpenQuestion | Undo | Write | ChangeWords | TranslateWords | ConfirmWords | KeepWords | TickWords
    | WithdrawWords | ShowWords | HideWords | BlankScreen | ThemeScreen | SupportGoal | AcceptAgreement
    | ShowReadBack | OpenLastWords | CloseDialogue
)  # fmt: skip


def parse(asked: Any) -> Command:
    """A command as it came over the wire; raises msgspec.ValidationError for anything else."""
    command: Command = msgspec.convert(asked, Command, strict=True)
    return command


def kind_of(command: Command) -> str:
    """Its name on the wire, such as `pass_turn`."""
    return str(command.__struct_config__.tag)
