"""The pusher of one dialogue: folds to the newest version and sends, in order, what changed.

It holds each document that somebody here reads as encoded sections, and sends only those whose bytes
differ. A document has a version of its own: the journal's when it last changed. What anybody may see is
made in `rules.views`, built up from nothing; here nothing is filtered.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

import msgspec
from sqlalchemy import Engine

from dialoog.db.engine import connect_for_query, is_shared
from dialoog.live.journal.state_cache import StateCache
from dialoog.live.protocol.messages import Gone, Have, Presence, Pulse, Push
from dialoog.live.push.content_cache import ContentCache
from dialoog.live.push.presence import BoundSocket, PresenceRegistry
from dialoog.live.push.revocations import Revocations
from dialoog.live.push.sections import CachedSection, DocName, SectionBuilder
from dialoog.rules import views
from dialoog.rules.state import Presence as SeatPresence
from dialoog.rules.state import State, Status
from dialoog.telemetry import metrics

TOLD = ("title", "theme", "expectation", "facilitator", "organisation", "lang", "until", "contact")
"""What everybody is told of the plan."""
CATCHES_UP = 5
"""How often a pusher looks anew for a version whose texts are still there."""
_encode = msgspec.json.Encoder().encode


class Rooms(Protocol):
    """How messages go to many sockets, and which socket is where."""

    def emit(self, event: str, message: Any, room: str) -> None: ...
    def enter(self, sid: str, room: str) -> None: ...
    def leave(self, sid: str, room: str) -> None: ...


class Document:
    """One audience's sections, encoded, at the version at which they last changed."""

    def __init__(self, doc: DocName) -> None:
        self.doc: Literal["table", "mine", "desk"] = "table" if doc == "door" else doc
        self.version = 0
        self.made: dict[str, CachedSection] = {}
        self.of: State | None = None
        """The state that it was made of last."""
        self._sections: dict[str, bytes] = {}

    def renew(self, version: int, about: Mapping[str, bytes], made: dict[str, CachedSection]) -> Push | None:
        """What to send to who has the former version; None when nothing changed. `about` are the sections that come
        of no state."""
        self.made = made
        new = {**about, **{name: section.encoded for name, section in made.items()}}
        changed = {
            name: msgspec.Raw(encoded) for name, encoded in new.items() if self._sections.get(name) != encoded
        }
        if not changed:
            return None
        base, self.version, self._sections = self.version, version, new
        return Push(self.doc, base, version, changed)

    def whole(self, version: int = 0) -> Push:
        sections = {name: msgspec.Raw(sections) for name, sections in self._sections.items()}
        return Push(self.doc, 0, version or self.version, sections)

    def for_who_has(self, version: int, now: int) -> Push | None:
        """All of it where that is another version; `now` is the journal's. A newer one than ours was told by another process:
        what it showed may have been put back before this one looked, which is no change here (R6)."""
        if version < self.version:
            return self.whole()
        return self.whole(now) if self.version < version < now else None


def room_of(dialogue: str, doc: DocName = "table", seat: str | None = None) -> str:
    return f"{doc}:{dialogue}:{seat or ''}"


