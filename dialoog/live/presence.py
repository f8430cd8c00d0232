"""Who is connected: sockets by dialogue. Never in the journal and never in a version (T11).

A socket is bound here once, when it connects, and everything that it does afterwards is done as what
it was bound to. Of the other processes only the seats are known that have a device there, for as long as they say so.
"""

import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable

import msgspec

from dialoog.accounts.tokens import Bearer


class Bound(msgspec.Struct, frozen=True):
    """One socket and what it may be: `sid` is Socket.IO's name for it."""

    sid: str
    bearer: Bearer

    @property
    def doc(self) -> str | None:
        """The document of its own, besides the table."""
        return {"seat": "mine", "facilitator": "desk", "scribe": "desk"}.get(self.bearer.desk)


class Elsewhere:
    """The seats that other processes told of, forgotten where a process is silent: it was killed."""

    LASTS = 10.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[tuple[str, str], tuple[frozenset[str], float]] = {}

    def told(self, process: str, dialogue: str, seats: frozenset[str]) -> None:
        self._told[process, dialogue] = (seats, self._clock())

    def seats(self, dialogue: str) -> frozenset[str]:
        return frozenset().union(*(seats for (_, of), (seats, _) in self._told.items() if of == dialogue))

    def forget(self) -> set[str]:
        """The dialogues of which less is known now."""
        before = self._clock() - self.LASTS
        silent = [key for key, (_, told) in self._told.items() if told < before]
        for key in silent:
            del self._told[key]
        return {dialogue for _, dialogue in silent}


class Present:
    """The sockets of this process, and the seats that are connected at all."""

    def __init__(self) -> None:
        self.process = secrets.token_urlsafe(6)
        """What the other processes know this one by."""
        self.elsewhere = Elsewhere()
        self.changed = threading.Event()
        self._by_sid: dict[str, Bound] = {}
        self._by_dialogue: dict[str, dict[str, Bound]] = {}

    def enter(self, bound: Bound) -> None:
        self._by_sid[bound.sid] = bound
        self._by_dialogue.setdefault(bound.bearer.dialogue, {})[bound.sid] = bound
        self.changed.set()

    def leave(self, sid: str) -> Bound | None:
        bound = self._by_sid.pop(sid, None)
        if bound is not None:
            here = self._by_dialogue[bound.bearer.dialogue]
            del here[sid]
            if not here:
                del self._by_dialogue[bound.bearer.dialogue]
            self.changed.set()
        return bound

    def bound(self, sid: str) -> Bound | None:
        return self._by_sid.get(sid)

    def of(self, dialogue: str) -> tuple[Bound, ...]:
        return tuple(self._by_dialogue.get(dialogue, {}).values())

    def here(self, dialogue: str) -> frozenset[str]:
        """The seats with at least one device at this process."""
        return frozenset(b.bearer.seat for b in self.of(dialogue) if b.bearer.seat)

    def seats(self, dialogue: str) -> tuple[str, ...]:
        """The seats with at least one device anywhere, in a stable order."""
        return tuple(sorted(self.here(dialogue) | self.elsewhere.seats(dialogue), key=lambda s: (len(s), s)))

    def desks(self) -> Counter[str]:
        """How many sockets there are of each desk."""
        return Counter(bound.bearer.desk for bound in self._by_sid.values())

    def dialogues(self) -> tuple[str, ...]:
        return tuple(self._by_dialogue)
