"""Migration 0004: records that exist get the columns that saving would have given them, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from dialoog.db.engine import transaction
from dialoog.live.models import JournalRow
from dialoog.records.models import Record
from tests.records.evenings import Evening, meerlinden
from tests.records.many import many
from tests.reliability import releases

OTHERS = 230
"""More than two batches."""


@pytest.fixture(params=["sqlite", "postgres"])
def database(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    address = f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
    if request.param == "postgres":
        address = request.getfixturevalue("postgres").empty_database()
    releases.goes_on(address)
    return address


def test_records_of_the_release_before_are_filled(database: str) -> None:
    with releases.looking(database) as engine:
        evenings = [meerlinden(engine), Evening(engine, "stil")]
        evenings[1].sits("Fatma")
        for evening in evenings:
            evening.closes()
            has_a_journal(evening)
        many(engine, OTHERS)
    before = releases.rows(database)
    as_saved, [agreement] = before["records"], before["agreements"].values()
    releases.goes_back(database, "0003")
    former = releases.rows(database)["records"]
    assert set(next(iter(former.values()))) == {"dialogue", "saved", "changed", "document"}
    releases.goes_on(database)
    after = releases.rows(database)
    filled = after["records"]
    assert len(filled) == OTHERS + 2
    assert after["agreements"]["linde", agreement["word"]] == agreement | {
        "id": after["agreements"]["linde", agreement["word"]]["id"]
    }
    for dialogue in ("linde", "stil"):
        assert filled[dialogue,] == as_saved[dialogue,]
    others = [row for (record,), row in filled.items() if record.startswith("dialoog-")]
    assert {(row["seats"], row["questions"], row["version"]) for row in others} == {(4, 1, 0)}
    assert [row for row in others if row["id"] != row["dialogue"]] == []


def test_two_records_of_one_dialogue_are_refused(database: str) -> None:
    with releases.looking(database) as engine:
        [dialogue] = many(engine, 1)
        with engine.begin() as connection:
            row = dict(connection.execute(Record.__table__.select()).one()._mapping)
            second = insert(Record).values(**{**row, "id": "another", "dialogue": dialogue})
            with pytest.raises(IntegrityError):
                connection.execute(second)


def has_a_journal(evening: Evening) -> None:
    """As far as the migration looks at it."""
    rows = [
        {"dialogue": evening.dialogue, "version": entry.version, "command_id": f"c{entry.version}", "request_mac": b"", "by_desk": "facilitator",
         "at": entry.at, "events": b"[]", "digest": b""}
        for entry in evening.entries
    ]  # fmt: skip
    with transaction(evening.engine) as connection:
        connection.execute(insert(JournalRow), rows)
