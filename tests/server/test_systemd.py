"""What systemd hears of a real process: that it serves, and for as long as its event loop turns that it lives."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Server

DEADLINE = 0.9
STILL_SECONDS = 3.0
"""Those of `standing_loop`, which cannot be imported here, since it makes the whole process cooperative."""


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """The socket on which systemd listens; it belongs to this test alone."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notifications:
        notifications.bind(str(tmp_path / "notify"))
        notifications.settimeout(20)
        yield notifications


@pytest.fixture
def service(systemd: socket.socket, tmp_path: Path) -> Iterator[Server]:
    server = Server(
        tmp_path / "data",
        NOTIFY_SOCKET=systemd.getsockname(),
        WATCHDOG_USEC=str(int(DEADLINE * 1_000_000)),
        PYTHONPATH=str(Path(__file__).parents[2]),
    )
    server.program = ("tests.server.standing_loop",)
    try:
        yield server.starts()
    finally:
        server.is_killed()


def test_systemd_hears_that_it_serves_and_then_that_it_lives(systemd: socket.socket, service: Server) -> None:
    messages = [systemd.recv(64) for _ in range(4)]
    assert messages.count(b"READY=1") == 1
    assert set(messages) == {b"READY=1", b"WATCHDOG=1"}


def test_while_the_loop_stands_still_systemd_hears_nothing(systemd: socket.socket, service: Server) -> None:
    """systemd would end it after the deadline of the unit, and start it anew."""
    while systemd.recv(64) != b"WATCHDOG=1":
        pass
    os.kill(service.pid, signal.SIGUSR1)
    longest, heard = 0.0, time.monotonic()
    while longest < STILL_SECONDS / 2:
        systemd.recv(64)
        longest, heard = max(longest, time.monotonic() - heard), time.monotonic()
    assert longest > DEADLINE


def test_without_systemd_nothing_is_sent(tmp_path: Path, systemd: socket.socket) -> None:
    server = Server(tmp_path / "data")
    assert "NOTIFY_SOCKET" not in server.environment
    try:
        assert server.starts().asks("GET", "/healthz").status == 200
    finally:
        server.is_killed()
    systemd.settimeout(0)
    with pytest.raises(BlockingIOError):
        systemd.recv(64)
