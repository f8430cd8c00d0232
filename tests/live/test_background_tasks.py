"""What runs beside the requests goes on, and nobody stays behind, when something in it fails or comes between."""

import threading
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from dialoog.accounts import tokens
from dialoog.accounts.tokens import Identity
from dialoog.db.engine import transaction
from dialoog.live.commands.requests import Accepted, Outcome, Postponed
from dialoog.live.journal.state_cache import StateCache
from dialoog.live.protocol import commands
from dialoog.live.protocol.messages import Have
from dialoog.live.push.broadcaster import Broadcaster
from dialoog.live.push.presence import BoundSocket
from dialoog.live.tasks import heartbeat, push
from dialoog.live.transport import sockets
from tests.live.room import Room
from tests.people import fresh_id
from tests.serving import eventually


@pytest.mark.parametrize("error", [KeyError("what nobody foresaw"), RuntimeError("changed size")])
def test_R6_a_push_that_fails_is_tried_again(
    room: Room, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(push, "RETRY_SECONDS", 0.01)
    room.runtime.presence.enter(BoundSocket("somebody", room.console))
    stumbles = iter([error, error])
    push_all = Broadcaster.push

    def stumbling(table: Broadcaster, dismiss: Callable[[BoundSocket], None]) -> None:
        for failure in stumbles:
            raise failure
        push_all(table, dismiss)

    monkeypatch.setattr(Broadcaster, "push", stumbling)
    push.ensure_pusher(room.runtime, room.id)
    version = room.somebody_sits()
    eventually(lambda: version in room.pushed("table"), what="the push after two that failed")
    room.runtime.presence.leave("somebody")
    room.runtime.notifier.wake(room.id)


def test_R6_who_fetches_first_takes_nobodys_push_away(room: Room) -> None:
    somebody = BoundSocket("somebody", room.console)
    room.runtime.presence.enter(somebody)
    room.table.push(lambda _: None)
    version = room.somebody_sits()
    room.table.documents(BoundSocket("", room.console), Have(), lambda _: None)
    room.table.push(lambda _: None)
    assert room.pushed("table")[-1] == room.pushed("desk")[-1] == version


def test_R6_who_sat_down_while_a_push_was_under_way_is_not_shown_out(room: Room) -> None:
    """Their seat is newer than the state that is pushed, not taken away from it."""
    newer = Identity("seat", room.id, "s99", b"newer")
    room.runtime.presence.enter(BoundSocket("newer", newer))
    shown_out: list[BoundSocket] = []
    room.table.push(shown_out.append)
    assert shown_out == []


class Places:
    """Which rooms who is in, and what came to whom."""

    def __init__(self) -> None:
        self.of: dict[str, set[str]] = {}
        self.heard: dict[str, list[str]] = {}

    def emit(self, event: str, _message: Any, room: str) -> None:
        for sid in self.of.get(room, {room}):
            self.heard.setdefault(sid, []).append(event)

    def enter(self, sid: str, room: str) -> None:
        self.of.setdefault(room, set()).add(sid)

    def leave(self, sid: str, room: str) -> None:
        self.of.get(room, set()).discard(sid)


@pytest.mark.parametrize("kind", [commands.RemoveSeat, commands.EndDevices], ids=["removed", "ended"])
@pytest.mark.parametrize("somebody_looks_first", [False, True])
def test_R9_who_is_shut_out_hears_nothing_of_what_came_in_the_same_push(
    room: Room, somebody_looks_first: bool, kind: Any
) -> None:
    """Several versions go as one: there may be more in it than their going."""
    room.somebody_sits()
    places, runtime = Places(), room.runtime
    table = Broadcaster(room.id, runtime.engine, runtime.state_cache, runtime.presence, places)
    with transaction(runtime.engine) as connection:
        tokens.store(connection, "the-token-of-henk", "seat", room.id, "s1")
    henks = Identity("seat", room.id, "s1", tokens.hash_of("the-token-of-henk"))
    henk, console = BoundSocket("henk", henks), BoundSocket("console", room.console)
    for bound in (henk, console):
        runtime.presence.enter(bound)
        table.subscribe(bound, Have(), lambda _: None)
    table.push(lambda _: None)
    places.heard.clear()
    room.tries(kind(id=fresh_id(), seat="s1"))
    room.somebody_sits("Samira")
    shown_out: list[BoundSocket] = []
    if somebody_looks_first:
        table.documents(BoundSocket("", room.console), Have(), shown_out.append)
    table.push(shown_out.append)
    assert (places.heard["henk"], shown_out) == (["gone"], [henk])
    assert "push" in places.heard["console"]


def test_R9_who_is_back_at_once_is_shown_out_all_the_same(room: Room) -> None:
    """Somebody saw the table without them: what went on meanwhile is told when they come in anew (R6)."""
    room.somebody_sits()
    runtime, henk = room.runtime, BoundSocket("henk", Identity("seat", room.id, "s1", b"henk"))
    runtime.presence.enter(henk)
    room.tries(commands.RemoveSeat(id=fresh_id(), seat="s1"))
    shown_out: list[BoundSocket] = []
    room.table.documents(BoundSocket("", room.console), Have(), shown_out.append)
    room.tries(commands.RestoreSeat(id=fresh_id(), seat="s1"))
    room.table.push(shown_out.append)
    assert shown_out == [henk]


def test_R9_who_is_removed_while_coming_in_is_told_so_and_nothing_else(room: Room) -> None:
    room.somebody_sits()
    places, runtime = Places(), room.runtime
    table = Broadcaster(room.id, runtime.engine, runtime.state_cache, runtime.presence, places)
    with transaction(runtime.engine) as connection:
        phone = tokens.create(connection, "seat", room.id, "s1")
    henk = BoundSocket("henk", Identity("seat", room.id, "s1", tokens.hash_of(phone)))
    runtime.presence.enter(henk)
    room.tries(commands.RemoveSeat(id=fresh_id(), seat="s1"))
    shown_out: list[BoundSocket] = []
    table.subscribe(henk, Have(), shown_out.append)
    assert (places.heard["henk"], shown_out) == (["gone"], [henk])
    assert table.documents(henk, Have(), lambda _: None) == []
    assert not any("henk" in who for who in places.of.values())


def test_R5_no_text_is_shown_with_a_version_from_before_it(room: Room) -> None:
    """Another process that folded only so far finds the text of a later version: whoever holds that version from
    here would never be told of it there."""
    room.somebody_sits()
    elsewhere = StateCache()
    other = Broadcaster(room.id, room.runtime.engine, elsewhere, room.runtime.presence, room.runtime)
    for name in ("Samira", "Samira B."):
        renamed = room.tries(commands.ChangeName(id=fresh_id(), name=name, seat="s1"))
        assert isinstance(renamed, Accepted)
        if name == "Samira":
            elsewhere.refresh(room.runtime.engine, room.id)
    shown = other.documents(BoundSocket("", room.console), Have(), lambda _: None)[0]
    assert (shown.version, b"Samira B." in bytes(shown.sections["circle"])) == (renamed.version, True)


def test_a_pulse_that_fails_is_not_the_last(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.runtime.presence.enter(BoundSocket("somebody", room.console))
    stumbles = iter([KeyError("what nobody foresaw")])
    pulse = Broadcaster.pulse

    def stumbling(table: Broadcaster, now: int) -> None:
        for failure in stumbles:
            raise failure
        pulse(table, now)

    class Enough(BaseException):
        """Ends the pulse, which ends for nothing else."""

    naps = iter([None] * 2 * heartbeat.PARTS)

    def nap(_seconds: float) -> None:
        if next(naps, Enough) is Enough:
            raise Enough

    monkeypatch.setattr(Broadcaster, "pulse", stumbling)
    monkeypatch.setattr(room.runtime.socketio, "sleep", nap)
    monkeypatch.setattr(heartbeat, "_drop_unused_broadcasters", lambda *_: None)
    with pytest.raises(Enough):
        heartbeat.pulse(room.runtime)
    assert [event for event, _, _ in room.sent] == ["pulse"]


def test_the_writer_goes_on_whatever_became_of_a_batch(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(_dialogue: str) -> None:
        raise KeyError("what nobody foresaw")

    monkeypatch.setattr(room.runtime.writer, "_notify", stumble)
    before = room.somebody_sits()
    assert room.somebody_sits("Henk") == before + 1


def test_R1_whose_patience_ends_before_the_commit_is_told_later(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decided is not committed: a slow disk must never look like "bewaard"."""
    decided, committed = threading.Event(), threading.Event()
    one = type(room.runtime.writer)._one

    def slow(writer: Any, batch: Any, waiting: Any, now: int) -> None:
        one(writer, batch, waiting, now)
        decided.set()
        committed.wait(5)

    monkeypatch.setattr(type(room.runtime.writer), "_one", slow)
    answers: list[Outcome] = []
    ask = room.runtime.writer.execute
    monkeypatch.setattr(room.runtime.writer, "execute", lambda request: ask(request, timeout=0.3))
    asking = threading.Thread(
        target=lambda: answers.append(room.tries(commands.TakeSeat(id=fresh_id(), name="Fatma")))
    )
    asking.start()
    assert decided.wait(5)
    asking.join(5)
    committed.set()
    assert answers == [Postponed()]


def test_a_pulse_never_names_a_version_before_the_clients_own(room: Room) -> None:
    """A client that hears of an older version takes it for a server put back, and begins anew."""
    room.runtime.presence.enter(BoundSocket("somebody", room.console))
    version = room.somebody_sits()
    room.table.push(lambda _: None)
    room.runtime.state_cache._states.clear()  # as when so many dialogues run that this one was let go
    room.table.pulse(0)
    event, message, _ = room.sent[-1]
    assert (event, message.version, message.table) == ("pulse", version, version)


@pytest.mark.parametrize("stays", [True, False])
def test_who_leaves_while_being_welcomed_is_no_fault(
    room: Room, monkeypatch: pytest.MonkeyPatch, stays: bool
) -> None:
    """A faulty welcome is told to who looks after the machine; a phone that went away meanwhile is none."""
    somebody, faults = BoundSocket("somebody", room.console), []
    room.runtime.presence.enter(somebody)

    def finds_no_room(_table: Broadcaster, bound: BoundSocket, *_: Any) -> None:
        if not stays:
            room.runtime.presence.leave(bound.sid)
        raise KeyError(bound.sid)

    monkeypatch.setattr(Broadcaster, "subscribe", finds_no_room)
    monkeypatch.setattr(sockets.log, "error", lambda sentence, **_: faults.append(sentence))
    monkeypatch.setattr(room.runtime, "disconnect_soon", lambda _: None)
    sockets._welcome(room.runtime, somebody, Have())
    assert faults == (["nobody could be welcomed"] if stays else [])


def test_the_pulses_of_a_thousand_tables_are_spread_and_each_table_keeps_its_moment(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All at once they held up every phone for a fifth of a second."""
    tables = [f"table-{number}" for number in range(1_000)]
    now, rounds = 0.0, 3
    pulses: dict[str, list[float]] = {table: [] for table in tables}

    class Enough(BaseException):
        """Ends the pulse, which ends for nothing else."""

    def nap(seconds: float) -> None:
        nonlocal now
        now += seconds
        if now > rounds * heartbeat.PULSE_SECONDS:
            raise Enough

    monkeypatch.setattr(heartbeat, "time", SimpleNamespace(monotonic=lambda: now))
    monkeypatch.setattr(heartbeat, "_read_journal", lambda *given: given[-1].set())
    monkeypatch.setattr(heartbeat, "_drop_unused_broadcasters", lambda *_: None)
    monkeypatch.setattr(room.runtime.socketio, "sleep", nap)
    monkeypatch.setattr(type(room.runtime.presence), "dialogues", lambda _: tuple(tables))
    monkeypatch.setattr(type(room.runtime.presence), "bound_sockets", lambda *_: ("somebody",))
    monkeypatch.setattr(Broadcaster, "pulse", lambda self, _now: pulses[self.dialogue].append(now))
    with pytest.raises(Enough):
        heartbeat.pulse(room.runtime)
    in_order = sorted(moment for moments in pulses.values() for moment in moments)
    assert all(later - first > 0.05 for first, later in zip(in_order, in_order[20:], strict=False))
    between = [b - a for moments in pulses.values() for a, b in pairwise(moments)]
    assert len(between) >= (rounds - 1) * len(tables)
    assert max(abs(seconds - heartbeat.PULSE_SECONDS) for seconds in between) < 0.01
