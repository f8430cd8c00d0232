"""A connection within this process, whose far end reads only when a test says so and whose clock a test moves. Its queue is bounded in
frames, bytes and seconds (R10), frames keep their order, and a client that does not answer is let go."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from dialoog.websocket.connection import (
    CHECK_SECONDS,
    CHECKED_AT_ONCE,
    MAX_QUEUED_BYTES,
    MAX_QUEUED_FRAMES,
    MAX_QUEUED_SECONDS,
    PING_SECONDS,
    ConnectionRegistry,
    Transport,
    WebSocketConnection,
)
from dialoog.websocket.frames import CLOSE_FRAME, TEXT, text_frame
from tests.server.scraped_metrics import counted_here
from tests.websocket.raw_client import has_ended

PATIENCE = 15.0


class Patient:
    """A line whose far end reads only when a test says so, and a clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.tasks: list[Any] = []
        self.near, self.far = socket.socketpair()
        self.near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self.near.setblocking(False)
        self.left: list[str] = []
        self.lines = ConnectionRegistry(lambda: self.now)
        self.lines.start = lambda task, *_: self.tasks.append(task)
        self.line = WebSocketConnection(
            "a",
            Transport(SimpleNamespace(sendall=self._all), self.near),
            self.lines,
            self._heard,
            self._left,
        )
        self.lines.add(self.line)

    def _heard(self, _line: WebSocketConnection, _message: str) -> None: ...

    def _left(self, _sid: str, why: str) -> None:
        self.left.append(why)

    def _all(self, data: bytes) -> None:
        self.near.setblocking(True)
        self.near.sendall(data)

    @property
    def waiting(self) -> int:
        return len(self.line._queue)

    def is_told_more_than_it_takes(self) -> "Patient":
        while not self.waiting:
            self.line.write(b"x" * 1000)
        return self

    def later(self, seconds: float) -> "Patient":
        self.now += seconds
        self.lines.check()
        return self

    def takes_all(self, size: int) -> bytes:
        """What waits is written, by the one task that there is for it, and the far end takes in so many bytes."""
        [write_on] = self.tasks
        self.tasks.clear()
        worker = threading.Thread(target=write_on)
        worker.start()
        got = bytearray()
        self.far.settimeout(PATIENCE)
        while len(got) < size and (data := self.far.recv(65536)):
            got += data
        worker.join(PATIENCE)
        self.near.setblocking(False)
        return bytes(got)

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
    patient.is_told_more_than_it_takes().later(MAX_QUEUED_SECONDS)
    assert patient.waiting
    before = counted_here("dialoog_sockets_shown_out_total", reason="slow")
    assert patient.later(0.1).was_cut
    patient.later(60)
    assert counted_here("dialoog_sockets_shown_out_total", reason="slow") == before + 1
    assert not patient.waiting


def test_R10_a_line_that_is_slow_but_goes_on_is_left_alone(patient: Patient) -> None:
    patient.is_told_more_than_it_takes()
    for _ in range(20):
        patient.line.write(b"y")
        patient.later(MAX_QUEUED_SECONDS / 2)
        patient.line._receive(TEXT, b"3")
        del patient.line._queue[:-1]  # the others were taken
    assert patient.waiting
    assert not patient.was_cut


def test_R10_more_than_two_hundred_packets_cut_the_line_and_no_more_are_held(patient: Patient) -> None:
    patient.is_told_more_than_it_takes()
    for _ in range(MAX_QUEUED_FRAMES + 100):
        patient.line.write(b"more")
    assert patient.waiting == 0
    assert patient.was_cut


