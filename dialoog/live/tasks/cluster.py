"""One process among others on the same PostgreSQL: it receives what they wrote, and announces who is connected to it.

A connection outside the pool listens, cooperatively. After a loss it reconnects and reads the newest version of every dialogue
here, since signals may be missing. Presence is announced every few seconds and never stored, so nothing stays of a killed
process.
"""

import select
import time
from typing import Any

from sqlalchemy import Engine

from dialoog.db.engine import connect_for_query
from dialoog.db.postgres import CONNECT_ARGS
from dialoog.live.push.notifier import CHANNEL, PROCESS, notify
from dialoog.live.runtime import Runtime
from dialoog.live.tasks import heartbeat
from dialoog.live.tasks.push import MAX_REST_SECONDS
from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log

PRESENCE_CHANNEL = "dialoog_here"
APPLICATION_NAME = "dialoog listens"
POLL_SECONDS = 10.0
ANNOUNCE_SECONDS = 3.0
GATHER_SECONDS = 0.1
"""A hall that comes in is announced in a few messages."""
MAX_PAUSE_SECONDS = 5.0
NOBODY: frozenset[str] = frozenset()


def listen(runtime: Runtime) -> None:
    """The background task that receives the signals of the others; it reconnects with growing pauses and never ends."""
    pause = 0.1
    while True:
        began = time.monotonic()
        try:
            _receive(runtime)
        except Exception as error:
            metrics.signal_reconnects.inc()
            log.warning("signal connection lost, reconnecting", fault=error)
        pause = 0.1 if time.monotonic() - began > MAX_PAUSE_SECONDS else min(pause * 2, MAX_PAUSE_SECONDS)
        runtime.socketio.sleep(pause)


def _receive(runtime: Runtime) -> None:
    """Listens until the connection is lost; raises what ended it."""
    connection = _connect(runtime.engine)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
            cursor.execute(f"LISTEN {PRESENCE_CHANNEL}")
        heartbeat.catch_up(runtime)
        while True:
            select.select([connection.fileno()], [], [], POLL_SECONDS)  # cooperatively: other tasks go on
            connection.poll()
            signals = list(connection.notifies)
            connection.notifies.clear()
            metrics.signals.inc(len(signals))
            _update_presence(runtime, [one.payload for one in signals if one.channel == PRESENCE_CHANNEL])
            _follow_versions(runtime, [one.payload for one in signals if one.channel == CHANNEL])
    finally:
        connection.close()


def _connect(engine: Engine) -> Any:
    """A psycopg2 connection outside the pool, in autocommit."""
    arguments, options = engine.dialect.create_connect_args(engine.url)
    connection: Any = engine.dialect.connect(
        *arguments, **options, **CONNECT_ARGS | {"application_name": APPLICATION_NAME}
    )
    connection.autocommit = True
    return connection


def _follow_versions(runtime: Runtime, payloads: list[str]) -> None:
    """Reads what several dialogues are behind at once, and rests for as long as that took, so that more signals come together.
    A payload is `process dialogue version`."""
    newest: dict[str, int] = {}
    for payload in payloads:
        process, dialogue, number = (*payload.split(" "), "", "")[:3]
        if process != PROCESS and number.isdecimal() and runtime.notifier.has_listener(dialogue):
            newest[dialogue] = max(int(number), newest.get(dialogue, 0))
    behind = [
        dialogue
        for dialogue, version in newest.items()
        if version > runtime.state_cache.get(dialogue).version
    ]
    began = time.perf_counter()
    if behind:
        runtime.state_cache.refresh_dialogues(runtime.engine, behind)
    for dialogue, version in newest.items():
        if version > runtime.broadcaster(dialogue).pushed_version:
            runtime.notifier.wake(dialogue)
    if behind:
        runtime.socketio.sleep(min(time.perf_counter() - began, MAX_REST_SECONDS))


def _update_presence(runtime: Runtime, payloads: list[str]) -> None:
    """A payload is `process dialogue seat,seat,...`."""
    for payload in payloads:
        process, dialogue, seats = (*payload.split(" "), "", "")[:3]
        if process != PROCESS:
            here = frozenset(filter(None, seats.split(",")))
            if runtime.presence.remote.update(process, dialogue, here):
                _send_presence(runtime, dialogue)


def announce(runtime: Runtime) -> None:
    """The background task that announces who is connected here: changes at once, everything every `ANNOUNCE_SECONDS`."""
    announced: dict[str, frozenset[str] | None] = {}
    next_full = time.monotonic()
    while True:
        runtime.presence.changed.wait(ANNOUNCE_SECONDS)
        runtime.socketio.sleep(GATHER_SECONDS)
        runtime.presence.changed.clear()
        if time.monotonic() >= next_full:
            announced = dict.fromkeys(announced)
            next_full = time.monotonic() + ANNOUNCE_SECONDS
        here = {
            dialogue: runtime.presence.local_seats(dialogue)
            for dialogue in (*announced, *runtime.presence.dialogues())
        }
        changes = {
            dialogue: seats for dialogue, seats in here.items() if announced.get(dialogue, NOBODY) != seats
        }
        try:
            _notify_presence(runtime, changes)
            announced = {dialogue: seats for dialogue, seats in here.items() if seats}
        except Exception as error:
            log.warning("announcing presence failed", fault=error)
        for dialogue in runtime.presence.remote.expire():
            _send_presence(runtime, dialogue)


def _notify_presence(runtime: Runtime, changes: dict[str, frozenset[str]]) -> None:
    if changes:
        with connect_for_query(runtime.engine) as connection:
            payloads = [
                f"{PROCESS} {dialogue} {','.join(sorted(seats))}" for dialogue, seats in changes.items()
            ]
            notify(connection, PRESENCE_CHANNEL, payloads)


def _send_presence(runtime: Runtime, dialogue: str) -> None:
    if dialogue in runtime.broadcasters:
        runtime.broadcasters[dialogue].send_presence()
