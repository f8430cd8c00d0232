"""Retention: on the day that people were told, a dialogue and everything that refers to it is erased.

The first step closes every door: from then on nobody finds the dialogue, whatever still lies there. Words and names go first. A step
takes few rows, so that the writer of the phones never waits long; killed in between, the next worker goes on where this one was.
"""

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, delete, literal, select, update

from dialoog.accounts.models import Token
from dialoog.db.engine import (
    connect_for_query,
    read_transaction,
    retry_while_locked,
    transaction,
    truncate_wal,
)
from dialoog.jobs.models import Job
from dialoog.jobs.schedule import due_on, schedule
from dialoog.jobs.worker import Handler, Progress
from dialoog.live.models import Dialogue, JournalRow, SeatName, Translation, Word
from dialoog.live.plan import LONGEST
from dialoog.records.models import Record
from dialoog.telemetry.logging import log

ROWS = 250
"""Rows of one step: about 10 ms, where the machine is busy 25."""
PLANNED_AT_ONCE = 200
WAL_TRIES, WAL_PAUSE_SECONDS = 40, 0.05
CONTENT: tuple[tuple[Any, Any], ...] = (
    (Word, Word.id),
    (Translation, Translation.word),
    (SeatName, SeatName.id),
    (Record, Record.dialogue),
    (JournalRow, JournalRow.version),
)
"""Tables of a dialogue, in the order in which they are emptied, each with the column that chooses some of its rows."""
PLAN_AS_ERASED = dict.fromkeys(LONGEST, "")
"""Every line that somebody typed about it."""
_until = Dialogue.__table__.columns.until


class StillInLog(Exception):
    """Somebody reads from SQLite's write-ahead log, so what was erased lies in it yet."""


def erase_step(connection: Connection, dialogue: str, now: int) -> Progress:
    """Erases some of it; nothing before its day, which is looked up anew since somebody may have moved it."""
    locked = select(_until, Dialogue.erasing).where(Dialogue.id == dialogue).with_for_update()
    row = connection.execute(locked).one_or_none()
    if row is None:
        return Progress(done=True)
    if row.erasing is None:
        due = due_on(row.until)
        if due is None:  # nobody was told a date
            return Progress(done=True)
        if due > now:
            return Progress(due=due)
        _close_doors(connection, dialogue, now)
    rows, left = dict.fromkeys((table.__tablename__ for table, _ in CONTENT), 0), ROWS
    for table, column in CONTENT:
        rows[table.__tablename__] = _delete_some(connection, dialogue, table, column, left)
        left -= rows[table.__tablename__]
        if left <= 0:
            return Progress(report=partial(_report, dialogue, rows))
    connection.execute(delete(Dialogue).where(Dialogue.id == dialogue))
    return Progress(done=True, report=partial(_report, dialogue, rows))


def forget_on_disk(engine: Engine) -> None:
    """SQLite overwrites what is deleted (`secure_delete`); its write-ahead log is emptied here. PostgreSQL's dead rows are removed by a
    VACUUM, after which their bytes lie in free space until something is written there (docs/deploy says what that means)."""
    if engine.dialect.name == "postgresql":
        with connect_for_query(engine) as connection:
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.exec_driver_sql(
                "VACUUM words, translations, seats, records, journal, tokens, dialogues"
            )
            connection.exec_driver_sql("RESET statement_timeout")
        return
    for _ in range(WAL_TRIES):
        if truncate_wal(engine):
            return
        time.sleep(WAL_PAUSE_SECONDS)
    raise StillInLog


def plan_missing(engine: Engine, now: int) -> bool:
    """Writes the jobs of dialogues that an earlier release opened beside this one; True where there may be more of them."""
    query = (
        select(Dialogue.id, _until)
        .outerjoin(Job, Job.key == literal("retention:").concat(Dialogue.id))
        .where(Job.key.is_(None), _until != "")
        .limit(PLANNED_AT_ONCE)
    )
    with read_transaction(engine) as connection:
        missing = [
            (row.id, due) for row in connection.execute(query) if (due := due_on(row.until)) is not None
        ]
    if not missing:
        return False

    def write() -> None:
        with transaction(engine) as connection:
            for dialogue, due in missing:
                schedule(connection, "retention", dialogue, due, now)

    retry_while_locked(write)
    return len(missing) == PLANNED_AT_ONCE


HANDLER = Handler(step=erase_step, finish=forget_on_disk, plan=plan_missing)


def _close_doors(connection: Connection, dialogue: str, now: int) -> None:
    """From here on no query finds the dialogue and no token opens it. What was planned of it goes at once."""
    connection.execute(update(Dialogue).where(Dialogue.id == dialogue).values(**PLAN_AS_ERASED, erasing=now))
    connection.execute(delete(Token).where(Token.dialogue == dialogue))


def _delete_some(connection: Connection, dialogue: str, table: Any, column: Any, most: int) -> int:
    """Deletes so many rows of this dialogue at most (a word's translations go together); how many they were."""
    some = select(column).where(table.dialogue == dialogue).limit(most).scalar_subquery()
    return connection.execute(delete(table).where(table.dialogue == dialogue, column.in_(some))).rowcount


def _report(dialogue: str, rows: Mapping[str, int]) -> None:
    log.info(
        "a dialogue was erased on its day",
        dialogue=dialogue,
        words=rows["words"] + rows["translations"],
        names=rows["seats"],
        entries=rows["journal"],
    )