def test_R10_more_than_eight_megabytes_cut_the_line_and_no_more_are_held(patient: Patient) -> None:
    patient.is_told_more_than_it_takes()
    large = b"m" * (MAX_QUEUED_BYTES // 4)
    for _ in range(3):
        patient.line.write(large)
    assert patient.waiting == 4
    before = counted_here("dialoog_sockets_shown_out_total", reason="slow")
    patient.line.write(large)
    patient.line.write(large)
    assert patient.waiting == 0
    assert patient.was_cut
    assert counted_here("dialoog_sockets_shown_out_total", reason="slow") == before + 1


def test_one_packet_waits_however_large_it_is(patient: Patient) -> None:
    patient.line.write(b"m" * (MAX_QUEUED_BYTES + 100_000))
    assert patient.waiting == 1
    assert not patient.was_cut


def test_R10_what_was_taken_in_holds_nothing_any_more(patient: Patient) -> None:
    large = b"m" * (MAX_QUEUED_BYTES * 2 // 3)
    for _ in range(3):
        patient.line.write(large)
        patient.line.write(b"and the rest")
        assert patient.waiting == 2
        patient.takes_all(len(large) + len(b"and the rest"))
    assert patient.left == []


def test_R10_who_does_not_answer_a_ping_is_let_go_and_who_does_is_asked_again(patient: Patient) -> None:
    patient.later(PING_SECONDS)
    assert patient.far.recv(10) == text_frame("2")
    patient.line._receive(TEXT, b"3")
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
    assert patient.takes_all(sum(map(len, frames))) == b"".join(frames)
    assert not patient.waiting


def test_a_goodbye_comes_after_what_still_waits(patient: Patient) -> None:
    patient.line.write(text_frame("a" * 60_000))
    patient.line.close(reason="server disconnect")
    patient.line.write(text_frame("too late"))
    worker = threading.Thread(target=patient.tasks[0])
    worker.start()
    got = b""
    while data := patient.far.recv(65536):
        got += data
    worker.join(5)
    assert got == text_frame("a" * 60_000) + text_frame("1") + CLOSE_FRAME


def test_what_is_said_together_goes_out_as_one(patient: Patient) -> None:
    def act() -> None:
        for sign in "ab":
            patient.line.write(text_frame(sign))
        patient.far.setblocking(False)
        with pytest.raises(BlockingIOError):
            patient.far.recv(10)

    patient.line.batch(act)
    assert patient.far.recv(100) == text_frame("a") + text_frame("b")


def test_what_is_said_together_keeps_its_order_within_another_and_before_a_goodbye(patient: Patient) -> None:
    def act() -> None:
        patient.line.write(text_frame("a"))
        patient.line.batch(lambda: patient.line.write(text_frame("b")))
        patient.line.write(text_frame("c"))
        patient.line.close()

    patient.line.batch(act)
    frames = b"".join(text_frame(sign) for sign in "abc1")
    assert patient.far.recv(100) == frames + CLOSE_FRAME


def test_R10_a_process_that_stood_still_calls_nobody_silent_before_it_has_read(patient: Patient) -> None:
    naps = iter([0.25, PING_SECONDS * 3, 0.25])
    looked: list[float] = []

    def nap(_seconds: float) -> None:
        patient.now += next(naps)

    patient.lines.check = lambda: looked.append(patient.now)  # type: ignore[method-assign]
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


def test_pings_are_sent_in_their_turn_and_not_a_quarter_of_a_second_together(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their pongs come together too: those of nine thousand sockets kept the loop for twenty milliseconds."""
    sent: list[float] = []
    for _ in range(1_800):  # a second's
        patient.lines.schedule_ping(patient.line)
        patient.now += 1 / 1_800

    def nap(seconds: float) -> None:
        patient.now += seconds
        if len(sent) > 1_800:
            raise StopIteration

    monkeypatch.setattr(WebSocketConnection, "write", lambda _line, _frame: sent.append(patient.now))
    with pytest.raises(StopIteration):
        patient.lines.watch(nap)
    assert max(Counter(sent).values()) < 50


def test_R10_after_it_stood_still_a_process_reads_for_as_long_as_ever(patient: Patient) -> None:
    """A ping that is due at once would call those silent whose pongs wait to be read."""
    patient.now += PING_SECONDS - CHECK_SECONDS - 0.1
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            raise StopIteration
        patient.now += PING_SECONDS * 3 if len(naps) == 2 else seconds

    with pytest.raises(StopIteration):
        patient.lines.watch(nap)
    assert naps == pytest.approx([CHECK_SECONDS, 0.1, CHECK_SECONDS])


def test_a_check_of_very_many_lets_other_tasks_run_in_between(patient: Patient) -> None:
    for _ in range(3 * CHECKED_AT_ONCE):
        patient.lines.schedule_ping(patient.line)
    patient.now += PING_SECONDS
    rests: list[int] = []
    patient.lines.pause = lambda: rests.append(1)
    patient.lines.check()
    assert len(rests) == 3
