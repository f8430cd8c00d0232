"""Reading jobs: what is planned, what failed, and how many there are in each state."""

import msgspec
from sqlalchemy import Connection, func, select

from dialoog.jobs.models import Job


class JobRow(msgspec.Struct, frozen=True):
    """One job as an organiser may see it. Moments are in ms since 1970; `error` is the type of its last fault."""

    key: str
    kind: str
    subject: str
    due: int
    state: str
    tries: int
    error: str | None
    created: int
    ended: int | None


def list_jobs(connection: Connection, state: str, *, limit: int = 20, offset: int = 0) -> list[JobRow]:
    """Jobs in one state, the earliest first."""
    columns = [getattr(Job, name) for name in JobRow.__struct_fields__]
    query = select(*columns).where(Job.state == state).order_by(Job.due, Job.key).limit(limit).offset(offset)
    return [msgspec.convert(row._mapping, JobRow) for row in connection.execute(query)]


def job_of(connection: Connection, key: str) -> JobRow | None:
    columns = [getattr(Job, name) for name in JobRow.__struct_fields__]
    row = connection.execute(select(*columns).where(Job.key == key)).one_or_none()
    return msgspec.convert(row._mapping, JobRow) if row else None


OPEN_STATES = ("waiting", "running", "failed")


def count_open(connection: Connection) -> dict[str, int]:
    """How many jobs wait, run or failed."""
    query = select(Job.state, func.count()).where(Job.state.in_(OPEN_STATES)).group_by(Job.state)
    counts = {row[0]: row[1] for row in connection.execute(query)}
    return {state: counts.get(state, 0) for state in OPEN_STATES}


def overdue_seconds(connection: Connection, now: int) -> float:
    """For how long the earliest job that waits or was begun should have been done; `now` is in ms since 1970. It rises where no
    worker runs, and where one died with its job."""
    unfinished = Job.state.in_(("waiting", "running"))
    earliest = connection.execute(select(func.min(Job.due)).where(unfinished)).scalar()
    return 0.0 if earliest is None else max(0.0, (now - earliest) / 1000)
