"""The rows of jobs, read for the tests: no page shows them."""

import msgspec
from sqlalchemy import Connection, select

from dialoog.jobs.models import Job


class JobRow(msgspec.Struct, frozen=True):
    """One job. Moments are in ms since 1970; `error` is the type of its last fault."""

    key: str
    kind: str
    subject: str
    due: int
    state: str
    tries: int
    error: str | None
    created: int
    ended: int | None


def list_jobs(connection: Connection, state: str) -> list[JobRow]:
    """Jobs in one state, the earliest first."""
    columns = [getattr(Job, name) for name in JobRow.__struct_fields__]
    query = select(*columns).where(Job.state == state).order_by(Job.due, Job.key)
    return [msgspec.convert(row._mapping, JobRow) for row in connection.execute(query)]


def job_of(connection: Connection, key: str) -> JobRow | None:
    columns = [getattr(Job, name) for name in JobRow.__struct_fields__]
    row = connection.execute(select(*columns).where(Job.key == key)).one_or_none()
    return msgspec.convert(row._mapping, JobRow) if row else None
