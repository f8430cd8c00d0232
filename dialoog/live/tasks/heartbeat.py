"""The heartbeat: sends the newest version of every dialogue here every five seconds, so that nobody stays behind (R6)."""

import threading
import time

from dialoog.accounts import assignments, tokens
from dialoog.db.engine import connect_for_query
from dialoog.live.journal import store
from dialoog.live.runtime import Runtime
from dialoog.live.time_slices import TimeSlices
from dialoog.telemetry.logging import log

PULSE_SECONDS = 5.0
READ_SECONDS = 0.3
"""How long a pulse waits until the journal was read, so that it names the newest version."""
UNUSED_SECONDS = 60.0


def pulse(runtime: Runtime) -> None:
    """The background task. A pulse goes out too while the database does not answer: a client without pulses takes its
    connection for dead, and would not learn that the storage fails (R11)."""
    read = threading.Event()
    read.set()
    while True:
        runtime.socketio.sleep(PULSE_SECONDS)
        try:
            if read.is_set():
                read.clear()
                runtime.start(_read_journal, runtime, read)
            read.wait(READ_SECONDS)
            _pulse_all(runtime)
            _drop_unused_broadcasters(runtime)
        except Exception as error:
            log.error("heartbeat failed", fault=error)


def _pulse_all(runtime: Runtime) -> None:
    """Lets other tasks run every few milliseconds: a thousand tables at once would hold up every phone for a tenth of a second."""
    slices = TimeSlices(runtime.socketio.sleep)
    for dialogue in runtime.presence.dialogues():
        runtime.broadcaster(dialogue).pulse(runtime.now(dialogue))
        slices.rest()


def _read_journal(runtime: Runtime, read: threading.Event) -> None:
    """Sets `read` in any case. A task of its own, since a database that does not answer holds it up."""
    try:
        catch_up(runtime)
        runtime.writer.list_erasures()
        end_desks(runtime)
        runtime.writer.truncate_log()
    except Exception as error:
        log.error("reading new versions failed", fault=error)
    finally:
        read.set()


def catch_up(runtime: Runtime) -> None:
    """Notifies the pusher of every dialogue here whose journal is ahead of what was pushed, and forgets erased dialogues."""
    here = {*runtime.presence.dialogues(), *runtime.broadcasters}
    if not here:
        return
    with connect_for_query(runtime.engine) as connection:
        newest = store.read_versions(connection, here)
    behind = [
        dialogue
        for dialogue, version in newest.items()
        if version > runtime.broadcaster(dialogue).pushed_version
    ]
    runtime.state_cache.refresh_dialogues(runtime.engine, behind)
    for dialogue in behind:
        runtime.notifier.wake(dialogue)
    for dialogue in here - newest.keys():
        runtime.forget(dialogue)


def end_desks(runtime: Runtime) -> None:
    """Closes the sockets of desks whose right ended outside of the room: who opened it was taken out, or was a guest until today."""
    sockets = [
        bound
        for dialogue in runtime.presence.dialogues()
        for bound in runtime.presence.bound_sockets(dialogue)
        if bound.doc == "desk"
    ]
    if not sockets:
        return
    with connect_for_query(runtime.engine) as connection:
        valid = tokens.valid_hashes(connection, {bound.identity.hash for bound in sockets})
        held = [bound.identity for bound in sockets if bound.identity.hash in valid]
        lasting = {one.hash for one in assignments.without_ended_guests(connection, held)}
    for bound in sockets:
        if bound.identity.hash not in lasting:
            runtime.broadcaster(bound.identity.dialogue).expel(bound, runtime.disconnect_soon)


def _drop_unused_broadcasters(runtime: Runtime) -> None:
    for dialogue, broadcaster in list(runtime.broadcasters.items()):
        if (
            not runtime.presence.bound_sockets(dialogue)
            and time.monotonic() - broadcaster.last_used > UNUSED_SECONDS
        ):
            del runtime.broadcasters[dialogue]
