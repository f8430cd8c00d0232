"""The listener as phones need it, whichever machinery serves: nothing held back, nothing compressed, frames whole."""

import socket
import threading
import time
from types import SimpleNamespace
from typing import Any

from dialoog.live.fanout import Line, knows, text_frame
from dialoog.live.simple_line import Whole, line_of
from dialoog.processes import KEPT_BYTES
from dialoog.processes import listener as listen_at
from tests.live.raw import Raw
from tests.serving import Server


def test_what_is_written_goes_at_once_and_little_is_kept_for_who_reads_nothing() -> None:
    listener = listen_at("127.0.0.1", 0)
    calling = socket.create_connection(listener.getsockname())
    taken, _ = listener.accept()
    assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert taken.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * KEPT_BYTES
    for one in (taken, calling, listener):
        one.close()


def test_compression_is_never_agreed_on(server: Server) -> None:
    raw = Raw(server, **{"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"})
    assert "sec-websocket-extensions" not in {name.lower() for name in raw.socket.getheaders()}
    raw.closes()


def a_simple_websocket() -> tuple[Any, socket.socket]:
    """As much of one as frames are written to, and its far end; its socket waits for nothing by itself."""
    near, far = socket.socketpair()
    near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    near.settimeout(5)
    far.settimeout(5)
    at_once = near.dup()
    at_once.setblocking(False)
    waiting = SimpleNamespace(
        _sock=at_once, sendall=near.sendall, close=lambda: (near.close(), at_once.close())
    )
    return SimpleNamespace(ws=SimpleNamespace(sock=waiting)), far


def test_frames_of_two_tasks_are_whole_and_one_after_the_other() -> None:
    websocket, far = a_simple_websocket()
    line_of(websocket)
    whole = websocket.ws.sock
    assert isinstance(whole, Whole)
    frames = [text_frame(sign * 20_000) for sign in "ab"]
    tasks = [
        threading.Thread(target=lambda one=one: [whole.send(one) for _ in range(5)], daemon=True)
        for one in frames
    ]
    for task in tasks:
        task.start()
    got = read(far, 10 * len(frames[0]))
    pieces = [got[start : start + len(frames[0])] for start in range(0, len(got), len(frames[0]))]
    assert sorted(pieces) == sorted(frames * 5)
    whole.close()
    far.close()


def test_a_frame_that_does_not_fit_is_finished_before_any_other() -> None:
    websocket, far = a_simple_websocket()
    line = line_of(websocket)
    assert knows(line)
    idle = SimpleNamespace(
        closed=False, closing=False, last_ping=None, queue=SimpleNamespace(empty=lambda: True)
    )
    frame, tasks = text_frame("x" * 200_000), list[threading.Thread]()

    def spawn(*task: Any) -> None:
        tasks.append(threading.Thread(target=task[0], args=task[1:]))
        tasks[-1].start()

    assert Line(idle, line).write(frame, time.time(), spawn)
    after = threading.Thread(target=websocket.ws.sock.send, args=(text_frame("after"),))
    after.start()
    assert read(far, len(frame)) == frame
    assert read(far, len(text_frame("after"))) == text_frame("after")
    for task in (*tasks, after):
        task.join()
    line.socket.close()
    far.close()


def test_a_line_that_would_hold_up_everybody_is_left_to_the_queue() -> None:
    near, far = socket.socketpair()
    websocket = SimpleNamespace(ws=SimpleNamespace(sock=SimpleNamespace(_sock=near)))
    assert line_of(websocket) is websocket
    assert not knows(websocket)
    near.close()
    far.close()


def read(line: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        got += line.recv(min(65536, size - len(got)))
    return got
