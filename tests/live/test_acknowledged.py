"""The file of acknowledged versions shows that a database was put back or lost its end; nothing that is as it should be."""

import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from dialoog.cli import setup
from dialoog.db.engine import read_transaction, transaction
from dialoog.db.erasure_list import Erased, note
from dialoog.live.commands.requests import Accepted, CommandRequest
from dialoog.live.commands.translate import translate
from dialoog.live.journal.acknowledged import FILE_NAME, Acknowledged, find_missing, read
from dialoog.live.plan import Plan
from dialoog.live.protocol.commands import TakeSeat
from dialoog.live.runtime import Runtime
from dialoog.live.tasks import acknowledgement
from dialoog.rules.state import By, Desk
from tests import migrated
from tests.people import a_table
from tests.serving import Server, eventually


def path_of(runtime: Runtime) -> Path:
    return Path(runtime.settings.folder) / FILE_NAME


def takes_a_seat(runtime: Runtime, dialogue: str, id: str) -> None:
    wire = TakeSeat(id=id, name=f"Fatma {id[-4:]}")
    request = CommandRequest(
        dialogue, id, bytes(32), By(Desk.FACILITATOR), *translate(wire, By(Desk.FACILITATOR))
    )
    assert isinstance(runtime.writer.execute(request), Accepted)


def missing(runtime: Runtime) -> list[tuple[str, int]]:
    with read_transaction(runtime.engine) as connection:
        found = find_missing(connection, read(path_of(runtime)))
    return [(line.dialogue, line.version) for line in found]


@pytest.fixture
def linde(runtime: Runtime, at_work: None) -> str:
    """A dialogue whose versions 2 and 3 are acknowledged and written, a second apart."""
    dialogue = setup.new_dialogue(runtime.settings, Plan(title="Linde"), "90").dialogue
    for number in (2, 3):
        takes_a_seat(runtime, dialogue, f"seat-of-fatma-000{number}")
        runtime.acknowledged.write()
    return dialogue


def test_what_was_acknowledged_is_written_for_this_account_alone(runtime: Runtime, linde: str) -> None:
    assert [line[:2] for line in read(path_of(runtime))] == [(linde, 2), (linde, 3)]
    assert missing(runtime) == []
    assert stat.S_IMODE(path_of(runtime).stat().st_mode) == 0o600
    written = path_of(runtime).stat().st_mtime_ns
    runtime.acknowledged.write()
    assert path_of(runtime).stat().st_mtime_ns == written, "where nothing is new nothing is written"


def test_a_database_that_lost_its_end_is_found_for_ever(runtime: Runtime, linde: str) -> None:
    """Also when so much was written since that its version is higher than before."""
    with transaction(runtime.engine) as connection:
        connection.exec_driver_sql("DELETE FROM journal WHERE version = 3")
    assert missing(runtime) == [(linde, 3)]
    runtime.state_cache.forget(linde)
    with transaction(runtime.engine) as connection:
        connection.exec_driver_sql("DELETE FROM seats")
    for number in (4, 5):
        takes_a_seat(runtime, linde, f"seat-of-fatma-000{number}")
        runtime.acknowledged.write()
    assert missing(runtime) == [(linde, 3)], "another entry has its number"
    acknowledgement.check(runtime)
    assert [line[:2] for line in read(path_of(runtime))] == [(linde, 3), (linde, 4)], (
        "versions 3 and 4 of today"
    )
    assert missing(runtime) == [(linde, 3)]


def test_a_dialogue_that_is_gone_is_found_unless_it_was_erased(runtime: Runtime, linde: str) -> None:
    with transaction(runtime.engine) as connection:
        connection.exec_driver_sql("DELETE FROM dialogues")
    assert missing(runtime) == [(linde, 2), (linde, 3)]
    with transaction(runtime.engine) as connection:
        connection.exec_driver_sql("DELETE FROM jobs")
        note(connection, Erased(1, "dialogue", linde))
    assert missing(runtime) == []
    acknowledgement.check(runtime)
    assert read(path_of(runtime)) == []


def test_a_start_leaves_the_last_line_of_each_dialogue(runtime: Runtime, linde: str) -> None:
    acknowledgement.check(runtime)
    assert [line[:2] for line in read(path_of(runtime))] == [(linde, 3)]
    assert stat.S_IMODE(path_of(runtime).stat().st_mode) == 0o600


def test_half_a_line_says_nothing(tmp_path: Path) -> None:
    whole = Acknowledged("linde", 3, "ab" * 32)
    (tmp_path / FILE_NAME).write_text(
        f"linde 3 {'ab' * 32}\n\nlinde 4 abab\nde 5\nlinde {'9' * 30} {'ab' * 32}\n\x00\xff eik x y\nlinde 6 {'ab' * 32}"
    )
    assert read(tmp_path / FILE_NAME) == [whole]
    assert read(tmp_path / "none") == []


def test_what_cannot_be_written_now_is_written_later(runtime: Runtime, linde: str) -> None:
    path = path_of(runtime)
    path.rename(path.with_name("away"))
    path.mkdir()
    takes_a_seat(runtime, linde, "seat-of-fatma-0004")
    with pytest.raises(OSError, match="directory"):
        runtime.acknowledged.write()
    path.rmdir()
    runtime.acknowledged.write()
    assert [line[:2] for line in read(path)] == [(linde, 4)]


def test_verify_and_the_next_start_say_that_the_database_was_put_back(tmp_path: Path) -> None:
    """An older copy is whole in itself."""
    migrated.copy_into(tmp_path)
    server, database = Server(tmp_path), tmp_path / migrated.NAME
    with a_table(server.starts()) as table:
        with sqlite3.connect(database) as source, sqlite3.connect(tmp_path / "copy") as copy:
            source.backup(copy)
        table.seats("Fatma")
        eventually(lambda: (tmp_path / FILE_NAME).exists(), what="the acknowledged version written")
    server.is_killed()
    assert server.runs("verify").returncode == 0
    for path in (database, tmp_path / f"{database.name}-wal", tmp_path / f"{database.name}-shm"):
        path.unlink(missing_ok=True)
    shutil.move(tmp_path / "copy", database)
    result = server.runs("verify")
    assert result.returncode == 1
    assert "was acknowledged and is not there" in result.stdout
    server.starts().stops()
    assert "acknowledged entries are missing" in server.output
