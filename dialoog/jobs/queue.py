"""The states of a job: a worker claims it under a lease, carries it out in short steps, and ends it.

Every function acts within a transaction of its caller. On PostgreSQL several workers claim side by side (`FOR UPDATE SKIP
LOCKED`); on SQLite `BEGIN IMMEDIATE` lets one in at a time. A job whose worker died is claimed again once its lease is over.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, and_, or_, select, update

from dialoog.db.engine import connect_for_query
from dialoog.jobs.models import Job

LEASE_MS = 120_000
MINUTE_MS = 60_000
LONGEST_PAUSE_MS = 6 * 3600 * 1000
MOST_TRIES = 12
"""With the pauses between them twenty hours: a fault of a night passes by itself."""


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    key: str
    kind: str
    subject: str
    holder: str
    tries: int


def has_due(engine: Engine, kinds: Collection[str], now: int) -> bool:
    """Whether there is something to claim; it only reads, so that a worker with nothing to do holds up nobody."""
    with connect_for_query(engine) as connection:
        return connection.execute(select(Job.key).where(_claimable(kinds, now)).limit(1)).first() is not None


def claim(connection: Connection, kinds: Collection[str], holder: str, now: int) -> ClaimedJob | None:
    """The job that is due longest, for `holder` alone until its lease is over."""
    query = select(Job.key, Job.kind, Job.subject, Job.tries).where(_claimable(kinds, now)).order_by(Job.due)
    row = connection.execute(query.limit(1).with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    claimed = ClaimedJob(row.key, row.kind, row.subject, holder, row.tries + 1)
    changed = update(Job).where(Job.key == row.key)
    connection.execute(
        changed.values(state="running", holder=holder, lease=now + LEASE_MS, tries=claimed.tries)
    )
    return claimed


def renew(connection: Connection, job: ClaimedJob, now: int) -> bool:
    """Prolongs the lease; False where somebody else has the job by now, and nothing may be done for it."""
    return _change(connection, job, lease=now + LEASE_MS)


def postpone(connection: Connection, job: ClaimedJob, due: int) -> bool:
    """Gives the job back as if nobody had begun it: its day was moved."""
    return _change(connection, job, state="waiting", due=due, holder=None, lease=None, tries=0)


def give_back(connection: Connection, job: ClaimedJob, now: int) -> bool:
    """Lets another worker go on with it at once, since this one is told to stop: it is begun, and that was no try."""
    return _change(
        connection, job, state="waiting", due=now, holder=None, lease=None, tries=max(job.tries - 1, 1)
    )


def finish(connection: Connection, job: ClaimedJob, now: int) -> bool:
    return _change(connection, job, state="done", holder=None, lease=None, error=None, ended=now)


def fail(connection: Connection, job: ClaimedJob, error: str, now: int) -> bool:
    """Notes the fault: the job is tried again after a pause, or `failed` after its last try. Whether it is the last."""
    last = job.tries >= MOST_TRIES
    if last:
        _change(connection, job, state="failed", holder=None, lease=None, error=error, ended=now)
    else:
        _change(
            connection,
            job,
            state="waiting",
            due=now + pause_ms(job.tries),
            holder=None,
            lease=None,
            error=error,
        )
    return last


def retry_failed(connection: Connection, now: int) -> int:
    """Every failed job waits again, with all its tries; how many there were."""
    again = update(Job).where(Job.state == "failed")
    count: int = connection.execute(again.values(state="waiting", due=now, tries=0, ended=None)).rowcount
    return count


def pause_ms(tries: int) -> int:
    """1, 2, 4, 8 … minutes, six hours at most."""
    return min(MINUTE_MS << (tries - 1), LONGEST_PAUSE_MS)


def _change(connection: Connection, job: ClaimedJob, **values: object) -> bool:
    held = update(Job).where(Job.key == job.key, Job.holder == job.holder, Job.state == "running")
    return connection.execute(held.values(**values)).rowcount == 1


def _claimable(kinds: Collection[str], now: int) -> ColumnElement[bool]:
    """A lease or a pause that ends later than any that is given now was written by a clock that ran ahead: it counts as over."""
    is_begun = Job.tries > 0
    waits = and_(
        Job.state == "waiting",
        or_(Job.due <= now, and_(is_begun, Job.due > now + LONGEST_PAUSE_MS)),
    )
    abandoned = and_(Job.state == "running", or_(Job.lease <= now, Job.lease > now + LEASE_MS))
    return and_(or_(waits, abandoned), Job.kind.in_(kinds))
