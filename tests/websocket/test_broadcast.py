"""A broadcast that is framed once reaches everybody, in the same order as from Socket.IO's own manager."""

import json
import os
import socket
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import websocket

from tests.people import Table, a_table
from tests.serving import Server, eventually, free_port
from tests.websocket.raw_client import Raw


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


def test_screen_and_phones_get_the_same_pushes_of_the_table_each_once_and_in_order(server: Server) -> None:
    screen, *phones = what_everybody_saw(server)
    tables = [[push for push in pushes if push[0] == "table"] for pushes in (screen, *phones)]
    assert len(tables[0]) >= 5
    assert tables[1:] == [tables[0]] * len(phones)
    versions = [version for _doc, _base, version, _sections in tables[0]]
    assert versions == sorted(set(versions))
    assert [base for _doc, base, *_ in tables[0][1:]] == versions[:-1]


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
    answers = [packet for packet in heard if packet.startswith("43")]
    assert [packet[2 : packet.index("[")] for packet in answers] == [str(n) for n in range(20)]
    versions = [json.loads(packet[2:])[1]["version"] for packet in heard if packet.startswith('42["push"')]
    assert versions == sorted(versions)
    raw.closes()


class Room:
    """A server that shouts, and who hears it: each a socket that reads in its own way."""

    def __init__(self, way: str) -> None:
        self.port = free_port()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.websocket.broadcast_server", way, str(self.port)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, "DIALOOG_ASYNC_MODE": "eventlet"},  # whose server it is
        )  # fmt: skip
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        self._open: list[websocket.WebSocket] = []

    def comes(self) -> websocket.WebSocket:
        """Somebody whose kernel takes little in by itself."""
        line = websocket.create_connection(
            f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket", timeout=20,
            suppress_origin=True, sockopt=((socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768),),
        )  # fmt: skip
        line.recv()
        line.send("40")
        line.recv()
        self._open.append(line)
        return line

    def ends(self) -> None:
        for line in self._open:
            line.shutdown()
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def hears(line: websocket.WebSocket, until: int, nap: float = 0.0) -> list[tuple[int, int]]:
    """The number and length of every message up to number `until`, in the order in which they came."""
    heard: list[tuple[int, int]] = []
    began = time.monotonic()
    while not heard or heard[-1][0] != until:
        assert time.monotonic() - began < 30, heard
        packet = line.recv()
        if packet == "2":
            line.send("3")
        elif packet.startswith('42["push"'):
            push = json.loads(packet[2:])[1]
            heard.append((push["number"], len(push["filling"])))
        time.sleep(nap)
    return heard


def what_each_heard(way: str) -> dict[str, list[tuple[int, int]]]:
    room = Room(way)
    try:
        quick, slow, stalled, half, gone, quiet = (room.comes() for _ in range(6))
        gone.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        gone.shutdown()  # a reset: nobody is there any more
        half.sock.shutdown(socket.SHUT_WR)
        with ThreadPoolExecutor(3) as people:
            hearing = people.submit(hears, quick, LAST), people.submit(hears, slow, LAST, 0.002)
            quick.send('420["shout",' + json.dumps({"count": LAST + 1, "bytes": 20_000}) + "]")
            heard = {"quick": hearing[0].result(30), "slow": hearing[1].result(30)}
            heard["stalled"] = people.submit(hears, stalled, LAST).result(30)
        half.shutdown()
        heard["quiet"] = hears(quiet, LAST)
        return heard
    finally:
        room.ends()


LAST = 40


def test_who_is_slow_or_stalled_or_gone_changes_nothing_for_anybody() -> None:
    """Eight hundred kilobytes to sockets, of which the kernel holds a part, that take them at once, slowly, much later, or never again."""
    direct = what_each_heard("direct")
    assert direct == what_each_heard("stock")
    everything = [(number, 10_000) for number in range(LAST + 1)]
    assert direct == dict.fromkeys(("quick", "slow", "stalled", "quiet"), everything)


@pytest.mark.parametrize("how", ["with a reset", "with a goodbye"])
def test_R10_nobody_goes_on_writing_to_who_has_gone(how: str) -> None:
    """Whoever waits to write is not woken by the end of the line itself where the loop does not hear of that any more."""
    room = Room("direct")

    def writing() -> int:
        quick.send('421["count",{}]')
        began = time.monotonic()
        while not (packet := quick.recv()).startswith("431"):
            assert time.monotonic() - began < 30, "it never said how many write"
            if packet == "2":
                quick.send("3")
        count: int = json.loads(packet[3:])[0]["writing"]
        return count

    try:
        gone, quick = room.comes(), room.comes()
        quick.send('420["shout",' + json.dumps({"count": LAST + 1, "bytes": 20_000}) + "]")
        hears(quick, LAST)
        assert writing() == 1
        if how == "with a reset":
            gone.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            gone.shutdown()
        else:
            gone.send("1")
        eventually(lambda: writing() == 0, what="the end of writing")
    finally:
        room.ends()
