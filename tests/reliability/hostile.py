"""Connections that mean no good, in a process of their own: one kind at a time, begun again as soon as it is cut.

As a program it reads `{"attack", "port", "tokens", "seconds", "seed"}`, does that for so long and prints a `Report`: seconds that each
connection lasted that was cut, how many are open and how old the oldest is, how often it did what it does; it does nothing else.
"""

import http.client
import json
import os
import random
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.reliability.recorded import ROOT
from tests.reliability.websocket_client import masked

SIGNS = "234679ACDEFGHJKLMNPQRTUVWXYB"
UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
TOGETHER = 2000


@dataclass
class Report:
    lasted: list[float] = field(default_factory=list)
    open: int = 0
    oldest: float = 0.0
    did: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def longest(self) -> float:
        return max((*self.lasted, self.oldest), default=0.0)


class Attack:
    """Runs beside the test at a low priority; `report` waits for its end."""

    def __init__(self, attack: str, port: int, tokens: list[str], seconds: float, seed: str) -> None:
        self._within = seconds + 60
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.hostile"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, preexec_fn=lambda: os.nice(5) and None,
        )  # fmt: skip
        assert self._process.stdin is not None
        settings = {"attack": attack, "port": port, "tokens": tokens, "seconds": seconds, "seed": seed}
        self._process.stdin.write(json.dumps(settings) + "\n")
        self._process.stdin.flush()

    def report(self) -> Report:
        output, _ = self._process.communicate(timeout=self._within)
        return Report(**json.loads(output.splitlines()[-1]))


class Line:
    """One TCP connection; websocket and CONNECT where the attack wants them."""

    def __init__(self, port: int, *, room: int = 0) -> None:
        self.port = port
        self.began = time.monotonic()
        self.socket = socket.socket()
        if room:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self.socket.settimeout(20)
        self.socket.connect(("127.0.0.1", port))

    def upgrades(self) -> "Line":
        self.socket.sendall(UPGRADE.format(self.port).encode())
        head = b""
        while b"\r\n\r\n" not in head:
            piece = self.socket.recv(4096)
            if not piece:
                raise ConnectionResetError
            head += piece
        return self

    def enters(self, token: str, desk: str = "seat") -> "Line":
        self.upgrades()
        self.says("40" + json.dumps({"ticket": ticket(self.port, token, desk)}))
        return self

    def says(self, packet: str) -> None:
        self.socket.sendall(masked(packet.encode()))

    def is_cut(self, *, reads: bool = True) -> bool:
        """Whether the other end is gone; what comes is thrown away, or with `reads` False left where it is."""
        poll = select.poll()
        poll.register(self.socket, select.POLLIN if reads else 0)
        while happened := poll.poll(0):
            if happened[0][1] & (select.POLLERR | select.POLLHUP | select.POLLNVAL):
                return True
            try:
                if not self.socket.recv(1 << 16):
                    return True
            except OSError:
                return True
        return False


