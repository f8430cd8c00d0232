"""What the one process that serves does about itself: open files, garbage collection, the signal to stop, and its exit.

Where several serve, each is a service of its own with a port of its own (docs/deploy).
"""

import errno
import gc
import logging
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from dialoog.telemetry.logging import log

FILE_LIMIT = 65_536
COLLECT_SECONDS = 0.25
FULL_SECONDS = 3600.0
"""Between two full collections, at least."""
FEW_SOCKETS = 100
"""So few wait for a full collection. After a day of many tables, whose states stay cached, it may take tenths of a second."""


def raise_file_limit() -> None:
    """Raises the limit of open files: every phone is one, and many systems allow 1,024 unless a program asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = FILE_LIMIT if hard == resource.RLIM_INFINITY else min(hard, FILE_LIMIT)
    if soft < limit:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


def tune_garbage_collection() -> None:
    """Freezes what the start loaded, and leaves full collections to `collect_garbage` (R10): with a thousand tables one takes half a second.

    A page leaves about 120 objects in cycles; a socket leaves none."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 5, 1_000_000)


def collect_garbage(sleep: Callable[[float], object], count_sockets: Callable[[], int]) -> None:
    """The background task: collects young objects before there are many, and all of them in an hour with few sockets (R10).

    Python itself collects the young ones once 10,000 more were made than were freed, whatever the age of those. Each command makes a new state
    and frees an old one, so that this number stays low while the young pile up: 80,000 at four hundred tables, whose collection stopped
    every phone for 0.05 s.
    """
    full_at = time.monotonic() + FULL_SECONDS
    while True:
        sleep(COLLECT_SECONDS)
        if time.monotonic() < full_at or count_sockets() > FEW_SOCKETS:
            gc.collect(1)
        else:
            gc.collect()
            full_at = time.monotonic() + FULL_SECONDS


def on_stop_signal(action: Callable[[], object]) -> None:
    """Calls `action` at SIGTERM and at SIGINT."""

    def handler(_signal: int, _frame: FrameType | None) -> None:
        action()

    signal.signal(signal.SIGTERM, handler)
    signal.signal(signal.SIGINT, handler)


def report_closed_listener(fault: BaseException | None) -> int:
    """Logs the fault and returns the exit code. systemd starts the process anew; phones that lose their connection could not
    come back otherwise. A server that found its listener closed and simply ended has no fault of its own."""
    log.error("listener closed, exiting", fault=fault or OSError(errno.EBADF, os.strerror(errno.EBADF)))
    return 1


def exit_process(listener: socket.socket, shut_down: Callable[[], object], code: int) -> NoReturn:
    """Closes the listener, shuts down and exits with `code`; phones reconnect by themselves."""
    listener.close()
    shut_down()
    if not code:
        log.info("stopped")
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # open sockets would keep the process alive
