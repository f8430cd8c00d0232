"""The connected sockets of each dialogue. Presence is never stored in the journal and has no version (T11).

A socket is bound to one identity when it connects, and acts as that identity until it closes. Of other processes this one
knows only which seats have a device there, for as long as they repeat it.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Literal

import msgspec

from dialoog.accounts.tokens import Identity

OwnDoc = Literal["mine", "desk"]
DocKey = tuple[OwnDoc | None, str | None]
OWN_DOCS: dict[str, OwnDoc] = {"seat": "mine", "facilitator": "desk", "scribe": "desk"}
"""Desk → the document that it shows besides the table."""


class BoundSocket(msgspec.Struct, frozen=True):
    """One socket and the identity that it acts as; `sid` is Socket.IO's id."""

    sid: str
    identity: Identity

    @property
    def doc(self) -> OwnDoc | None:
        """The document that it shows besides the table."""
        return OWN_DOCS.get(self.identity.desk)

    @property
    def doc_key(self) -> DocKey:
        """That document, and its seat if it is a seat's."""
        return self.doc, self.identity.seat


class RemotePresence:
    """The seats that other processes announced; they expire when a process no longer repeats them, as when it was killed."""

    TTL_SECONDS = 10.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seats: dict[tuple[str, str], tuple[frozenset[str], float]] = {}
        """(process, dialogue) → its seats, and when it last announced them."""

    def update(self, process: str, dialogue: str, seats: frozenset[str]) -> bool:
        """Stores an announcement; returns whether its seats differ from the one before."""
        before, _ = self._seats.get((process, dialogue), (None, 0.0))
        self._seats[process, dialogue] = (seats, self._clock())
        return before != seats

    def seats(self, dialogue: str) -> frozenset[str]:
        return frozenset().union(*(seats for (_, of), (seats, _) in self._seats.items() if of == dialogue))

    def expire(self) -> set[str]:
        """Drops old announcements; returns their dialogues."""
        oldest = self._clock() - self.TTL_SECONDS
        silent = [key for key, (_, last_seen) in self._seats.items() if last_seen < oldest]
        for key in silent:
            del self._seats[key]
        return {dialogue for _, dialogue in silent}


class PresenceRegistry:
    """The sockets of this process, and the seats that are connected to any process."""

    def __init__(self) -> None:
        self.remote = RemotePresence()
        self.changed = threading.Event()
        self._by_sid: dict[str, BoundSocket] = {}
        self._by_dialogue: dict[str, dict[str, BoundSocket]] = {}
        self._by_token: dict[bytes, dict[str, BoundSocket]] = {}
        self._doc_keys: dict[str, Counter[DocKey]] = {}
        self._local_seats: dict[str, frozenset[str]] = {}
        """Cache of `local_seats`; `enter` and `leave` drop what changed."""

    def enter(self, bound: BoundSocket) -> None:
        dialogue = bound.identity.dialogue
        self._by_sid[bound.sid] = bound
        doc_keys = self._doc_keys.setdefault(dialogue, Counter())
        doc_keys[bound.doc_key] += 1
        if doc_keys[bound.doc_key] == 1:
            self._local_seats.pop(dialogue, None)
        self._by_dialogue.setdefault(dialogue, {})[bound.sid] = bound
        self._by_token.setdefault(bound.identity.hash, {})[bound.sid] = bound
        self.changed.set()

    def leave(self, sid: str) -> BoundSocket | None:
        """Removes this socket and returns it; None if it was not here."""
        bound = self._by_sid.pop(sid, None)
        if bound is not None:
            dialogue = bound.identity.dialogue
            sockets, doc_keys = self._by_dialogue[dialogue], self._doc_keys[dialogue]
            same_token = self._by_token[bound.identity.hash]
            del sockets[sid], same_token[sid]
            if not same_token:
                del self._by_token[bound.identity.hash]
            doc_keys[bound.doc_key] -= 1
            if not doc_keys[bound.doc_key]:
                del doc_keys[bound.doc_key]
                self._local_seats.pop(dialogue, None)
            if not sockets:
                del self._by_dialogue[dialogue], self._doc_keys[dialogue]
            self.changed.set()
        return bound

    def bound(self, sid: str) -> BoundSocket | None:
        return self._by_sid.get(sid)

    def bound_sockets(self, dialogue: str) -> tuple[BoundSocket, ...]:
        return tuple(self._by_dialogue.get(dialogue, {}).values())

    def sockets_of_token(self, bound: BoundSocket) -> tuple[BoundSocket, ...]:
        """The sockets that were opened with the same token, the oldest first."""
        return tuple(self._by_token.get(bound.identity.hash, {}).values())

    def doc_keys(self, dialogue: str) -> tuple[DocKey, ...]:
        """The documents that sockets here show besides the table, each once; (None, None) is a screen."""
        return tuple(self._doc_keys.get(dialogue, ()))

    def local_seats(self, dialogue: str) -> frozenset[str]:
        """The seats with at least one device at this process."""
        seats = self._local_seats.get(dialogue)
        if seats is None:
            seats = frozenset(seat for _, seat in self.doc_keys(dialogue) if seat)
            if seats:
                self._local_seats[dialogue] = seats
        return seats

    def seats(self, dialogue: str) -> tuple[str, ...]:
        """The seats with at least one device at any process, in a stable order."""
        return tuple(
            sorted(self.local_seats(dialogue) | self.remote.seats(dialogue), key=lambda s: (len(s), s))
        )

    def desks(self) -> Counter[str]:
        """Desk → the number of its sockets."""
        return Counter(bound.identity.desk for bound in self._by_sid.values())

    def dialogues(self) -> tuple[str, ...]:
        return tuple(self._by_dialogue)
