"""Who is connected: sockets by dialogue. Never in the journal and never in a version (T11).

A socket is bound here once, when it connects, and everything that it does afterwards is done as what
it was bound to.
"""

from collections import Counter

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


class Present:
    """The sockets of this process."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Bound] = {}
        self._by_dialogue: dict[str, dict[str, Bound]] = {}

    def enter(self, bound: Bound) -> None:
        self._by_sid[bound.sid] = bound
        self._by_dialogue.setdefault(bound.bearer.dialogue, {})[bound.sid] = bound

    def leave(self, sid: str) -> Bound | None:
        bound = self._by_sid.pop(sid, None)
        if bound is not None:
            here = self._by_dialogue[bound.bearer.dialogue]
            del here[sid]
            if not here:
                del self._by_dialogue[bound.bearer.dialogue]
        return bound

    def bound(self, sid: str) -> Bound | None:
        return self._by_sid.get(sid)

    def of(self, dialogue: str) -> tuple[Bound, ...]:
        return tuple(self._by_dialogue.get(dialogue, {}).values())

    def seats(self, dialogue: str) -> tuple[str, ...]:
        """The seats with at least one device here, in a stable order."""
        seats = {b.bearer.seat for b in self.of(dialogue) if b.bearer.seat}
        return tuple(sorted(seats, key=lambda s: (len(s), s)))

    def desks(self) -> Counter[str]:
        """How many sockets there are of each desk."""
        return Counter(bound.bearer.desk for bound in self._by_sid.values())

    def dialogues(self) -> tuple[str, ...]:
        return tuple(self._by_dialogue)
