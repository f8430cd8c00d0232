"""The worker as a process: how `dialoog worker` runs and stops, and how `serve` keeps one beside itself on SQLite."""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from dialoog.cli.setup import report_faults, start_worker
from dialoog.db import erasure_list
from dialoog.db.engine import make_engine, retry_while_locked, transaction
from dialoog.jobs import mail_delivery, outbox, queue
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.worker import Handler, Worker
from dialoog.planning import gathering_retention
from dialoog.records import earlier_retention, renewal, retention
from dialoog.records.archives import files, making
from dialoog.records.archives.withdrawal import remove_with
from dialoog.records.follow_up import reminders
from dialoog.records.follow_up.questions import reminders as question_reminders
from dialoog.records.follow_up.questions import retention as addressee_retention
from dialoog.records.looking_back import invitations
from dialoog.records.report_back import mails as report_mails
from dialoog.records.requests import retention as request_retention
from dialoog.records.search import index as search_index
from dialoog.settings import Settings
from dialoog.telemetry.logging import log

HANDLERS = {
    "retention": retention.HANDLER,
    **earlier_retention.HANDLERS,
    "gathering_retention": gathering_retention.HANDLER,
    "search": search_index.HANDLER,
    "record_form": renewal.HANDLER,
    "request_retention": request_retention.HANDLER,
    "addressee_retention": addressee_retention.HANDLER,
}
DELAY_SECONDS = 5.0
"""Phones that come back after a restart have the processor first."""
LOOK_SECONDS = 1.0
PAUSE_SECONDS = 30.0


def run(settings: Settings, *, beside: bool = False, retry_failed: bool = False) -> None:
    """Does jobs until SIGTERM or SIGINT; `beside` also until its standard input ends, so until whoever started it is gone."""
    engine = make_engine(settings.database)
    remove_with(engine, lambda archive: files.remove_if_possible(files.path_of(settings.folder, archive)))
    handlers = {kind: _listing(handler, settings) for kind, handler in HANDLERS.items()}
    own = {
        **reminders.handlers(settings),
        **question_reminders.handlers(settings),
        **invitations.handlers(settings),
        **making.handlers(settings),
    }
    worker = Worker(
        engine, {**handlers, **mail_delivery.handlers(settings, report_mails.composers(settings)), **own}
    )
    for stop_signal in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop_signal, lambda *_: worker.stop())
    if beside:
        threading.Thread(target=_stop_with_parent, args=(worker,), daemon=True).start()
    if retry_failed:
        with report_faults(engine):
            retry_while_locked(lambda: _retry_failed(engine))
    log.info("the worker started", database=engine.dialect.name)
    worker.run()
    engine.dispose()
    log.info("the worker stopped")


def keep_running(folder: str, sleep: Callable[[float], object]) -> None:
    """The background task of `serve`: a worker as a child, another where it ended. It holds the child's standard input open, which
    the kernel closes when this process ends, however it ends."""
    sleep(DELAY_SECONDS)
    while True:
        try:
            with start_worker(folder) as process:
                while process.poll() is None:
                    sleep(LOOK_SECONDS)
            log.warning("the worker ended and is started again", seconds=PAUSE_SECONDS)
        except OSError as error:  # no memory or no process to spare, for now
            log.warning(
                "the worker could not be started and is tried again", seconds=PAUSE_SECONDS, fault=error
            )
        sleep(PAUSE_SECONDS)


def _listing(handler: Handler, settings: Settings) -> Handler:
    """The handler, whose job is done only once what it erased stands on the list beside the database too."""

    def finish(engine: Engine) -> None:
        handler.finish(engine)
        erasure_list.catch_up(engine, Path(settings.folder) / erasure_list.FILE_NAME)

    return replace(handler, finish=finish)


def _stop_with_parent(worker: Worker) -> None:
    """Reads without the lock of `sys.stdin`: a thread that holds it when the interpreter ends aborts the process."""
    while os.read(0, 1024):
        pass
    worker.stop()


def _retry_failed(engine: Engine) -> int:
    with transaction(engine) as connection:
        outbox.reopen_failed(connection)
        return queue.retry_failed(connection, wall_ms())
