"""An evening that was planned and never opened: a year after its day it goes, with who would have led it.

One whose table was opened goes with its dialogue.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import sqlalchemy
from sqlalchemy import Connection, Engine, select

from dialoog.accounts.models import AccountLink, Assignment
from dialoog.jobs import outbox
from dialoog.jobs.forgetting import empty_log
from dialoog.jobs.models import Job
from dialoog.jobs.planner import AT_ONCE, plan_pages
from dialoog.jobs.schedule import day_at, due_on, key_of
from dialoog.jobs.worker import Handler, Progress
from dialoog.planning.models import Gathering
from dialoog.telemetry.logging import log

DAYS = 365
_columns = Gathering.__table__.columns


def last_day(of: str) -> str:
    """Of an evening on this ISO date: until when it is there where nobody opens it; empty for what is no date."""
    try:
        return (date.fromisoformat(of) + timedelta(days=DAYS)).isoformat()
    except (ValueError, OverflowError):
        return ""


def erase_step(connection: Connection, gathering: str, now: int) -> Progress:
    row = connection.execute(
        select(_columns.date, _columns.dialogue).where(_columns.id == gathering).with_for_update()
    ).one_or_none()
    if row is None or row.dialogue is not None:
        return Progress(done=True)
    due = due_on(last_day(row.date))
    if due is None:
        return Progress(done=True)
    if due > now:
        return Progress(due=due)
    delete(connection, gathering)
    return Progress(done=True, report=lambda: log.info("an evening that nobody opened was erased"))


def delete(connection: Connection, gathering: str) -> None:
    """One that was not opened, with its cards, links and mails, and who would have led it."""
    links = AccountLink.gathering == gathering
    for cause in (gathering, *connection.execute(select(AccountLink.id).where(links)).scalars()):
        outbox.forget(connection, cause)
    connection.execute(sqlalchemy.delete(AccountLink).where(links))
    connection.execute(sqlalchemy.delete(Assignment).where(Assignment.gathering == gathering))
    connection.execute(sqlalchemy.delete(Gathering).where(Gathering.id == gathering))


def plan_jobs(engine: Engine, now: int) -> Iterator[None]:
    """Writes a job for each evening whose year is over."""
    today = day_at(now)
    before = (today - timedelta(days=DAYS)).isoformat()
    has_job = select(Job.key).where(Job.key == key_of("gathering_retention", "") + _columns.id).exists()
    query = select(_columns.id).where(
        _columns.dialogue.is_(None), _columns.date != "", _columns.date <= before, ~has_job
    )

    def find(connection: Connection, after: str) -> list[tuple[str, str | None]]:
        page = query.where(_columns.id > after).order_by(_columns.id).limit(AT_ONCE)
        return [(identifier, identifier) for identifier in connection.execute(page).scalars()]

    return plan_pages(engine, "gathering_retention", find, now, now)


def forget_on_disk(engine: Engine) -> None:
    """The write-ahead log of SQLite; on PostgreSQL the rows go with its next vacuum."""
    if engine.dialect.name == "sqlite":
        empty_log(engine)


HANDLER = Handler(step=erase_step, finish=forget_on_disk, plan=plan_jobs)
