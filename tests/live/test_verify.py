"""`dialoog verify` finds whatever was changed afterwards, by somebody who had the file."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from dialoog import settings
from dialoog.cli import setup
from dialoog.db.engine import make_engine, read_transaction
from dialoog.live.commands.execute import execute
from dialoog.live.commands.requests import Accepted, CommandRequest
from dialoog.live.commands.translate import translate
from dialoog.live.commands.unit_of_work import UnitOfWork
from dialoog.live.journal import codec, store
from dialoog.live.journal.state_cache import StateCache
from dialoog.live.journal.verify import read_last_digests, verify_all
from dialoog.live.models import JournalRow
from dialoog.live.plan import Plan, digest_of
from dialoog.live.protocol.commands import GiveConsent, TakeSeat, Write
from dialoog.records.saving import save
from dialoog.rules.events import Entry, TableOpened
from dialoog.rules.state import By, Desk, Kind
from tests import migrated
from tests.records import evenings


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """One dialogue with a seat and words, written through the writer's own steps."""
    migrated.copy_into(tmp_path)
    chosen = settings.settle(settings.from_environment({}, folder=str(tmp_path)))
    engine = make_engine(chosen.database)
    links = setup.new_dialogue(chosen, Plan(title="Linde"), "90")
    seat = By(Desk.SEAT, "s1")
    messages = (
        TakeSeat(id="a" * 16, name="Fatma"),
        GiveConsent(id="b" * 16, words=True, name=True, contact=False),
        Write(id="c" * 16, text="Ik woon hier graag.", word_kind=Kind.INTRODUCTION),
    )
    opened = StateCache().refresh(engine, links.dialogue)
    with engine.begin() as connection:
        batch = UnitOfWork(
            connection,
            chosen.secret,
            save,
            states={links.dialogue: opened},
        )
        for wire in messages:
            by = None if isinstance(wire, TakeSeat) else seat
            request = CommandRequest(links.dialogue, wire.id, b"m" * 32, by, *translate(wire, seat))
            outcome = execute(batch, request, 5)
            assert isinstance(outcome, Accepted), outcome
        batch.flush()
    return engine


def wrong(engine: Engine) -> list[str]:
    return [line for *_, lines in verify_all(engine) for line in lines]


def tampered(engine: Engine, sql: str) -> list[str]:
    connection = sqlite3.connect(str(engine.url.database))
    connection.execute(sql)
    connection.commit()
    connection.close()
    return wrong(engine)


def test_an_untouched_journal_is_whole(engine: Engine) -> None:
    [(_, entries, texts, lines)] = verify_all(engine)
    assert (entries, texts, lines) == (4, 2, [])


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal SET at = at + 1 WHERE version = 2",
        "UPDATE journal SET by_seat = 's2' WHERE version = 3",
        "UPDATE journal SET events = replace(events, 'true', 'false') WHERE version = 3",
        "UPDATE journal SET digest = zeroblob(32) WHERE version = 2",
    ],
)
def test_a_changed_entry_is_found(engine: Engine, sql: str) -> None:
    assert any("digest" in line for line in tampered(engine, sql))


def test_a_changed_entry_that_got_a_new_digest_too_is_found_by_the_next(engine: Engine) -> None:
    with engine.begin() as connection:
        rows = connection.execute(select(*JournalRow.__table__.columns).order_by(JournalRow.version))
        before, row = rows.all()[:2]
        entry = Entry(2, row.at + 1, By(Desk(row.by_desk), row.by_seat), codec.decode(row.events))
        digest = store.compute_digest(before.digest, entry, row.command_id, row.request_mac, row.events)
        changed = update(JournalRow).where(JournalRow.version == 2)
        connection.execute(changed.values(at=entry.at, digest=digest))
    assert [line.partition(":")[0] for line in wrong(engine)] == ["entry 3"]


def test_a_missing_entry_is_found(engine: Engine) -> None:
    assert "entry 3: version 2 is missing" in tampered(engine, "DELETE FROM journal WHERE version = 2")


def test_C2_who_can_be_reached_without_having_chosen_that_is_found(engine: Engine) -> None:
    [line] = tampered(engine, "INSERT INTO contacts SELECT id, 's1', '06 12 34 56 78' FROM dialogues")
    assert line == "contact of s1: it is there, though nobody may reach this person"


@pytest.mark.parametrize("column", Plan.__struct_fields__)
def test_a_changed_line_of_the_plan_is_found(engine: Engine, column: str) -> None:
    """People agreed to a title, a promise and a date: none of them can be another afterwards."""
    [line] = tampered(engine, f"UPDATE dialogues SET {column} = '2027-01-01'")
    assert line.startswith("plan: ")


def test_a_journal_of_an_older_release_says_nothing_of_its_plan(tmp_path: Path) -> None:
    linde = evenings.Evening(evenings.an_engine(tmp_path))
    assert isinstance(linde.entries[0].events[0], TableOpened)
    assert tampered(linde.engine, "UPDATE dialogues SET title = 'Iets anders'") == []


def test_a_line_that_a_later_release_adds_to_a_plan_changes_no_digest() -> None:
    empty, contact = Plan(title="Linde"), Plan(title="Linde", contact="Els")
    assert digest_of(empty, "linde", 1) == "e9e8b69800d048940b6570d8595a6790a6f859a424abcb51de261ddccf8fd2a6"
    assert digest_of(contact, "linde", 1) != digest_of(empty, "linde", 1)


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        ("UPDATE words SET text = 'Ik woon hier niet graag.'", "not the one that the journal committed to"),
        ("UPDATE seats SET name = 'Fatima'", "not the one that the journal committed to"),
        ("DELETE FROM words", "its text is missing"),
    ],
)
def test_a_changed_text_or_name_is_found(engine: Engine, sql: str, finding: str) -> None:
    assert [line for line in tampered(engine, sql) if finding in line]


def test_a_text_that_was_put_in_is_found(engine: Engine) -> None:
    put = "INSERT INTO words SELECT dialogue, 'extra', lang, 'Nooit gezegd', salt FROM words"
    assert [line for line in tampered(engine, put) if "does not know" in line]


def test_the_tables_are_those_of_the_newest_migration(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from dialoog.db.engine import Base

    with read_transaction(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_whole_new_chain_and_one_without_its_end_end_in_something_else(engine: Engine) -> None:
    """They follow from nothing that is wrong in themselves, so what the chain ended in must be known from elsewhere."""
    [before] = read_last_digests(engine).values()
    connection = sqlite3.connect(str(engine.url.database))
    connection.execute("DELETE FROM journal WHERE version = 4")
    connection.execute("DELETE FROM words")
    connection.commit()
    connection.close()
    assert wrong(engine) == []
    [after] = read_last_digests(engine).values()
    assert len(before) == len(after) == 64
    assert before != after
