"""Runs what occupies the processor for longer than 10 ms beside the loop that serves the phones.

What lets go of Python's lock, such as hashing a password or reading a file, runs in a thread; what computes in Python runs in a process
of its own (decision 087). The server hands over how; a process that serves nobody calls the function itself.
"""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app
from flask_babel import gettext as _

from dialoog.web.errors import PageError

T = TypeVar("T")
THREADS = 1
"""So that one processor at most is away from the phones."""
PROCESSES = 2
"""They yield to the phones, and a search need not wait for a long record that becomes a file."""
MOST_WAITING = 40
"""A crowd of guesses is told to come back, rather than kept waiting for a minute."""


class BlockingCalls:
    """The calls of one process; `run` calls a function with its arguments and returns what it returns."""

    def __init__(self, at_once: int) -> None:
        self.run: Callable[..., Any] = lambda function, *arguments: function(*arguments)
        self.is_beside = False
        """Whether `run` leaves who calls free meanwhile."""
        self._slots = threading.BoundedSemaphore(at_once)
        self._preparation = threading.Lock()
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
                with self._preparation:
                    pass  # a process that is being prepared is ready sooner than one that is yet to start
                result: T = self.run(function, *arguments)
        finally:
            self._waiting -= 1
        return result

    def prepare(self, function: Callable[[], None]) -> None:
        """Runs the function while nobody waits for it; not where something runs already."""
        if self.is_beside and not self._waiting and not self._preparation.locked():
            threading.Thread(target=self._prepare, args=(function,), daemon=True).start()

    def _prepare(self, function: Callable[[], None]) -> None:
        with self._preparation:
            self.run(function)


def register(app: Flask) -> None:
    app.extensions["dialoog.blocking"] = BlockingCalls(THREADS)
    app.extensions["dialoog.apart"] = BlockingCalls(PROCESSES)


def run_blocking(function: Callable[..., T], *arguments: Any) -> T:
    """Runs the function in a thread beside the loop and waits for it; never within a transaction."""
    calls: BlockingCalls = current_app.extensions["dialoog.blocking"]
    return calls(function, *arguments)


def run_apart(function: Callable[..., T], *arguments: Any) -> T:
    """Runs the function in a process beside the loop and waits for it; never within a transaction. It is an annotated function
    of a module that only reads, since it may be called twice; arguments and result are copies, and an engine is one to the same database."""
    calls: BlockingCalls = current_app.extensions["dialoog.apart"]
    return calls(function, *arguments)


def prepare_apart(function: Callable[[], None]) -> None:
    """Lets the process beside the loop read beforehand what the next call will need."""
    calls: BlockingCalls = current_app.extensions["dialoog.apart"]
    calls.prepare(function)
