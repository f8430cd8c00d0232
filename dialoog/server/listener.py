"""The socket that the server listens on: opened with the options that phones need, and watched until it is closed."""

import errno
import os
import socket
from collections.abc import Callable
from typing import Any

BACKLOG = 1024
MAX_CONNECTIONS = 20_000
RETRY_ERRORS = (
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOBUFS,
    errno.ENOMEM,
    errno.ECONNABORTED,
    errno.ECONNRESET,
)
RETRY_SECONDS = 0.1
SEND_BUFFER_BYTES = 128 * 1024
"""What the kernel buffers for a client that does not read; its own limit is 4 MB for each (R10)."""
CHECK_SECONDS = 1.0


class CannotListen(Exception):
    """The address or port is not available; the message names it and the reason."""


def open_listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted sockets inherit it
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        raise CannotListen(f"Cannot listen at {host}, port {port}: {error.args[-1]}.") from error
    listener.listen(BACKLOG)
    return listener


def ensure_listening(listener: socket.socket) -> None:
    """Raises OSError where the socket accepts no connections any more: it was closed, shut down or replaced by another file."""
    if not listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


def wait_until_closed(listener: socket.socket, sleep: Callable[[float], object]) -> OSError:
    """The background task that watches the listener; returns the fault once there is one. A closed listener raises no event."""
    while True:
        try:
            ensure_listening(listener)
        except OSError as fault:
            return fault
        sleep(CHECK_SECONDS)


def retry_accept(accept: Callable[[], Any], sleep: Callable[[float], object]) -> Callable[[], Any]:
    """Returns an `accept` that waits while there is no file or memory for another connection; eventlet would stop accepting."""

    def accept_or_wait() -> Any:
        while True:
            try:
                return accept()
            except OSError as error:
                if error.errno not in RETRY_ERRORS:
                    raise
            sleep(RETRY_SECONDS)

    return accept_or_wait
