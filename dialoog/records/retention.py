"""Retention: on the day that people were told, a dialogue and everything that refers to it is erased.

The first step closes every door: from then on nobody finds the dialogue, whatever still lies there. Words and names go first. A step
takes few rows, so that the writer of the phones never waits long; killed in between, the next worker goes on where this one was.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import sqlalchemy
from sqlalchemy import Connection, Engine, Row, delete, func, literal, select, update

from dialoog.accounts.models import AccountLink, Assignment, Token
from dialoog.db.engine import (
    connect_for_query,
    read_transaction,
    retry_while_locked,
    transaction,
)
from dialoog.jobs.forgetting import empty_log
from dialoog.jobs.models import Job
from dialoog.jobs.schedule import due_on, reopen, schedule
from dialoog.jobs.worker import Handler, Progress
from dialoog.live.models import Contact, Dialogue, JournalRow, SeatName, Translation, Word
from dialoog.live.plan import LONGEST
from dialoog.records.models import Record
from dialoog.telemetry.logging import log

ROWS = 250
"""Rows of one step: about 10 ms, where the machine is busy 25."""
PLANNED_AT_ONCE = 200
"""Dialogues of one page of `plan_jobs`."""
CONTENT: tuple[tuple[Any, Any], ...] = (
    (Contact, Contact.seat),
    (Word, Word.id),
    (Translation, Translation.word),
    (SeatName, SeatName.id),
    (Record, Record.dialogue),
    (JournalRow, JournalRow.version),
)
"""Tables of a dialogue, in the order in which they are emptied, each with the column that chooses some of its rows."""
PLAN_AS_ERASED = dict.fromkeys((*LONGEST, "organised_by"), "")
_gatherings = sqlalchemy.table("gatherings", sqlalchemy.column("id"), sqlalchemy.column("dialogue"))
"""By name, since planning lies beside records: the evening of a dialogue goes with it, and who led it."""
"""Every line that somebody typed about it."""
_until = Dialogue.__table__.columns.until


class UnreadableDay(Exception):
    """What stands there as the day is no date. The job fails, which is counted, until somebody puts it right."""


def erase_step(connection: Connection, dialogue: str, now: int) -> Progress:
    """Erases some of it; nothing before its day, which is looked up anew since somebody may have moved it."""
    locked = select(_until, Dialogue.erasing).where(Dialogue.id == dialogue).with_for_update()
    row = connection.execute(locked).one_or_none()
    if row is None:
        return Progress(done=True)
    if row.erasing is None:
        if not row.until:  # nobody was told a date
            return Progress(done=True)
        due = due_on(row.until)
        if due is None:
            raise UnreadableDay
        if due > now:
            return Progress(due=due)
        _close_doors(connection, dialogue, now)
        return Progress(report=partial(_report_beginning, dialogue, _count_rows(connection, dialogue)))
    left = ROWS
    for table, column in CONTENT:
        left -= _delete_some(connection, dialogue, table, column, left)
        if left <= 0:
            return Progress()
    connection.execute(delete(Dialogue).where(Dialogue.id == dialogue))
    return Progress(done=True, report=partial(_report_end, dialogue))


def forget_on_disk(engine: Engine) -> None:
    """SQLite overwrites what is deleted (`secure_delete`); its write-ahead log is emptied here. PostgreSQL's dead rows are removed by a
    VACUUM, after which their bytes lie in free space until something is written there (docs/deploy says what that means)."""
    if engine.dialect.name == "postgresql":
        with connect_for_query(engine) as connection:
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.exec_driver_sql(
                "VACUUM contacts, words, translations, seats, records, journal, tokens, dialogues"
            )
            connection.exec_driver_sql("RESET statement_timeout")
        return
    empty_log(engine)


def plan_jobs(engine: Engine, now: int) -> Iterator[None]:
    """Compares the job of every dialogue with its day, a page of them at a time: writes what an earlier release did not write, moves
    what somebody moved, and opens again what ended without erasing."""
    last: str | None = ""
    while last is not None:
        last = _plan_page(engine, last, now)
        yield


HANDLER = Handler(step=erase_step, finish=forget_on_disk, plan=plan_jobs)


def _plan_page(engine: Engine, after: str, now: int) -> str | None:
    """The last id of this page; None where there is no further one."""
    query = (
        select(Dialogue.id, _until, Job.key, Job.due, Job.state, Job.tries)
        .outerjoin(Job, Job.key == literal("retention:").concat(Dialogue.id))
        .where(Dialogue.id > after)
        .order_by(Dialogue.id)
        .limit(PLANNED_AT_ONCE)
    )
    with read_transaction(engine) as connection:
        page = connection.execute(query).all()
    wrong = [row for row in page if row.until and not _is_planned(row)]

    def write() -> None:
        with transaction(engine) as connection:
            for row in wrong:
                due = due_on(row.until)
                if row.state == "done":
                    reopen(connection, "retention", row.id, now if due is None else due)
                else:
                    schedule(connection, "retention", row.id, now if due is None else due, now)

    if wrong:
        retry_while_locked(write)
    return page[-1].id if len(page) == PLANNED_AT_ONCE else None


def _is_planned(row: Row[Any]) -> bool:
    """Whether its job waits for the day that people were told, was begun, or failed and waits for a person."""
    if row.key is None or row.state == "done":
        return False
    due = due_on(row.until)
    return row.state != "waiting" or row.tries > 0 or due is None or row.due == due


def _close_doors(connection: Connection, dialogue: str, now: int) -> None:
    """From here on no query finds the dialogue and no token opens it. What was planned of it goes at once."""
    connection.execute(update(Dialogue).where(Dialogue.id == dialogue).values(**PLAN_AS_ERASED, erasing=now))
    connection.execute(delete(Token).where(Token.dialogue == dialogue))
    planned = select(_gatherings.c.id).where(_gatherings.c.dialogue == dialogue)
    connection.execute(delete(AccountLink).where(AccountLink.gathering.in_(planned)))
    connection.execute(delete(Assignment).where(Assignment.gathering.in_(planned)))
    connection.execute(delete(_gatherings).where(_gatherings.c.dialogue == dialogue))


def _delete_some(connection: Connection, dialogue: str, table: Any, column: Any, most: int) -> int:
    """Deletes so many rows of this dialogue at most (a word's translations go together); how many they were."""
    some = select(column).where(table.dialogue == dialogue).limit(most).scalar_subquery()
    return connection.execute(delete(table).where(table.dialogue == dialogue, column.in_(some))).rowcount


def _count_rows(connection: Connection, dialogue: str) -> dict[str, int]:
    return {
        table.__tablename__: connection.execute(
            select(func.count()).select_from(table).where(table.dialogue == dialogue)
        ).scalar_one()
        for table, _ in CONTENT
    }


def _report_beginning(dialogue: str, rows: Mapping[str, int]) -> None:
    log.info(
        "the erasing of a dialogue began",
        dialogue=dialogue,
        words=rows["words"] + rows["translations"],
        names=rows["seats"],
        entries=rows["journal"],
    )


def _report_end(dialogue: str) -> None:
    log.info("a dialogue was erased on its day", dialogue=dialogue)
