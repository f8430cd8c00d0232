"""`kill -9` in the middle of an evening: everybody goes on by itself, nothing is lost and nothing is there twice."""

import threading
from collections.abc import Iterator

import pytest

from dialoog.playing.evening import Spoken
from dialoog.prepare.evenings import meerlinden
from tests.evening.held import Held, hold
from tests.serving import Server, a_server

DOWN_SECONDS = 0.4
WHILE_IT_SPEAKS = (12, 28)
"""Willemijn's own phone ends the first, the facilitator the second, whose phone is dead as well."""
WHILE_PEOPLE_WRITE = (16, 41)


class Fate:
    """Kills the server and starts it again, on the same folder and port, while people go on."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.kills = 0
        self._running: list[threading.Thread] = []

    def strikes(self, turn: Spoken) -> None:
        if turn.seq in WHILE_IT_SPEAKS:
            self._kills()
            self._meanwhile(DOWN_SECONDS, self.server.starts)
        if turn.seq in WHILE_PEOPLE_WRITE:
            self._meanwhile(DOWN_SECONDS, self._kills_and_starts)

    def is_over(self) -> None:
        for thread in self._running:
            thread.join()

    def _kills(self) -> None:
        self.server.is_killed()
        self.kills += 1

    def _kills_and_starts(self) -> None:
        self._kills()
        self.server.starts()

    def _meanwhile(self, seconds: float, act: object) -> None:
        thread = threading.Timer(seconds, act)  # type: ignore[arg-type]
        thread.start()
        self._running.append(thread)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with a_server(tmp_path_factory.mktemp("killed")) as server:
        fate = Fate(server)
        told = hold(server, meerlinden(), watch=fate.strikes)
        fate.is_over()
        assert fate.kills == 4
        yield told


def test_the_record_is_as_if_nothing_had_happened(held: Held) -> None:
    assert held.played.differences == []
    assert held.record["measures"]["turns"] == 49


def test_nothing_that_was_acknowledged_is_lost(held: Held) -> None:
    answered = {one.id: one.version for one in held.played.company.answers if one.answer == "ok"}
    assert answered.items() <= held.journal().items()


def test_nothing_is_there_twice(held: Held) -> None:
    """Each row is the table that was set, somebody who sat down and chose, or one answered command."""
    phones = [seat for seat in held.file["seats"] if seat["device"]]
    answered = [one.id for one in held.played.company.answers if one.answer == "ok"]
    assert len(answered) == len(set(answered))
    assert len(held.journal()) == 1 + 2 * len(phones) + len(answered)


def test_versions_run_on_without_a_gap(held: Held) -> None:
    versions = sorted(held.journal().values())
    assert versions == list(range(1, len(versions) + 1))


def test_the_journal_proves_itself(held: Held) -> None:
    told = held.server.runs("verify")
    assert told.returncode == 0, told.stdout
    assert "Nothing is wrong." in told.stdout


def test_nobody_saw_a_traceback(held: Held) -> None:
    assert "Traceback" not in held.server.output