class Broadcaster:
    """Everything that is sent about one dialogue from this process."""

    def __init__(
        self, dialogue: str, engine: Engine, state_cache: StateCache, present: PresenceRegistry, rooms: Rooms
    ) -> None:
        self.dialogue = dialogue
        self.used = time.monotonic()
        self._engine = engine
        self._state_cache = state_cache
        self._present = present
        self._rooms = rooms
        self._emit = rooms.emit
        self._outside: set[str] = set()
        """The sockets that wait at the door."""
        self._looked_out: object = None
        """The seats among which was looked last for who was removed."""
        self._lock = threading.RLock()
        self._documents: dict[tuple[DocName, str | None], Document] = {}
        self._at_hand = ContentCache(dialogue, engine)
        self._look: SectionBuilder | None = None
        self._endings = Revocations(dialogue, engine)
        self._seats: tuple[str, ...] = ()
        self._shared = is_shared(engine)
        self.pushed = 0
        """The version up to which everybody here was told."""

    @property
    def version(self) -> int:
        """The version of the document `table`, that pulses name."""
        document = self._documents.get(("table", None))
        return document.version if document else 0

    def push(self, dismiss: Callable[[BoundSocket], None]) -> None:
        """Sends what changed to everybody here; `dismiss` closes the socket of who was removed or ended, who hear nothing
        of it: there may be more in it than their going."""
        with self._lock:
            seats = self._present.here(self.dialogue)
            state = self._in_step(self._known(), seats)
            self._let_out(state, dismiss)
            self._send(state, seats)
            self.pushed = state.version

    def _send(self, state: State, seats: frozenset[str]) -> None:
        """The table first, since everybody has it; then what fewer have. Who is not among these seats yet came in
        since, and is welcomed."""
        self._let_in(state)
        self._tell(state, "table", None)
        holders = self._present.holders(self.dialogue)
        if self._outside or any(views.is_outside(state, seat) for _, seat in holders):
            self._tell(state, "door", None)
        for doc, seat in holders:
            if doc is not None and (seat is None or (seat in seats and not removed(state, seat))):
                self._tell(state, doc, seat)

    def _show_out(
        self, bound: BoundSocket, why: Literal["removed", "ended"], dismiss: Callable[[BoundSocket], None]
    ) -> None:
        """Nothing more is sent to it but why."""
        metrics.sockets_shown_out(why).inc()
        for doc in ("table", "door", "desk"):
            self._rooms.leave(bound.sid, room_of(self.dialogue, doc))
        self._rooms.leave(bound.sid, room_of(self.dialogue, "mine", bound.identity.seat))
        self._emit("gone", Gone(why), bound.sid)
        dismiss(bound)

    def _let_out(self, state: State, dismiss: Callable[[BoundSocket], None]) -> None:
        """R9, T11: who was removed or ended hears nothing of what came with it or after it, whoever looks first. A seat that
        this state does not know sat down since, while the database was waited for."""
        for bound in self._endings.among(self._present.of(self.dialogue), state):
            self._show_out(bound, "ended", dismiss)
        if self._looked_out is state.seats:
            return
        self._looked_out = state.seats
        seats = self._present.here(self.dialogue) & state.seats.keys()
        gone = {seat for seat in seats if removed(state, seat)}
        for bound in self._present.of(self.dialogue) if gone else ():
            if bound.identity.seat in gone:
                self._show_out(bound, "removed", dismiss)

    def close(self, dismiss: Callable[[BoundSocket], None]) -> None:
        """Everybody here is told that their token opens nothing any more: the dialogue was erased."""
        with self._lock:
            for bound in self._present.of(self.dialogue):
                self._show_out(bound, "ended", dismiss)

    def welcome(self, bound: BoundSocket, have: Have, dismiss: Callable[[BoundSocket], None]) -> None:
        """A socket that just came in: from here on it gets every push, and first what it lacks."""
        with self._lock:
            state = self._in_step(self.state(), self._seats_with(bound))
            if not self._endings.lets_in(bound, state):
                self._show_out(bound, "ended", dismiss)
                return
            if bound.identity.seat and removed(state, bound.identity.seat):  # while its ticket was looked up
                self._show_out(bound, "removed", dismiss)
                return
            self._let_out(state, dismiss)
            documents = self._documents_of(state, bound, have)
            table = _table_of(state, bound)
            if table == "door":
                self._outside.add(bound.sid)
            self._rooms.enter(bound.sid, room_of(self.dialogue, table))
            if bound.doc == "desk":
                self._rooms.enter(bound.sid, room_of(self.dialogue, "desk"))
            elif bound.doc == "mine":
                self._rooms.enter(bound.sid, room_of(self.dialogue, "mine", bound.identity.seat))
            for document in documents:
                self._emit("push", document, bound.sid)
        if bound.doc == "desk":
            self.tell_presence(anew=True)

    def documents(self, bound: BoundSocket, have: Have, dismiss: Callable[[BoundSocket], None]) -> list[Push]:
        """Whole documents, of which this client has another version."""
        with self._lock:
            state = self._in_step(self.state(), self._seats_with(bound))
            self._let_out(state, dismiss)
            return self._documents_of(state, bound, have)

    def _documents_of(self, state: State, bound: BoundSocket, have: Have) -> list[Push]:
        seat = bound.identity.seat
        if seat is not None and removed(state, seat):
            return []
        self._let_in(state)
        documents = [(self._tell(state, _table_of(state, bound), None), have.table)]
        if bound.doc == "mine":
            documents.append((self._tell(state, "mine", seat), have.mine))
        elif bound.doc == "desk":
            documents.append((self._tell(state, "desk", None), have.desk))
        pushes = (document.for_who_has(version, state.version) for document, version in documents)
        return [whole for whole in pushes if whole is not None]

    def _let_in(self, state: State) -> None:
        """T14: whose seat came into the circle gets the whole table now, and every change of it from here on."""
        if not self._outside:
            return
        here = self._present.of(self.dialogue)
        self._outside &= {bound.sid for bound in here}
        for bound in here:
            if bound.sid in self._outside and not views.is_outside(state, bound.identity.seat):
                table = self._tell(state, "table", None)
                self._outside.discard(bound.sid)
                self._rooms.leave(bound.sid, room_of(self.dialogue, "door"))
                self._rooms.enter(bound.sid, room_of(self.dialogue))
                self._emit("push", table.whole(), bound.sid)

    def tell_presence(self, *, anew: bool = False) -> None:
        """To facilitator and scribe only (V3)."""
        seats = self._present.seats(self.dialogue)
        if seats != self._seats or anew:
            self._seats = seats
            self._emit("presence", Presence(seats), room_of(self.dialogue, "desk"))

    def pulse(self, now: int) -> None:
        """Asks nothing of the database."""
        self.used = time.monotonic()
        shown = self._look.state.version if self._look else 0
        version = max(self._state_cache.known(self.dialogue).version, shown)
        self._emit("pulse", Pulse(version, self.version, now), room_of(self.dialogue))
        if door := self._documents.get(("door", None)):
            self._emit("pulse", Pulse(version, door.version, now), room_of(self.dialogue, "door"))

    def state(self) -> State:
        """For who may have been told already what another process wrote: that is looked for each time."""
        self.used = time.monotonic()
        return self._looked_up() if self._shared else self._known()

    def _known(self) -> State:
        """What this process has at hand; whoever rings caught up first."""
        running = self._state_cache.known(self.dialogue)
        return running.state if running.version else self._looked_up()

    def _looked_up(self) -> State:
        with connect_for_query(self._engine) as connection:
            return self._state_cache.newest(connection, self.dialogue).state

    def _in_step(self, state: State, seats: frozenset[str]) -> State:
        """The newest state whose own names and texts, as far as these seats are shown them, are at hand. Where another
        process has replaced one since, its version is looked at first."""
        for _ in range(CATCHES_UP):
            if self._at_hand.is_of(state, seats):
                break
            state = self._looked_up()
        return state

    def _seats_with(self, bound: BoundSocket) -> frozenset[str]:
        here, seat = self._present.here(self.dialogue), bound.identity.seat
        return here if seat is None or seat in here else here | {seat}

    def _tell(self, state: State, doc: DocName, seat: str | None) -> Document:
        """Makes this document anew. Whoever looks first, all who hold it are sent what changed: nobody else
        would tell them (R6)."""
        document = self._documents.get((doc, seat)) or self._documents.setdefault((doc, seat), Document(doc))
        look = self._look_at(state)
        if document.of is state:
            return document
        change = document.renew(state.version, self._about(state, doc), look.make(doc, seat, document.made))
        document.of = state
        if change is not None:
            self._emit("push", change, room_of(self.dialogue, doc, seat))
        return document

    def _look_at(self, state: State) -> SectionBuilder:
        """Gathered once for all documents of a state: a full table has sixty."""
        if self._look is None or self._look.state is not state:
            about = self._at_hand.about(state)
            self._look = SectionBuilder(state, *self._at_hand.words(), about.lang if about else "nl")
        return self._look

    def _about(self, state: State, doc: DocName) -> dict[str, bytes]:
        """What was planned; to a desk, what it says to who comes in late, and where its record will be."""
        if doc == "mine":
            return {}
        about = self._at_hand.about(state)
        if doc == "desk":
            return {
                "links": _encode({"code": about.code, "record": f"/verslagen/{about.id}"} if about else {})
            }
        return {"about": _encode({name: getattr(about, name) for name in TOLD} if about else {})}


def _table_of(state: State, bound: BoundSocket) -> DocName:
    return "door" if views.is_outside(state, bound.identity.seat) else "table"


def removed(state: State, seat: str) -> bool:
    """Nothing is shown to a seat that was taken from the table, until the dialogue is closed."""
    known = state.seats.get(seat)
    return known is None or (known.presence is SeatPresence.REMOVED and state.status is not Status.CLOSED)
