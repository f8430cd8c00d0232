"""A second client, written by docs/protocol.md alone: raw websockets and HTTP, nothing of ours imported.

It is as small as it can be, and written apart from the player, so that the page and not our own habits says
what a client must do. It starts a server as people do.
"""

import http.client
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import websocket

Json = dict[str, Any]
PATIENCE = 30.0
ROUND = {
    "minutes": 10,
    "turn_seconds": 60,
    "silence_seconds": 0,
    "writing_seconds": 0,
    "question": "Wie bent u?",
}
EVENING = {
    "dialogue": {"title": "Tweede", "theme": "een andere telefoon"},
    "steps": [{"id": "introductions", **ROUND}, {"id": "perspectives", **ROUND}],
}
MODE = "DIALOOG_ASYNC_MODE"


class LiveServer:
    """A `dialoog serve` in a folder, and the dialogues that were set up in it."""

    def __init__(self, folder: Path) -> None:
        self.address = f"127.0.0.1:{10_000 + secrets.randbelow(22_000)}"
        self.clients: list[Client] = []
        self._log = folder / "said.txt"
        self._serving = self._serves(folder)
        for _ in range(600):
            try:
                if self.asks("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("no server")

    def sets_a_table(self) -> dict[str, str]:
        """ "Getting in": a program with the set-up key, which the first start printed."""
        [key] = re.findall(r"Set-up key.*: (\S+)", self._log.read_text())
        status, _, body = self.asks("POST", "/nieuw/avond", EVENING, Authorization=f"Bearer {key}")
        assert status == 201, body
        return dict(json.loads(body))

    def everybody_leaves(self) -> None:
        for client in self.clients:
            client.loses_the_connection()
        self.clients.clear()

    def ends(self) -> None:
        self._serving.send_signal(signal.SIGTERM)
        self._serving.wait(10)

    def asks(
        self, method: str, path: str, body: Any = None, *, kind: str = "application/json", **headers: str
    ) -> tuple[int, list[str], str]:
        """Status, cookies, body."""
        connection = http.client.HTTPConnection(self.address, timeout=10)
        written = body if body is None or isinstance(body, str) else json.dumps(body)
        try:
            connection.request(method, path, written, {"Content-Type": kind, **headers})
            answer = connection.getresponse()
            cookies = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or []]
            self.location = answer.headers.get("Location", "")
            return answer.status, cookies, answer.read().decode()
        finally:
            connection.close()

    def _serves(self, folder: Path) -> "subprocess.Popen[bytes]":
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DIALOOG_") or k == MODE}
        place = ["--port", self.address.split(":")[1], "--data", str(folder)]
        with self._log.open("wb") as log:
            command = [sys.executable, "-m", "dialoog", "serve", *place]
            return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


