"""Requests about seats: to sit down, to be let in, to leave and come back; consent, name and language (T11–T16, T30, C1, C2, C8)."""

from dataclasses import dataclass

from dialoog.rules.state import Role


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
class ChangePronunciation:
    """C1: how the call name is said, in letters that the facilitator reads; None takes it away."""

    seat: str
    pronunciation: str | None


@dataclass(frozen=True, slots=True)
class AcceptName:
    """C1: `request` is the version at which the name was asked for, so that nobody lets in one that they did not read."""

    seat: str
    request: int


@dataclass(frozen=True, slots=True)
class DeclineName:
    seat: str
    request: int


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    seat: str
    lang: str


@dataclass(frozen=True, slots=True)
class OrderCircle:
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
class EraseNames:
    """On the day until which names may be there, by the house itself."""


@dataclass(frozen=True, slots=True)
class EraseSeat:
    """C8."""

    seat: str
