"""Tells systemd that the process serves and that its event loop turns (sd_notify), where a unit has `Type=notify`.

systemd then restarts a process whose loop stands still for `WatchdogSec=`; one that ends is restarted anyway (`Restart=`).
Where no systemd asked for it nothing is sent.
"""

import os
import socket
from collections.abc import Callable
from contextlib import suppress

READY = "READY=1"
WATCHDOG = "WATCHDOG=1"
PINGS_PER_DEADLINE = 3


def notify(state: str) -> None:
    """Sends one message to systemd; one that cannot be sent is dropped, since the next follows."""
    if address := os.environ.get("NOTIFY_SOCKET"):
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notifier:
            notifier.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
            notifier.sendall(state.encode())


def watchdog_seconds() -> float:
    """The deadline of the unit; 0 where there is none."""
    return int(os.environ.get("WATCHDOG_USEC", "0")) / 1_000_000


def ping_watchdog(deadline: float, sleep: Callable[[float], object]) -> None:
    """The background task that pings systemd well within `deadline` seconds, for as long as the loop turns."""
    while True:
        notify(WATCHDOG)
        sleep(deadline / PINGS_PER_DEADLINE)