class Client:
    """One desk: "Getting in", "Messages" and "Answers" of the page, nothing more."""

    def __init__(self, server: LiveServer, desk: str, **credentials: str) -> None:
        self.server = server
        self.desk = desk
        self.credentials = credentials
        self.who: dict[str, str] = {}
        """The place of a browser; a program's token says it."""
        self.documents: dict[str, Json] = {}
        self.versions: dict[str, int] = {}
        self.received: list[tuple[str, Json]] = []
        self._numbers = 0
        self._socket: websocket.WebSocket | None = None
        server.clients.append(self)

    @classmethod
    def joins(cls, server: LiveServer, code: str, name: str) -> "Client":
        """ "A token": the form, its hidden fields as they came, and the cookies of both answers."""
        status, cookies, page = server.asks("GET", f"/d/{code}")
        assert status == 200
        hidden = {}
        for tag in re.findall(r"<input[^>]*hidden[^>]*>", page):
            hidden[re.findall(r'name="([^"]*)"', tag)[0]] = unescape(re.findall(r'value="([^"]*)"', tag)[0])
        filled = urlencode({**hidden, "name": name, "role": "", "lang": "nl", "words": "y"})
        form = "application/x-www-form-urlencoded"
        status, more, _ = server.asks("POST", f"/d/{code}", filled, kind=form, Cookie="; ".join(cookies))
        assert status == 303
        _, _, page = server.asks("GET", server.location, Cookie="; ".join(more))
        client = cls(server, "seat", Cookie="; ".join(more))
        [client.who["place"]] = re.findall(r'data-place="([^"]*)"', page)
        return client

    @classmethod
    def opens(cls, server: LiveServer, desk: str, link: str) -> "Client":
        return cls(server, desk, Authorization=f"Bearer {link.split('#')[1]}")

    def ticket(self) -> str:
        _, _, body = self.server.asks(
            "POST", "/live/ticket", self.who or {"desk": self.desk}, **self.credentials
        )
        return str(json.loads(body)["ticket"])

    def connects(self, ticket: str | None = None) -> "Client":
        """ "A socket": Engine.IO's open, CONNECT with a ticket, what one has."""
        url = f"ws://{self.server.address}/socket.io/?EIO=4&transport=websocket"
        self._socket = websocket.create_connection(url, timeout=10, origin=f"http://{self.server.address}")
        assert self._socket.recv().startswith("0{")
        self._socket.send("40" + json.dumps({"ticket": ticket or self.ticket(), "have": self.versions}))
        while not (packet := self._socket.recv()).startswith("4"):
            pass
        assert packet.startswith("40"), packet
        return self

    def loses_the_connection(self) -> None:
        if self._socket is not None:
            self._socket.shutdown()
            self._socket = None

    def sends(self, kind: str, id: str | None = None, **fields: Any) -> Json:
        """One command and its answer; `later` is sent again with the same id."""
        command = {"id": id or secrets.token_urlsafe(16), "kind": kind, **fields}
        for _ in range(60):
            self._numbers += 1
            self._write(f"42{self._numbers}" + json.dumps(["command", command]))
            answer: Json = self._reads(lambda packet: packet.startswith(f"43{self._numbers}["))[0]
            if answer["answer"] != "later":
                return answer
            time.sleep(0.3)
        raise AssertionError(f"{kind} was told later again and again")

    def sees(self, document: str, section: str, true: Any) -> Any:
        """Reads on until this section of a document says so."""
        for _ in range(200):
            value = self.documents.get(document, {}).get(section)
            if value is not None and true(value):
                return value
            self._reads(lambda packet: packet.startswith("42"))
        raise AssertionError(f"{document}.{section} never said so")

    def reaches(self, document: str, version: int) -> None:
        """Reads on until this document is as new as an entry that changed it."""
        while self.versions.get(document, 0) < version:
            self._reads(lambda packet: packet.startswith("42"))

    def hears(self, message: str) -> Json:
        """Reads on until this message comes."""
        for _ in range(200):
            name, content = self._reads(lambda packet: packet.startswith("42"))
            if name == message:
                return dict(content)
        raise AssertionError(f"{message} never came")

    def fetches(self, **have: int) -> list[Json]:
        path = f"/live/documents?{urlencode({**(self.who or {'as': self.desk}), **have})}"
        _, _, body = self.server.asks("GET", path, **self.credentials)
        return list(json.loads(body)["documents"])

    def sends_over_http(self, command: Any) -> tuple[int, Json]:
        status, _, body = self.server.asks(
            "POST", f"/live/command?{urlencode(self.who or {'as': self.desk})}", command, **self.credentials
        )
        return status, json.loads(body)

    def _reads(self, condition: Any) -> Any:
        assert self._socket is not None
        until = time.monotonic() + PATIENCE
        while True:
            assert time.monotonic() < until, "nothing of it came"
            packet = self._socket.recv()
            if packet == "2":
                self._write("3")
                continue
            if packet[:2] == "42":
                name, content = json.loads(packet[2:])
                self.received.append((name, content))
                if name == "push":
                    self._takes(content)
            if condition(packet):
                return json.loads(packet[packet.index("[") :])

    def _takes(self, push: Json) -> None:
        """ "Taking a push", word by word."""
        own = self.versions.get(push["doc"], 0)
        if push["version"] <= own:
            return
        if push["base"] > own:
            [push] = [one for one in self.fetches(**self.versions) if one["doc"] == push["doc"]]
        self.documents.setdefault(push["doc"], {}).update(push["sections"])
        self.versions[push["doc"]] = push["version"]

    def _write(self, packet: str) -> None:
        assert self._socket is not None
        self._socket.send(packet)
