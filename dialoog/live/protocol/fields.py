"""What the fields of a command can hold, and the forms that many commands share; the commands are in `protocol`."""

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

CommandId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{16,64}\Z")]
SeatId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
WordId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
StepId = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
Version = Annotated[int, Meta(ge=0, le=2**31)]
CardNumber = Annotated[int, Meta(ge=1, le=2**31)]
Seconds = Annotated[int, Meta(ge=0, le=3600)]
Typed = str
"""What a person typed, as long as it is: `typed` refuses it with a sentence of its own."""
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


class CommandMessage(Struct, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=_snake):
    id: CommandId


class ToSeat(CommandMessage):
    seat: SeatId


class ToSeats(CommandMessage):
    seats: Seats


class ForSeat(CommandMessage):
    """Left out, it is the sender's own seat."""

    seat: Own = UNSET


class OfTurn(CommandMessage):
    turn: Version


class OfMoment(CommandMessage):
    """T21: `moment` is what the desk saw: the turn, offer or round that comes last, or else the step (`State.moment`)."""

    moment: Version | None = None


class OfWords(CommandMessage):
    word: WordId
