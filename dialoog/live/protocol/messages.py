"""What the server says on the wire and what lets a client in, typed (docs/protocol.md says it in words).

Commands are in `protocol`.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from dialoog.live.protocol.fields import Version
from dialoog.web.qr import Code


class Answer(Struct, frozen=True, omit_defaults=True):
    """`say` is a sentence in the reader's language; `link` and `qr` only where a token was made."""

    answer: Literal["ok", "late", "refused", "later"]
    version: int | None = None
    reason: str | None = None
    say: str | None = None
    seat: str | None = None
    link: str | None = None
    qr: Code | None = None


class Push(Struct, frozen=True):
    doc: Literal["table", "mine", "desk"]
    base: int
    version: int
    sections: dict[str, msgspec.Raw]


class Pulse(Struct, frozen=True):
    version: int
    table: int
    now: int


class Presence(Struct, frozen=True):
    """`unscanned`: seats whose only links nobody has opened yet."""

    seats: tuple[str, ...]
    unscanned: tuple[str, ...]


class Trouble(Struct, frozen=True):
    """R11: `on` while nothing can be committed; to facilitator and scribe."""

    on: bool


class Gone(Struct, frozen=True):
    """`ended`: the token of this socket opens nothing any more."""

    reason: Literal["removed", "ended"]


class Have(Struct, frozen=True, forbid_unknown_fields=True):
    """The newest versions of its documents that a client holds."""

    table: Version = 0
    mine: Version = 0
    desk: Version = 0


class Connect(Struct, frozen=True, forbid_unknown_fields=True):
    ticket: Annotated[str, Meta(max_length=64)]
    have: Have = Have()


class AskTicket(Struct, frozen=True, forbid_unknown_fields=True):
    """`place` is what the page shows; only a program whose token says it, and a page from before places were named, leave it out."""

    desk: Literal["seat", "facilitator", "scribe", "screen"] | None = None
    place: Annotated[str, Meta(max_length=64)] | None = None


class Enter(Struct, frozen=True, forbid_unknown_fields=True):
    token: Annotated[str, Meta(min_length=16, max_length=64)]
    instead: bool = False
    """The reader was asked, and wants this seat in place of the one that the browser has at that table."""
