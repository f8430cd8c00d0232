"""What the parts of a running server share: one object, made by `app`, found by every page and socket."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import Engine

from dialoog.accounts.tokens import Bearer
from dialoog.live.commands import translate
from dialoog.live.commands.execute import Outcome, Request
from dialoog.live.commands.unit_of_work import Save
from dialoog.live.commands.writer import Writer
from dialoog.live.journal.state_cache import Ledger
from dialoog.live.protocol import commands
from dialoog.live.push.broadcaster import Table
from dialoog.live.push.notifier import Signals
from dialoog.live.push.presence import Bound, Present
from dialoog.live.transport.rate_limits import Buckets, Budget, Tickets
from dialoog.live.transport.shared_rate_limits import SharedBudget, SharedTickets
from dialoog.settings import Settings
from dialoog.telemetry.event_loop import Lag
from dialoog.telemetry.metrics import tally
from dialoog.telemetry.security_log import Knocks
from dialoog.websocket.connection import Lines
from dialoog.websocket.socketio_adapter import SocketIOServer


@dataclass
class House:
    """Of one process. `table` gives the pusher of a dialogue, `ask` and `give` hand a command to the writer; the rest are the
    parts themselves."""

    settings: Settings
    engine: Engine
    socketio: Any
    """Flask-SocketIO; its stubs lag behind what it can do."""
    ledger: Ledger
    writer: Writer
    save: Save
    """Wired in by `app`."""
    present: Present = field(default_factory=Present)
    buckets: Buckets = field(default_factory=Buckets)
    lines: Lines = field(default_factory=Lines)
    budget: Budget | SharedBudget = field(default_factory=Budget)
    tickets: Tickets | SharedTickets = field(default_factory=Tickets)
    knocks: Knocks = field(default_factory=Knocks)
    tables: dict[str, Table] = field(default_factory=dict)
    signals: Signals = field(default_factory=Signals)
    lag: Lag = field(default_factory=Lag)
    in_trouble: bool = False
    """Nothing can be committed now (R11); `trouble` looks."""

    def table(self, dialogue: str) -> Table:
        """The pusher of this dialogue, made when it is first needed."""
        if dialogue not in self.tables:
            self.tables[dialogue] = Table(dialogue, self.engine, self.ledger, self.present, self)
        return self.tables[dialogue]

    def ask(self, bearer: Bearer, wire: commands.Command) -> Outcome:
        """Gives a command of this bearer to the writer and waits for what became of it."""
        return self.writer.ask(self._request(bearer, wire))

    def give(self, bearer: Bearer, wire: commands.Command, answer: Callable[[Outcome], None]) -> None:
        """The same without waiting: the writer calls `answer` after the commit."""
        self.writer.take(self._request(bearer, wire), answer)

    def _request(self, bearer: Bearer, wire: commands.Command) -> Request:
        by = translate.by_of(bearer.desk, bearer.seat)
        return Request(
            dialogue=bearer.dialogue,
            id=wire.id,
            mac=translate.mac_of(self.settings.secret, wire, by),
            by=by,
            prepare=lambda seat: translate.ready(wire, by, seat),
            token=bearer.hash,
            hidden=translate.hides_sender(wire),
        )

    @property
    def socketio_server(self) -> SocketIOServer:
        return SocketIOServer(self.socketio.server)

    def start(self, task: Callable[..., object], *arguments: object) -> None:
        self.socketio.start_background_task(task, *arguments)

    def dismiss(self, bound: Bound) -> None:
        """Closes a socket a moment later, so that what was said to it last still arrives; its line too, which would else stay
        for as long as it answers pings (R10)."""

        def close() -> None:
            self.socketio.sleep(0.2)
            self.socketio_server.disconnect(bound.sid)

        self.start(close)

    def ends(self) -> None:
        """What waits is still written."""
        self.writer.stop()
        self.engine.dispose()

    def emit(self, event: str, message: object, room: str) -> None:
        tally.sent[event] += 1
        self.socketio.emit(event, message, to=room)

    def enter(self, sid: str, room: str) -> None:
        self.socketio.server.enter_room(sid, room)

    def leave(self, sid: str, room: str) -> None:
        self.socketio.server.leave_room(sid, room)


def house() -> House:
    """The house that answers this request."""
    found = current_app.extensions["dialoog"]
    assert isinstance(found, House)
    return found
