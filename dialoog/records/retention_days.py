"""The day on which something of a dialogue is erased: whether it has come, and the jobs that wait for it.

People were told it, and somebody may move it: a job looks it up anew, and every hour each job is compared with it.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, Row, Select, SQLColumnExpression, literal, select

from dialoog.db.engine import read_transaction, retry_while_locked, transaction
from dialoog.jobs.models import Job
from dialoog.jobs.schedule import Kind, due_on, key_of, reopen, schedule
from dialoog.jobs.worker import Progress
from dialoog.live.models import Dialogue

PLANNED_AT_ONCE = 200
"""Dialogues of one page of `plan_by_day`."""


class UnreadableDay(Exception):
    """What stands there as the day is no date. The job fails, which is counted, until somebody puts it right."""


def wait_for(day: str, now: int) -> Progress | None:
    """None once the day has come; done where nobody was told a date."""
    if not day:
        return Progress(done=True)
    due = due_on(day)
    if due is None:
        raise UnreadableDay
    return Progress(due=due) if due > now else None


def plan_by_day(
    kind: Kind,
    day: SQLColumnExpression[str],
    remains: SQLColumnExpression[bool],
    engine: Engine,
    now: int,
) -> Iterator[None]:
    """Compares the job of every dialogue with its day, a page of them at a time: writes what an earlier release did not write, moves
    what somebody moved, and opens again what ended although something `remains`."""
    last: str | None = ""
    while last is not None:
        last = _plan_page(engine, kind, (day, remains), last, now)
        yield


def _plan_page(
    engine: Engine,
    kind: Kind,
    columns: tuple[SQLColumnExpression[str], SQLColumnExpression[bool]],
    after: str,
    now: int,
) -> str | None:
    """The last id of this page; None where there is no further one."""
    day, remains = columns
    key = literal(key_of(kind, "")).concat(Dialogue.id)
    query: Select[*tuple[Any, ...]] = (
        select(
            Dialogue.id, day.label("day"), remains.label("remains"), Job.key, Job.due, Job.state, Job.tries
        )
        .outerjoin(Job, Job.key == key)
        .where(Dialogue.id > after)
        .order_by(Dialogue.id)
        .limit(PLANNED_AT_ONCE)
    )
    with read_transaction(engine) as connection:
        page = connection.execute(query).all()
    wrong = [row for row in page if row.day and not _is_planned(row)]

    def write() -> None:
        with transaction(engine) as connection:
            for row in wrong:
                due = due_on(row.day)
                if row.state == "done":
                    reopen(connection, kind, row.id, now if due is None else due)
                else:
                    schedule(connection, kind, row.id, now if due is None else due, now)

    if wrong:
        retry_while_locked(write)
    return page[-1].id if len(page) == PLANNED_AT_ONCE else None


def _is_planned(row: Row[Any]) -> bool:
    """Whether its job waits for the day that people were told, was begun, did all there was, or failed and waits for a person."""
    if row.key is None:
        return False
    if row.state == "done":
        return not row.remains
    due = due_on(row.day)
    return row.state != "waiting" or row.tries > 0 or due is None or row.due == due
