"""What the one process that serves does about itself: open files, garbage collection, the signal to stop, and its exit.

Where several serve, each is a service of its own with a port of its own (docs/deploy).
"""

import gc
import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from dialoog.telemetry.logging import log

MANY_FILES = 65_536


def raise_file_limit() -> None:
    """Every phone is one; many systems allow a program 1,024 until it asks for more."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    soft_limit = MANY_FILES if most == resource.RLIM_INFINITY else min(most, MANY_FILES)
    if now < soft_limit:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft_limit, most))


def tune_garbage_collection() -> None:
    """What was loaded at the start stays: the collector need not walk through it again. It looks often and therefore shortly:
    each page leaves about 120 objects that only it can let go, and to go through 100,000 at once held everybody up for
    0.13 s; so would all that two thousand phones brought with them, for half as long. Everything that there is, which takes 0.16 s with
    five thousand phones, it looks at once in a hundred thousand pages (R10)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 5, 400)


def on_stop_signal(act: Callable[[], object]) -> None:
    def told(_signal: int, _frame: FrameType | None) -> None:
        act()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)


def report_closed_listener(fault: BaseException | None) -> int:
    """Logs it and returns the exit code. systemd starts the process anew; nothing else would, and phones that lose their
    connection could not come back."""
    log.error("nobody is taken in any more", fault=fault)
    return 1


def leave(open_listener: socket.socket, end: Callable[[], object], code: int) -> NoReturn:
    """Takes nobody in any more, ends what is to be ended, and goes; phones come back by themselves."""
    open_listener.close()
    end()
    if not code:
        log.info("stopped")
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # open sockets would hold us up for as long as they live
