"""R10: who takes nothing in, or never finishes a request, is cut in time; nobody else notices and little is held for it."""

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dialoog.lines.frames import GOODBYE, TEXT, text_frame
from dialoog.lines.line import LONGEST_WAIT_SECONDS, MOST_WAITING, PING_SECONDS, Line, Lines
from dialoog.tally import tally
from tests.live.raw import Raw, has_ended
from tests.people import Person, Table
from tests.serving import Server

CUT_WITHIN = 15.0


class Patient:
    """A line whose far end takes in what it is told to, and a clock that moves when told."""

    def __init__(self) -> None:
        self.now = 100.0
        self.tasks: list[Any] = []
        self.near, self.far = socket.socketpair()
        self.near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self.near.setblocking(False)
        self.left: list[str] = []
        self.lines = Lines(lambda: self.now)
        self.lines.start = lambda task, *_: self.tasks.append(task)
        self.line = Line(
            "a", SimpleNamespace(fd=self.near, sendall=self._all), self.lines, self._heard, self._left
        )
        self.lines.begins(self.line)

    def _heard(self, _line: Line, _told: str) -> None: ...

    def _left(self, _sid: str, why: str) -> None:
        self.left.append(why)

    def _all(self, told: bytes) -> None:
        self.near.setblocking(True)
        self.near.sendall(told)

    @property
    def waiting(self) -> int:
        return len(self.line._waiting)

    def is_told_more_than_it_takes(self) -> "Patient":
        while not self.waiting:
            self.line.write(b"x" * 1000)
        return self

    def later(self, seconds: float) -> "Patient":
        self.now += seconds
        self.lines.look()
        return self

    @property
    def was_cut(self) -> bool:
        return has_ended(self.far)

    def ends(self) -> None:
        self.near.close()
        self.far.close()


@pytest.fixture
def patient() -> Iterator[Patient]:
    one = Patient()
    yield one
    one.ends()


def test_R10_a_packet_that_waits_ten_seconds_cuts_the_line_once(patient: Patient) -> None:
    patient.is_told_more_than_it_takes().later(LONGEST_WAIT_SECONDS)
    assert patient.waiting
    before = tally.shown_out["slow"]
    assert patient.later(0.1).was_cut
    patient.later(60)
    assert tally.shown_out["slow"] == before + 1
    assert not patient.waiting


def test_R10_a_line_that_is_slow_but_goes_on_is_left_alone(patient: Patient) -> None:
    patient.is_told_more_than_it_takes()
    for _ in range(20):
        patient.line.write(b"y")
        patient.later(LONGEST_WAIT_SECONDS / 2)
        patient.line._hears(TEXT, b"3")
        del patient.line._waiting[:-1]  # the others were taken
    assert patient.waiting
    assert not patient.was_cut


def test_R10_more_than_two_hundred_packets_cut_the_line_and_no_more_are_held(patient: Patient) -> None:
    patient.is_told_more_than_it_takes()
    for _ in range(MOST_WAITING + 100):
        patient.line.write(b"more")
    assert patient.waiting == 0
    assert patient.was_cut


def test_R10_who_does_not_answer_a_ping_is_let_go_and_who_does_is_asked_again(patient: Patient) -> None:
    patient.later(PING_SECONDS)
    assert patient.far.recv(10) == text_frame("2")
    patient.line._hears(TEXT, b"3")
    patient.later(PING_SECONDS)
    assert patient.far.recv(10) == text_frame("2")
    assert patient.left == []
    patient.later(PING_SECONDS)
    assert patient.left == ["ping timeout"]
    assert patient.was_cut


def test_what_does_not_fit_is_finished_before_anything_else(patient: Patient) -> None:
    frames = [text_frame(sign * 60_000) for sign in "abc"]
    for framed in frames:
        patient.line.write(framed)
    [write_on] = patient.tasks
    worker = threading.Thread(target=write_on)
    worker.start()
    got = b""
    while len(got) < sum(map(len, frames)):
        got += patient.far.recv(65536)
    worker.join(5)
    assert got == b"".join(frames)
    assert not patient.waiting


def test_a_goodbye_comes_after_what_still_waits(patient: Patient) -> None:
    patient.line.write(text_frame("a" * 60_000))
    patient.line.close(reason="server disconnect")
    patient.line.write(text_frame("too late"))
    worker = threading.Thread(target=patient.tasks[0])
    worker.start()
    got = b""
    while told := patient.far.recv(65536):
        got += told
    worker.join(5)
    assert got == text_frame("a" * 60_000) + text_frame("1") + GOODBYE


def test_what_is_said_together_goes_out_as_one(patient: Patient) -> None:
    def act() -> None:
        for sign in "ab":
            patient.line.write(text_frame(sign))
        patient.far.setblocking(False)
        with pytest.raises(BlockingIOError):
            patient.far.recv(10)

    patient.line.together(act)
    assert patient.far.recv(100) == text_frame("a") + text_frame("b")


