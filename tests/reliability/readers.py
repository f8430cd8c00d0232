"""Who reads along in R7: sockets around a real pusher, which keep their documents as a client must (docs/protocol.md).

Every reader keeps the view as it stood at each moment and lets each of them hear all that is pushed from then on, so that
in the end every one of them must show what the newest shows. What a view must be is made here from the rules anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from sqlalchemy import Engine

from dialoog.accounts import tokens
from dialoog.accounts.tokens import Identity
from dialoog.db.engine import read_transaction, transaction
from dialoog.live import queries
from dialoog.live.protocol.messages import Have, Push
from dialoog.live.push.broadcaster import Broadcaster, is_removed
from dialoog.live.push.presence import BoundSocket, PresenceRegistry
from dialoog.live.push.render import render
from dialoog.live.push.seat_names import list_in_order, number_look_alikes
from dialoog.rules import views
from dialoog.rules.state import State
from dialoog.rules.views import build_desk
from dialoog.websocket.packets import Json

ABOUT = (
    "title",
    "theme",
    "expectation",
    "facilitator",
    "organisation",
    "lang",
    "until",
    "names_until",
    "contacts_until",
    "contact",
)
Sections = dict[str, Any]
Fault = Callable[["Reader", dict[str, Any]], dict[str, Any] | None]
"""Does something to a push on its way to a reader; None: it never comes."""


@dataclass
class Copy:
    """What one client holds: each document's version and sections."""

    versions: dict[str, int] = field(default_factory=lambda: {"table": 0, "mine": 0, "desk": 0})
    documents: dict[str, Sections] = field(default_factory=dict)
    behind: bool = False

    def takes(self, push: dict[str, Any]) -> None:
        doc, base, version = push["doc"], push["base"], push["version"]
        if version <= self.versions[doc]:
            return
        if base > self.versions[doc]:
            self.behind = True
            return
        self.documents[doc] = {**self.documents.get(doc, {}), **push["sections"]}
        self.versions[doc] = version


@dataclass
class Reader:
    """One socket; `copies` are its views since each moment at which it looked anew, `copies[0]` since it came."""

    bound: BoundSocket
    copies: list[Copy] = field(default_factory=lambda: [Copy()])
    connected: bool = False

    @property
    def own(self) -> str:
        return self.bound.doc or "table"

    def hears(self, push: dict[str, Any]) -> None:
        for copy in self.copies:
            copy.takes(push)

    def looks_anew(self, whole: list[Push], held: Copy | None = None) -> None:
        """Beside what it has it keeps what is told to somebody who has nothing, or who holds this."""
        copy = held or Copy()
        for push in whole:
            copy.takes(on_the_wire(push))
        if copy not in self.copies:
            self.copies.append(copy)

    def differs(self, shown: dict[str, Sections]) -> str:
        """Which view is another than the one made anew, and where; empty when none is."""
        for n, copy in enumerate(self.copies):
            for doc, sections in shown.items():
                held = copy.documents.get(doc, {})
                if held != sections or copy.behind:
                    wrong = [name for name in {*sections, *held} if held.get(name) != sections.get(name)]
                    return f"{self.bound.identity}: {doc}.{wrong} of view {n}, {copy.versions}, {copy.behind}"
        return ""


