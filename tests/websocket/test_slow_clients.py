"""R10: who takes nothing in, or never finishes a request, is cut in time; nobody else notices and little is held for it."""

import itertools
import socket
import threading
import time
from pathlib import Path

from tests.people import Person, Table
from tests.serving import Server
from tests.websocket.raw_client import Raw

CUT_WITHIN = 15.0


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
        start = time.monotonic()
        facilitator.does("write", text="Nog een zin", **heavy)
        version = facilitator.does("theme_screen", theme=next(themes))
        screen.sees(lambda me, v=version: me.versions["table"] >= v, what="what the table shows")
        slowest = max(slowest, time.monotonic() - start)
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
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
