"""`kill -9` in the middle of an evening: everybody goes on by itself, nothing is lost and nothing is there twice. With one
process on SQLite, and with two on PostgreSQL behind nginx, where now the one dies and now the other."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest

from dialoog.planning.evening_programme import meerlinden
from dialoog.simulator.evening_file import Turn
from tests.serving import Server
from tests.simulator.evening_run import INSTALLATIONS, EveningRun, run_evening, start_installation

DOWN_SECONDS = 0.4
WHILE_IT_SPEAKS = (12, 28)
"""Willemijn's own phone ends the first, the facilitator the second, whose phone is dead as well."""
WHILE_PEOPLE_WRITE = (16, 41)


class Fate:
    """Kills a server and starts it again, on the same folder and port, while people go on."""

    def __init__(self, servers: list[Server]) -> None:
        self._servers = servers
        self.kills = 0
        self._running: list[threading.Thread] = []

    def strikes(self, turn: Turn) -> None:
        server = self._servers[self.kills % len(self._servers)]
        if turn.seq in WHILE_IT_SPEAKS:
            self._kills(server)
            self._meanwhile(DOWN_SECONDS, server.starts)
        if turn.seq in WHILE_PEOPLE_WRITE:
            self._meanwhile(DOWN_SECONDS, partial(self._kills_and_starts, server))

    def is_over(self) -> None:
        for thread in self._running:
            thread.join()

    def _kills(self, server: Server) -> None:
        self.kills += 1
        server.is_killed()

    def _kills_and_starts(self, server: Server) -> None:
        self._kills(server)
        server.starts()

    def _meanwhile(self, seconds: float, act: object) -> None:
        thread = threading.Timer(seconds, act)  # type: ignore[arg-type]
        thread.start()
        self._running.append(thread)


@pytest.fixture(scope="module", params=INSTALLATIONS)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EveningRun]:
    with start_installation(request.param, tmp_path_factory.mktemp("killed"), request) as installation:
        fate = Fate([installation] if isinstance(installation, Server) else installation.servers)
        run = run_evening(installation, meerlinden(), on_turn=fate.strikes)
        fate.is_over()
        assert fate.kills == 4
        yield run


def test_the_record_is_as_if_nothing_had_happened(run: EveningRun) -> None:
    assert run.result.differences == []
    assert run.record["measures"]["turns"] == 49


def test_nothing_that_was_acknowledged_is_lost(run: EveningRun) -> None:
    answers_by_id = {one.id: one.version for one in run.result.participants.answers if one.outcome == "ok"}
    assert answers_by_id.items() <= run.journal().items()


def test_nothing_is_there_twice(run: EveningRun) -> None:
    """Each row is the table that was set, somebody who sat down and chose, or one answered command."""
    phones = [seat for seat in run.file["seats"] if seat["device"]]
    answer_ids = [one.id for one in run.result.participants.answers if one.outcome == "ok"]
    assert len(answer_ids) == len(set(answer_ids))
    assert len(run.journal()) == 1 + 2 * len(phones) + len(answer_ids)


def test_versions_run_on_without_a_gap(run: EveningRun) -> None:
    versions = sorted(run.journal().values())
    assert versions == list(range(1, len(versions) + 1))


def test_the_journal_proves_itself(run: EveningRun) -> None:
    result = run.server.runs("verify")
    assert result.returncode == 0, result.stdout
    assert "Nothing is wrong." in result.stdout


def test_nobody_saw_a_traceback(run: EveningRun) -> None:
    assert "Traceback" not in run.server.output
