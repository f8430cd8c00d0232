"""The socket that the server listens on: opened with the options that phones need, and watched until it is closed."""

import errno
import os
import socket
from collections.abc import Callable
from typing import Any

BACKLOG = 1024
MOST_CONNECTIONS = 20_000
FULL = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED, errno.ECONNRESET)
FULL_SECONDS = 0.1
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
