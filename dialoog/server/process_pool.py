"""Processes of their own for what holds Python's lock: searching, setting paper, writing Word.

A thread that computes in Python takes the lock for 5 ms whenever the loop lets go of it, which is at each packet and each commit. A process
has a lock of its own. It is started at the first need, which takes a second, and ends by itself an hour after the last call.
"""

import importlib
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
from sqlalchemy import Engine

from dialoog.db.engine import make_engine

IDLE_SECONDS = 3600.0
ROOT = Path(__file__).parents[2]
CODE = f"import sys; sys.path.append({str(ROOT)!r}); from dialoog.server.process_pool import serve; serve(int(sys.argv[1]))"
"""The package that runs now, not a folder `dialoog` in which somebody happens to stand."""
_SIZE = struct.Struct("!Q")


class CallFailed(Exception):
    """The class of the fault that a call came to, and no more: its text may hold words (R15)."""


class _Call(msgspec.Struct, array_like=True):
    """A function by its module and name. Nothing is sent that makes objects of its own: its annotations say what comes of the bytes."""

    module: str
    name: str
    arguments: list[msgspec.Raw]


class _Answer(msgspec.Struct, array_like=True):
    result: msgspec.Raw = msgspec.Raw()
    fault: str = ""


class ProcessPool:
    """The processes of one server that have nothing to do."""

    def __init__(self) -> None:
        self._idle: list[_Process] = []

    def run(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What the annotated function of a module returns in a process of its own, or CallFailed. An engine goes as its address. Called
        again where the process ended meanwhile, so it only reads."""
        encoded = [msgspec.Raw(msgspec.msgpack.encode(one, enc_hook=_address_of)) for one in arguments]
        call = msgspec.msgpack.encode(_Call(function.__module__, function.__name__, encoded))
        try:
            answer = self._ask(call)
        except (OSError, EOFError):
            answer = self._ask(call, anew=True)
        if answer.fault:
            raise CallFailed(answer.fault)
        return msgspec.msgpack.decode(answer.result, type=get_type_hints(function)["return"])

    def close(self) -> None:
        while self._idle:
            self._idle.pop().end()

    def _ask(self, call: bytes, *, anew: bool = False) -> _Answer:
        process = self._idle.pop() if self._idle and not anew else _Process()
        try:
            answer = process.ask(call)
        except BaseException:
            process.end()
            raise
        self._idle.append(process)
        return answer


class _Process:
    def __init__(self) -> None:
        self._line, other = socket.socketpair()
        with other:
            command = [sys.executable, "-P", "-c", CODE, str(other.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[other.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603 - our own program

    def ask(self, call: bytes) -> _Answer:
        _send(self._line, call)
        return msgspec.msgpack.decode(_receive(self._line), type=_Answer)

    def end(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.wait()


def serve(file: int) -> None:
    """What such a process does, until the server is gone or has asked nothing for an hour."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is the server's
    line = socket.socket(fileno=file)
    line.settimeout(IDLE_SECONDS)
    with suppress(OSError, EOFError):
        while True:
            _send(line, _carried_out(_receive(line)))


def _carried_out(call: bytes) -> bytes:
    try:
        request = msgspec.msgpack.decode(call, type=_Call)
        function = getattr(importlib.import_module(request.module), request.name)
        kinds = [kind for name, kind in get_type_hints(function).items() if name != "return"]
        arguments = [
            msgspec.msgpack.decode(one, type=kind, dec_hook=_engine_of)
            for one, kind in zip(request.arguments, kinds, strict=True)
        ]
        answer = _Answer(msgspec.Raw(msgspec.msgpack.encode(function(*arguments))))
    except Exception as fault:
        answer = _Answer(msgspec.Raw(msgspec.msgpack.encode(None)), type(fault).__name__)
    return msgspec.msgpack.encode(answer)


def _address_of(value: object) -> str:
    if isinstance(value, Engine):
        return value.url.render_as_string(hide_password=False)
    raise NotImplementedError


def _engine_of(kind: type, address: str) -> Engine:
    if kind is Engine:
        return _engine(address)
    raise NotImplementedError


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
