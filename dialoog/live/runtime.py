"""The runtime: one object with the parts of this process, made by `app` and shared by every page, socket and task."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from sqlalchemy import Engine

from dialoog.live.commands.unit_of_work import Save
from dialoog.live.commands.writer import Writer
from dialoog.live.journal.acknowledged import AcknowledgedVersions
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
    """The parts of one process; `broadcaster` returns that of a dialogue."""

    settings: Settings
    engine: Engine
    socketio: Any
    """Flask-SocketIO; its stubs lag behind what it can do."""
    state_cache: StateCache
    writer: Writer
    save: Save
    """Wired in by `app`."""
    acknowledged: AcknowledgedVersions
    presence: PresenceRegistry = field(default_factory=PresenceRegistry)
    buckets: TokenBuckets = field(default_factory=TokenBuckets)
    connections: ConnectionRegistry = field(default_factory=ConnectionRegistry)
    failure_budget: FailureBudget | SharedFailureBudget = field(default_factory=FailureBudget)
    tickets: Tickets | SharedTickets = field(default_factory=Tickets)
    security_log: SecurityLog = field(default_factory=SecurityLog)
    broadcasters: dict[str, Broadcaster] = field(default_factory=dict)
    notifier: Notifier = field(default_factory=Notifier)
    event_loop_lag: EventLoopLag = field(default_factory=EventLoopLag)
    storage_failing: bool = False
    """Whether commits fail now (R11); `storage_health` updates it."""

    def broadcaster(self, dialogue: str) -> Broadcaster:
        """The broadcaster of this dialogue, made on first use."""
        if dialogue not in self.broadcasters:
            self.broadcasters[dialogue] = Broadcaster(
                dialogue, self.engine, self.state_cache, self.presence, self
            )
        return self.broadcasters[dialogue]

    def now(self, dialogue: str) -> int:
        """The moment in this dialogue, as its clocks count it; ms since 1970."""
        last_at = self.state_cache.get(dialogue).last_at
        return self.writer.clocks.now(dialogue, self.writer.now(), last_at)

    @property
    def socketio_server(self) -> SocketIOServer:
        return SocketIOServer(self.socketio.server)

    def start(self, task: Callable[..., object], *arguments: object) -> None:
        self.socketio.start_background_task(task, *arguments)

    def disconnect_soon(self, bound: BoundSocket) -> None:
        """Closes a socket after 0.2 s, so that its last message still arrives; also its connection, which would else stay
        open for as long as it answers pings (R10)."""

        def close() -> None:
            self.socketio.sleep(0.2)
            self.socketio_server.disconnect(bound.sid)

        self.start(close)

    def forget(self, dialogue: str) -> None:
        """Drops a dialogue that was erased from memory and closes its sockets."""
        broadcaster = self.broadcasters.pop(dialogue, None)
        self.state_cache.forget(dialogue)
        self.writer.clocks.forget(dialogue)
        if broadcaster is not None:
            broadcaster.close(self.disconnect_soon)

    def close(self) -> None:
        """Writes the commands that wait, then closes the connections of the database."""
        self.writer.stop()
        with suppress(OSError):
            self.acknowledged.write()
        self.engine.dispose()

    def emit(self, event: str, message: object, room: str) -> None:
        metrics.messages(event).inc()
        self.socketio.emit(event, message, to=room)

    def enter(self, sid: str, room: str) -> None:
        self.socketio.server.enter_room(sid, room)

    def leave(self, sid: str, room: str) -> None:
        self.socketio.server.leave_room(sid, room)


def current_runtime() -> Runtime:
    """The runtime of the app that handles this request."""
    runtime = current_app.extensions["dialoog"]
    assert isinstance(runtime, Runtime)
    return runtime
