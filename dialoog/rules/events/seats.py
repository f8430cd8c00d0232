"""Facts about seats: who sat down, was let in, left, came back, was removed or erased; consent, name, language
(T11–T15, C1, C2, C8). A name is never in them, only its commitment.
"""

from dataclasses import dataclass

from dialoog.rules.state import Presence, Role, TurnStatus


@dataclass(frozen=True, slots=True)
class SeatTaken:
    seat: str
    name: str
    lang: str
    device: bool
    presence: Presence
    role: Role | None = None
    facilitator: bool = False
    interpreter: bool = False


@dataclass(frozen=True, slots=True)
class SeatAdmitted:
    """T14: a late arrival sits down after `after` (None: last); `queued`: a round was open to join."""

    seat: str
    after: str | None
    queued: bool


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    seat: str
    words: bool
    name: bool
    contact: bool
    aloud: bool


@dataclass(frozen=True, slots=True)
class NameChanged:
    seat: str
    name: str


@dataclass(frozen=True, slots=True)
class NameRequested:
    """C1: a name that waits for somebody's eye; until then the old one stands."""

    seat: str
    name: str


@dataclass(frozen=True, slots=True)
class NameAccepted:
    """The name that was asked for is the name now."""

    seat: str
    name: str


@dataclass(frozen=True, slots=True)
class NameDeclined:
    """The old name stays; the one that was asked for is erased."""

    seat: str


@dataclass(frozen=True, slots=True)
class PronunciationChanged:
    """How the name is said, for the desks alone; None where it was taken away."""

    seat: str
    pronunciation: str | None


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    seat: str
    lang: str


@dataclass(frozen=True, slots=True)
class CircleOrdered:
    circle: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatAway:
    seat: str


@dataclass(frozen=True, slots=True)
class SeatLeft:
    seat: str


@dataclass(frozen=True, slots=True)
class SeatBack:
    """T15: `offer` is where it joins the open round: waiting at the end, passed, or not at all."""

    seat: str
    offer: TurnStatus | None


@dataclass(frozen=True, slots=True)
class SeatRemoved:
    seat: str


@dataclass(frozen=True, slots=True)
class SeatRestored:
    seat: str
    presence: Presence
    offer: TurnStatus | None


@dataclass(frozen=True, slots=True)
class SeatErased:
    seat: str


@dataclass(frozen=True, slots=True)
class NamesErased:
    """The names of these seats are gone, and those that waited; their words stay."""

    seats: tuple[str, ...]


SeatEvent = (
    SeatTaken | SeatAdmitted | ConsentGiven | NameChanged | NameRequested | NameAccepted | NameDeclined
    | LanguageChosen | CircleOrdered | SeatAway | SeatLeft | SeatBack | SeatRemoved | SeatRestored | SeatErased
    | NamesErased | PronunciationChanged
)  # fmt: skip