def test_what_is_said_together_keeps_its_order_within_another_and_before_a_goodbye(patient: Patient) -> None:
    def act() -> None:
        patient.line.write(text_frame("a"))
        patient.line.together(lambda: patient.line.write(text_frame("b")))
        patient.line.write(text_frame("c"))
        patient.line.close()

    patient.line.together(act)
    said = b"".join(text_frame(sign) for sign in "abc1")
    assert patient.far.recv(100) == said + GOODBYE


def test_R10_a_process_that_stood_still_calls_nobody_silent_before_it_has_read(patient: Patient) -> None:
    naps = iter([0.25, PING_SECONDS * 3, 0.25])
    looked: list[float] = []

    def nap(_seconds: float) -> None:
        patient.now += next(naps)

    patient.lines.look = lambda: looked.append(patient.now)  # type: ignore[method-assign]
    with pytest.raises(StopIteration):
        patient.lines.watch(nap)
    assert looked == [100.25, 115.5]


def test_a_cut_wakes_whoever_waits_on_the_line(patient: Patient) -> None:
    patient.near.setblocking(True)
    woken: list[bytes] = []
    waiting = threading.Thread(target=lambda: woken.append(patient.near.recv(10)))
    waiting.start()
    patient.line.cut("slow")
    waiting.join(5)
    assert woken == [b""]


def test_R10_a_line_that_cannot_be_written_is_over_for_whoever_listens_too(patient: Patient) -> None:
    """Where the system has no room for it nothing else would tell them."""
    patient.near.setblocking(True)
    patient.near.shutdown(socket.SHUT_WR)
    woken: list[bytes] = []
    waiting = threading.Thread(target=lambda: woken.append(patient.near.recv(10)))
    waiting.start()
    patient.line.write(b"x")
    waiting.join(5)
    assert woken == [b""]


class Stuck:
    """A desk that never reads again, on a line that holds little; it may go on saying that it is there."""

    def __init__(self, desk: Person, *, pongs: bool) -> None:
        bare = socket.socket()
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        bare.connect(("127.0.0.1", desk.server.port))
        self._raw = Raw(desk.server, line=bare).enters(desk)
        self._bare, self._pongs = bare, pongs
        self.cut = threading.Event()
        threading.Thread(target=self._holds_on, daemon=True).start()

    def _holds_on(self) -> None:
        """A cut is a reset: it is heard without reading."""
        for _ in range(120):
            if self._bare.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                break
            try:
                if self._pongs:
                    self._raw.says("3")
            except OSError:
                break
            time.sleep(0.5)
        else:
            return
        self._bare.close()
        self.cut.set()


def test_R10_who_never_reads_is_cut_in_time_and_disturbs_nobody(table: Table) -> None:
    facilitator, screen, henk = table.facilitator(), table.screen(), table.seats("Henk")
    heavy = {"word_kind": "introduction", "seat": henk.seat}
    for n in range(60):
        facilitator.does("write", text=f"Zin {n}", **heavy)
    before = resident_mb(table.server)
    stuck = [Stuck(facilitator, pongs=pongs) for pongs in (True, False)]
    themes = itertools.cycle(("dark", "light"))
    slowest, began = 0.0, time.monotonic()
    while not all(one.cut.is_set() for one in stuck) and time.monotonic() - began < 2 * CUT_WITHIN:
        asked = time.monotonic()
        facilitator.does("write", text="Nog een zin", **heavy)
        version = facilitator.does("theme_screen", theme=next(themes))
        screen.sees(lambda me, v=version: me.versions["table"] >= v, what="what the table shows")
        slowest = max(slowest, time.monotonic() - asked)
        time.sleep(0.2)
    assert all(one.cut.is_set() for one in stuck)
    assert resident_mb(table.server) - before < 50
    assert slowest < 5, "the others were kept waiting"
    assert facilitator.connected


HALVES = (
    b"GET / HT",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: a",
    b"POST /taal HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nlang=",
    b"POST /taal HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\nlang=",
    b"POST /taal HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n900000\r\nlang=",
)


def test_R10_half_a_request_is_cut_however_busy_it_looks(server: Server) -> None:
    lines = [socket.create_connection(("127.0.0.1", server.port)) for _ in HALVES]
    for line, half in zip(lines, HALVES, strict=True):
        line.settimeout(0.3)
        line.sendall(half)
    began, open_lines = time.monotonic(), lines
    while open_lines and time.monotonic() - began < CUT_WITHIN + 1:
        open_lines = [line for line in open_lines if not ended(line)]
    assert not open_lines
    for line in lines:
        line.close()


def ended(line: socket.socket) -> bool:
    """Sends one sign more, and listens for a moment."""
    try:
        line.sendall(b"a")
        return line.recv(4096) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def resident_mb(server: Server) -> float:
    said = Path(f"/proc/{server.pid}/status").read_text()
    return int(said.partition("VmRSS:")[2].split()[0]) / 1024
