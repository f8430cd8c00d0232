"""Requests about turns: to begin, end and pass one, the second offer, the order, more time, an open question (T3–T5, T8, T17, T22, T27–T29).

Each names its turn, offer or round by id, so that one that comes late changes nothing (T21).
"""

from dataclasses import dataclass


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
class TellTurns:
    """T29: these spoke, in this order, while the console had no connection."""

    round: int
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reorder:
    round: int
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GiveTime:
    turn: int
    seconds: int


@dataclass(frozen=True, slots=True)
class AskOpenQuestion:
    """T22: between turns, to one seat."""

    seat: str
    moment: int | None = None


@dataclass(frozen=True, slots=True)
class EndOpenQuestion:
    """The one asked declines, or it was answered."""

    seat: str
    moment: int | None = None
