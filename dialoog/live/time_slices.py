"""Long work in the event loop of the phones, in slices between which other tasks run."""

import time
from collections.abc import Callable

from sqlalchemy import Connection

SLICE_SECONDS = 0.003


class TimeSlices:
    """Of one piece of work. Call `rest` between its parts: it lets others run when a slice is over."""

    def __init__(self, sleep: Callable[[float], object]) -> None:
        self._sleep = sleep
        self._began = time.perf_counter()

    def rest(self) -> None:
        if time.perf_counter() - self._began > SLICE_SECONDS:
            self._sleep(0)
            self._began = time.perf_counter()


def rest(connection: Connection | None = None) -> None:
    """Between two parts of a page that take some milliseconds each. Never within a transaction that writes: where the `connection` may have
    one, it goes on at once."""
    if connection is None or connection.get_execution_options().get("reads"):
        time.sleep(0)
