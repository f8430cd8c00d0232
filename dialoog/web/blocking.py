"""Runs what occupies the processor for longer than 10 ms, such as hashing a password, beside the loop that serves the phones.

The server hands over how: in a thread of its own; a process that serves nobody calls the function itself.
"""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app
from flask_babel import gettext as _

from dialoog.web.errors import PageError

T = TypeVar("T")
AT_ONCE = 1
"""So that one processor at most is away from the phones."""
MOST_WAITING = 40
"""A crowd of guesses is told to come back, rather than kept waiting for a minute."""


class BlockingCalls:
    """The calls of one process; `run` calls a function with its arguments and returns what it returns."""

    def __init__(self, run: Callable[..., Any] = lambda function, *arguments: function(*arguments)) -> None:
        self.run = run
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._waiting = 0

    def __call__(self, function: Callable[..., T], *arguments: Any) -> T:
        """Raises PageError 503 where too many wait already."""
        if self._waiting >= MOST_WAITING:
            raise PageError(
                503, _("Even geduld"), _("Het is nu erg druk. Probeer het over een minuut nog eens.")
            )
        self._waiting += 1
        try:
            with self._slots:
                result: T = self.run(function, *arguments)
        finally:
            self._waiting -= 1
        return result


def register(app: Flask) -> None:
    app.extensions["dialoog.blocking"] = BlockingCalls()


def run_blocking(function: Callable[..., T], *arguments: Any) -> T:
    """Runs the function beside the loop and waits for it; never within a transaction."""
    calls: BlockingCalls = current_app.extensions["dialoog.blocking"]
    return calls(function, *arguments)
