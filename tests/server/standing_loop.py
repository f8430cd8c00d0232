"""A server whose event loop stands still for three seconds once it hears SIGUSR1: `python -m tests.server.standing_loop serve ...`.
Never product code.
"""

import signal
import time

from dialoog.server import main  # isort: skip  # first: it makes the standard library cooperative
from dialoog.cli import commands

SECONDS = 3.0


def stand_still(*_: object) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        pass


if __name__ == "__main__":
    assert main.ASYNC_MODE
    signal.signal(signal.SIGUSR1, stand_still)
    commands.main()