def ticket(port: int, token: str, desk: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", "/live/ticket", json.dumps({"desk": desk}), headers)
    answer = connection.getresponse()
    body = json.loads(answer.read())
    connection.close()
    if answer.status != 200:
        raise ConnectionRefusedError(answer.status)
    ticket: str = body["ticket"]
    return ticket


Step = Iterator[None]
"""Each step does something once and is followed by a look whether the line was cut."""


def silent(line: Line, _: str) -> Step:
    while True:
        yield time.sleep(0.1)


def half_a_header(line: Line, _: str) -> Step:
    line.socket.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{line.port}\r\nX-Long: ".encode())
    while True:
        line.socket.sendall(b"x")
        yield time.sleep(0.3)


def half_a_body(line: Line, _: str) -> Step:
    head = f"POST /live/ticket HTTP/1.1\r\nHost: 127.0.0.1:{line.port}\r\nContent-Type: application/json\r\n"
    line.socket.sendall(f"{head}Content-Length: 5000\r\n\r\n".encode())
    while True:
        line.socket.sendall(b" ")
        yield time.sleep(0.3)


def chunks_without_end(line: Line, _: str) -> Step:
    head = f"POST /live/ticket HTTP/1.1\r\nHost: 127.0.0.1:{line.port}\r\nContent-Type: application/json\r\n"
    line.socket.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
    while True:
        line.socket.sendall(b"1\r\n \r\n")
        yield time.sleep(0.3)


def asks_on(line: Line, _: str) -> Step:
    """Request after request, without waiting for an answer to any."""
    requests = f"GET /d HTTP/1.1\r\nHost: 127.0.0.1:{line.port}\r\n\r\n".encode() * 20
    line.socket.settimeout(0.5)
    while True:
        with suppress(TimeoutError):
            line.socket.sendall(requests)
        yield None


def no_connect(line: Line, _: str) -> Step:
    line.upgrades()
    while True:
        line.says("3")
        yield time.sleep(0.5)


def unfinished(line: Line, token: str) -> Step:
    """A message in fragments of one sign, to which the last never comes."""
    line.enters(token)
    line.socket.sendall(bytes([0x01, 0x82]) + bytes(4) + b"42")
    while True:
        line.socket.sendall(bytes([0x00, 0x81]) + bytes(4) + b" ")
        yield time.sleep(0.2)


def attachments(line: Line, token: str) -> Step:
    line.enters(token)
    line.says('45999999-["command",{"_placeholder":true,"num":0}]')
    while True:
        line.socket.sendall(bytes([0x82, 0x80 | 126]) + (30_000).to_bytes(2) + bytes(4 + 30_000))
        yield


def fragments(line: Line, token: str) -> Step:
    """The same as fast as it goes."""
    line.enters(token)
    line.socket.sendall(bytes([0x01, 0x82]) + bytes(4) + b"42")
    while True:
        line.socket.sendall(bytes([0x00, 0x80 | 126]) + (1_000).to_bytes(2) + bytes(4 + 1_000))
        yield


def floods(line: Line, token: str) -> Step:
    """500 commands a second, each a right one."""
    line.enters(token)
    began = time.monotonic()
    for n in range(1_000_000):
        id = f"{random.getrandbits(96):024x}"
        message = ["command", {"id": id, "kind": "choose_language", "lang": ("en", "nl")[n % 2]}]
        line.says(f"42{n}" + json.dumps(message))
        if n % 1000 == 0:
            line.says("3")
        yield time.sleep(max(0.0, began + n / 500 - time.monotonic()))


def never_reads(line: Line, token: str) -> Step:
    """Answers pings that it never saw, while much is told to it."""
    line.enters(token, "facilitator")
    while True:
        line.says("3")
        yield time.sleep(0.5)


def never_reads_a_page(line: Line, _: str) -> Step:
    """Asks for the same page until nothing more goes out."""
    line.socket.settimeout(0.2)
    request = f"GET /d HTTP/1.1\r\nHost: 127.0.0.1:{line.port}\r\nAccept-Language: nl\r\n\r\n".encode()
    while True:
        with suppress(TimeoutError):
            line.socket.sendall(request * 20)
        yield time.sleep(0.2)


ONE_BY_ONE: dict[str, Callable[[Line, str], Step]] = {
    attack.__name__: attack
    for attack in (
        silent, half_a_header, half_a_body, chunks_without_end, no_connect, unfinished, attachments, fragments, floods,
        never_reads, never_reads_a_page, asks_on,
    )
}  # fmt: skip
UNREAD = ("never_reads", "never_reads_a_page")


def one_by_one(attack: str, port: int, tokens: list[str], until: float) -> Report:
    report = Report()
    while time.monotonic() < until:
        line = Line(port, room=2048 if attack in UNREAD else 0)
        try:
            for _ in ONE_BY_ONE[attack](line, tokens[0]):
                report.did += 1
                if line.is_cut(reads=attack not in UNREAD):
                    raise ConnectionResetError
                if time.monotonic() > until:
                    report.open, report.oldest = 1, time.monotonic() - line.began
                    return report
        except OSError:
            report.lasted.append(time.monotonic() - line.began)
        line.socket.close()
        time.sleep(1)
    return report


def many(port: int, until: float, opens: Callable[[int], Line], count: int = TOGETHER) -> Report:
    """So many at once, and nothing more."""
    report, lines = Report(), []
    for n in range(count):
        try:
            lines.append(opens(n))
        except OSError:
            report.lasted.append(0.0)
        if time.monotonic() > until:
            break
    report.did = len(lines)
    until = time.monotonic() + 7.0
    while lines and time.monotonic() < until:
        cut = [line for line in lines if line.is_cut()]
        report.lasted += [time.monotonic() - line.began for line in cut]
        lines = [line for line in lines if line not in cut]
        time.sleep(0.2)
    report.open = len(lines)
    report.oldest = max((time.monotonic() - line.began for line in lines), default=0.0)
    return report


def codes(port: int, until: float) -> Report:
    """5,000 wrong codes, one after the other."""
    report = Report()
    connection, began = http.client.HTTPConnection("127.0.0.1", port, timeout=20), time.monotonic()
    while report.did < 5000 and time.monotonic() < until:
        try:
            connection.request("GET", "/d/" + "".join(random.choices(SIGNS, k=7)))
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            report.lasted.append(time.monotonic() - began)
            connection.close()
            began = time.monotonic()
            continue
        report.did += 1
        report.counts[str(answer.status)] = report.counts.get(str(answer.status), 0) + 1
        if connection.sock is None:
            report.lasted.append(time.monotonic() - began)
            began = time.monotonic()
    return report


def attacks(settings: dict[str, Any]) -> Report:
    random.seed(settings["seed"])
    attack, port, tokens = settings["attack"], settings["port"], settings["tokens"]
    until = time.monotonic() + settings["seconds"]
    if attack in ONE_BY_ONE:
        return one_by_one(attack, port, tokens, until)
    match attack:
        case "connections":
            return many(port, until, lambda _: Line(port))
        case "sockets":
            return many(port, until, lambda _: Line(port).upgrades())
        case "seats":
            return many(port, until, lambda _: Line(port).enters(tokens[0]))
        case "codes":
            return codes(port, until)
    raise ValueError(attack)


if __name__ == "__main__":
    print(json.dumps(asdict(attacks(json.loads(sys.stdin.readline())))))
