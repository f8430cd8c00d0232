"""C3: what nobody decided is blanked seven days after closing, by the house itself, on disk too."""

import time
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import delete, insert, select, update

from dialoog.accounts.tokens import Identity, create, find, hash_of
from dialoog.cli import setup
from dialoog.db.engine import read_transaction, transaction, truncate_wal
from dialoog.jobs.clock import DAY_MS, WallClock
from dialoog.jobs.models import WorkerClock
from dialoog.live import queries
from dialoog.live.commands.open_dialogue import Links
from dialoog.live.commands.requests import Accepted
from dialoog.live.journal.verify import verify_all
from dialoog.live.models import JournalRow, Word
from dialoog.live.plan import Plan
from dialoog.live.protocol import commands
from dialoog.live.runtime import Runtime
from dialoog.live.tasks.consent_expiry import (
    DOUBT_SECONDS,
    SEVEN_DAYS_MS,
    SWEEP_SECONDS,
    sweep_if_credible,
    sweep_once,
)
from dialoog.rules.state import Keep, Kind
from tests.commands import execute
from tests.serving import Server, eventually

pytestmark = pytest.mark.usefixtures("at_work")


def closed_evening(runtime: Runtime) -> Links:
    """Fatma wrote three sentences: one to be kept, one not, one she did not decide about."""
    links = setup.new_dialogue(runtime.settings, Plan(title="Linde"), "check-in")
    with read_transaction(runtime.engine) as connection:
        console = find(connection, links.console.partition("#")[2])
    assert console is not None

    def does(identity: Identity, wire: commands.Command) -> Accepted:
        outcome = execute(runtime, identity, wire)
        assert isinstance(outcome, Accepted), (wire, outcome)
        return outcome

    does(console, commands.TakeSeat(id="seat-of-fatma-0001", name="Fatma"))
    does(
        console,
        commands.GiveConsent(id="her-consent-000001", seat="s1", words=True, name=True, contact=False),
    )
    for word, keep in (("keep", Keep.NAMED), ("refuse", Keep.NO), ("undecided", None)):
        write = commands.Write(
            id=f"{word}-0000000000001", seat="s1", text=f"Dit is {word}.", word_kind=Kind.INTRODUCTION
        )
        does(console, write)
        does(console, commands.ConfirmWords(id=f"{word}-confirmed-001", word=write.id))
        if keep is not None:
            does(console, commands.KeepWords(id=f"{word}-was-asked-001", word=write.id, keep=keep))
    step = runtime.broadcaster(links.dialogue).state().step_version
    does(console, commands.NextStep(id="the-first-step-01", step=step))
    does(console, commands.CloseDialogue(id="the-evening-ends-1", reason="time"))
    return links


def kept_texts(runtime: Runtime, links: Links) -> set[str]:
    with read_transaction(runtime.engine) as connection:
        return {text.text for text in queries.texts(connection, links.dialogue).values()}


def on_disk(runtime: Runtime) -> bytes:
    return b"".join(file.read_bytes() for file in Path(runtime.settings.folder).glob("dialoog.sqlite3*"))


def test_R14_the_log_on_disk_is_emptied_once_nobody_reads_from_it(runtime: Runtime) -> None:
    links = closed_evening(runtime)
    runtime.writer.stop()
    with read_transaction(runtime.engine) as connection:
        assert len(queries.texts(connection, links.dialogue)) == 2
        with transaction(runtime.engine) as erasing:
            erasing.execute(delete(Word).where(Word.dialogue == links.dialogue))
        assert not truncate_wal(runtime.engine)
    assert truncate_wal(runtime.engine)
    assert b"Dit is undecided." not in on_disk(runtime)


def later_by(runtime: Runtime, ms: int) -> int:
    """Turns the house's clock; what it says now."""
    moment = time.time_ns() // 1_000_000 + ms
    runtime.writer.now = lambda: moment
    return moment


def test_C3_undecided_words_are_blanked_after_seven_days_and_not_before(runtime: Runtime) -> None:
    links = closed_evening(runtime)
    assert kept_texts(runtime, links) == {"Dit is keep.", "Dit is undecided."}
    assert sweep_once(runtime, later_by(runtime, SEVEN_DAYS_MS - DAY_MS)) == 0
    assert sweep_once(runtime, later_by(runtime, SEVEN_DAYS_MS + DAY_MS)) == 1
    assert kept_texts(runtime, links) == {"Dit is keep."}
    assert sweep_once(runtime, later_by(runtime, SEVEN_DAYS_MS + 2 * DAY_MS)) == 0
    eventually(lambda: b"Dit is undecided." not in on_disk(runtime), what="emptying the write-ahead log")
    assert b"Dit is refuse." not in on_disk(runtime)
    assert [lines for *_, lines in verify_all(runtime.engine)] == [[]]


