"""Long work in the event loop of the phones, in slices between which other tasks run."""

import time
from collections.abc import Callable

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


def rest() -> None:
    """Between two parts of a page that take some milliseconds each, outside of any transaction that writes."""
    time.sleep(0)
