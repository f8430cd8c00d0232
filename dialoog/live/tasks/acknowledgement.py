"""The two files apart from the database: once a second what was acknowledged is written to the one, and the start compares both with it."""

from pathlib import Path

from dialoog.db import erasure_list
from dialoog.db.engine import read_transaction
from dialoog.live.runtime import Runtime
from dialoog.telemetry.logging import log

INTERVAL_SECONDS = 1.0


def keep_writing(runtime: Runtime) -> None:
    """The background task; it never ends."""
    while True:
        runtime.socketio.sleep(INTERVAL_SECONDS)
        try:
            runtime.acknowledged.write()
        except OSError as error:
            log.warning("acknowledged versions could not be written", fault=error)


def check(runtime: Runtime) -> None:
    """Before anybody is served: of a file that grew for weeks it takes longer than phones may be kept waiting."""
    try:
        with read_transaction(runtime.engine) as connection:
            missing = runtime.acknowledged.compact(connection)
    except Exception as error:
        log.warning("acknowledged versions could not be checked", fault=error)
        return
    if missing:
        log.error("acknowledged entries are missing", times=len(missing))


def complete_erasures(runtime: Runtime) -> None:
    """A process that was killed after a commit left its line out."""
    try:
        erasure_list.catch_up(runtime.engine, Path(runtime.settings.folder) / erasure_list.FILE_NAME)
    except Exception as error:
        log.warning("the list of erasures could not be completed", fault=error)
