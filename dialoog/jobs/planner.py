"""Planning a job for each row whose day has come, page by page: between two pages the worker may stop."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from functools import partial

from sqlalchemy import Connection, Engine

from dialoog.db.engine import read_transaction, retry_while_locked, transaction
from dialoog.jobs.schedule import TIME_ZONE, Kind, day_at, schedule

AT_ONCE = 200
MORNING = time(10)
"""People are written to at an hour at which a telephone wakes nobody."""
Find = Callable[[Connection, str], Sequence[tuple[str, str | None]]]
"""Of the rows after this id the first `AT_ONCE`, by id: each with the subject of its job, or None where it gets none."""


def plan_pages(engine: Engine, kind: Kind, find: Find, due: int, now: int) -> Iterator[None]:
    last = ""
    while True:
        with read_transaction(engine) as connection:
            page = find(connection, last)
        if subjects := [subject for _id, subject in page if subject is not None]:
            retry_while_locked(partial(_schedule_all, engine, kind, subjects, due, now))
        yield
        if len(page) < AT_ONCE:
            return
        last = page[-1][0]


def morning_of(now: int) -> int:
    """Ten o'clock of today, or now where that is over; in ms since 1970."""
    today = day_at(now)
    return max(int(datetime.combine(today, MORNING, TIME_ZONE).timestamp()) * 1000, now)


def _schedule_all(engine: Engine, kind: Kind, subjects: Sequence[str], due: int, now: int) -> None:
    with transaction(engine) as connection:
        for subject in subjects:
            schedule(connection, kind, subject, due, now)
