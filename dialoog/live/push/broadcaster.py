"""The broadcaster of one dialogue: reads the newest state and sends, in order, the sections that changed.

It caches every document that a socket here shows as encoded sections, and sends only those whose bytes
differ. A document has its own version: that of the journal when the document last changed. `rules.views`
decides what an audience may see and builds it from nothing; nothing is filtered here.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, Literal, Protocol

import msgspec
from sqlalchemy import Engine

from dialoog.accounts import tokens
from dialoog.db.engine import connect_for_query, is_shared
from dialoog.live.journal.state_cache import StateCache
from dialoog.live.protocol.messages import Gone, Have, Presence, Pulse, Push
from dialoog.live.push.content_cache import ContentCache
from dialoog.live.push.document import Document
from dialoog.live.push.presence import BoundSocket, PresenceRegistry
from dialoog.live.push.revocations import Revocations
from dialoog.live.push.sections import DocName, SectionBuilder
from dialoog.rules import views
from dialoog.rules.state import Presence as SeatPresence
from dialoog.rules.state import State, Status
from dialoog.telemetry import metrics

PLAN_FIELDS = (
    "title", "theme", "expectation", "facilitator", "organisation", "lang", "until", "names_until", "contacts_until", "contact",
)  # fmt: skip
"""The fields of the plan that everybody sees."""
MAX_STATE_READS = 5
"""How often a broadcaster reads a newer state when names and texts of this one were replaced."""
_encode = msgspec.json.Encoder().encode
Disconnect = Callable[[BoundSocket], None]


class Rooms(Protocol):
    """Sends messages to rooms of sockets, and moves sockets between rooms."""

    def emit(self, event: str, message: Any, room: str) -> None: ...
    def enter(self, sid: str, room: str) -> None: ...
    def leave(self, sid: str, room: str) -> None: ...


def room_name(dialogue: str, doc: DocName = "table", seat: str | None = None) -> str:
    return f"{doc}:{dialogue}:{seat or ''}"


class Broadcaster:
    """Sends everything about one dialogue to the sockets of this process."""

    def __init__(
        self, dialogue: str, engine: Engine, state_cache: StateCache, presence: PresenceRegistry, rooms: Rooms
    ) -> None:
        self.dialogue = dialogue
        self.last_used = time.monotonic()
        self._engine = engine
        self._state_cache = state_cache
        self._presence = presence
        self._rooms = rooms
        self._emit = rooms.emit
        self._door_sids: set[str] = set()
        """The sockets that wait at the door (T14)."""
        self._checked_seats: object = None
        """The seats of the state in which removed seats were last looked for."""
        self._lock = threading.RLock()
        self._documents: dict[tuple[DocName, str | None], Document] = {}
        self._content_cache = ContentCache(dialogue, engine)
        self._section_builder: SectionBuilder | None = None
        self._revocations = Revocations(dialogue, engine, presence)
        self._sent_presence: tuple[tuple[str, ...], object] = ((), None)
        """The connected seats, and the links of the state with which they were sent."""
        self._shared = is_shared(engine)
        self.pushed_version = 0
        """The journal's version up to which every socket here is up to date."""

    @property
    def version(self) -> int:
        """The version of the document `table`, which pulses carry."""
        document = self._documents.get(("table", None))
        return document.version if document else 0

    def push(self, disconnect: Disconnect) -> None:
        """Sends every change to every socket here. `disconnect` closes the sockets of removed seats and revoked
        tokens before that, since the changes may hold more than their removal."""
        with self._lock:
            seats = self._presence.local_seats(self.dialogue)
            state = self._state_with_content(self._cached_state(), seats)
            self._expel_sockets(state, disconnect)
            self.send_presence()
            self._update_documents(state, seats)
            self.pushed_version = state.version

    def _update_documents(self, state: State, seats: frozenset[str]) -> None:
        """The table first, since everybody shows it. A seat outside `seats` connected since, and `subscribe` sends
        its documents."""
        self._admit_from_door(state)
        self._update_document(state, "table", None)
        keys = self._presence.doc_keys(self.dialogue)
        if self._door_sids or any(views.is_outside(state, seat) for _, seat in keys):
            self._update_document(state, "door", None)
        for doc, seat in keys:
            if doc is not None and (seat is None or (seat in seats and not is_removed(state, seat))):
                self._update_document(state, doc, seat)

    def _expel(self, bound: BoundSocket, reason: Literal["removed", "ended"], disconnect: Disconnect) -> None:
        """Takes the socket out of its rooms, sends it the reason and closes it."""
        metrics.sockets_shown_out(reason).inc()
        for doc in ("table", "door", "desk"):
            self._rooms.leave(bound.sid, room_name(self.dialogue, doc))
        self._rooms.leave(bound.sid, room_name(self.dialogue, "mine", bound.identity.seat))
        self._emit("gone", Gone(reason), bound.sid)
        disconnect(bound)

    def _expel_sockets(self, state: State, disconnect: Disconnect) -> None:
        """R9, T11: removed seats and revoked tokens receive nothing of this state or a later one, whatever reads it first.
        A seat that this state lacks joined while the database was being read."""
        for bound in self._revocations.revoked_sockets(state):
            self._expel(bound, "ended", disconnect)
        if self._checked_seats is state.seats:
            return
        self._checked_seats = state.seats
        seats = self._presence.local_seats(self.dialogue) & state.seats.keys()
        removed_seats = {seat for seat in seats if is_removed(state, seat)}
        for bound in self._presence.bound_sockets(self.dialogue) if removed_seats else ():
            if bound.identity.seat in removed_seats:
                self._expel(bound, "removed", disconnect)

    def expel(self, bound: BoundSocket, disconnect: Disconnect) -> None:
        """Expels a socket whose right ended without an entry in the journal."""
        with self._lock:
            self._expel(bound, "ended", disconnect)

    def close(self, disconnect: Disconnect) -> None:
        """Expels every socket here as if its token was revoked: the dialogue was erased."""
        with self._lock:
            for bound in self._presence.bound_sockets(self.dialogue):
                self._expel(bound, "ended", disconnect)

    def subscribe(self, bound: BoundSocket, have: Have, disconnect: Disconnect) -> None:
        """Sends a new socket the documents that it lacks, and from then on every push."""
        with self._lock:
            state = self._state_with_content(self.state(), self._seats_with(bound))
            if not self._revocations.allows(bound):
                self._expel(bound, "ended", disconnect)
                return
            if bound.identity.seat and is_removed(
                state, bound.identity.seat
            ):  # while its ticket was looked up
                self._expel(bound, "removed", disconnect)
                return
            self._expel_sockets(state, disconnect)
            pushes = self._pushes_for(state, bound, have)
            table = _table_name(state, bound)
            if table == "door":
                self._door_sids.add(bound.sid)
            self._rooms.enter(bound.sid, room_name(self.dialogue, table))
            if bound.doc == "desk":
                self._rooms.enter(bound.sid, room_name(self.dialogue, "desk"))
            elif bound.doc == "mine":
                self._rooms.enter(bound.sid, room_name(self.dialogue, "mine", bound.identity.seat))
            for push in pushes:
                self._emit("push", push, bound.sid)
        if bound.doc == "desk":
            self.send_presence(force=True)

    def documents(self, bound: BoundSocket, have: Have, disconnect: Disconnect) -> list[Push]:
        """The full documents of which this client has another version."""
        with self._lock:
            state = self._state_with_content(self.state(), self._seats_with(bound))
            self._expel_sockets(state, disconnect)
            return self._pushes_for(state, bound, have)

    def _pushes_for(self, state: State, bound: BoundSocket, have: Have) -> list[Push]:
        seat = bound.identity.seat
        if seat is not None and is_removed(state, seat):
            return []
        self._admit_from_door(state)
        documents = [(self._update_document(state, _table_name(state, bound), None), have.table)]
        if bound.doc == "mine":
            documents.append((self._update_document(state, "mine", seat), have.mine))
        elif bound.doc == "desk":
            documents.append((self._update_document(state, "desk", None), have.desk))
        pushes = (document.push_for(version, state.version) for document, version in documents)
        return [push for push in pushes if push is not None]

    def _admit_from_door(self, state: State) -> None:
        """T14: a socket whose seat joined the circle gets the full table now, and every change of it from here on."""
        if not self._door_sids:
            return
        sockets = self._presence.bound_sockets(self.dialogue)
        self._door_sids &= {bound.sid for bound in sockets}
        for bound in sockets:
            if bound.sid in self._door_sids and not views.is_outside(state, bound.identity.seat):
                table = self._update_document(state, "table", None)
                self._door_sids.discard(bound.sid)
                self._rooms.leave(bound.sid, room_name(self.dialogue, "door"))
                self._rooms.enter(bound.sid, room_name(self.dialogue))
                self._emit("push", table.full_push(), bound.sid)

    def send_presence(self, *, force: bool = False) -> None:
        """Sends facilitator and scribe the connected seats if these or a link changed, or if `force` (V3)."""
        state = self._state_cache.get(self.dialogue).state
        seats, links = self._presence.seats(self.dialogue), state.links
        if force or seats != self._sent_presence[0] or links is not self._sent_presence[1]:
            self._sent_presence = (seats, links)
            unscanned = self._unscanned_seats(state)
            self._emit("presence", Presence(seats, unscanned), room_name(self.dialogue, "desk"))

    def _unscanned_seats(self, state: State) -> tuple[str, ...]:
        """Who has no phone but for a link that no browser opened; the database is asked where somebody has such a link."""
        by_link = [seat.id for seat in state.seats.values() if seat.device and seat.by_link]
        if not by_link:
            return ()
        with connect_for_query(self._engine) as connection:
            opened = tokens.opened_seats(connection, self.dialogue)
        return tuple(seat for seat in by_link if seat not in opened)

    def pulse(self, now: int) -> None:
        """Sends the versions that this process knows; never queries the database. `now` is the moment in the dialogue, ms since 1970."""
        self.last_used = time.monotonic()
        built_version = self._section_builder.state.version if self._section_builder else 0
        version = max(self._state_cache.get(self.dialogue).version, built_version)
        self._emit("pulse", Pulse(version, self.version, now), room_name(self.dialogue))
        if door := self._documents.get(("door", None)):
            self._emit("pulse", Pulse(version, door.version, now), room_name(self.dialogue, "door"))

    def state(self) -> State:
        """The newest state. Clients may have seen what another process wrote, so a shared database is read each time."""
        self.last_used = time.monotonic()
        return self._read_state() if self._shared else self._cached_state()

    def _cached_state(self) -> State:
        """The state in this process's cache, which whoever wakes the broadcaster brings up to date first."""
        cached = self._state_cache.get(self.dialogue)
        return cached.state if cached.version else self._read_state()

    def _read_state(self) -> State:
        return self._state_cache.refresh(self._engine, self.dialogue).state

    def _state_with_content(self, state: State, seats: frozenset[str]) -> State:
        """The newest state whose names and texts, as far as these seats see them, are in the content cache. If another
        process replaced one since, a newer state is read first."""
        for _ in range(MAX_STATE_READS):
            if self._content_cache.load(state, seats):
                break
            state = self._read_state()
        return state

    def _seats_with(self, bound: BoundSocket) -> frozenset[str]:
        seats, seat = self._presence.local_seats(self.dialogue), bound.identity.seat
        return seats if seat is None or seat in seats else seats | {seat}

    def _update_document(self, state: State, doc: DocName, seat: str | None) -> Document:
        """Builds this document from `state` and pushes its changes to its room, whoever asked for it: nothing else
        would push them (R6)."""
        document = self._documents.get((doc, seat)) or self._documents.setdefault((doc, seat), Document(doc))
        builder = self._builder_for(state)
        if document.state is state:
            return document
        cached_sections = builder.build(doc, seat, document.cached_sections)
        push = document.update(state.version, self._plan_sections(state, doc), cached_sections)
        document.state = state
        if push is not None:
            self._emit("push", push, room_name(self.dialogue, doc, seat))
        return document

    def _builder_for(self, state: State) -> SectionBuilder:
        """One builder for all documents of a state: a full table has sixty."""
        if self._section_builder is None or self._section_builder.state is not state:
            info = self._content_cache.dialogue_info(state)
            names, texts = self._content_cache.names_and_texts()
            self._section_builder = SectionBuilder(state, names, texts, info.language if info else "nl")
        return self._section_builder

    def _plan_sections(self, state: State, doc: DocName) -> dict[str, bytes]:
        """The plan; for a desk the code for latecomers and the path of the record."""
        if doc == "mine":
            return {}
        info = self._content_cache.dialogue_info(state)
        if doc == "desk":
            links = {"code": info.code, "record": f"/verslagen/{info.id}"} if info else {}
            return {"links": _encode(links)}
        if info is None:
            return {"about": _encode({})}
        fields = {name: getattr(info, name) for name in PLAN_FIELDS}
        return {"about": _encode(fields | {"title": info.evening})}  # the page names the table


def _table_name(state: State, bound: BoundSocket) -> DocName:
    return "door" if views.is_outside(state, bound.identity.seat) else "table"


def is_removed(state: State, seat: str) -> bool:
    """Whether this seat sees nothing: it was removed, and the dialogue is not closed yet."""
    record = state.seats.get(seat)
    return record is None or (record.presence is SeatPresence.REMOVED and state.status is not Status.CLOSED)
