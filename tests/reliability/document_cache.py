"""A client's own copies of the documents and what a push does to them (docs/protocol.md, "Taking a push").

A hall of phones takes the same pushes, so what one of them made of a push the others get ready-made: a copy is never
changed, only followed by another.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

REMEMBERED = 4096


class Push(msgspec.Struct, frozen=True):
    doc: str
    base: int
    version: int
    sections: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Copy:
    """One document at one version; `digest` is the same for the same content, whichever way it came."""

    version: int = 0
    sections: dict[str, Any] = field(default_factory=dict)
    digest: str = ""

    @property
    def words(self) -> dict[str, str]:
        """The texts that can be read here, by the id of the words."""
        listed = [*self.sections.get("shown", ()), *self.sections.get("words", ())]
        return {one["id"].partition(".")[0]: one["text"] for one in listed if one.get("text") is not None}

    @property
    def owner(self) -> str | None:
        seat: str | None = self.sections.get("me", {}).get("seat")
        return seat


NOTHING = Copy()


@lru_cache(maxsize=REMEMBERED)
def push_of(packet: str) -> Push:
    """`packet` is the event as it came: `["push", {…}]`."""
    message = msgspec.json.decode(packet)
    return msgspec.convert(message[1], Push)


@lru_cache(maxsize=REMEMBERED)
def taking(own: Copy, packet: str) -> Copy | None:
    """The copy after this push; the same one where the push is not newer, None where something is missing between."""
    return after(own, push_of(packet))


def after(own: Copy, push: Push) -> Copy | None:
    if push.version <= own.version:
        return own
    if push.base > own.version:
        return None
    sections = push.sections if push.base == 0 else {**own.sections, **push.sections}
    return Copy(push.version, sections, digest_of(sections))


def digest_of(sections: dict[str, Any]) -> str:
    return blake2b(msgspec.json.encode(sections, order="sorted"), digest_size=8).hexdigest()
