"""Writing a job, in the transaction of what causes it, and the moment at which a day's work begins."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, update
from sqlalchemy.dialects import postgresql, sqlite

from dialoog.db.engine import retry_while_locked, transaction
from dialoog.jobs.models import Job

Kind = Literal[
    "retention",
    "name_retention",
    "contact_retention",
    "gathering_retention",
    "mail",
    "mail_retention",
    "search",
    "record_form",
    "request_retention",
    "agreement",
    "looking_back",
    "question",
    "addressee_retention",
    "archive",
    "archive_removal",
]

TIME_ZONE = ZoneInfo("Europe/Amsterdam")
HOUR = time(4)
"""At night: an evening that runs past midnight is over, and a machine that is on at night has nothing else to do."""


def day_at(now: int) -> date:
    """The day of this moment, in ms since 1970, where evenings are held."""
    return datetime.fromtimestamp(now // 1000, TIME_ZONE).date()


def due_on(day: str) -> int | None:
    """When what is promised for this ISO date is done, in ms since 1970; None where that is no date."""
    try:
        moment = datetime.combine(date.fromisoformat(day), HOUR, TIME_ZONE)
    except ValueError:
        return None
    return int(moment.timestamp()) * 1000


def key_of(kind: Kind, subject: str) -> str:
    return f"{kind}:{subject}"


def schedule(connection: Connection, kind: Kind, subject: str, due: int, now: int) -> None:
    """Writes the job, or moves the one that waits to `due`; one that was begun or ended stays as it is."""
    key = key_of(kind, subject)
    moved = update(Job).where(Job.key == key, Job.state == "waiting").values(due=due)
    if connection.execute(moved).rowcount:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(Job).values(
        key=key, kind=kind, subject=subject, due=due, state="waiting", tries=0, created=now
    )
    connection.execute(row.on_conflict_do_nothing())


def reopen(connection: Connection, kind: Kind, subject: str, due: int) -> None:
    """Lets a job that is done wait for `due`, since its subject is still there."""
    done = update(Job).where(Job.key == key_of(kind, subject), Job.state == "done")
    connection.execute(done.values(state="waiting", due=due, tries=0, ended=None))


def schedule_at_once(engine: Engine, kind: Kind, subjects: Collection[str], now: int) -> None:
    """The worker does these as soon as it can, also where they were done before."""

    def write() -> None:
        with transaction(engine) as connection:
            for subject in subjects:
                schedule(connection, kind, subject, 0, now)
                reopen(connection, kind, subject, 0)

    if subjects:
        retry_while_locked(write)
