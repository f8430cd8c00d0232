"""The tables of the worker: jobs, mails, and the newest moment at which it believed the clock.

A job names what it is about by an id alone; words, names and addresses of people are never in it. A mail has them until it is sent.
"""

from sqlalchemy import BigInteger, Index, String, Text
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


class Mail(Base):
    """A text for one address. `state` is waiting, sent or failed. Moments are in ms since 1970."""

    __tablename__ = "mails"
    __table_args__ = (Index("ix_mails_organisation_state", "organisation", "state", "created"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    """What it is for: `invitation`, `sign_in` ..."""
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str | None] = mapped_column(Text, default=None)
    body: Mapped[str | None] = mapped_column(Text, default=None)
    """Subject and body are there until it is sent, and no moment longer."""
    language: Mapped[str] = mapped_column(String(8))
    organisation: Mapped[str | None] = mapped_column(String(24), default=None)
    """Who sees its state; None where that is nobody."""
    cause: Mapped[str] = mapped_column(String(64), index=True)
    """The id of what it was written for; erased with it."""
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    begun: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """When a try began of which nobody noted how it ended: it goes on, or its worker died."""
    maybe_twice: Mapped[bool] = mapped_column(default=False)
    """A try may have sent it without anybody knowing, and it was tried again."""
    error: Mapped[str | None] = mapped_column(String(80), default=None)
    """The type of the last fault and the code of the mail server, never its text."""
    created: Mapped[int] = mapped_column(BigInteger)
    sent: Mapped[int | None] = mapped_column(BigInteger, default=None)


class WorkerClock(Base):
    """One row: the newest reading of the wall clock that a worker believed."""

    __tablename__ = "worker_clock"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger)
