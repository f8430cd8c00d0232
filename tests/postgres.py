"""A PostgreSQL of our own on loopback, for the tests that need one: started, killed, cut off, gone at the end.

It lives in a folder of its own under /tmp and runs as an unprivileged account where we are root, since PostgreSQL
refuses to run as root. Every commit goes to disk as it would in a real installation.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import psycopg2

from dialoog.db import migrations
from dialoog.db.engine import make_engine
from tests.serving import eventually, free_port

OPTIONS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=on",
    "synchronous_commit=on",
    "max_connections=200",
    "shared_buffers=32MB",
)
TEMPLATE = "as_new"


def programs() -> Path | None:
    """Where PostgreSQL's own programs are; None where there is none."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    return binaries[-1].parent if binaries else None


class Postgres:
    """One PostgreSQL with many databases: `database()` gives the address of a fresh one with our tables in it."""

    def __init__(self) -> None:
        programs_folder = programs()
        assert programs_folder is not None, "no PostgreSQL (on Debian: apt install postgresql)"
        self._programs = programs_folder
        self._account = _account()
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="dialoog-postgres-"))
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        if self._account is not None:
            os.chown(self.folder, self._account, -1)
        self._runs("initdb", "--no-sync", "--auth=trust", "--username=dialoog", "--encoding=UTF8",
                   "--no-locale", f"--pgdata={self._data}")  # fmt: skip

    def starts(self) -> "Postgres":
        with (self.folder / "said.txt").open("ab") as log:
            settings = [part for option in OPTIONS for part in ("-c", option)]
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self._data), "-p", str(self.port), *settings],
                stdout=log, stderr=log, cwd=self.folder, user=self._account,
            )  # fmt: skip
        eventually(self._answers, 60, "PostgreSQL's start")
        return self

    def stops(self) -> None:
        """A clean stop that waits for nobody."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(60)
            self._process = None

    def kill9(self) -> None:
        """`kill -9` of the postmaster and of everything that it started."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        self._process.kill()
        for child in children:
            try:
                os.kill(int(child), signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._process.wait(10)
        self._process = None
        eventually(
            lambda: not any(Path(f"/proc/{child}").exists() for child in children), what="the end of all"
        )

    def freezes(self) -> None:
        """Stands still, with every connection open: nobody gets an answer, nobody is told. First who takes connections in:
        one that came in meanwhile would be served by a process that nobody stopped."""
        assert self._process is not None
        _stops(self._process.pid)
        for pid in self._pids():
            _stops(pid)

    def thaws(self) -> None:
        for pid in self._pids():
            with suppress(
                ProcessLookupError
            ):  # a connection that was closed meanwhile takes its process along
                os.kill(pid, signal.SIGCONT)

    def only_reads(self, on: str = "on") -> None:
        """Refuses whatever would write, on the connections that are open too."""
        self.asks(f"ALTER SYSTEM SET default_transaction_read_only = {on}")
        self.asks("SELECT pg_reload_conf()")

    def writes_again(self) -> None:
        self.only_reads("off")

    def cuts_listeners(self, database: str = "") -> int:
        """Cuts every connection that listens for signals, of one database (its address) or of all; gives how many."""
        query = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'dialoog listens'"
        if database:
            query += f" AND datname = '{database.rpartition('/')[2]}'"
        return int(self.asks(query)[0][0])

    def database(self) -> str:
        """The address of a fresh database that has our tables and nothing in them."""
        name = f"dialoog_{next(self._numbers)}"
        if not self.asks(f"SELECT 1 FROM pg_database WHERE datname = '{TEMPLATE}'"):
            self.asks(f"CREATE DATABASE {TEMPLATE}")
            engine = make_engine(self.address(TEMPLATE))
            migrations.upgrade(engine)
            engine.dispose()
        self.asks(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self.address(name)

    def empty_database(self) -> str:
        """The address of a database as an administrator makes it: without one table."""
        name = f"dialoog_{next(self._numbers)}"
        self.asks(f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, database: str) -> str:
        return f"postgresql://dialoog@127.0.0.1:{self.port}/{database}"

    def asks(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """One statement of an administrator, each in a connection of its own."""
        connection = psycopg2.connect(self.address(database), connect_timeout=5)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def is_gone(self) -> None:
        if self._process is not None:
            self.thaws()
            self.kill9()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _pids(self) -> list[int]:
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return [self._process.pid, *map(int, children)]

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:  # what was killed before may hold its memory for a moment
            self.starts()
        try:
            return bool(self.asks("SELECT 1"))
        except psycopg2.OperationalError:
            return False

    def _runs(self, program: str, *arguments: str) -> None:
        ended = subprocess.run(
            [str(self._programs / program), *arguments], cwd=self.folder, user=self._account,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stdout + ended.stderr


@contextmanager
def a_postgres() -> Iterator[Postgres]:
    ours = Postgres()
    try:
        yield ours.starts()
    finally:
        ours.is_gone()


def rows(database: str, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a database of either kind holds: `?` stands for a value, bytes come as bytes."""
    engine = make_engine(database)
    try:
        with engine.connect().execution_options(reads=True) as connection:
            statement = sql.replace("?", "%s") if engine.dialect.name == "postgresql" else sql
            result = connection.exec_driver_sql(statement, values).fetchall()
    finally:
        engine.dispose()
    return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in result]


def _stops(pid: int) -> None:
    """Waits for it too: a stop is asked for at once and happens a moment later."""
    os.kill(pid, signal.SIGSTOP)
    state = Path(f"/proc/{pid}/stat")
    eventually(lambda: state.read_text().rpartition(")")[2].split()[0] in "TZ", what="the stop of a process")


def _account() -> int | None:
    """Who PostgreSQL runs as; None for whoever we are."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return names.get("postgres", names["nobody"])
