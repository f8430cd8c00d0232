"""Who is connected: sockets by dialogue. Never in the journal and never in a version (T11).

A socket is bound here once, when it connects, and everything that it does afterwards is done as what
it was bound to. Of the other processes only the seats are known that have a device there, for as long as they say so.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Literal

import msgspec

from dialoog.accounts.tokens import Identity

OwnDoc = Literal["mine", "desk"]
Holds = tuple[OwnDoc | None, str | None]
OWN: dict[str, OwnDoc] = {"seat": "mine", "facilitator": "desk", "scribe": "desk"}


class BoundSocket(msgspec.Struct, frozen=True):
    """One socket and what it may be: `sid` is Socket.IO's name for it."""

    sid: str
    identity: Identity

    @property
    def doc(self) -> OwnDoc | None:
        """The document of its own, besides the table."""
        return OWN.get(self.identity.desk)

    @property
    def holds(self) -> Holds:
        """That document and, where it is a seat's, which seat's."""
        return self.doc, self.identity.seat


class RemotePresence:
    """The seats that other processes told of, forgotten where a process is silent: it was killed."""

    LASTS = 10.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[tuple[str, str], tuple[frozenset[str], float]] = {}

    def told(self, process: str, dialogue: str, seats: frozenset[str]) -> bool:
        """Whether that is news."""
        before, _ = self._told.get((process, dialogue), (None, 0.0))
        self._told[process, dialogue] = (seats, self._clock())
        return before != seats

    def seats(self, dialogue: str) -> frozenset[str]:
        return frozenset().union(*(seats for (_, of), (seats, _) in self._told.items() if of == dialogue))

    def forget(self) -> set[str]:
        """The dialogues of which less is known now."""
        before = self._clock() - self.LASTS
        silent = [key for key, (_, last_seen) in self._told.items() if last_seen < before]
        for key in silent:
            del self._told[key]
        return {dialogue for _, dialogue in silent}


class PresenceRegistry:
    """The sockets of this process, and the seats that are connected at all."""

    def __init__(self) -> None:
        self.elsewhere = RemotePresence()
        self.changed = threading.Event()
        self._by_sid: dict[str, BoundSocket] = {}
        self._by_dialogue: dict[str, dict[str, BoundSocket]] = {}
        self._by_token: dict[bytes, dict[str, BoundSocket]] = {}
        self._holders: dict[str, Counter[Holds]] = {}
        self._here: dict[str, frozenset[str]] = {}
        """Of dialogues whose seats here were asked for since they changed."""

    def enter(self, bound: BoundSocket) -> None:
        dialogue = bound.identity.dialogue
        self._by_sid[bound.sid] = bound
        holders = self._holders.setdefault(dialogue, Counter())
        holders[bound.holds] += 1
        if holders[bound.holds] == 1:
            self._here.pop(dialogue, None)
        self._by_dialogue.setdefault(dialogue, {})[bound.sid] = bound
        self._by_token.setdefault(bound.identity.hash, {})[bound.sid] = bound
        self.changed.set()

    def leave(self, sid: str) -> BoundSocket | None:
        bound = self._by_sid.pop(sid, None)
        if bound is not None:
            dialogue = bound.identity.dialogue
            here, holders = self._by_dialogue[dialogue], self._holders[dialogue]
            same = self._by_token[bound.identity.hash]
            del here[sid], same[sid]
            if not same:
                del self._by_token[bound.identity.hash]
            holders[bound.holds] -= 1
            if not holders[bound.holds]:
                del holders[bound.holds]
                self._here.pop(dialogue, None)
            if not here:
                del self._by_dialogue[dialogue], self._holders[dialogue]
            self.changed.set()
        return bound

    def bound(self, sid: str) -> BoundSocket | None:
        return self._by_sid.get(sid)

    def of(self, dialogue: str) -> tuple[BoundSocket, ...]:
        return tuple(self._by_dialogue.get(dialogue, {}).values())

    def of_token(self, bound: BoundSocket) -> tuple[BoundSocket, ...]:
        """The sockets that were opened with the same token, the oldest first."""
        return tuple(self._by_token.get(bound.identity.hash, {}).values())

    def holders(self, dialogue: str) -> tuple[Holds, ...]:
        """What is held by at least one socket here, each once; (None, None) is a screen."""
        return tuple(self._holders.get(dialogue, ()))

    def here(self, dialogue: str) -> frozenset[str]:
        """The seats with at least one device at this process."""
        here = self._here.get(dialogue)
        if here is None:
            here = frozenset(seat for _, seat in self.holders(dialogue) if seat)
            if here:
                self._here[dialogue] = here
        return here

    def seats(self, dialogue: str) -> tuple[str, ...]:
        """The seats with at least one device anywhere, in a stable order."""
        return tuple(sorted(self.here(dialogue) | self.elsewhere.seats(dialogue), key=lambda s: (len(s), s)))

    def desks(self) -> Counter[str]:
        """How many sockets there are of each desk."""
        return Counter(bound.identity.desk for bound in self._by_sid.values())

    def dialogues(self) -> tuple[str, ...]:
        return tuple(self._by_dialogue)
