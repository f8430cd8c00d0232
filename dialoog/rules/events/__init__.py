"""Facts, past tense: what one journal row may hold.

An event carries results, never policy to recompute (S6): the whole order, the seconds, the
moment. Texts and names are never here, only ids and commitments. Each kind keeps its name and
number for ever; a changed form gets a new number and an upcaster in `live.codec`. What is about
seats lives in `events_seats`, about the ways in in `events_ways_in`, about words in `events_words`; all
can be had from here.
"""

from dataclasses import dataclass

from dialoog.rules.events.access import (
    CodeRenewed,
    DeviceLinked,
    DevicesEnded,
    DoorSet,
    HandedOver,
    LinksEnded,
)
from dialoog.rules.events.seats import (
    CircleOrdered,
    SeatAdmitted,
    SeatAway,
    SeatBack,
    SeatErased,
    SeatLeft,
    SeatRemoved,
    SeatRestored,
    SeatTaken,
)
from dialoog.rules.events.words import (
    AgreementAccepted,
    ConsentGiven,
    GoalSupported,
    LanguageChosen,
    NameChanged,
    ScreenBlanked,
    ScreenThemed,
    WordEvent,
    WordsBlanked,
    WordsChanged,
    WordsConfirmed,
    WordsHidden,
    WordsKept,
    WordsShown,
    WordsTicked,
    WordsTranslated,
    WordsWithdrawn,
    WordsWritten,
)
from dialoog.rules.state import By, Form, Offer, Step

__all__ = [
    "FOR_EVER", "UNDOABLE", "AgreementAccepted", "CircleOrdered", "ClockStarted", "ClockStopped", "CodeRenewed",
    "ConsentGiven", "DeviceLinked", "DevicesEnded", "DialogueClosed", "DoorSet", "Entry", "Event", "GoalSupported",
    "HandedOver", "HelpAsked", "HelpHeard", "LanguageChosen", "LinksEnded", "NameChanged", "OfferAccepted",
    "OfferDeclined", "OfferEnded", "OpenQuestionAsked", "OpenQuestionEnded", "OrderChanged",
    "ReadBackShown", "RestAsked", "RestBegan", "RestEnded", "RoundClosed", "RoundOpened",
    "ScreenBlanked", "ScreenThemed", "SeatAdmitted", "SeatAway", "SeatBack", "SeatErased",
    "SeatLeft", "SeatRemoved", "SeatRestored", "SeatTaken", "SecondOfferMade", "SilenceBegan",
    "SilenceSkipped", "StepOpened", "TableOpened", "TimeGiven", "TurnBegan", "TurnEnded",
    "TurnsTold", "Undone", "WordEvent", "WordsBlanked", "WordsChanged", "WordsConfirmed",
    "WordsHidden", "WordsKept", "WordsShown", "WordsTicked", "WordsTranslated", "WordsWithdrawn",
    "WordsWritten", "WritingBegan",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableOpened:
    """S2: the programme is copied; people sit down."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class StepOpened:
    index: int
    step: str
    form: Form


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """T2: the whole order, the seat it starts at by the rule, and the seconds of a turn."""

    step: str
    order: tuple[str, ...]
    start: str | None
    seconds: int
    last_words: bool = False


@dataclass(frozen=True, slots=True)
class SilenceBegan:
    seconds: int


@dataclass(frozen=True, slots=True)
class SilenceSkipped:
    pass


@dataclass(frozen=True, slots=True)
class TurnBegan:
    """`seconds` None: the clock is off (T8)."""

    seat: str
    offer: int
    seconds: int | None


@dataclass(frozen=True, slots=True)
class TurnEnded:
    seat: str
    turn: int
    offer: int
    outcome: Offer
    seconds: int | None
    """None where nobody measured (T29)."""


@dataclass(frozen=True, slots=True)
class TurnsTold:
    """T29: who spoke while the console had no connection; nobody measured seconds."""

    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecondOfferMade:
    pass


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    seat: str


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    seat: str


@dataclass(frozen=True, slots=True)
class OfferEnded:
    passed_final: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundClosed:
    """T6, T7: `reason` only when it was closed before everybody was served."""

    excused: tuple[str, ...] = ()
    passed_final: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class WritingBegan:
    seconds: int


@dataclass(frozen=True, slots=True)
class RestAsked:
    pass


@dataclass(frozen=True, slots=True)
class RestBegan:
    pass


@dataclass(frozen=True, slots=True)
class RestEnded:
    lasted_ms: int


@dataclass(frozen=True, slots=True)
class HelpAsked:
    pass


@dataclass(frozen=True, slots=True)
class HelpHeard:
    pass


@dataclass(frozen=True, slots=True)
class TimeGiven:
    """T8: to the open turn, and so to all who follow in this round."""

    turn: int
    seconds: int


@dataclass(frozen=True, slots=True)
class ClockStopped:
    pass


@dataclass(frozen=True, slots=True)
class ClockStarted:
    """`seconds` is the length of the turn that is open, if there is one."""

    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class OpenQuestionAsked:
    seat: str


@dataclass(frozen=True, slots=True)
class OpenQuestionEnded:
    pass


@dataclass(frozen=True, slots=True)
class OrderChanged:
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadBackShown:
    pass


@dataclass(frozen=True, slots=True)
class Undone:
    """S5: the entry `version` counts as never happened; `lost_ms` is the mistaken time."""

    version: int
    lost_ms: int


@dataclass(frozen=True, slots=True)
class DialogueClosed:
    reason: str | None = None


Event = (
    TableOpened | SeatTaken | SeatAdmitted | CircleOrdered | StepOpened | RoundOpened
    | SilenceBegan | SilenceSkipped | TurnBegan | TurnEnded | TurnsTold | SecondOfferMade
    | OfferAccepted | OfferDeclined | OfferEnded | RoundClosed | WritingBegan | RestAsked
    | RestBegan | RestEnded | HelpAsked | HelpHeard | TimeGiven | ClockStopped | ClockStarted
    | OpenQuestionAsked | OpenQuestionEnded | OrderChanged | SeatAway | SeatLeft | SeatBack
    | SeatRemoved | SeatRestored | SeatErased | DeviceLinked | HandedOver | DevicesEnded | LinksEnded
    | CodeRenewed | DoorSet | ReadBackShown | Undone | DialogueClosed | WordEvent
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted command: version contiguous from 1, moment in ms, who, and what followed."""

    version: int
    at: int
    by: By
    events: tuple[Event, ...]


UNDOABLE = (
    CircleOrdered, StepOpened, RoundOpened, SilenceBegan, SilenceSkipped, TurnBegan, TurnEnded,
    TurnsTold, OfferAccepted, OfferDeclined, OfferEnded, RoundClosed, RestBegan, RestEnded,
    TimeGiven, ClockStopped, ClockStarted, OpenQuestionAsked, OpenQuestionEnded, OrderChanged,
    SeatAway, SeatLeft, SeatBack, SeatRemoved, SeatRestored, ReadBackShown,
)  # fmt: skip
"""S5 and the table of commands: an entry that begins with one of these can be taken back."""

FOR_EVER = (DialogueClosed, SeatErased, WordsBlanked)
"""An entry that holds one of these cannot: what was blanked is gone."""
