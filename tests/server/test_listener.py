"""The listener as phones need it, whichever machinery serves: nothing held back, nothing compressed, frames whole; and what
becomes of the process where it takes nobody any more.
"""

import errno
import json
import os
import resource
import signal
import socket
from pathlib import Path

import pytest

from dialoog.server.listener import SEND_BUFFER_BYTES, retry_accept
from dialoog.server.listener import open_listener as listen_at
from dialoog.server.process import FILE_LIMIT
from tests.people import a_table
from tests.serving import Server, eventually
from tests.websocket.raw_client import Raw


def test_what_is_written_goes_at_once_and_little_is_kept_for_who_reads_nothing() -> None:
    listener = listen_at("127.0.0.1", 0)
    client = socket.create_connection(listener.getsockname())
    accepted, _ = listener.accept()
    assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * SEND_BUFFER_BYTES
    for one in (accepted, client, listener):
        one.close()


def test_compression_is_never_agreed_on(server: Server) -> None:
    raw = Raw(server, **{"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"})
    assert "sec-websocket-extensions" not in {name.lower() for name in raw.socket.getheaders()}
    raw.closes()


def opens(server: Server, path: str) -> bool:
    try:
        return server.asks("GET", path).status == 200
    except OSError:
        return False


@pytest.mark.parametrize(
    "loses", [signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP], ids=["another", "closed", "shut"]
)
def test_a_process_that_takes_nobody_any_more_ends_and_says_so(tmp_path: Path, loses: signal.Signals) -> None:
    """systemd starts it anew."""
    server = Server(tmp_path, DIALOOG_LOG="json")
    server.program = ("tests.server.losing_listener",)
    try:
        with a_table(server.starts()) as table:
            fatma = table.seats("Fatma")
            os.kill(server.pid, loses)
            eventually(lambda: not opens(server, "/healthz"), what="that nobody is taken in")
            assert server.ended() == 1
            eventually(lambda: not fatma.connected, what="the end of her line")
    finally:
        server.is_killed()
    ends = [json.loads(line) for line in server.output.splitlines() if "listener closed, exiting" in line]
    assert [(line["level"], line["error"]) for line in ends] == [("error", "OSError")]
    assert "Traceback" not in server.output


def test_a_server_that_was_allowed_few_files_takes_what_it_may(tmp_path: Path) -> None:
    server, allowed = Server(tmp_path), resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, allowed[0]), allowed[1]))
        server.starts()
        soft, hard = Path(f"/proc/{server.pid}/limits").read_text().split("Max open files")[1].split()[:2]
        assert int(soft) == (FILE_LIMIT if hard == "unlimited" else min(int(hard), FILE_LIMIT))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, allowed)
        server.is_killed()


def test_where_no_file_is_left_for_one_more_it_waits_and_takes_who_comes_then() -> None:
    answers: list[object] = [OSError(errno.EMFILE, "too many"), OSError(errno.ENOBUFS, "no room"), "a line"]
    naps: list[float] = []

    def accept() -> object:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    assert retry_accept(accept, naps.append)() == "a line"
    assert len(naps) == 2
    answers.append(OSError(errno.EBADF, "closed"))
    with pytest.raises(OSError, match="closed"):
        retry_accept(accept, naps.append)()
