"""A phone of the tests at an https address reads in one thread and writes in others; its line bears it."""

import socket
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.tls_in_turn import in_turn

DOWN, UP, PIECE = 1_000_000, 180_000, 60
LINES = 20
"""A line of `ssl` as it is breaks in about one of five."""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1, with its key in the same file."""
    file = tmp_path_factory.mktemp("tls") / "own.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(file), "-out", str(file.with_suffix(".crt"))],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_text(file.read_text() + file.with_suffix(".crt").read_text())
    return file


def speaks_and_listens(listener: socket.socket, own: Path) -> int:
    """A server that does both in one thread, without waiting; how many bytes it heard."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(own)
    heard = said = 0
    listener.settimeout(30)
    with context.wrap_socket(listener.accept()[0], server_side=True) as line:
        line.setblocking(False)
        until = time.monotonic() + 30
        while (said < DOWN or heard < UP) and time.monotonic() < until:
            try:
                if said < DOWN:
                    said += line.send(bytes(min(500, DOWN - said)))
                data = line.recv(65536)
                if not data:
                    break
                heard += len(data)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                continue
    return heard


def heard_on(line: ssl.SSLSocket) -> int:
    heard = 0
    while heard < DOWN and (data := line.recv(65536)):
        heard += len(data)
    return heard


@pytest.mark.parametrize("_line", range(LINES))
def test_whoever_writes_while_another_reads_loses_nothing(own: Path, _line: int) -> None:
    context = in_turn(ssl.create_default_context(cafile=own.with_suffix(".crt")))
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(2) as others:
        server = others.submit(speaks_and_listens, listener, own)
        with context.wrap_socket(
            socket.create_connection(listener.getsockname()[:2], 10), server_hostname="127.0.0.1"
        ) as line:
            reader = others.submit(heard_on, line)
            for _ in range(UP // PIECE):
                line.sendall(bytes(PIECE))
            assert reader.result(30) == DOWN
            assert server.result(30) == UP


def says_nothing(listener: socket.socket, own: Path, stays: threading.Event) -> None:
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(own)
    with server.wrap_socket(listener.accept()[0], server_side=True):
        stays.wait(30)


def test_a_line_on_which_nothing_comes_is_given_up_in_time(own: Path) -> None:
    context = in_turn(ssl.create_default_context(cafile=own.with_suffix(".crt")))
    stays = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as others:
        others.submit(says_nothing, listener, own, stays)
        with context.wrap_socket(
            socket.create_connection(listener.getsockname()[:2], 10), server_hostname="127.0.0.1"
        ) as line:
            line.settimeout(0.2)
            try:
                with pytest.raises(TimeoutError):
                    line.recv(1)
            finally:
                stays.set()


def test_a_line_is_ended_when_nobody_is_at_work_on_it(own: Path) -> None:
    """`ssl` takes the cipher away from whoever reads at that instant."""
    context = in_turn(ssl.create_default_context(cafile=own.with_suffix(".crt")))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(own)
    at_work, ended = threading.Event(), threading.Event()

    def hears_the_end(listener: socket.socket) -> bytes:
        with server.wrap_socket(listener.accept()[0], server_side=True) as line:
            return line.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(3) as others:
        heard = others.submit(hears_the_end, listener)
        with context.wrap_socket(
            socket.create_connection(listener.getsockname()[:2], 10), server_hostname="127.0.0.1"
        ) as line:

            def works() -> bool:
                at_work.set()
                return not ended.wait(0.3)

            def ends() -> None:
                line.shutdown(socket.SHUT_RDWR)
                ended.set()

            working = others.submit(line._when_it_may, works)
            assert at_work.wait(10)
            others.submit(ends).result(10)
            assert working.result(10), "nobody ended it meanwhile"
            assert heard.result(10) == b""


def test_who_hangs_up_keeps_nobody_waiting(own: Path) -> None:
    """Who waits for the line hears of its end, also where it is closed in the same moment."""
    context = in_turn(ssl.create_default_context(cafile=own.with_suffix(".crt")))
    stays = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(2) as others:
        others.submit(says_nothing, listener, own, stays)
        line = context.wrap_socket(
            socket.create_connection(listener.getsockname()[:2], 10), server_hostname="127.0.0.1"
        )
        line.settimeout(60)
        reader = others.submit(heard_on, line)
        time.sleep(0.1)
        line.shutdown(socket.SHUT_RDWR)
        line.close()
        try:
            assert isinstance(reader.exception(20), OSError | None)
        finally:
            stays.set()
