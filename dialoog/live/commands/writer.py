"""The one writer: takes all waiting commands of all dialogues into one transaction (group commit).

Where one of them cannot be written, each is tried again in a transaction of its own, so that the others are not lost with it.
Outcomes are reported after the commit only; where nothing can be committed each is `Postponed`, and the clients keep what they
sent.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from dialoog.db.engine import is_transient, truncate_wal
from dialoog.db.erasure_list import ErasureFile
from dialoog.db.writer_session import open_session
from dialoog.live.commands.execute import PendingWrite, append, decide_on
from dialoog.live.commands.requests import CommandRequest, Outcome, Postponed
from dialoog.live.commands.unit_of_work import Save, UnitOfWork
from dialoog.live.journal.dialogue_clocks import DialogueClocks, SteadyWall
from dialoog.live.journal.state_cache import CachedState, StateCache
from dialoog.live.push.notifier import notify_processes
from dialoog.rules.commands import Undo
from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log

MOST_TOGETHER = 500
TRIES, PAUSE_SECONDS = 20, 0.05
ENOUGH_SECONDS = 3.0
"""After so long nothing is tried anew, since a database that stands still answers each try late."""

OnOutcome = Callable[[Outcome], None]


@dataclass(slots=True)
class _Waiting:
    request: CommandRequest
    on_outcome: OnOutcome
    outcome: Outcome = field(default_factory=Postponed)


class Writer:
    """`notify` is called with the id of each dialogue that a commit changed."""

    def __init__(
        self,
        engine: Engine,
        state_cache: StateCache,
        secret: str,
        save: Save,
        notify: Callable[[str], None],
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._engine = engine
        self._session = open_session(engine)
        self._state_cache = state_cache
        self._secret = secret
        self._save = save
        self._notify = notify
        self._sleep = sleep
        self.clocks = DialogueClocks()
        self.now: Callable[[], int] = SteadyWall().now
        """In ms since 1970."""
        self.batch_answers: Callable[[], AbstractContextManager[None]] = nullcontext
        """Entered around the callbacks of one batch; set by the transport."""
        self.acknowledge: Callable[[CachedState], object] = lambda state: None
        """Called with each state that a commit changed, before anybody is answered: it must neither wait nor raise."""
        self.erasure_file: ErasureFile | None = None
        """Gets what was erased, before anybody is told of it; set by `app`."""
        self._waiting: deque[_Waiting] = deque()
        self._wake_up = threading.Event()
        self._stopped = threading.Event()
        self._closing = False
        self._wal_has_erased_text = True  # a killed process may have left some (R14)
        self._batch_began: float | None = None
        self.entries = 0
        """How many were written since the start."""

    @property
    def waiting(self) -> int:
        """The number of queued commands."""
        return len(self._waiting)

    def submit(self, request: CommandRequest, on_outcome: OnOutcome) -> None:
        """Queues the request. The writer calls `on_outcome` once, right after the commit: it must neither wait nor raise. A long journal is
        read before, in the task of who sends: nothing may rest within the transaction."""
        command = request.command
        with suppress(Exception):  # the writer meets the same fault, and answers for it
            self._state_cache.prepare(
                self._engine, request.dialogue, command.version if isinstance(command, Undo) else None
            )
        if self._closing:
            on_outcome(Postponed("stopping"))
            return
        self._waiting.append(_Waiting(request, on_outcome))
        if not self._wake_up.is_set():
            self._wake_up.set()

    @property
    def busy(self) -> float:
        """The seconds that the current batch has taken so far; 0 where none is being written."""
        since = self._batch_began
        return 0.0 if since is None else time.monotonic() - since

    @property
    def stopping(self) -> bool:
        return self._closing

    def execute(self, request: CommandRequest, timeout: float = 20.0) -> Outcome:
        """Submits the request and waits for its outcome; `Postponed` where it takes longer than `timeout` seconds."""
        finished = threading.Event()
        outcomes: list[Outcome] = []

        def finish(outcome: Outcome) -> None:
            outcomes.append(outcome)
            finished.set()

        self.submit(request, finish)
        return outcomes[0] if finished.wait(timeout) else Postponed("too_long")

    def run(self) -> None:
        """The background task: writes one batch after the other until `stop`, whatever became of the one before."""
        while not (self._closing and not self._waiting):
            self._wake_up.wait()
            self._wake_up.clear()
            while self._waiting:
                self._batch_began = time.monotonic()
                self._write([self._waiting.popleft() for _ in range(min(MOST_TOGETHER, len(self._waiting)))])
                self._batch_began = None
        self._session.close()
        self._stopped.set()

    def stop(self, timeout: float = 5.0) -> None:
        """Writes what is queued, postpones what comes from now on, and waits at most `timeout` seconds for that."""
        self._closing = True
        self._wake_up.set()
        self._stopped.wait(timeout)

    def _write(self, waiting: list[_Waiting]) -> None:
        metrics.batch_commands.observe(len(waiting))
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
            self._report(waiting)
            return
        _guarded(self._publish, batch)
        self._report(waiting)
        _guarded(self._notify_all, batch)

    def _report(self, waiting: list[_Waiting]) -> None:
        with self.batch_answers() if len(waiting) > 1 else nullcontext():
            for one in waiting:
                _guarded(one.on_outcome, one.outcome)

    def _publish(self, batch: UnitOfWork) -> None:
        """Puts the committed states into the cache, and lists what was erased and empties the log of it before anybody is told of the
        erasure (R14)."""
        for dialogue in batch.changed:
            self._state_cache.put(batch.states[dialogue])
            self.acknowledge(batch.states[dialogue])
        if self.erasure_file is not None:
            self.erasure_file.add(batch.erased)
        self.list_erasures()
        self._wal_has_erased_text |= batch.erases_text
        self.truncate_log()

    def _committed(self, waiting: list[_Waiting]) -> UnitOfWork:
        """The committed batch; retries while another process holds the database. Raises what keeps it from being committed."""
        until = time.monotonic() + ENOUGH_SECONDS
        for attempt in range(1, TRIES + 1):
            try:
                with metrics.commit_seconds.time():
                    return self._try(waiting)
            except DBAPIError as error:
                if not is_transient(error) or attempt == TRIES or time.monotonic() > until:
                    raise
            self._sleep(PAUSE_SECONDS)
        raise AssertionError("never here")

    def _notify_all(self, batch: UnitOfWork) -> None:
        self.entries += batch.entries
        metrics.journal_entries.inc(batch.entries)
        for dialogue in batch.changed:
            self._notify(dialogue)

    def forget_text(self) -> None:
        """Empties the log of text that was erased beside the journal; after its commit."""
        self._wal_has_erased_text = True
        self.truncate_log()

    def truncate_log(self) -> None:
        """Empties the write-ahead log of erased text; what cannot be done now is tried again at the next heartbeat (R14)."""
        if not self._wal_has_erased_text:
            return
        try:
            self._wal_has_erased_text = not truncate_wal(self._engine)
        except SQLAlchemyError as error:
            log.warning("the write-ahead log could not be emptied now", fault=error)

    def list_erasures(self) -> None:
        """Writes what was erased to its list; what cannot be written now is tried again at the next heartbeat, and stands in the
        database meanwhile (R14)."""
        try:
            if self.erasure_file is not None:
                self.erasure_file.write()
        except OSError as error:
            log.warning("the list of erasures could not be written", fault=error)

    def _try(self, waiting: list[_Waiting]) -> UnitOfWork:
        now = self.now()
        requests = [one.request for one in waiting]
        with self._session.transaction() as connection:
            batch = UnitOfWork(connection, self._secret, self._save, self.clocks)
            batch.load(self._state_cache, [(one.dialogue, one.id, one.token) for one in requests])
            for one in waiting:
                self._one(batch, one, now)
            batch.flush()
            notify_processes(
                connection, {dialogue: batch.states[dialogue].version for dialogue in batch.changed}
            )
        return batch

    def _one(self, batch: UnitOfWork, waiting: _Waiting, now: int) -> None:
        """A fault while deciding postpones this command only; a fault while writing fails the batch."""
        try:
            decision = decide_on(batch, waiting.request, now)
        except SQLAlchemyError:
            raise
        except Exception as error:
            if batch.is_half_written:
                raise
            log.error("a command failed", fault=error)
            waiting.outcome = Postponed("failed")
            return
        waiting.outcome = append(batch, decision) if isinstance(decision, PendingWrite) else decision


def _guarded(action: Callable[[Any], object], about: Any) -> None:
    """Runs the action; logs a fault in it, so that the writer goes on."""
    try:
        action(about)
    except Exception as error:
        log.error("the writer goes on after a fault", fault=error)
