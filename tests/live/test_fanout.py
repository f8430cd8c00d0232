"""The quick way of sending gives everybody the same, in the same order, as Socket.IO's own manager."""

import json
import socket
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dialoog.live.fanout import knows, text_frame, waits, write
from tests.live.raw import Raw
from tests.people import Table, a_table
from tests.serving import Server, a_server, eventually


def what_everybody_saw(server: Server) -> list[list[tuple[Any, ...]]]:
    """The pushes of screen and phones through a round, without what differs from run to run."""
    with a_table(server) as table:
        facilitator, screen = table.facilitator(), table.screen()
        people = table.a_circle_of(2)
        everybody = (facilitator, screen, *people)
        for person in everybody:
            person.sees(lambda me: len(me.docs["table"]["circle"]) == 2, what="both seats")
            person.pushes.clear()
        facilitator.opens_round("introductions")
        for person in people:
            facilitator.next()
            version = person.is_done()
            for other in everybody:
                other.sees(lambda me, v=version: me.versions["table"] == v, what="the end of the turn")
        for person in everybody:
            eventually(lambda one=person: not one.fetches(**one.versions), what="everything arriving")
        seen = (screen, *people)
        return [
            [(p["doc"], p["base"], p["version"], sorted(p["sections"])) for p in one.pushes] for one in seen
        ]


def test_it_sends_what_the_stock_manager_sends(server: Server, tmp_path: Path) -> None:
    quick = what_everybody_saw(server)
    with a_server(tmp_path, DIALOOG_FAN_OUT="stock") as stock:
        assert quick == what_everybody_saw(stock)
    assert len(quick[0]) >= 5
    assert "slower way" not in server.output


def test_answers_and_pushes_of_one_socket_keep_their_order(table: Table) -> None:
    facilitator = table.facilitator()
    table.a_circle_of(2)
    raw = Raw(table.server).enters(facilitator)
    for n, theme in enumerate(("dark", "light") * 10):
        raw.says(
            f"42{n}"
            + json.dumps(["command", {"id": f"theme-{n:011}", "kind": "theme_screen", "theme": theme}])
        )
    heard: list[str] = []
    while not heard or not heard[-1].startswith("4319["):
        heard.append(raw.hears_but_pings())
    answers = [told for told in heard if told.startswith("43")]
    assert [told[2 : told.index("[")] for told in answers] == [str(n) for n in range(20)]
    pushed = [json.loads(told[2:])[1]["version"] for told in heard if told.startswith('42["push"')]
    assert pushed == sorted(pushed)
    raw.closes()


class Line:
    """What eventlet's websocket has, on a pair of plain sockets whose buffer is small."""

    version = 13
    extensions: tuple[str, ...] = ()

    def __init__(self) -> None:
        near, self.far = socket.socketpair()
        near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        near.setblocking(False)
        self.near = near
        self._sendlock = threading.Lock()
        self.socket = SimpleNamespace(fd=near, sendall=self._all, close=near.close)
        self.tasks: list[tuple[Any, ...]] = []

    def _all(self, rest: bytes) -> None:
        self.near.setblocking(True)
        self.near.sendall(rest)

    def spawn(self, *task: Any) -> None:
        self.tasks.append(task)

    def ends(self) -> None:
        self.near.close()
        self.far.close()


@pytest.fixture
def line() -> Any:
    line = Line()
    yield line
    line.ends()


def test_what_does_not_fit_is_finished_before_anything_else(line: Line) -> None:
    assert knows(line)
    framed = text_frame("x" * 60_000)
    assert write(line, framed, line.spawn)
    idle = SimpleNamespace(
        closed=False, closing=False, last_ping=None, queue=SimpleNamespace(empty=lambda: True)
    )
    assert waits(idle, line)
    [(finish, *rest)] = line.tasks
    worker = threading.Thread(target=finish, args=rest)
    worker.start()
    got = b""
    while len(got) < len(framed):
        got += line.far.recv(65536)
    worker.join()
    assert got == framed
    assert not waits(idle, line)


def test_where_nothing_fits_nothing_is_written_and_the_queue_takes_it(line: Line) -> None:
    while write(line, b"x" * 1000, line.spawn) and not line._sendlock.locked():
        pass
    if line._sendlock.locked():
        line._sendlock.release()
    assert write(line, text_frame("too much"), line.spawn) is False
    assert not line._sendlock.locked()


def test_a_line_that_it_does_not_know_is_left_alone() -> None:
    assert not knows(object())
    assert not knows(
        SimpleNamespace(version=13, extensions={"permessage-deflate": {}}, _sendlock=threading.Lock())
    )


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65535, 65536])
def test_a_frame_is_as_the_standard_has_it(length: int) -> None:
    framed = text_frame("x" * length)
    assert framed[0] == 0x81
    size = framed[1]
    at = {126: 4, 127: 10}.get(size, 2)
    told = size if at == 2 else int.from_bytes(framed[2:at], "big")
    assert told == length == len(framed) - at
