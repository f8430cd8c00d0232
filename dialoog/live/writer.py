"""The one writer: it takes every waiting command of all dialogues into one transaction.

Each has a savepoint of its own, so that one that fails takes nobody along. Answers are given after the
commit only; where nothing can be committed everybody gets `later` and keeps what they sent.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from dialoog.database import forget_on_disk, transaction
from dialoog.live.ledger import Ledger
from dialoog.live.run import Later, No, Outcome, Page, Request, Save, lock, run
from dialoog.tally import tally

log = logging.getLogger("dialoog")
AT_ONCE = 500
TRIES = 20
PAUSE = 0.05


@dataclass(slots=True)
class _Waiting:
    request: Request
    answered: threading.Event = field(default_factory=threading.Event)
    outcome: Outcome = field(default_factory=Later)


class Writer:
    """`announce` is told (dialogue, version) after each commit; nothing else leaves here."""

    def __init__(
        self,
        engine: Engine,
        ledger: Ledger,
        secret: str,
        save: Save,
        announce: Callable[[str, int], None],
        sleep: Callable[[float], object] = time.sleep,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._engine = engine
        self._ledger = ledger
        self._secret = secret
        self._save = save
        self._announce = announce
        self._sleep = sleep
        self.now = now
        self._queue: queue.Queue[_Waiting | None] = queue.Queue()
        self._stopped = threading.Event()
        self._closing = False
        self._forgot = False
        self.since: float | None = None
        """When it began the batch that it has in hand, on the monotonic clock."""

    @property
    def waiting(self) -> int:
        """How many commands nobody has begun."""
        return self._queue.qsize()

    def ask(self, request: Request, patience: float = 20.0) -> Outcome:
        """Waits for the commit; after `patience` seconds the answer is that it is not known yet."""
        if self._closing:
            return Later("stopping")
        waiting = _Waiting(request)
        self._queue.put(waiting)
        return waiting.outcome if waiting.answered.wait(patience) else Later("too_long")

    def work(self) -> None:
        """The background task: until `stop`, one batch after the other, whatever became of the one before."""
        while True:
            batch = self._take()
            if batch:
                self.since = time.monotonic()
                tally.batch.add(len(batch))
                try:
                    self._write(batch)
                except Exception as error:
                    log.error("the writer goes on after: %s in %s", type(error).__name__, _place(error))
                self.since = None
            if self._closing and self._queue.empty():
                break
        self._stopped.set()

    def stop(self, patience: float = 5.0) -> None:
        """Everything that waits is still written; what comes now is told `later`."""
        self._closing = True
        self._queue.put(None)
        self._stopped.wait(patience)

    def _take(self) -> list[_Waiting]:
        taken = [self._queue.get()]
        while len(taken) < AT_ONCE:
            try:
                taken.append(self._queue.get_nowait())
            except queue.Empty:
                break
        return [one for one in taken if one is not None]

    def _write(self, batch: list[_Waiting]) -> None:
        before: dict[str, int] = {}
        page: Page | None = None
        for attempt in range(TRIES):
            try:
                with tally.commit_seconds.timed():
                    page = self._try(batch)
                break
            except OperationalError as error:
                if "locked" not in str(error.orig) or attempt == TRIES - 1:
                    log.error("nothing can be committed: %s", type(error.orig).__name__)
                    break
            except Exception as error:
                log.error("nothing can be committed: %s", type(error).__name__)
                break
            self._sleep(PAUSE)
        if page is None:
            for waiting in batch:
                waiting.outcome = Later()
        else:
            for dialogue, running in page.open.items():
                before[dialogue] = self._ledger.known(dialogue).version
                self._ledger.learn(running)
        for waiting in batch:
            waiting.answered.set()
        if page is not None:
            self._tell(page, before)

    def _tell(self, page: Page, before: dict[str, int]) -> None:
        for dialogue, running in page.open.items():
            if running.version > before[dialogue]:
                tally.entries += running.version - before[dialogue]
                self._announce(dialogue, running.version)
        self._forgot |= page.forgot
        self.forget()

    def forget(self) -> None:
        """Empties the write-ahead log of erased text; what cannot be done now is tried again at the next pulse (R14)."""
        if not self._forgot:
            return
        try:
            self._forgot = not forget_on_disk(self._engine)
        except SQLAlchemyError as error:
            log.warning("the write-ahead log could not be emptied now: %s", type(error).__name__)

    def _try(self, batch: list[_Waiting]) -> Page:
        now = self.now()
        with transaction(self._engine) as connection:
            page = Page(connection, self._secret, self._save)
            for waiting in batch:
                self._one(page, waiting, now)
        return page

    def _one(self, page: Page, waiting: _Waiting, now: int) -> None:
        dialogue = waiting.request.dialogue
        running = page.open.get(dialogue)
        try:
            with page.connection.begin_nested():
                if running is None:
                    if not lock(page.connection, dialogue):
                        waiting.outcome = No("unknown_dialogue")
                        return
                    running = self._ledger.newest(page.connection, dialogue)
                waiting.outcome, after = run(page, running, waiting.request, now)
                page.open[dialogue] = after
        except OperationalError:
            raise
        except Exception as error:
            log.error("a command failed: %s in %s", type(error).__name__, _place(error))
            waiting.outcome = Later("failed")


def _place(error: BaseException) -> str:
    """Where it went wrong, without a word of what somebody said."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
