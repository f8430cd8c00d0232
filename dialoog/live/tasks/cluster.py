"""One process among others on the same PostgreSQL: it hears what they wrote, and each tells who is connected to it.

One connection of its own listens and holds up nobody. Whenever it was lost it comes back by itself, and every dialogue
here is looked at, since nobody knows what was missed. Presence is never stored: it is told again every few seconds, so
that of a process that was killed nothing stays.
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
from dialoog.live.tasks.push import PUSH_REST_SECONDS
from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log

HERE = "dialoog_here"
LISTENS = "dialoog listens"
LOOK_SECONDS = 10.0
TELL_SECONDS = 3.0
TOGETHER_SECONDS = 0.1
LONGEST_PAUSE = 5.0
NOBODY: frozenset[str] = frozenset()


def listen(runtime: Runtime) -> None:
    """The background task that hears the others, until the process ends."""
    pause = 0.1
    while True:
        began = time.monotonic()
        try:
            _hear(runtime)
        except Exception as error:
            metrics.signal_reconnects.inc()
            log.warning("signal connection lost, reconnecting", fault=error)
        pause = 0.1 if time.monotonic() - began > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
        runtime.socketio.sleep(pause)


def _hear(runtime: Runtime) -> None:
    """Listens until the connection is lost."""
    connection = _line(runtime.engine)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
            cursor.execute(f"LISTEN {HERE}")
        heartbeat.catch_up(runtime)
        while True:
            # cooperatively: everybody else in this process goes on meanwhile
            select.select([connection.fileno()], [], [], LOOK_SECONDS)
            connection.poll()
            heard = list(connection.notifies)
            connection.notifies.clear()
            metrics.signals.inc(len(heard))
            _of_who_is_there(runtime, [one.payload for one in heard if one.channel == HERE])
            _of_versions(runtime, [one.payload for one in heard if one.channel == CHANNEL])
    finally:
        connection.close()


def _line(engine: Engine) -> Any:
    """A connection that is none of the pool's, where every statement is a transaction."""
    places, options = engine.dialect.create_connect_args(engine.url)
    connection: Any = engine.dialect.connect(
        *places, **options, **CONNECT_ARGS | {"application_name": LISTENS}
    )
    connection.autocommit = True
    return connection


def _of_versions(runtime: Runtime, payloads: list[str]) -> None:
    """What several dialogues are behind is read at once; a rest as long as that took lets more come together."""
    newest: dict[str, int] = {}
    for one in payloads:
        process, dialogue, number = (*one.split(" "), "", "")[:3]
        if process != PROCESS and number.isdecimal() and runtime.notifier.heard(dialogue):
            newest[dialogue] = max(int(number), newest.get(dialogue, 0))
    behind = [
        dialogue
        for dialogue, version in newest.items()
        if version > runtime.state_cache.known(dialogue).version
    ]
    began = time.perf_counter()
    if behind:
        with connect_for_query(runtime.engine) as connection:
            runtime.state_cache.follow(connection, behind)
    for dialogue, version in newest.items():
        if version > runtime.broadcaster(dialogue).pushed:
            runtime.notifier.ring(dialogue)
    if behind:
        runtime.socketio.sleep(min(time.perf_counter() - began, PUSH_REST_SECONDS))


def _of_who_is_there(runtime: Runtime, payloads: list[str]) -> None:
    for one in payloads:
        process, dialogue, seats = (*one.split(" "), "", "")[:3]
        if process != PROCESS:
            here = frozenset(filter(None, seats.split(",")))
            if runtime.presence.elsewhere.told(process, dialogue, here):
                _tell_desks(runtime, dialogue)


def tell(runtime: Runtime) -> None:
    """The background task that tells the others who is connected here: what changed at once, all of it now and then."""
    announced: dict[str, frozenset[str] | None] = {}
    again = time.monotonic()
    while True:
        runtime.presence.changed.wait(TELL_SECONDS)
        runtime.socketio.sleep(TOGETHER_SECONDS)  # a hall that comes in is told in a few messages
        runtime.presence.changed.clear()
        if time.monotonic() >= again:
            announced = dict.fromkeys(announced)
            again = time.monotonic() + TELL_SECONDS
        here = {
            dialogue: runtime.presence.here(dialogue)
            for dialogue in (*announced, *runtime.presence.dialogues())
        }
        news = {
            dialogue: seats for dialogue, seats in here.items() if announced.get(dialogue, NOBODY) != seats
        }
        try:
            _say(runtime, news)
            announced = {dialogue: seats for dialogue, seats in here.items() if seats}
        except Exception as error:
            log.warning("announcing presence failed", fault=error)
        for dialogue in runtime.presence.elsewhere.forget():
            _tell_desks(runtime, dialogue)


def _say(runtime: Runtime, news: dict[str, frozenset[str]]) -> None:
    if news:
        with connect_for_query(runtime.engine) as connection:
            notify(connection, HERE, [f"{PROCESS} {d} {','.join(sorted(s))}" for d, s in news.items()])


def _tell_desks(runtime: Runtime, dialogue: str) -> None:
    if dialogue in runtime.broadcasters:
        runtime.broadcasters[dialogue].tell_presence()
