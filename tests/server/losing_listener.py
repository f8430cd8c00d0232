"""A server whose listener is gone once it hears a signal: `python -m tests.server.losing_listener serve ...`. Never product code.

SIGUSR1: where the listener's number was another file lies then, which takes nobody in, as if something had closed it by mistake;
that somebody comes is still heard. SIGUSR2: it is closed, and nothing is heard of it. SIGHUP: it is shut.
"""

import os
import signal
import socket
from collections.abc import Callable
from typing import Any

from dialoog.server import main  # isort: skip  # first: it makes the standard library cooperative
from dialoog.cli import commands as cli


def losing(opens: Callable[..., socket.socket]) -> Callable[..., socket.socket]:
    def opened(*arguments: Any) -> socket.socket:
        listener = opens(*arguments)

        def loses(*_: object) -> None:
            os.dup(listener.fileno())
            os.dup2(os.open(os.devnull, os.O_RDONLY), listener.fileno())

        signal.signal(signal.SIGUSR2, lambda *_: os.close(listener.fileno()))
        signal.signal(signal.SIGHUP, lambda *_: listener.shutdown(socket.SHUT_RD))
        signal.signal(signal.SIGUSR1, loses)  # the last: whoever hears it hears the others
        return listener

    return opened


if __name__ == "__main__":
    assert main.ASYNC_MODE
    main.open_listener = losing(main.open_listener)
    cli.main()
