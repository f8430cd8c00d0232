"""Encodes the events of an entry to bytes and decodes them, for the journal alone.

Each event is `[kind, number, fields]`. A kind keeps its name for ever; when its form changes it gets a
new number here and an upcaster that turns the former fields into the new ones, so that every journal
ever written can still be folded (S6).
"""

import re
from collections.abc import Callable
from typing import Any, get_args

import msgspec

from dialoog.rules.events import Event

Fields = dict[str, Any]


def _kind_of(event: type[Event]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", event.__name__).lower()


CLASSES: dict[str, type[Event]] = {_kind_of(event_class): event_class for event_class in get_args(Event)}
KINDS: dict[type[Event], str] = {event_class: kind for kind, event_class in CLASSES.items()}

SCHEMA_NUMBERS: dict[str, int] = {"agreement_accepted": 2}
"""Kind → the number of its current form, if that ever changed; all others have 1."""

UPCASTERS: dict[tuple[str, int], Callable[[Fields], Fields]] = {
    ("agreement_accepted", 1): lambda former: {**former, "on": former["on"] or None},  # there was no no yet
}
"""(kind, number) → fields of that number to fields of the next."""

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(list[tuple[str, int, msgspec.Raw]])
_event_decoders = {kind: msgspec.json.Decoder(event_class) for kind, event_class in CLASSES.items()}


class UnknownEvent(ValueError):
    """A newer release wrote this journal, or somebody tampered with it."""


def encode(events: tuple[Event, ...]) -> bytes:
    """Equal events give equal bytes, always, so that a digest can cover them."""
    return _encoder.encode([[KINDS[type(e)], SCHEMA_NUMBERS.get(KINDS[type(e)], 1), e] for e in events])


def decode(payload: bytes) -> tuple[Event, ...]:
    return tuple([_decode_event(*event) for event in _decoder.decode(payload)])


def _decode_event(kind: str, number: int, payload: msgspec.Raw) -> Event:
    newest = SCHEMA_NUMBERS.get(kind, 1)
    if kind not in CLASSES or number > newest:
        raise UnknownEvent(kind)
    if number == newest:
        return _event_decoders[kind].decode(payload)
    fields: Fields = msgspec.json.decode(payload)
    for former in range(number, newest):
        fields = UPCASTERS[kind, former](fields)
    return msgspec.convert(fields, CLASSES[kind])
