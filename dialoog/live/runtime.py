"""What the parts of a running server share: one object, made by `app`, found by every page and socket."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import Engine

from dialoog.live.commands.unit_of_work import Save
from dialoog.live.commands.writer import Writer
from dialoog.live.journal.state_cache import StateCache
from dialoog.live.push.broadcaster import Broadcaster
from dialoog.live.push.notifier import Notifier
from dialoog.live.push.presence import BoundSocket, PresenceRegistry
from dialoog.live.transport.rate_limits import FailureBudget, Tickets, TokenBuckets
from dialoog.live.transport.shared_rate_limits import SharedFailureBudget, SharedTickets
from dialoog.settings import Settings
from dialoog.telemetry import metrics
from dialoog.telemetry.event_loop import EventLoopLag
from dialoog.telemetry.security_log import SecurityLog
from dialoog.websocket.connection import ConnectionRegistry
from dialoog.websocket.socketio_adapter import SocketIOServer


@dataclass
class Runtime:
    """The parts of one process; `broadcaster` gives the one of a dialogue."""

    settings: Settings
    engine: Engine
    socketio: Any
    """Flask-SocketIO; its stubs lag behind what it can do."""
    state_cache: StateCache
    writer: Writer
    save: Save
    """Wired in by `app`."""
    presence: PresenceRegistry = field(default_factory=PresenceRegistry)
    buckets: TokenBuckets = field(default_factory=TokenBuckets)
    connections: ConnectionRegistry = field(default_factory=ConnectionRegistry)
    budget: FailureBudget | SharedFailureBudget = field(default_factory=FailureBudget)
    tickets: Tickets | SharedTickets = field(default_factory=Tickets)
    security_log: SecurityLog = field(default_factory=SecurityLog)
    broadcasters: dict[str, Broadcaster] = field(default_factory=dict)
    notifier: Notifier = field(default_factory=Notifier)
    event_loop_lag: EventLoopLag = field(default_factory=EventLoopLag)
    in_trouble: bool = False
    """Nothing can be committed now (R11); `trouble` looks."""

    def broadcaster(self, dialogue: str) -> Broadcaster:
        """The pusher of this dialogue, made when it is first needed."""
        if dialogue not in self.broadcasters:
            self.broadcasters[dialogue] = Broadcaster(
                dialogue, self.engine, self.state_cache, self.presence, self
            )
        return self.broadcasters[dialogue]

    @property
    def socketio_server(self) -> SocketIOServer:
        return SocketIOServer(self.socketio.server)

    def start(self, task: Callable[..., object], *arguments: object) -> None:
        self.socketio.start_background_task(task, *arguments)

    def dismiss(self, bound: BoundSocket) -> None:
        """Closes a socket a moment later, so that what was said to it last still arrives; its line too, which would else stay
        for as long as it answers pings (R10)."""

        def close() -> None:
            self.socketio.sleep(0.2)
            self.socketio_server.disconnect(bound.sid)

        self.start(close)

    def forget(self, dialogue: str) -> None:
        """A dialogue that is in the database no more: its sockets are closed, and nothing of it stays in memory."""
        broadcaster = self.broadcasters.pop(dialogue, None)
        self.state_cache.forget(dialogue)
        if broadcaster is not None:
            broadcaster.close(self.dismiss)

    def ends(self) -> None:
        """What waits is still written."""
        self.writer.stop()
        self.engine.dispose()

    def emit(self, event: str, message: object, room: str) -> None:
        metrics.messages(event).inc()
        self.socketio.emit(event, message, to=room)

    def enter(self, sid: str, room: str) -> None:
        self.socketio.server.enter_room(sid, room)

    def leave(self, sid: str, room: str) -> None:
        self.socketio.server.leave_room(sid, room)


def current_runtime() -> Runtime:
    """The house that answers this request."""
    found = current_app.extensions["dialoog"]
    assert isinstance(found, Runtime)
    return found
