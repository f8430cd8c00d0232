"""Facts about turns: begun, ended, passed, the second offer, the order, more time, an open question (T3–T5, T8, T22, T29)."""

from dataclasses import dataclass

from dialoog.rules.state import TurnStatus


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
    outcome: TurnStatus
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
class OrderChanged:
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeGiven:
    """T8: to the open turn, and so to all who follow in this round."""

    turn: int
    seconds: int


@dataclass(frozen=True, slots=True)
class OpenQuestionAsked:
    seat: str


@dataclass(frozen=True, slots=True)
class OpenQuestionEnded:
    pass


TurnEvent = (
    TurnBegan | TurnEnded | TurnsTold | SecondOfferMade | OfferAccepted | OfferDeclined | OfferEnded
    | OrderChanged | TimeGiven | OpenQuestionAsked | OpenQuestionEnded
)  # fmt: skip
