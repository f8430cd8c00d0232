"""`dialoog verify` makes each record anew from the journal, and finds one that somebody changed."""

import sqlite3
from pathlib import Path

import pytest

from dialoog.db.engine import read_transaction, transaction
from dialoog.records.verify import verify_record
from dialoog.rules.state import Keep
from tests import migrated
from tests.records.evenings import Evening, an_engine, meerlinden
from tests.serving import Server


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    return meerlinden(an_engine(tmp_path))


def problems(evening: Evening) -> list[str]:
    with read_transaction(evening.engine) as connection:
        return list(verify_record(connection, evening.dialogue, evening.entries))


def changed(evening: Evening, sql: str) -> list[str]:
    with transaction(evening.engine) as connection:
        connection.exec_driver_sql(sql)
    return problems(evening)


def test_an_untouched_record_follows_from_its_journal_after_every_choice(evening: Evening) -> None:
    assert problems(evening) == []
    word = next(word for word in evening.state.words.values() if word.keep is Keep.NAMED)
    evening.closes()
    assert problems(evening) == []
    evening.chooses(word.id, Keep.UNNAMED)
    assert problems(evening) == []
    evening.withdraws(word.id)
    evening.erases("Samira")
    assert problems(evening) == []


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ("document = CAST(replace(document, 's1', 's2') AS BLOB)", "document"),
        ("document = CAST(replace(document, '\"turns\":', '\"turns\":1') AS BLOB)", "document"),
        ("document = 'nothing'", "document"),
        ("version = version - 1", "version"),
        ("saved = saved - 1", "saved"),
        ("changed = changed + 1", "changed"),
        ("held = held + 1", "held"),
        ("seats = seats + 1", "seats"),
        ("agreements = 0", "agreements"),
        ("id = 'another'", "id"),
    ],
)
def test_a_record_that_does_not_follow_from_its_journal_is_found(
    evening: Evening, change: str, column: str
) -> None:
    evening.closes()
    assert changed(evening, f"UPDATE records SET {change}") == [
        f"record: its {column} does not follow from the journal"
    ]


def test_a_record_that_is_missing_or_too_many_is_found(evening: Evening) -> None:
    evening.closes()
    closed = evening.entries.pop()
    assert problems(evening) == ["record: there is one, though the journal does not close the dialogue"]
    evening.entries.append(closed)
    assert changed(evening, "DELETE FROM records") == ["record: it is missing"]


def test_the_command_says_so_and_fails(tmp_path: Path) -> None:
    migrated.copy_into(tmp_path)
    server = Server(tmp_path)
    dialogue = server.sets_up().dialogue
    assert server.runs("verify").stdout.endswith("Nothing is wrong.\n")
    with sqlite3.connect(tmp_path / migrated.NAME) as database:
        row = (dialogue, dialogue, 1, 1, 1, 1, 0, 0, 0, 0, b"{}")
        database.execute(f"INSERT INTO records VALUES ({', '.join('?' * len(row))})", row)
    database.close()
    result = server.runs("verify")
    assert result.returncode == 1
    assert result.stdout == (
        f"{dialogue}: record: there is one, though the journal does not close the dialogue\nWrong: 1.\n"
    )
