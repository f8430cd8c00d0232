"""A real server process for the tests: started, killed, stopped, and asked things over plain HTTP."""

import http.client
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from dialoog import settings
from dialoog.cli import setup
from dialoog.live.commands.open_dialogue import Links
from dialoog.live.plan import Plan
from tests import migrated

Json = dict[str, Any]
PATIENCE = 10.0


def free_port() -> int:
    """Below those that Linux gives to whoever connects: hundreds do while a server starts, and one of them would have its port."""
    while True:
        port = 10_000 + secrets.randbelow(22_000)  # no seed of a test's own may make it the same twice
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def eventually(true: Callable[[], Any], within: float = PATIENCE, what: str = "it") -> Any:
    """Waits until something is so, and gives it; says what was waited for when it never was."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        value = true()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"{what} did not happen within {within} s")


class Server:
    """`dialoog serve` as a process of its own, in a folder of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.host = "127.0.0.1"
        self.port = free_port()
        self.said = folder / "said.txt"
        self.environment = {**os.environ, "DIALOOG_FOLDER": str(folder), **environment}
        self.setup_key = ""
        self.program: tuple[str, ...] = ("dialoog",)
        """The module that is run, with what it is told first: the suites of promises plant faults in it."""
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def database(self) -> str:
        """The address of its database, SQLite in its folder unless it was given another."""
        return self._settings.database

    @property
    def output(self) -> str:
        return self.said.read_text() if self.said.exists() else ""

    def starts(self) -> "Server":
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.said.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self.program, "serve", "--port", str(self.port)],
                env=self.environment, stdout=output, stderr=output, cwd=self.folder,
            )  # fmt: skip
        eventually(self._answers, 30, "the server's start")
        printed = re.search(r"Set-up key.*: (\S+)", self.output)
        self.setup_key = printed[1] if printed else ""
        return self

    def is_killed(self) -> None:
        """`kill -9`: nobody gets to say anything."""
        self._ends(signal.SIGKILL)

    def stops(self) -> int:
        return self._ends(signal.SIGTERM)

    def ended(self) -> int:
        """Waits for an end that nobody asked for."""
        assert self._process is not None
        code, self._process = self._process.wait(PATIENCE), None
        return code

    def runs(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another `dialoog` command on the same folder."""
        return subprocess.run(
            [sys.executable, "-m", "dialoog", *arguments],
            env={**self.environment, "DIALOOG_PORT": str(self.port)},
            capture_output=True, text=True, cwd=self.folder, timeout=60, check=False,
        )  # fmt: skip

    def sets_up(self, programme: str = "90", **plan: str) -> Links:
        """A dialogue, made from this process as `dialoog new` makes it."""
        chosen = settings.settle(self._settings)
        return setup.new_dialogue(chosen, Plan(**{"title": "Wijkdialoog", **plan}), programme)

    def asks(self, method: str, path: str, body: Any = None, **headers: str) -> "Said":
        """One request; a dict body goes as JSON unless a content type says otherwise."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        return said_over(connection, method, path, body, headers)

    @property
    def _settings(self) -> settings.Settings:
        return settings.from_environment(self.environment, port=self.port)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.output
        try:
            return self.asks("GET", "/healthz").status == 200
        except OSError:
            return False

    def _ends(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(how)
        code = self._process.wait(PATIENCE)
        self._process = None
        return code


class Said:
    """What the server said to one request."""

    def __init__(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.set_cookies = [value for name, value in headers if name.lower() == "set-cookie"]
        self.cookies = dict(value.split(";", 1)[0].split("=", 1) for value in self.set_cookies)
        self.body = body

    @property
    def text(self) -> str:
        return self.body.decode()

    def token(self, desk: str) -> str:
        """What the cookie of this desk holds, which was set with the answer."""
        [token] = [value for name, value in self.cookies.items() if f"-{desk}-" in name]
        return token

    @property
    def json(self) -> Json:
        body: Json = json.loads(self.body)
        return body


def said_over(
    connection: http.client.HTTPConnection, method: str, path: str, body: Any, headers: dict[str, str]
) -> Said:
    """One request over a line that is closed after it; a dict goes as JSON unless a content type says otherwise."""
    if body is not None and not isinstance(body, str | bytes):
        body = json.dumps(body)
        headers.setdefault("Content-Type", "application/json")
    try:
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return Said(answer.status, answer.getheaders(), answer.read())
    finally:
        connection.close()


@contextmanager
def a_server(folder: Path, **environment: str) -> Iterator[Server]:
    """`dialoog serve` on tables that are there already; `Server(folder).starts()` makes its own."""
    server = Server(folder, **environment)
    if "DIALOOG_DATABASE_URL" not in server.environment:
        migrated.copy_into(folder)
    try:
        yield server.starts()
    finally:
        server.is_killed()
