"""What one row of the journal holds: an entry with its events, and which entries can be taken back (S5)."""

from dataclasses import dataclass

from dialoog.rules.events import access, flow, seats, turns, words
from dialoog.rules.state import By

Event = seats.SeatEvent | turns.TurnEvent | flow.FlowEvent | words.WordEvent | access.AccessEvent


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted command: version contiguous from 1, moment in ms, who, and what followed."""

    version: int
    at: int
    by: By
    events: tuple[Event, ...]


UNDOABLE = (
    seats.CircleOrdered, flow.StepOpened, flow.RoundOpened, flow.SilenceBegan, flow.SilenceSkipped,
    turns.TurnBegan, turns.TurnEnded, turns.TurnsTold, turns.OfferAccepted, turns.OfferDeclined,
    turns.OfferEnded, flow.RoundClosed, flow.RestBegan, flow.RestEnded, turns.TimeGiven,
    flow.ClockStopped, flow.ClockStarted, turns.OpenQuestionAsked, turns.OpenQuestionEnded,
    turns.OrderChanged, seats.SeatAway, seats.SeatLeft, seats.SeatBack, seats.SeatRemoved,
    seats.SeatRestored, flow.ReadBackShown,
)  # fmt: skip
"""S5 and the table of commands: an entry that begins with one of these can be taken back."""

IRREVERSIBLE = (flow.DialogueClosed, seats.SeatErased, seats.NamesErased, words.WordsBlanked)
"""An entry that holds one of these cannot: what was blanked is gone."""
