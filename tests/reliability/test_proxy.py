"""The line that goes wrong does so as it says, and otherwise carries every byte."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.reliability.proxy import Line, Lines


class Echo:
    """Says back what it hears, on as many connections as come."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.heard = b""
        self.ended = threading.Event()
        threading.Thread(target=self._takes, daemon=True).start()

    def _takes(self) -> None:
        while True:
            try:
                taken, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answers, args=(taken,), daemon=True).start()

    def _answers(self, taken: socket.socket) -> None:
        with taken:
            try:
                while piece := taken.recv(65536):
                    self.heard += piece
                    taken.sendall(piece)
            except OSError:
                pass
        self.ended.set()


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.listener.close()


@pytest.fixture
def line(echo: Echo) -> Iterator[Line]:
    with Lines(echo.port) as lines:
        yield lines.lays()


def calls(line: Line) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", line.port), timeout=3)
    client.sendall(b"hallo")
    assert client.recv(100) == b"hallo"
    return client


def comes_anew(line: Line) -> bytes:
    with socket.create_connection(("127.0.0.1", line.port), timeout=0.5) as client:
        client.sendall(b"hallo")
        return client.recv(100)


def hears_nothing(client: socket.socket, seconds: float = 0.3) -> bool:
    client.settimeout(seconds)
    try:
        return client.recv(100) != b"" and False
    except TimeoutError:
        return True


def test_everything_is_carried_as_it_is(line: Line) -> None:
    payload = bytes(range(256)) * 4000
    with calls(line) as client:
        threading.Thread(target=client.sendall, args=(payload,), daemon=True).start()
        heard = b""
        while len(heard) < len(payload) and (piece := client.recv(65536)):
            heard += piece
    assert heard == payload


def test_a_clean_end_is_an_end_for_both(line: Line, echo: Echo) -> None:
    with calls(line) as client:
        line.closes()
        assert client.recv(100) == b""
    assert echo.ended.wait(3)


def test_a_cut_is_a_reset(line: Line, echo: Echo) -> None:
    with calls(line) as client:
        line.cuts()
        with pytest.raises(ConnectionResetError):
            client.recv(100)
    assert echo.ended.wait(3)


def test_what_fell_silent_stays_open_and_says_nothing_and_the_next_is_heard(line: Line, echo: Echo) -> None:
    with calls(line) as client:
        line.falls_silent()
        client.sendall(b"hoort u mij")
        assert hears_nothing(client)
        assert echo.heard == b"hallo"
        calls(line).close()


@pytest.mark.parametrize(("dead", "heard"), [("down", b"hallo daar"), ("up", b"hallo")])
def test_half_open_kills_one_direction(line: Line, echo: Echo, dead: str, heard: bytes) -> None:
    with calls(line) as client:
        line.half_open(dead)  # type: ignore[arg-type]
        client.sendall(b" daar")
        assert hears_nothing(client)
        assert echo.heard == heard


def test_slow_is_as_slow_as_it_says(line: Line) -> None:
    with calls(line) as client:
        line.slows(2000)
        client.sendall(b"a" * 400)
        began, heard = time.monotonic(), 0
        while heard < 400 and (piece := client.recv(1000)):
            heard += len(piece)
        assert heard == 400
        assert time.monotonic() - began > 0.35


def test_late_is_as_late_as_it_says(line: Line) -> None:
    with calls(line) as client:
        line.delays(0.2)
        began = time.monotonic()
        client.sendall(b"a")
        assert client.recv(10) == b"a"
        assert time.monotonic() - began > 0.35


def test_an_answer_that_is_swallowed_was_heard_by_the_server(line: Line, echo: Echo) -> None:
    with calls(line) as client:
        line.swallows(1)
        client.sendall(b" een")
        assert client.recv(100) == b" een"
        client.sendall(b" twee")
        with pytest.raises(ConnectionResetError):
            client.recv(100)
    assert echo.heard == b"hallo een twee"


@pytest.mark.parametrize(("how", "error"), [("cut", ConnectionResetError), ("silent", TimeoutError)])
def test_while_it_is_away_nobody_gets_through(line: Line, echo: Echo, how: str, error: type[OSError]) -> None:
    line.is_away(how)  # type: ignore[arg-type]
    with pytest.raises(error):
        comes_anew(line)
    assert echo.heard == b""
    line.heals()
    calls(line).close()
