"""One parent, several processes that serve: each a `dialoog serve` of its own on the one listener that the parent opened.

They share its queue of connections that nobody took yet, so that of a process that dies only those are lost that it had;
with a listener each (SO_REUSEPORT) the kernel would have dealt it some already. The parent serves nothing itself and
knows no machinery: it starts anew who died, passes a stop on, and is outlived by nobody. Here is also what each of them does
about its memory, when it is told to stop, and when it ends.
"""

import errno
import gc
import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, NoReturn

from dialoog.telemetry.logging import log

BACKLOG = 1024
MOST_CONNECTIONS = 20_000
FULL = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.ECONNABORTED, errno.ECONNRESET)
FULL_SECONDS = 0.1
MANY_FILES = 65_536
KEPT_BYTES = 128 * 1024
"""What the kernel keeps for a client that takes nothing in; by itself it would be up to 4 MB each (R10)."""
LOOK_SECONDS = 0.2
HEALTHY_SECONDS = 10.0
LONGEST_PAUSE = 30.0
PATIENCE_SECONDS = 10.0
PARENT_SECONDS = 0.5
LISTENS_SECONDS = 1.0


class CannotListen(Exception):
    """Address or port are not to be had; the message says which and why."""


def open_listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KEPT_BYTES)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted sockets inherit it
    try:
        opened.bind((host, port))
    except (OSError, OverflowError) as wrong:
        raise CannotListen(f"Cannot listen at {host}, port {port}: {wrong.args[-1]}.") from wrong
    opened.listen(BACKLOG)
    return opened


def inherited_listener(file: int) -> socket.socket:
    """The parent's listener, in one of its processes."""
    return socket.socket(fileno=file)


def ensure_listening(opened: socket.socket) -> None:
    """Raises OSError where nobody can come in here any more: it was closed, shut for all who share it, or something else lies there."""
    if not opened.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


def wait_until_closed(opened: socket.socket, sleep: Callable[[float], object]) -> OSError:
    """The background task of each process: what is the matter with the listener, once something is. Of one that was closed
    nothing else tells: no event comes of it."""
    while True:
        try:
            ensure_listening(opened)
        except OSError as fault:
            return fault
        sleep(LISTENS_SECONDS)


def end_with_parent(parent: int, sleep: Callable[[float], object]) -> None:
    """The background task of each process: tells itself to stop once `parent` is gone, which may have been killed."""
    while os.getppid() == parent:
        sleep(PARENT_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def retry_accept(accept: Callable[[], Any], sleep: Callable[[float], object]) -> Callable[[], Any]:
    """`accept`, which waits where there are no files or no memory for one more; eventlet would take nobody any more from then on."""

    def accepted() -> Any:
        while True:
            try:
                return accept()
            except OSError as error:
                if error.errno not in FULL:
                    raise
            sleep(FULL_SECONDS)

    return accepted


def raise_file_limit() -> None:
    """Every phone is one; many systems allow a program 1,024 until it asks for more."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    soft_limit = MANY_FILES if most == resource.RLIM_INFINITY else min(most, MANY_FILES)
    if now < soft_limit:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft_limit, most))


def tune_garbage_collection() -> None:
    """What was loaded at the start stays: the collector need not walk through it again. It looks often and therefore shortly:
    each page leaves about 120 objects that only it can let go, and to go through 100,000 at once held everybody up for
    0.13 s; so would all that two thousand phones brought with them, for half as long. Everything that there is, which takes 0.16 s with
    five thousand phones, it looks at once in a hundred thousand pages (R10)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 5, 400)


def on_stop_signal(act: Callable[[], object]) -> None:
    def told(_signal: int, _frame: FrameType | None) -> None:
        act()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)


def report_closed_listener(fault: BaseException | None) -> int:
    """Says so, and gives what such a process ends with. Its parent or systemd starts it anew; nothing else would, and phones that
    fall away could not come back."""
    log.error("nobody is taken in any more", fault=fault)
    return 1


def leave(open_listener: socket.socket, end: Callable[[], object], code: int) -> NoReturn:
    """Takes nobody in any more, ends what is to be ended, and goes; phones come back by themselves."""
    open_listener.close()
    end()
    if not code:
        log.info("stopped")
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # open sockets would hold us up for as long as they live


@dataclass
class Child:
    """One place among the processes, and who has it now."""

    command: list[str]
    file: int
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    again: float = 0.0
    pause: float = 0.0
    """Seconds until the next may start; it grows with each that dies soon after its start."""

    def sees_to_it(self, now: float) -> bool:
        """Starts the process where there is none and it is time; whether one was found to have ended."""
        if self.process is None:
            if now >= self.again:
                self.process = subprocess.Popen(self.command, pass_fds=[self.file])  # noqa: S603 - ourselves
                self.began = now
            return False
        if self.process.poll() is None:
            return False
        soon = now - self.began < HEALTHY_SECONDS
        self.pause = min(max(self.pause * 2, 0.5), LONGEST_PAUSE) if soon else 0.0
        self.again = now + self.pause
        self.process = None
        return True


@dataclass
class Children:
    opened: socket.socket
    places: list[Child]
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> int:
        """Until SIGTERM or SIGINT, or until nobody can come in by the listener that all share: no child could do anything
        about that. Everybody has left when it returns what to end with."""
        code = 0
        for stop_signal in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop_signal, lambda *_: self.stopping.set())
        while not self.stopping.is_set():
            for place in self.places:
                if place.sees_to_it(time.monotonic()):
                    log.warning("a process that serves has ended", seconds=place.pause)
            try:
                ensure_listening(self.opened)
            except OSError as fault:
                code = report_closed_listener(fault)
                break
            self.stopping.wait(LOOK_SECONDS)
        self._all_leave()
        return code

    def _all_leave(self) -> None:
        there = [place.process for place in self.places if place.process is not None]
        for process in there:
            process.terminate()
        until = time.monotonic() + PATIENCE_SECONDS
        for process in there:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def run(opened: socket.socket, commands: list[list[str]]) -> int:
    """Each command is run with the listener's number and ours after `--listener`, until this process is told to stop. What it
    is to end with."""
    file = opened.fileno()
    with opened:
        return Children(
            opened,
            [Child([*command, "--listener", str(file), str(os.getpid())], file) for command in commands],
        ).run()
