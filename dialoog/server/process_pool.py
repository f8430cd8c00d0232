"""Processes of their own for what holds Python's lock: searching, setting paper, writing Word.

A thread that computes in Python takes the lock for 5 ms whenever the loop lets go of it, which is at each packet and each commit. A process
has a lock of its own. It is started at the first need, which takes a second, and ends by itself an hour after the last call.
"""

import pickle
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dialoog.db.engine import make_engine

IDLE_SECONDS = 3600.0
ROOT = Path(__file__).parents[2]
CODE = f"import sys; sys.path.append({str(ROOT)!r}); from dialoog.server.process_pool import answer; answer(int(sys.argv[1]))"
"""The package that runs now, not a folder `dialoog` in which somebody happens to stand."""
_SIZE = struct.Struct("!Q")


class CallFailed(Exception):
    """What a process says of a fault that cannot be sent: its class alone, since its text may hold words (R15)."""


class ProcessPool:
    """The processes of one server that have nothing to do."""

    def __init__(self) -> None:
        self._idle: list[_Process] = []

    def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What the function returns or raises in a process of its own. It is named by its module, and its arguments are pickled; an
        engine goes as its address. Called again where the process ended meanwhile, so it only reads."""
        call = _pickled((function, arguments))
        try:
            is_fine, value = self._ask(call)
        except (OSError, EOFError):
            is_fine, value = self._ask(call, anew=True)
        if not is_fine:
            raise value
        return value

    def close(self) -> None:
        while self._idle:
            self._idle.pop().end()

    def _ask(self, call: bytes, *, anew: bool = False) -> tuple[bool, Any]:
        process = self._idle.pop() if self._idle and not anew else _Process()
        try:
            answered: tuple[bool, Any] = process.ask(call)
        except BaseException:
            process.end()
            raise
        self._idle.append(process)
        return answered


class _Process:
    def __init__(self) -> None:
        self._line, other = socket.socketpair()
        with other:
            command = [sys.executable, "-P", "-c", CODE, str(other.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[other.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603 - our own program

    def ask(self, call: bytes) -> Any:
        _send(self._line, call)
        return pickle.loads(_receive(self._line))  # noqa: S301 - from our own program

    def end(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.wait()


def answer(file: int) -> None:
    """What such a process does, until the server is gone or has asked nothing for an hour."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the server's
    line = socket.socket(fileno=file)
    line.settimeout(IDLE_SECONDS)
    with suppress(OSError, EOFError):
        while True:
            _send(line, _carried_out(_receive(line)))


def _carried_out(call: bytes) -> bytes:
    try:
        function, arguments = _Calls(BytesIO(call)).load()
        return pickle.dumps((True, function(*arguments)))
    except Exception as fault:
        return _of_fault(fault)


def _of_fault(fault: Exception) -> bytes:
    try:
        sent = pickle.dumps((False, fault))
        pickle.loads(sent)  # noqa: S301 - what an exception needs is not always in its arguments
    except Exception:
        return pickle.dumps((False, CallFailed(type(fault).__name__)))
    return sent


class _Pickler(pickle.Pickler):
    def persistent_id(self, value: Any) -> str | None:
        return value.url.render_as_string(hide_password=False) if isinstance(value, Engine) else None


class _Calls(pickle.Unpickler):
    def persistent_load(self, address: str) -> Engine:
        return _engine(address)


def _pickled(value: Any) -> bytes:
    written = BytesIO()
    _Pickler(written).dump(value)
    return written.getvalue()


@cache
def _engine(address: str) -> Engine:
    return make_engine(address)


def _send(line: socket.socket, content: bytes) -> None:
    line.sendall(_SIZE.pack(len(content)) + content)


def _receive(line: socket.socket) -> bytes:
    """Raises EOFError where the other end is closed, TimeoutError where it says nothing."""
    (size,) = _SIZE.unpack(_exactly(line, _SIZE.size))
    return _exactly(line, size)


def _exactly(line: socket.socket, size: int) -> bytes:
    content = bytearray()
    while len(content) < size:
        part = line.recv(min(size - len(content), 1 << 20))
        if not part:
            raise EOFError
        content += part
    return bytes(content)
