"""Dialoog that notes what its loop does: `python -m benchmarks.lagging FILE serve …`, one line every few milliseconds.

A line is the moment in seconds of the monotonic clock, which all processes of a machine share; how late the loop woke; and how much of
a processor it used since the line before, which other programs on the same machine do not change. Both in milliseconds.
"""

import sys
import time
from pathlib import Path

from dialoog.server import main  # isort: skip  # first: it makes the standard library cooperative
from dialoog.cli import commands
from dialoog.telemetry import event_loop

assert main
EACH_SECONDS = 0.004


def note_into(path: Path) -> None:
    file, used = path.open("a", buffering=1), time.thread_time()

    def record(_lag: event_loop.EventLoopLag, late: float) -> None:
        nonlocal used
        now = time.thread_time()
        file.write(f"{time.monotonic():.4f} {late * 1000:.3f} {(now - used) * 1000:.3f}\n")
        used = time.thread_time()

    event_loop.INTERVAL_SECONDS = EACH_SECONDS
    event_loop.EventLoopLag.record = record  # type: ignore[method-assign]


note_into(Path(sys.argv.pop(1)))
commands.main()
