"""The one writer: it takes every waiting command of all dialogues into one transaction.

Where one of them cannot be written, each is tried again in a transaction of its own, so that it takes nobody along.
Answers are given after the commit only; where nothing can be committed everybody gets `later` and keeps what they
sent.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from dialoog.db.engine import is_transient, truncate_wal
from dialoog.db.sqlite import WriterConnection
from dialoog.live.commands.execute import (
    CommandRequest,
    Outcome,
    PendingWrite,
    Postponed,
    carry_out,
    decide_on,
)
from dialoog.live.commands.unit_of_work import Save, UnitOfWork
from dialoog.live.journal.state_cache import StateCache
from dialoog.live.push.notifier import notify_processes
from dialoog.telemetry.logging import log
from dialoog.telemetry.metrics import metrics

MOST_TOGETHER = 500
TRIES, PAUSE_SECONDS = 20, 0.05
ENOUGH_SECONDS = 3.0
"""After so long nothing is tried anew, since a database that stands still answers each try late."""

Answer = Callable[[Outcome], None]


@dataclass(slots=True)
class _Waiting:
    request: CommandRequest
    answer: Answer
    outcome: Outcome = field(default_factory=Postponed)


class Writer:
    """`ring` is called with each dialogue that a commit changed."""

    def __init__(
        self,
        engine: Engine,
        state_cache: StateCache,
        secret: str,
        save: Save,
        ring: Callable[[str], None],
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._engine = engine
        self._kept = WriterConnection(engine)
        self._state_cache = state_cache
        self._secret = secret
        self._save = save
        self._ring = ring
        self._sleep = sleep
        self.now: Callable[[], int] = lambda: time.time_ns() // 1_000_000
        """In ms since 1970."""
        self.together: Callable[[], AbstractContextManager[None]] = nullcontext
        """Around the answers of one batch; set by who says them."""
        self._waiting: deque[_Waiting] = deque()
        self._bell = threading.Event()
        self._stopped = threading.Event()
        self._closing = False
        self._forgot = True  # who was killed may have left erased words in the log (R14)
        self._since: float | None = None

    @property
    def waiting(self) -> int:
        """How many commands nobody has begun."""
        return len(self._waiting)

    def take(self, request: CommandRequest, answer: Answer) -> None:
        """`answer` is called once, right after the commit, by the writer itself: it must neither wait nor raise."""
        if self._closing:
            answer(Postponed("stopping"))
            return
        self._waiting.append(_Waiting(request, answer))
        if not self._bell.is_set():
            self._bell.set()

    @property
    def busy(self) -> float:
        """For how many seconds it has had one batch in hand; 0 where it waits for commands."""
        since = self._since
        return 0.0 if since is None else time.monotonic() - since

    @property
    def stopping(self) -> bool:
        return self._closing

    def ask(self, request: CommandRequest, patience: float = 20.0) -> Outcome:
        """Waits for the commit; after `patience` seconds the answer is that it is not known yet."""
        answered = threading.Event()
        outcome: list[Outcome] = []

        def keep(result: Outcome) -> None:
            outcome.append(result)
            answered.set()

        self.take(request, keep)
        return outcome[0] if answered.wait(patience) else Postponed("too_long")

    def work(self) -> None:
        """The background task: until `stop`, one batch after the other, whatever became of the one before."""
        while not (self._closing and not self._waiting):
            self._bell.wait()
            self._bell.clear()
            while self._waiting:
                self._since = time.monotonic()
                self._write([self._waiting.popleft() for _ in range(min(MOST_TOGETHER, len(self._waiting)))])
                self._since = None
        self._kept.close()
        self._stopped.set()

    def stop(self, patience: float = 5.0) -> None:
        """Everything that waits is still written; what comes now is told `later`."""
        self._closing = True
        self._bell.set()
        self._stopped.wait(patience)

    def _write(self, waiting: list[_Waiting]) -> None:
        metrics.batch.add(len(waiting))
        try:
            batch = self._committed(waiting)
        except Exception as error:
            if len(waiting) > 1 and not isinstance(error, OperationalError):
                for one in waiting:
                    self._write([one])
                return
            log.error("nothing can be committed", fault=error)
            for one in waiting:
                one.outcome = Postponed()
            self._answer(waiting)
            return
        _safely(self._learn, batch)
        self._answer(waiting)
        _safely(self._tell, batch)

    def _answer(self, waiting: list[_Waiting]) -> None:
        with self.together() if len(waiting) > 1 else nullcontext():
            for one in waiting:
                _safely(one.answer, one.outcome)

    def _learn(self, batch: UnitOfWork) -> None:
        """What was committed is what everybody here sees from now on; whoever hears that words are gone finds them
        gone from the disk (R14)."""
        for running in batch.open.values():
            self._state_cache.learn(running)
        self._forgot |= batch.forgot
        self.forget()

    def _committed(self, waiting: list[_Waiting]) -> UnitOfWork:
        """Raises what keeps it from being committed; a database that somebody else holds is waited for a while."""
        until = time.monotonic() + ENOUGH_SECONDS
        for attempt in range(1, TRIES + 1):
            try:
                with metrics.commit_seconds.timed():
                    return self._try(waiting)
            except DBAPIError as error:
                if not is_transient(error) or attempt == TRIES or time.monotonic() > until:
                    raise
            self._sleep(PAUSE_SECONDS)
        raise AssertionError("never here")

    def _tell(self, batch: UnitOfWork) -> None:
        metrics.entries += batch.entries
        for dialogue in batch.changed:
            self._ring(dialogue)

    def forget(self) -> None:
        """Empties the write-ahead log of erased text; what cannot be done now is tried again at the next pulse (R14)."""
        if not self._forgot:
            return
        try:
            self._forgot = not truncate_wal(self._engine)
        except SQLAlchemyError as error:
            log.warning("the write-ahead log could not be emptied now", fault=error)

    def _try(self, waiting: list[_Waiting]) -> UnitOfWork:
        now = self.now()
        requests = [one.request for one in waiting]
        with self._kept.transaction() as connection:
            batch = UnitOfWork(connection, self._secret, self._save)
            batch.look_up(self._state_cache, [(one.dialogue, one.id, one.token) for one in requests])
            for one in waiting:
                self._one(batch, one, now)
            batch.write_down()
            notify_processes(
                connection, {dialogue: batch.open[dialogue].version for dialogue in batch.changed}
            )
        return batch

    def _one(self, batch: UnitOfWork, waiting: _Waiting, now: int) -> None:
        """A command on which nothing can be decided harms itself only; one that cannot be written, the batch."""
        try:
            decided = decide_on(batch, waiting.request, now)
        except SQLAlchemyError:
            raise
        except Exception as error:
            if batch.half_written:
                raise
            log.error("a command failed", fault=error)
            waiting.outcome = Postponed("failed")
            return
        waiting.outcome = carry_out(batch, decided) if isinstance(decided, PendingWrite) else decided


def _safely(action: Callable[[Any], object], about: Any) -> None:
    """The writer goes on, whatever became of this."""
    try:
        action(about)
    except Exception as error:
        log.error("the writer goes on after a fault", fault=error)
