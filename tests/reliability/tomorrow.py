"""The server as it is shipped, with a clock that is a day ahead: `python -m tests.reliability.tomorrow serve ...`.

"The next day" of R3: what was sent once is known whenever it comes again."""

import time

from dialoog.server import main  # isort: skip  # noqa: F401  # first: it makes the standard library cooperative
from dialoog.cli import commands

DAY = 24 * 3600

if __name__ == "__main__":
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + DAY
    time.time_ns = lambda: now_ns() + DAY * 1_000_000_000
    commands.main()
