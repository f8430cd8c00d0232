"""Migrations of what exists, on both databases: records get the columns that saving would have given them (0004), and dialogues the name
of their programme (0035).
"""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from dialoog.db.engine import transaction
from dialoog.live.journal.codec import encode
from dialoog.live.models import JournalRow
from dialoog.live.programme_names import TEMPLATES
from dialoog.planning.programmes import template
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


def test_a_dialogue_is_given_the_programme_whose_steps_its_journal_begins_with(database: str) -> None:
    with releases.looking(database) as engine:
        for name, _label in TEMPLATES:
            has_a_journal(Evening(engine, name, template(name, "De straat")))
        written = (*template("60")[:3], replace(template("60")[3], minutes=40))
        has_a_journal(Evening(engine, "written", written))
        many(engine, 1)
    releases.goes_back(database, "0028")
    releases.goes_on(database)
    programmes = {key: row["programme"] for (key,), row in releases.rows(database)["dialogues"].items()}
    known = {name: name for name, _label in TEMPLATES}
    assert programmes == known | {"written": "unknown", "dialoog-0000": "unknown"}


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
    rows[0]["events"] = encode(evening.entries[0].events)
    with transaction(evening.engine) as connection:
        connection.execute(insert(JournalRow), rows)
