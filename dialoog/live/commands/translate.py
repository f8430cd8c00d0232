"""Translates a client's message into a request for the writer: texts normalised and sealed, the sender's own seat filled in.

All validation that needs no state of the dialogue happens here, before the request is queued. Nothing is decided; who sends
comes from the token, never from the message.
"""

import hmac
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import msgspec
from msgspec import UNSET

from dialoog.accounts.tokens import Identity
from dialoog.live.commands.requests import CommandRequest
from dialoog.live.journal import contacts
from dialoog.live.journal.texts import SealedText, seal
from dialoog.live.protocol import commands as protocol
from dialoog.rules import commands
from dialoog.rules.state import By, Desk
from dialoog.web import text_validation

TEXT_FIELDS = ("text", "name", "pronunciation", "reach")
FIRST_YEAR, YEARS_AHEAD = 2026, 5
"""A small step is due in a year from `FIRST_YEAR` to so many after this one."""
_encode = msgspec.json.Encoder(order="sorted").encode


_FREE_SEAT = ""
"""Stands for the seat that the writer gives out."""


def by_of(identity: Identity) -> By:
    """Whom a token speaks for."""
    seat = identity.seat if identity.desk == "seat" else None
    return By(Desk(identity.desk), seat, linked=identity.linked and seat is not None)


def request_of(secret: str, identity: Identity, message: protocol.Command) -> CommandRequest:
    """The request of somebody with a token. Raises `InvalidText`."""
    by = by_of(identity)
    command, sealed = translate(message, by)
    return CommandRequest(
        dialogue=identity.dialogue,
        id=message.id,
        mac=mac_of(secret, message, by),
        by=by,
        command=command,
        sealed=sealed,
        token=identity.hash,
        hidden=hides_sender(message),
        reach=_reach_of(message),
        card=_card_of(message),
    )


def join_request(secret: str, dialogue: str, message: protocol.TakeSeat) -> CommandRequest:
    """The request of a participant who joins and has no token yet. Raises `InvalidText`."""
    participant = By(Desk.SEAT)
    command, sealed = translate(message, participant)
    return CommandRequest(
        dialogue, message.id, mac_of(secret, message, participant), by=None, command=command, sealed=sealed
    )


def translate(message: protocol.Command, by: By) -> tuple[commands.Command, SealedText | None]:
    """The command as the rules take it, and the text that stands beside the journal. Raises `InvalidText`."""
    match message:
        case protocol.TakeSeat():
            sealed = seal(text_validation.name(message.name))
            join = commands.TakeSeat(
                _FREE_SEAT,
                sealed.commitment,
                message.lang,
                message.role,
                by.desk is Desk.SEAT,
                message.facilitator,
                message.interpreter,
            )
            return join, sealed
        case protocol.ChangeName():
            sealed = seal(text_validation.name(message.name))
            return commands.ChangeName(_seat(message.seat, by), sealed.commitment), sealed
        case protocol.ChangePronunciation():
            text = text_validation.line(message.pronunciation, text_validation.PRONUNCIATION_GRAPHEMES)
            sound = seal(text) if text else None
            return commands.ChangePronunciation(
                _seat(message.seat, by), sound.commitment if sound else None
            ), sound
        case protocol.Write():
            sealed = seal(text_validation.words(message.text))
            fields = _fields(message, "text", "word_kind", "seat")
            seat = by.seat if message.seat is UNSET else message.seat
            command = commands.Write(
                word=message.id, kind=message.word_kind, seat=seat, commitment=sealed.commitment, **fields
            )
            return command, sealed
        case protocol.ChangeWords() | protocol.TranslateWords():
            sealed = seal(text_validation.words(message.text))
            kind = (
                commands.ChangeWords if isinstance(message, protocol.ChangeWords) else commands.TranslateWords
            )
            fields = {name: value for name, value in _fields(message, "text").items() if value is not UNSET}
            return kind(commitment=sealed.commitment, **fields), sealed
        case protocol.GiveConsent():
            return commands.GiveConsent(
                _seat(message.seat, by), message.words, message.name, message.contact
            ), None
        case protocol.BeginTurn():
            return commands.BeginTurn(message.after, by.seat if message.seat is UNSET else message.seat), None
        case protocol.NextStep():
            return commands.NextStep(message.step), None
        case _:
            fields = _fields(message)
            if fields.get("seat") is UNSET:
                fields["seat"] = _seat(UNSET, by)
            return getattr(commands, type(message).__name__)(**fields), None


def _reach_of(message: protocol.Command) -> str | None:
    """Raises `InvalidText`."""
    if not isinstance(message, protocol.GiveConsent) or message.reach is UNSET:
        return None
    return text_validation.line(message.reach, contacts.LONGEST)


def _card_of(message: protocol.Command) -> int | None:
    is_named = isinstance(message, protocol.TakeSeat) and message.card is not UNSET
    return message.card if is_named else None  # type: ignore[union-attr, return-value]


def mac_of(secret: str, message: protocol.Command, by: By) -> bytes:
    """A keyed digest of sender and content, which tells a command that is sent again from another with the same id (R3).
    It leaves out the sender of a call that nobody may trace (T19), and texts, names and how to reach somebody (C8): whoever had journal and key could
    try out what an erased one was. `texts.differs_from_stored` compares them for as long as they are there."""
    sender = ("someone", None) if hides_sender(message) else (by.desk.value, by.seat)
    blanked = {name: "" for name in TEXT_FIELDS if isinstance(getattr(message, name, None), str)}
    mac = _keyed(secret).copy()
    mac.update(_encode((sender, msgspec.structs.replace(message, **blanked) if blanked else message)))
    return mac.digest()


@cache
def _keyed(secret: str) -> hmac.HMAC:
    return hmac.new(secret.encode(), b"request\0", "sha256")


_UNTRACED = (protocol.AskRest, protocol.AskHelp)


def hides_sender(message: protocol.Command) -> bool:
    """T19: no journal row says who asked for rest or for help with the agreements."""
    return isinstance(message, _UNTRACED)


def _fields(message: protocol.Command, *omitted: str) -> dict[str, Any]:
    """The fields as the rules take them: a date as ISO text."""
    fields = msgspec.structs.asdict(message)
    for name in ("id", *omitted):
        del fields[name]
    if isinstance(due := fields.get("due"), date):
        fields["due"] = _due_day(due)
    return fields


def _due_day(day: date) -> str:
    """T23: a year that a finger slipped in is asked again. Where the clock of this machine stands wrong, a right one is still taken."""
    this_year = max(datetime.now(UTC).year, FIRST_YEAR)
    if not FIRST_YEAR <= day.year <= this_year + YEARS_AHEAD:
        raise text_validation.InvalidText("unlikely_year")
    return day.isoformat()


def _seat(seat: str | msgspec.UnsetType, by: By) -> str:
    if seat is not UNSET:
        return seat
    if by.seat is None:
        raise text_validation.InvalidText("say_which_seat")
    return by.seat
