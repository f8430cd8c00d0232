"""The seats in the state: role, presence, consent; and `By`, who gives a command (T11–T13, C2)."""

from dataclasses import dataclass
from enum import StrEnum


class Presence(StrEnum):
    """T12: what a person or the facilitator said about a seat; never a connection."""

    ASKING = "asking"
    PRESENT = "present"
    AWAY = "away"
    LEFT = "left"
    REMOVED = "removed"


class Role(StrEnum):
    """T26: says where somebody comes from and changes nothing else."""

    RESIDENT = "resident"
    CARE = "care"
    MUNICIPALITY = "municipality"
    PROFESSIONAL = "professional"


class Desk(StrEnum):
    """Who gives a command. HOUSE is the program itself, after closing (C3)."""

    SEAT = "seat"
    SCRIBE = "scribe"
    FACILITATOR = "facilitator"
    SOMEONE = "someone"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class By:
    """Who did it: a desk and, for a device of a seat, which seat. T19: `someone` names no seat. T11: `linked`: on a device
    that a desk linked to the seat."""

    desk: Desk
    seat: str | None = None
    linked: bool = False

    @property
    def is_own_device(self) -> bool:
        return self.desk is Desk.SEAT and not self.linked

    @property
    def aloud(self) -> bool:
        """T13: done for a seat by somebody else, so its answer was asked aloud."""
        return self.desk is not Desk.SEAT


@dataclass(frozen=True, slots=True)
class Consent:
    """C2: three separate choices. `aloud` marks an answer somebody else ticked (T13)."""

    words: bool
    name: bool
    contact: bool
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class NameRequest:
    """C1: a name that its owner asked for and that nobody looked at yet; `version`: when it was asked for."""

    version: int
    name: str
    """Its commitment."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person at the table with 0..n devices; never a socket, never a phone."""

    id: str
    joined: int
    role: Role | None
    lang: str
    device: bool
    name: str
    """Commitment of the call name; the name itself lies in the table `seats`."""
    named: int
    """The version at which it took this name."""
    presence: Presence = Presence.PRESENT
    before: Presence | None = None
    """What a removed seat comes back to."""
    consent: Consent | None = None
    facilitator: bool = False
    interpreter: bool = False
    erased: bool = False
    name_erased: bool = False
    """The name alone: its day has come."""
    linked: int | None = None
    """The version at which a desk linked one more device to it, as long as there may be several."""
    by_link: bool = False
    """Its only devices came by links: nobody sat down with a phone."""
    name_request: NameRequest | None = None
    pronunciation: str | None = None
    """Commitment of how the name is said; None where nobody said it, and once the name is erased."""

    @property
    def has_name(self) -> bool:
        return not (self.erased or self.name_erased)

    @property
    def here(self) -> bool:
        return self.presence is Presence.PRESENT
