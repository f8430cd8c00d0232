"""The heartbeat: every five seconds the newest version of every dialogue here, so that nobody stays behind (R6)."""

import threading
import time

from dialoog.db.engine import connect_for_query
from dialoog.live.journal import store
from dialoog.live.runtime import Runtime
from dialoog.telemetry.logging import log

PULSE_SECONDS = 5.0
LOOK_SECONDS = 0.3
"""How long a pulse waits for the journal, so that it names the newest there is."""
UNUSED_SECONDS = 60.0


def now_ms() -> int:
    """The wall clock, in ms since 1970."""
    return time.time_ns() // 1_000_000


def pulse(runtime: Runtime) -> None:
    """Every 5 s the newest version of every dialogue here, so that nobody stays behind. It goes out too while the database
    says nothing: who hears no pulse takes the line for dead, and is not told what is the matter (R11)."""
    looked = threading.Event()
    looked.set()
    while True:
        runtime.socketio.sleep(PULSE_SECONDS)
        try:
            if looked.is_set():
                looked.clear()
                runtime.start(_look, runtime, looked)
            looked.wait(LOOK_SECONDS)
            now = now_ms()
            for dialogue in runtime.presence.dialogues():
                runtime.broadcaster(dialogue).pulse(now)
            _let_go(runtime)
        except Exception as error:
            log.error("heartbeat failed", fault=error)


def _look(runtime: Runtime, looked: threading.Event) -> None:
    try:
        catch_up(runtime)
        runtime.writer.truncate_log()
    except Exception as error:
        log.error("reading new versions failed", fault=error)
    finally:
        looked.set()


def catch_up(runtime: Runtime) -> None:
    """Rings for every dialogue here that is further than what was pushed, and forgets those that were erased."""
    here = {*runtime.presence.dialogues(), *runtime.broadcasters}
    if not here:
        return
    with connect_for_query(runtime.engine) as connection:
        newest = store.newest(connection, here)
        behind = [
            dialogue for dialogue, version in newest.items() if version > runtime.broadcaster(dialogue).pushed
        ]
        runtime.state_cache.follow(connection, behind)
    for dialogue in behind:
        runtime.notifier.ring(dialogue)
    for dialogue in here - newest.keys():
        runtime.forget(dialogue)


def _let_go(runtime: Runtime) -> None:
    """Tables that nobody reads any more."""
    for dialogue, table in list(runtime.broadcasters.items()):
        if not runtime.presence.of(dialogue) and time.monotonic() - table.used > UNUSED_SECONDS:
            del runtime.broadcasters[dialogue]
