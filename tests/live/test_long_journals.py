"""A long journal holds up nobody: it is folded in slices, and never within the writer's transaction, where nothing may rest."""

from collections.abc import Callable

import pytest

from dialoog.db.engine import read_transaction
from dialoog.live import queries, time_slices
from dialoog.live.commands.requests import Accepted
from dialoog.live.journal import state_cache
from dialoog.live.protocol import commands
from dialoog.live.tasks import heartbeat
from dialoog.rules import evolve
from tests.live.room import Room
from tests.people import fresh_id

MOST = 10
"""Entries that are folded before others have their turn: what one command or a decision that looks ahead needs."""
ENTRIES = 130
"""More than a page of them."""


class Folding:
    """Counts how many entries are folded without a rest."""

    def __init__(self, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
        self.longest = self._since = 0
        journal = evolve.journal
        for step in ("_evolve", "_skip"):
            monkeypatch.setattr(journal, step, self._counting(getattr(journal, step)))
        monkeypatch.setattr(room.runtime.state_cache, "_sleep", self._rest)

    def _counting(self, step: Callable[..., object]) -> Callable[..., object]:
        def counted(*arguments: object) -> object:
            self._since += 1
            self.longest = max(self.longest, self._since)
            return step(*arguments)

        return counted

    def _rest(self, _seconds: float) -> None:
        self._since = 0

    def of(self, action: Callable[[], object]) -> int:
        self.longest = self._since = 0
        action()
        return self.longest


@pytest.fixture
def folding(room: Room, monkeypatch: pytest.MonkeyPatch) -> Folding:
    """A dialogue of which the last step of the flow lies far behind."""
    monkeypatch.setattr(time_slices, "SLICE_SECONDS", 0)
    monkeypatch.setattr(state_cache, "MOST_FOLDED_AT_ONCE", 5)
    for name in ("Fatma", "Henk", "Samira"):
        room.somebody_sits(name)
    for _ in range(3):
        goes_on(room)
    while room.table.state().version < ENTRIES:
        changes_the_screen(room)
    return Folding(room, monkeypatch)


def goes_on(room: Room) -> None:
    """The round opens, or the next turn begins."""
    state, id = room.table.state(), fresh_id()
    begin = commands.BeginTurn(id=id, after=state.moment)
    outcome = room.tries(begin if state.round else commands.NextStep(id=id, step=state.step_version))
    assert isinstance(outcome, Accepted), outcome


def changes_the_screen(room: Room) -> None:
    theme = "dark" if room.table.state().screen.theme == "light" else "light"
    assert isinstance(room.tries(commands.ThemeScreen(id=fresh_id(), theme=theme)), Accepted)


def takes_back(room: Room) -> None:
    newest = room.table.state().undoable[-1].version
    assert isinstance(room.tries(commands.Undo(id=fresh_id(), version=newest)), Accepted)


def is_let_go(room: Room) -> None:
    room.runtime.state_cache.forget(room.id)


def equals_the_fold(room: Room) -> bool:
    with read_transaction(room.runtime.engine) as connection:
        return queries.state(connection, room.id) == room.table.state()


def test_who_looks_first_folds_in_slices(room: Room, folding: Folding) -> None:
    is_let_go(room)
    assert folding.of(room.table.state) <= MOST
    assert equals_the_fold(room)


def test_a_command_to_a_table_that_was_let_go_folds_before_its_transaction(
    room: Room, folding: Folding
) -> None:
    is_let_go(room)
    assert folding.of(lambda: changes_the_screen(room)) <= MOST
    assert equals_the_fold(room)


def test_the_heartbeat_reads_a_table_that_was_let_go_in_slices(room: Room, folding: Folding) -> None:
    is_let_go(room)
    room.table.pushed_version = 0
    assert folding.of(lambda: heartbeat.catch_up(room.runtime)) <= MOST
    assert room.runtime.state_cache.get(room.id).version == ENTRIES


def test_an_undo_of_a_step_long_ago_folds_before_its_transaction(room: Room, folding: Folding) -> None:
    for _ in range(2):
        assert folding.of(lambda: takes_back(room)) <= MOST
        assert equals_the_fold(room)


def test_an_undo_of_what_happened_just_now_folds_no_more_than_that(room: Room, folding: Folding) -> None:
    rests: list[float] = []
    room.runtime.state_cache._sleep = rests.append
    goes_on(room)
    changes_the_screen(room)
    assert folding.of(lambda: takes_back(room)) <= MOST
    assert len(rests) <= MOST
    assert equals_the_fold(room)
