"""R13: the tables of each release, without anybody at them: those that a migration finds and makes, and whether what one loses
is found."""

from pathlib import Path

import pytest

from dialoog.db import migrations
from tests.records.evenings import Evening
from tests.reliability import releases
from tests.reliability.releases import STEPS, later_release


@pytest.fixture
def fresh(tmp_path: Path, database: str, request: pytest.FixtureRequest) -> str:
    """The address of a database without one table, of the same kind."""
    if database:
        address: str = request.getfixturevalue("postgres").empty_database()
        return address
    return f"sqlite:///{tmp_path / 'fresh.sqlite3'}"


@pytest.mark.parametrize("step", STEPS, ids=[f"to-{revision}" for _, revision in STEPS])
def test_R13_going_back_and_on_gives_the_tables_of_either_release(
    tmp_path: Path, database: str, fresh: str, step: tuple[str, str]
) -> None:
    """Otherwise the runs above would begin with tables that no release ever had."""
    database = database or f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
    before, _ = step
    releases.goes_on(database)
    newest = releases.tables(database)
    releases.goes_back(database, before)
    releases.goes_on(fresh, before)
    assert releases.tables(database) == releases.tables(fresh)
    releases.goes_on(database)
    assert releases.tables(database) == newest
    assert releases.unlike_the_program(database) == []


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ('op.execute("DELETE FROM seats")', ["seats ('linde', 's1') is gone"]),
        ('op.execute("UPDATE words SET text = lower(text)")', ["words ('linde', 'w3'): text is another"]),
        ('op.drop_table("translations")', ["the table translations is gone", "add_table"]),
        ('op.drop_column("tokens", "link")', ["add_column"]),
        ('op.drop_index("ix_tokens_dialogue")', ["add_index"]),
        ("pass", []),
    ],
    ids=["a-row", "a-text", "a-table", "a-column", "an-index", "nothing"],
)
def test_R13_what_a_migration_loses_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, found: list[str]
) -> None:
    database = f"sqlite:///{tmp_path / 'linde.sqlite3'}"
    releases.goes_on(database)
    with releases.looking(database) as engine:
        evening = Evening(engine)
        evening.sits("Fatma")
        evening.says("Fatma", "Net voor het donker.", keep=None)
    stood = releases.rows(database)
    monkeypatch.setattr(migrations, "HERE", later_release(tmp_path / "later", told))
    releases.goes_on(database)
    unlike = releases.unlike_the_program(database)
    assert "remove_column" in unlike, "the one that every later release has"
    unlike.remove("remove_column")
    assert releases.lost(stood, releases.rows(database)) + unlike == found
