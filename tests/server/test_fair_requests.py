"""R10: where hundreds ask for pages in the same instant, they have their turn one by one, and commands go between them. What a
connection needed is gone with it, and is not left to the collector, which holds everybody up."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Server

ROOT = Path(__file__).parents[2]
MOST, KEPT = "X-Most", "x-kept"
"""What `respond_in_turn` tells by; it cannot be imported here, since it makes the whole process cooperative."""
AT_ONCE = 150
SET_ASIDE = 1
"""A round that is counted may begin or end within one of the loop."""
NOT_SEEN_OFF = 5
"""So few connections may be closed without the server's having heard of it."""


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, PYTHONPATH=str(ROOT))
    server.program = ("tests.server.fair_requests",)
    yield server.starts()
    server.is_killed()


def test_R10_pages_that_are_asked_for_at_once_are_made_one_in_a_round_of_the_loop(counting: Server) -> None:
    output = everything_said_to(counting, "/")
    assert output.count("HTTP/1.1 200") == AT_ONCE, output[:500]
    assert max(int(count) for count in re.findall(rf"{MOST}: (\d+)", output)) <= 1 + SET_ASIDE


def test_R10_nothing_of_a_connection_is_left_to_the_collector(counting: Server) -> None:
    first, *_, last = (int(counting.asks("GET", "/").headers[KEPT]) for _ in range(20))
    assert last < first + NOT_SEEN_OFF


def everything_said_to(server: Server, path: str) -> str:
    """All are connected before the first of them asks."""
    lines = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in range(AT_ONCE)]
    for line in lines:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    output = b""
    for line in lines:
        while piece := line.recv(65536):
            output += piece
        line.close()
    return output.decode()
