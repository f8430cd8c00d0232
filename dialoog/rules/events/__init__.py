"""Facts, past tense: what one journal row may hold.

They stand by topic: `seats`, `turns`, `flow`, `words` and `access` (links, devices, the code, the door); `entry` is the row
itself. All can be had from here. An event carries results, never policy to recompute (S6): the whole order, the seconds,
the moment. Texts and names are never here, only ids and commitments. Each kind keeps its name and number for ever; a
changed form gets a new number and an upcaster in `live.codec`.
"""

from dialoog.rules.events.access import (
    AccessEvent,
    CodeRenewed,
    DeviceLinked,
    DevicesEnded,
    DoorSet,
    HandedOver,
    LinksEnded,
)
from dialoog.rules.events.entry import (
    IRREVERSIBLE,
    UNDOABLE,
    Entry,
    Event,
)
from dialoog.rules.events.flow import (
    ClockStarted,
    ClockStopped,
    DialogueClosed,
    FlowEvent,
    HelpAsked,
    HelpHeard,
    ReadBackShown,
    RestAsked,
    RestBegan,
    RestEnded,
    RoundClosed,
    RoundOpened,
    SilenceBegan,
    SilenceSkipped,
    StepOpened,
    TableOpened,
    Undone,
    WritingBegan,
)
from dialoog.rules.events.seats import (
    CircleOrdered,
    ConsentGiven,
    LanguageChosen,
    NameChanged,
    SeatAdmitted,
    SeatAway,
    SeatBack,
    SeatErased,
    SeatEvent,
    SeatLeft,
    SeatRemoved,
    SeatRestored,
    SeatTaken,
)
from dialoog.rules.events.turns import (
    OfferAccepted,
    OfferDeclined,
    OfferEnded,
    OpenQuestionAsked,
    OpenQuestionEnded,
    OrderChanged,
    SecondOfferMade,
    TimeGiven,
    TurnBegan,
    TurnEnded,
    TurnEvent,
    TurnsTold,
)
from dialoog.rules.events.words import (
    AgreementAccepted,
    GoalSupported,
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

__all__ = [
    "IRREVERSIBLE", "UNDOABLE", "AccessEvent", "AgreementAccepted", "CircleOrdered", "ClockStarted",
    "ClockStopped", "CodeRenewed", "ConsentGiven", "DeviceLinked", "DevicesEnded", "DialogueClosed",
    "DoorSet", "Entry", "Event", "FlowEvent", "GoalSupported", "HandedOver", "HelpAsked",
    "HelpHeard", "LanguageChosen", "LinksEnded", "NameChanged", "OfferAccepted", "OfferDeclined",
    "OfferEnded", "OpenQuestionAsked", "OpenQuestionEnded", "OrderChanged", "ReadBackShown",
    "RestAsked", "RestBegan", "RestEnded", "RoundClosed", "RoundOpened", "ScreenBlanked",
    "ScreenThemed", "SeatAdmitted", "SeatAway", "SeatBack", "SeatErased", "SeatEvent", "SeatLeft",
    "SeatRemoved", "SeatRestored", "SeatTaken", "SecondOfferMade", "SilenceBegan", "SilenceSkipped",
    "StepOpened", "TableOpened", "TimeGiven", "TurnBegan", "TurnEnded", "TurnEvent", "TurnsTold",
    "Undone", "WordEvent", "WordsBlanked", "WordsChanged", "WordsConfirmed", "WordsHidden",
    "WordsKept", "WordsShown", "WordsTicked", "WordsTranslated", "WordsWithdrawn", "WordsWritten",
    "WritingBegan",
]  # fmt: skip
