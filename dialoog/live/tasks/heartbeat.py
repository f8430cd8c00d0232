"""The heartbeat: sends the newest version of every dialogue here every five seconds, so that nobody stays behind (R6).

Each dialogue has its own moment within the five seconds. A thousand tables that all have theirs at once keep the loop busy with nine thousand
sockets for a fifth of a second, in which every other phone waits; and so does all that is read for them (decision 093).
"""

import threading
import time
from itertools import cycle
from zlib import crc32

from dialoog.accounts import assignments, tokens
from dialoog.db.engine import connect_for_query
from dialoog.live.journal import store
from dialoog.live.runtime import Runtime
from dialoog.telemetry.logging import log

PULSE_SECONDS = 5.0
PARTS = 10
"""Of all dialogues. A dialogue stays in its part, so that its pulses come at even intervals whoever else comes and goes."""
PART_SECONDS = PULSE_SECONDS / PARTS
READ_SECONDS = 0.3
"""How long the pulses of a part wait until its journals were read, so that they name the newest version."""
UNUSED_SECONDS = 60.0


def pulse(runtime: Runtime) -> None:
    """The background task. A pulse goes out too while the database does not answer: a client without pulses takes its
    connection for dead, and would not learn that the storage fails (R11)."""
    read = threading.Event()
    read.set()
    for part in cycle(range(PARTS)):
        until = time.monotonic() + PART_SECONDS
        try:
            if read.is_set():
                read.clear()
                runtime.start(_read_journal, runtime, part, read)
            read.wait(READ_SECONDS)
            _pulse_part(runtime, part, until)
            _drop_unused_broadcasters(runtime, part)
        except Exception as error:
            log.error("heartbeat failed", fault=error)
        runtime.socketio.sleep(max(0.0, until - time.monotonic()))


def _connected(runtime: Runtime, part: int | None) -> list[str]:
    """The dialogues of this part with a socket here; of all parts where none is given."""
    return [dialogue for dialogue in runtime.presence.dialogues() if _is_in(part, dialogue)]


def _is_in(part: int | None, dialogue: str) -> bool:
    return part is None or crc32(dialogue.encode()) % PARTS == part


def _pulse_part(runtime: Runtime, part: int, until: float) -> None:
    """One table at a time, evenly until the next part has its turn."""
    due = _connected(runtime, part)
    for left, dialogue in zip(range(len(due), 0, -1), due, strict=True):
        if runtime.presence.bound_sockets(dialogue):  # still
            runtime.broadcaster(dialogue).pulse(runtime.now(dialogue))
        runtime.socketio.sleep(max(0.0, until - time.monotonic()) / left)


def _read_journal(runtime: Runtime, part: int, read: threading.Event) -> None:
    """Sets `read` in any case. A task of its own, since a database that does not answer holds it up."""
    try:
        catch_up(runtime, part)
        runtime.writer.list_erasures()
        end_desks(runtime, part)
        runtime.writer.truncate_log()
    except Exception as error:
        log.error("reading new versions failed", fault=error)
    finally:
        read.set()


def catch_up(runtime: Runtime, part: int | None = None) -> None:
    """Notifies the pusher of every dialogue here whose journal is ahead of what was pushed, and forgets erased dialogues."""
    here = {*_connected(runtime, part), *(one for one in runtime.broadcasters if _is_in(part, one))}
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


def end_desks(runtime: Runtime, part: int | None = None) -> None:
    """Closes the sockets of desks whose right ended outside of the room: who opened it was taken out, or was a guest until today."""
    sockets = [
        bound
        for dialogue in _connected(runtime, part)
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


def _drop_unused_broadcasters(runtime: Runtime, part: int) -> None:
    for dialogue, broadcaster in list(runtime.broadcasters.items()):
        if (
            _is_in(part, dialogue)
            and not runtime.presence.bound_sockets(dialogue)
            and time.monotonic() - broadcaster.last_used > UNUSED_SECONDS
        ):
            del runtime.broadcasters[dialogue]
