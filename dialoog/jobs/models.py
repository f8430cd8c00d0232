"""The tables of the worker: jobs, and the newest moment at which it believed the clock.

A job names what it is about by an id alone; words, names and addresses of people are never in it.
"""

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base


class Job(Base):
    """`state` is waiting, running, done or failed. Moments are in ms since 1970."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_due", "state", "due"),)

    key: Mapped[str] = mapped_column(String(96), primary_key=True)
    """What makes it this job and no other: written twice, it is done once."""
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(64))
    """The id of what it is about. No foreign key: the job outlives a dialogue that it deletes."""
    due: Mapped[int] = mapped_column(BigInteger)
    """Not before this moment; of a job that is tried again, when."""
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    """How often it was begun; it counts a worker that died with it too."""
    holder: Mapped[str | None] = mapped_column(String(24), default=None)
    """The worker that has it."""
    lease: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """Until when; afterwards another worker may take it, since this one died."""
    error: Mapped[str | None] = mapped_column(String(80), default=None)
    """The type of the last fault, never its text."""
    created: Mapped[int] = mapped_column(BigInteger)
    ended: Mapped[int | None] = mapped_column(BigInteger, default=None)


class WorkerClock(Base):
    """One row: the newest reading of the wall clock that a worker believed."""

    __tablename__ = "worker_clock"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger)