class Room:
    """Everybody who reads along with one dialogue, and the pusher under test (it is the pusher's `Rooms`)."""

    def __init__(self, dialogue: str, engine: Engine, state_cache: Any, fault: Fault | None = None) -> None:
        self.dialogue = dialogue
        self.engine = engine
        self.present = PresenceRegistry()
        self.readers: dict[str, Reader] = {}
        self.rooms: dict[str, dict[str, None]] = {}
        self.fault = fault
        self.table = Broadcaster(dialogue, engine, state_cache, self.present, self)
        self.compared = 0
        """How often somebody's view was held against the one made anew."""

    def emit(self, event: str, message: Any, room: str) -> None:
        if event == "push":
            packet = on_the_wire(message)
            for sid in (room,) if room in self.readers else tuple(self.rooms.get(room, ())):
                reader = self.readers[sid]
                heard = self.fault(reader, packet) if self.fault else packet
                if heard is not None:
                    reader.hears(heard)

    def enter(self, sid: str, room: str) -> None:
        self.rooms.setdefault(room, {})[sid] = None

    def leave(self, sid: str, room: str) -> None:
        self.rooms.get(room, {}).pop(sid, None)

    def comes(self, desk_name: Any, seat: str | None = None) -> None:
        """Somebody opens a socket, with the newest of what they held when they were here before."""
        sid = f"{desk_name}-{seat or ''}"
        token = f"{self.dialogue}-{sid}"
        if sid not in self.readers:
            with transaction(self.engine) as connection:
                tokens.store(connection, token, desk_name, self.dialogue, seat)
        bound = BoundSocket(sid, Identity(desk_name, self.dialogue, seat, tokens.hash_of(token)))
        reader = self.readers.setdefault(sid, Reader(bound))
        if not reader.connected:
            del reader.copies[1:]
            reader.connected = True
            self.present.enter(bound)
            self.table.subscribe(bound, Have(**reader.copies[0].versions), self.shown_out)
            may_not = seat is not None and is_removed(self.table.state(), seat)
            assert reader.connected or may_not, "who may read along was shown out"

    def goes(self, reader: Reader) -> None:
        reader.connected = False
        self.present.leave(reader.bound.sid)
        for sids in self.rooms.values():
            sids.pop(reader.bound.sid, None)

    def pushes(self) -> None:
        self.table.push(self.shown_out)

    def shown_out(self, bound: BoundSocket) -> None:
        self.goes(self.readers[bound.sid])

    @property
    def connected(self) -> list[Reader]:
        return [reader for reader in self.readers.values() if reader.connected]

    def looks_anew(self, *states: State) -> None:
        """Nothing of its own is shown to a seat that is removed in one of them, so there is no view of it to keep."""
        for reader in self.connected:
            seat = reader.bound.identity.seat
            if seat is None or not any(is_removed(state, seat) for state in states):
                reader.looks_anew(self.table.documents(reader.bound, Have(), self.shown_out))

    def every_view_is_the_newest(self, state: State) -> None:
        for reader, sections in self.shown_elsewhere(state):
            differs = reader.differs(sections)
            self.compared += len(reader.copies)
            assert not differs, differs

    def shown_elsewhere(self, state: State) -> list[tuple[Reader, dict[str, Sections]]]:
        """Everybody here, and what a process that never saw an older version shows them."""
        shown = views_made_anew(self.engine, self.dialogue, state)
        pairs = []
        for reader in self.connected:
            seat = reader.bound.identity.seat
            sections = {"table": shown["door" if views.is_outside(state, seat) else "table"]}
            if reader.own != "table":
                sections[reader.own] = shown[f"{reader.own}:{seat or ''}"]
            pairs.append((reader, sections))
        return pairs

    def change_process(self, came: list[tuple[Reader, Copy]], state: State) -> None:
        """Who came from another process with what that one showed."""
        for reader, held in came:
            seat = reader.bound.identity.seat
            if reader.connected and (seat is None or not is_removed(state, seat)):
                have = Have(**held.versions)
                reader.looks_anew(self.table.documents(reader.bound, have, self.shown_out), held)


def on_the_wire(message: Push) -> dict[str, Any]:
    decoded: dict[str, Any] = Json.loads(Json.dumps(message))
    return decoded


def views_made_anew(engine: Engine, dialogue: str, state: State) -> dict[str, Sections]:
    """Every document of this state, from the rules and the tables of words and names alone. The names are those that the
    journal commits to: with others the pusher would look for a newer state each time, and R7 be held of that way alone."""
    with read_transaction(engine) as connection:
        about = queries.dialogue_info(connection, dialogue)
        full, texts = queries.names_in_full(connection, dialogue), queries.texts(connection, dialogue)
    assert about is not None
    names = number_look_alikes(
        list_in_order(state, {seat: each.name for seat, each in full.items() if each.name})
    )
    names = replace(
        names,
        requested={seat: each.requested for seat, each in full.items() if each.requested},
        pronunciations={seat: each.pronunciation for seat, each in full.items() if each.pronunciation},
    )
    assert all(each.matches(state.seats[seat]) for seat, each in full.items())
    about_section = {"about": {name: getattr(about, name) for name in ABOUT}}
    links = {"links": {"code": about.code, "record": f"/verslagen/{about.id}"}}
    bare = {
        "table": {**about_section, **views.build_table(state)},
        "door": {**about_section, **views.build_door(state)},
        "desk:": {**links, **build_desk(state)},
        **{f"mine:{seat}": views.build_mine(state, seat) for seat in state.seats},
    }
    made: dict[str, Sections] = msgspec.json.decode(
        msgspec.json.encode(render(bare, names, texts, about.lang))
    )
    return made
