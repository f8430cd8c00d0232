"""The worker: claims what is due, carries it out in short transactions, tries again what failed, and stops when it is told to.

It shares SQLite's file with the writer of the phones, so no transaction takes longer than 50 ms, and after each it rests for as
long. Killed at any moment it leaves a job that the next worker takes up again: each step may be repeated.
"""

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from dialoog.db import migrations
from dialoog.db.engine import retry_while_locked, transaction
from dialoog.jobs import queue
from dialoog.jobs.clock import WallClock
from dialoog.jobs.queue import ClaimedJob
from dialoog.telemetry.logging import log

POLL_SECONDS = 5.0
PLAN_SECONDS = 3600.0
FAULT_SECONDS = 60.0
"""Between two lines that say that the database cannot be used."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What one step came to: done, more to do, or (`due`) not before that moment, in ms since 1970. `report` logs what was
    committed. `outside` is done outside of a transaction, such as talking to another server; it gives the step that follows."""

    done: bool = False
    due: int | None = None
    report: Callable[[], object] = lambda: None
    outside: "Callable[[], Step] | None" = None


Step = Callable[[Connection, str, int], Progress]


@dataclass(frozen=True, slots=True)
class Handler:
    """How jobs of one kind are done. `step` is one short transaction about one subject at one moment; it may be repeated. `finish`
    follows outside of a transaction; where it raises the job is tried again. `plan` writes jobs that an earlier release did
    not write and moves those whose day was moved, page by page; between two pages the worker may stop. `note_failure` is told
    the subject, the fault and whether that was the last try, in the transaction that notes it."""

    step: Step
    finish: Callable[[Engine], object]
    plan: Callable[[Engine, int], Iterable[None]] = lambda _engine, _now: ()
    note_failure: Callable[[Connection, str, Exception, bool], object] = lambda *_: None
    is_irreversible: bool = True
    """It waits until the clock is credible."""


class Worker:
    def __init__(
        self, engine: Engine, handlers: Mapping[str, Handler], clock: WallClock | None = None
    ) -> None:
        self._engine = engine
        self._handlers = handlers
        self._clock = clock or WallClock(engine)
        self._holder = secrets.token_urlsafe(12)
        self._release = migrations.newest()
        self._stop = threading.Event()
        self._planned_at: float | None = None
        self._fault_at: float | None = None

    def stop(self) -> None:
        """It ends after the step that it is at."""
        self._stop.set()

    def run(self) -> None:
        """Until `stop`."""
        while not self._stop.is_set():
            try:
                busy = self.run_once()
            except SQLAlchemyError as error:
                busy = False
                self._report_fault(error)
            if not busy:
                self._stop.wait(POLL_SECONDS)

    def run_once(self) -> bool:
        """One job, where one is due; whether there was one. While the tables are those of another release nothing is done."""
        if migrations.current_revision(self._engine) != self._release:
            return False
        kinds = self._allowed_kinds()
        now = self._clock.now()
        self._plan(now)
        if not queue.has_due(self._engine, kinds, now):
            return False
        job = retry_while_locked(lambda: self._claim(kinds))
        if job is None:
            return False
        try:
            self._carry_out(job, self._handlers[job.kind])
        except Exception as error:
            self._note_failure(job, error)
        return True

    def _allowed_kinds(self) -> list[str]:
        credible = self._clock.is_credible()
        return [kind for kind, handler in self._handlers.items() if credible or not handler.is_irreversible]

    def _plan(self, now: int) -> None:
        """At the start and every hour."""
        if self._planned_at is not None and time.monotonic() - self._planned_at < PLAN_SECONDS:
            return
        for handler in self._handlers.values():
            for _page in handler.plan(self._engine, now):
                if self._stop.is_set():
                    return
        self._planned_at = time.monotonic()

    def _claim(self, kinds: list[str]) -> ClaimedJob | None:
        with transaction(self._engine) as connection:
            return queue.claim(connection, kinds, self._holder, self._clock.now())

    def _carry_out(self, job: ClaimedJob, handler: Handler) -> None:
        step = handler.step
        while True:
            began = time.monotonic()
            progress = retry_while_locked(partial(self._step, job, step))
            if progress is None:
                return
            progress.report()
            if progress.done:
                break
            if progress.outside is not None:
                step = progress.outside()
            elif self._stop.wait(time.monotonic() - began):
                retry_while_locked(lambda: self._give_back(job))
                return
        handler.finish(self._engine)
        retry_while_locked(lambda: self._finish(job))

    def _step(self, job: ClaimedJob, step: Step) -> Progress | None:
        """None where the job is not ours any more, or not due yet."""
        with transaction(self._engine) as connection:
            now = self._clock.now()
            if not queue.renew(connection, job, now):
                return None
            progress = step(connection, job.subject, now)
            if progress.due is not None:
                queue.postpone(connection, job, progress.due)
                return None
            return progress

    def _give_back(self, job: ClaimedJob) -> None:
        with transaction(self._engine) as connection:
            queue.give_back(connection, job, self._clock.now())

    def _finish(self, job: ClaimedJob) -> None:
        with transaction(self._engine) as connection:
            queue.finish(connection, job, self._clock.now())

    def _note_failure(self, job: ClaimedJob, error: Exception) -> None:
        """Where not even that can be written, the lease ends by itself and the try was counted when it began."""

        def note() -> bool:
            with transaction(self._engine) as connection:
                now = self._clock.now()
                is_ours = queue.renew(connection, job, now)
                is_last = queue.fail(connection, job, type(error).__name__, now)
                if is_ours:
                    self._handlers[job.kind].note_failure(connection, job.subject, error, is_last)
                return is_last

        if retry_while_locked(note):
            log.error("a job failed for good", kind=job.kind, times=job.tries, fault=error)
        else:
            log.warning("a job failed and is tried again", kind=job.kind, times=job.tries, fault=error)

    def _report_fault(self, error: Exception) -> None:
        now = time.monotonic()
        if self._fault_at is None or now - self._fault_at >= FAULT_SECONDS:
            self._fault_at = now
            log.warning("no job can be done now", fault=error)
