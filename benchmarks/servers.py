"""The servers that are measured side by side, each a process of its own, all on one core and the phones on another."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.serving import Server, eventually, free_port

HERE = Path(__file__).parent
NODE = HERE / "node"


class CannotMeasure(Exception):
    """Something that has to stand beside ours is not here; the message says what."""


@contextmanager
def on_one_core() -> Iterator[None]:
    """What is started within keeps to the first core; the phones get the last one."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores[-1:])


@contextmanager
def dialoog(**environment: str) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        with on_one_core():
            server = Server(Path(folder), **environment).starts()
        try:
            yield server
        finally:
            server.is_killed()


@contextmanager
def other(*command: str) -> Iterator[int]:
    """A server that takes its port as its last argument and says when it is ready; gives the port."""
    port = free_port()
    with on_one_core():
        process = subprocess.Popen([*command, str(port)], stdout=subprocess.PIPE, text=True)
    try:
        eventually(lambda: process.stdout and process.stdout.readline(), what=f"the start of {command[-1]}")
        yield port
    finally:
        process.kill()
        process.wait()


def bare() -> AbstractContextManager[int]:
    return other(sys.executable, "-m", "benchmarks.bare")


def on_our_lines() -> AbstractContextManager[int]:
    """As `bare`, but on the lines that Dialoog has."""
    return other(sys.executable, "-m", "tests.websocket.broadcast_server", "direct")


def raw() -> AbstractContextManager[int]:
    return other(sys.executable, "-m", "benchmarks.raw")


def node() -> AbstractContextManager[int]:
    """Fetches Socket.IO for Node where it is not here yet."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        raise CannotMeasure("Node with npm has to be installed: Dialoog is measured against its Socket.IO.")
    if not (NODE / "node_modules" / "socket.io").exists():
        done = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund"], cwd=NODE, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CannotMeasure(f"Socket.IO for Node could not be fetched: {done.stderr.strip()}")
    return other(program, str(NODE / "server.mjs"))


def open_many_files() -> int:
    """As many sockets as this account may have, also for the servers started from here."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def cpu_ms(pid: int) -> float:
    """What a process has used of a processor since its start."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def memory_kb(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
