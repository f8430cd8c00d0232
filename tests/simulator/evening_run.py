"""An evening held once over real sockets, for all tests that look at what came of it."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dialoog.simulator.evening_file import parse_evening
from dialoog.simulator.main import PlayedEvening, play
from dialoog.simulator.pacing import IMMEDIATE, Pacing
from dialoog.simulator.rounds import TurnHook
from tests import postgres
from tests.deploy.proxy import Proxy, behind_nginx
from tests.serving import Server, a_server
from tests.simulator.event_loop import run_in_thread


@dataclass
class EveningRun:
    """The file, the server, and what the player brought home."""

    file: dict[str, Any]
    server: Server | Proxy
    console: str
    result: PlayedEvening

    @property
    def record(self) -> dict[str, Any]:
        return self.result.record

    @property
    def words(self) -> dict[str, dict[str, Any]]:
        """The contributions in the record, by their id in the file."""
        files = {word: own for own, word in self.result.participants.word_ids.items()}
        return {files[one["id"]]: one for step in self.record["steps"] for one in step["words"]}

    @property
    def page(self) -> str:
        """The record as people read it."""
        response = self.server.asks(
            "GET", self.path, Authorization=f"Bearer {self.console.partition('#')[2]}"
        )
        assert response.status == 200, response.text
        return response.text

    @property
    def path(self) -> str:
        return f"/verslagen/{self.record['id']}"

    def journal(self) -> dict[str, int]:
        """Command id → version, as they lie on the disk."""
        return dict(
            self.query("SELECT command_id, version FROM journal WHERE dialogue = ?", self.record["id"])
        )

    def query(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return postgres.rows(self.server.database, query, *values)


INSTALLATIONS = ("alone", "behind nginx")


@contextmanager
def start_installation(name: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Server | Proxy]:
    """One process on SQLite; or two on PostgreSQL, with nginx before them and its certificate trusted by the player."""
    if name == "alone":
        with a_server(folder) as server:
            yield server
        return
    database = request.getfixturevalue("postgres").database()
    with behind_nginx(folder, database, 2) as proxy, pytest.MonkeyPatch.context() as environment:
        environment.setenv("SSL_CERT_FILE", str(proxy.folder / "own.crt"))
        yield proxy


def console_for(server: Server | Proxy, file: dict[str, Any]) -> str:
    """A table for this evening, set with the command that people have for it."""
    written = server.folder / "evening.json"
    written.write_text(json.dumps(file), encoding="utf-8")
    result = server.runs("new", "--evening", str(written))
    assert result.returncode == 0, result.stderr
    [console] = [line.split(" ", 1)[1] for line in result.stdout.splitlines() if line.startswith("console: ")]
    return console


def run_evening(server: Server | Proxy, file: dict[str, Any], on_turn: TurnHook | None = None) -> EveningRun:
    console = console_for(server, file)
    playing = play(parse_evening(file), console, Pacing(IMMEDIATE), on_turn=on_turn)
    return EveningRun(file, server, console, run_in_thread(asyncio.run, playing))