def test_C3_what_its_owner_decided_in_time_stays(runtime: Runtime) -> None:
    links = closed_evening(runtime)
    with runtime.engine.begin() as connection:
        phone = create(connection, "seat", links.dialogue, "s1")
    decides = commands.KeepWords(id="she-decides-000001", word="undecided-0000000000001", keep=Keep.UNNAMED)
    assert isinstance(
        execute(runtime, Identity("seat", links.dialogue, "s1", hash_of(phone)), decides), Accepted
    )
    assert sweep_once(runtime, later_by(runtime, SEVEN_DAYS_MS + DAY_MS)) == 1
    assert kept_texts(runtime, links) == {"Dit is keep.", "Dit is undecided."}


def test_C3_nobody_can_take_the_sweeps_place_with_an_id_of_their_own(runtime: Runtime) -> None:
    links = closed_evening(runtime)
    sweep_once(runtime, later_by(runtime, SEVEN_DAYS_MS + DAY_MS))
    newest = select(JournalRow.command_id).order_by(JournalRow.version.desc()).limit(1)
    with read_transaction(runtime.engine) as connection:
        swept = connection.execute(newest.where(JournalRow.dialogue == links.dialogue)).scalar_one()
    with pytest.raises(msgspec.ValidationError):
        commands.parse({"kind": "ask_help", "id": swept})


def test_R14_a_clock_that_runs_days_ahead_blanks_nothing_before_an_hour_has_passed(runtime: Runtime) -> None:
    """Put right within that hour, nothing is lost; nobody could bring the words back."""
    links = closed_evening(runtime)
    now = time.time_ns() // 1_000_000
    wall, steady = later_by(runtime, 8 * DAY_MS), 5.0
    clock = WallClock(runtime.engine, wall=lambda: wall, steady=lambda: steady)
    with transaction(runtime.engine) as connection:
        connection.execute(update(WorkerClock).values(at=now))
    assert sweep_if_credible(runtime, clock) == DOUBT_SECONDS
    assert "Dit is undecided." in kept_texts(runtime, links)
    wall, steady = wall + 3_600_000, steady + 3600
    assert sweep_if_credible(runtime, clock) == SWEEP_SECONDS
    assert "Dit is undecided." not in kept_texts(runtime, links)


def test_R14_a_clock_that_was_put_right_sweeps_at_once_and_blanks_what_is_due_only(runtime: Runtime) -> None:
    links = closed_evening(runtime)
    ahead = 8 * DAY_MS
    clock = WallClock(runtime.engine, wall=lambda: time.time_ns() // 1_000_000 + ahead)
    assert sweep_if_credible(runtime, clock) == DOUBT_SECONDS
    ahead = 0
    with transaction(runtime.engine) as connection:
        connection.execute(update(WorkerClock).values(at=time.time_ns() // 1_000_000))
    assert sweep_if_credible(runtime, clock) == SWEEP_SECONDS
    assert "Dit is undecided." in kept_texts(runtime, links)


def test_R14_a_server_blanks_by_itself_what_was_undecided_for_seven_days(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process of its own, by a clock that agrees with what the database saw last."""
    now = time.time_ns
    with monkeypatch.context() as eight_days_ago:
        eight_days_ago.setattr(time, "time_ns", lambda: now() - 8 * DAY_MS * 1_000_000)
        eight_days_ago.setattr(runtime.writer, "now", lambda: now() // 1_000_000 - 8 * DAY_MS)
        links = closed_evening(runtime)
    assert "Dit is undecided." in kept_texts(runtime, links)
    with transaction(runtime.engine) as connection:
        connection.execute(delete(WorkerClock))
        connection.execute(insert(WorkerClock).values(id=1, at=time.time_ns() // 1_000_000))
    server = Server(Path(runtime.settings.folder)).starts()
    try:
        eventually(lambda: kept_texts(runtime, links) == {"Dit is keep."}, 30, "the sweep of the server")
        eventually(lambda: b"Dit is undecided." not in on_disk(runtime), 30, "emptying the write-ahead log")
    finally:
        server.is_killed()
