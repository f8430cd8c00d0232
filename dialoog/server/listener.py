"""The socket that the server listens on: opened with the options that phones need, watched, and closed at the stop.

Also what the process does about its memory and its open files, and how it leaves. One process serves; where several do,
each is a service of its own with a port of its own (docs/deploy).
"""

import errno
import gc
import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from dialoog.telemetry.logging import log

BACKLOG = 1024
MOST_CONNECTIONS = 20_000
FULL = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED, errno.ECONNRESET)
FULL_SECONDS = 0.1
MANY_FILES = 65_536
KEPT_BYTES = 128 * 1024
"""What the kernel keeps for a client that takes nothing in; by itself it would be up to 4 MB each (R10)."""
LISTENS_SECONDS = 1.0


class CannotListen(Exception):
    """Address or port are not to be had; the message says which and why."""


def open_listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KEPT_BYTES)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted sockets inherit it
    try:
        opened.bind((host, port))
    except (OSError, OverflowError) as wrong:
        raise CannotListen(f"Cannot listen at {host}, port {port}: {wrong.args[-1]}.") from wrong
    opened.listen(BACKLOG)
    return opened


def ensure_listening(opened: socket.socket) -> None:
    """Raises OSError where the socket accepts no connections any more: it was closed, shut down or replaced by another file."""
    if not opened.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


def wait_until_closed(opened: socket.socket, sleep: Callable[[float], object]) -> OSError:
    """The background task that watches the listener; returns the fault once there is one. A closed listener raises no event."""
    while True:
        try:
            ensure_listening(opened)
        except OSError as fault:
            return fault
        sleep(LISTENS_SECONDS)


def retry_accept(accept: Callable[[], Any], sleep: Callable[[float], object]) -> Callable[[], Any]:
    """`accept`, which waits where there are no files or no memory for one more; eventlet would take nobody any more from then on."""

    def accepted() -> Any:
        while True:
            try:
                return accept()
            except OSError as error:
                if error.errno not in FULL:
                    raise
            sleep(FULL_SECONDS)

    return accepted


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
