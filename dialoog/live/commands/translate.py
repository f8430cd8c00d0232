"""From what a client sent to what the rules are asked: the sender's own seat filled in, texts normalised
and sealed, ids made. Nothing is decided here; who sends comes from the token, never from the message.
"""

import hmac
from datetime import date
from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET

from dialoog.live.journal.texts import SealedText, seal
from dialoog.live.protocol import commands as protocol
from dialoog.rules import commands
from dialoog.rules.state import By, Desk
from dialoog.web import text_validation

TEXT_FIELDS = ("text", "name")
_encode = msgspec.json.Encoder(order="sorted").encode


class TranslatedCommand(msgspec.Struct, frozen=True):
    """A command ready for the rules, with the text that stands beside the journal."""

    command: commands.Command
    sealed: SealedText | None = None


def by_of(desk: str, seat: str | None) -> By:
    """Who a token speaks for."""
    return By(Desk(desk), seat if desk == "seat" else None)


def ready(wire: protocol.Command, by: By, seat_id: str) -> TranslatedCommand:
    """`seat_id` is a fresh id, used where this command makes a seat. Raises `typed.Unfit`."""
    match wire:
        case protocol.TakeSeat():
            sealed = seal(text_validation.name(wire.name))
            return TranslatedCommand(
                commands.TakeSeat(
                    seat_id,
                    sealed.commitment,
                    wire.lang,
                    wire.role,
                    by.desk is Desk.SEAT,
                    wire.facilitator,
                    wire.interpreter,
                ),
                sealed,
            )
        case protocol.ChangeName():
            sealed = seal(text_validation.name(wire.name))
            return TranslatedCommand(commands.ChangeName(_seat(wire.seat, by), sealed.commitment), sealed)
        case protocol.Write():
            sealed = seal(text_validation.words(wire.text))
            fields = _fields(wire, "text", "word_kind", "seat")
            seat = by.seat if wire.seat is UNSET else wire.seat
            command = commands.Write(
                word=wire.id, kind=wire.word_kind, seat=seat, commitment=sealed.commitment, **fields
            )
            return TranslatedCommand(command, sealed)
        case protocol.ChangeWords() | protocol.TranslateWords():
            sealed = seal(text_validation.words(wire.text))
            kind = commands.ChangeWords if isinstance(wire, protocol.ChangeWords) else commands.TranslateWords
            return TranslatedCommand(kind(commitment=sealed.commitment, **_fields(wire, "text")), sealed)
        case protocol.BeginTurn():
            return TranslatedCommand(
                commands.BeginTurn(wire.after, by.seat if wire.seat is UNSET else wire.seat)
            )
        case protocol.NextStep():
            return TranslatedCommand(commands.NextStep(wire.step))
        case _:
            fields = _fields(wire)
            if fields.get("seat") is UNSET:
                fields["seat"] = _seat(UNSET, by)
            return TranslatedCommand(getattr(commands, type(wire).__name__)(**fields))


def mac_of(secret: str, wire: protocol.Command, by: By) -> bytes:
    """A keyed digest of sender and content: by it a command that is sent again is told from another with the same id (R3).
    T19: the sender of a call that nobody may trace is left out. C8: so are texts and names, since whoever had journal and
    key could try out what an erased one was; `texts.told_otherwise` compares them for as long as they are there."""
    sender = ("someone", None) if hides_sender(wire) else (by.desk.value, by.seat)
    silent = {name: "" for name in TEXT_FIELDS if isinstance(getattr(wire, name, None), str)}
    mac = _keyed(secret).copy()
    mac.update(_encode((sender, msgspec.structs.replace(wire, **silent) if silent else wire)))
    return mac.digest()


@cache
def _keyed(secret: str) -> hmac.HMAC:
    return hmac.new(secret.encode(), b"request\0", "sha256")


_UNTRACED = (protocol.AskRest, protocol.AskHelp)


def hides_sender(wire: protocol.Command) -> bool:
    """T19: no journal row says who asked for rest or for help with the agreements."""
    return isinstance(wire, _UNTRACED)


def _fields(wire: protocol.Command, *without: str) -> dict[str, Any]:
    """As the rules have them: a day is written out."""
    fields = msgspec.structs.asdict(wire)
    for name in ("id", *without):
        del fields[name]
    if isinstance(due := fields.get("due"), date):
        fields["due"] = due.isoformat()
    return fields


def _seat(named: str | msgspec.UnsetType, by: By) -> str:
    if named is not UNSET:
        return named
    if by.seat is None:
        raise text_validation.InvalidText("say_which_seat")
    return by.seat
