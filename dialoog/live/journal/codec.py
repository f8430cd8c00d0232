"""Events to bytes and back, for the journal alone.

Each event is `[kind, number, fields]`. A kind keeps its name for ever; when its form changes it gets a
new number here and an upcaster that turns the former fields into the new ones, so that every journal
ever written can still be folded (S6).
"""

import re
from collections.abc import Callable
from typing import Any, get_args

import msgspec

from dialoog.rules import events
from dialoog.rules.events import Event

Fields = dict[str, Any]


def _kind(event: type[Event]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", event.__name__).lower()


CLASSES: dict[str, type[Event]] = {_kind(one): one for one in get_args(events.Event)}
KINDS: dict[type[Event], str] = {one: kind for kind, one in CLASSES.items()}

NUMBERS: dict[str, int] = {}
"""Kinds whose form has changed: the number that is written now. All others are 1."""

UPCASTERS: dict[tuple[str, int], Callable[[Fields], Fields]] = {}
"""(kind, number) → fields of that number to fields of the next."""

_encoder = msgspec.json.Encoder(order="deterministic")
_events = msgspec.json.Decoder(list[tuple[str, int, msgspec.Raw]])
_decoders = {kind: msgspec.json.Decoder(one) for kind, one in CLASSES.items()}


class UnknownEvent(ValueError):
    """A journal of a newer release, or one that somebody tampered with."""


def encode(happened: tuple[Event, ...]) -> bytes:
    """The same bytes for the same events, always, so that they can be digested."""
    return _encoder.encode([[KINDS[type(e)], NUMBERS.get(KINDS[type(e)], 1), e] for e in happened])


def decode(payload: bytes) -> tuple[Event, ...]:
    return tuple([_decode_one(*one) for one in _events.decode(payload)])


def _decode_one(kind: str, number: int, payload: msgspec.Raw) -> Event:
    newest = NUMBERS.get(kind, 1)
    if kind not in CLASSES or number > newest:
        raise UnknownEvent(kind)
    if number == newest:
        return _decoders[kind].decode(payload)
    fields: Fields = msgspec.json.decode(payload)
    for step in range(number, newest):
        fields = UPCASTERS[kind, step](fields)
    return msgspec.convert(fields, CLASSES[kind])
