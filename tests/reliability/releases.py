"""Databases of other releases: as an earlier one left it, the migrations of a later one, and whether anything is lost between.

Going back is for these tests alone: a migration says how what it made is undone, and the program never does so.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, Table, inspect, select

import dialoog.accounts.models
import dialoog.db.erasure_models
import dialoog.jobs.models
import dialoog.live.models
import dialoog.live.transport.shared_rate_limits
import dialoog.planning.models
import dialoog.records.follow_up.models
import dialoog.records.follow_up.questions.models
import dialoog.records.models
import dialoog.records.search.models
import dialoog.records.themes.models  # noqa: F401 - tables name themselves when they are imported
from dialoog.db import migrations
from dialoog.db.engine import Base, make_engine

PASSING = frozenset({"alembic_version", "tickets", "wrong_codes"})
"""What nobody misses where it is gone: the revision itself, and what counts for a minute (migration 0002)."""
PEOPLE_EVENINGS_AND_MAILS = (
    "account_links", "assignments", "contacts", "gatherings", "mails", "memberships", "organisations", "password_grants",
    "pending_sign_ins", "people", "recovery_codes", "second_steps", "sessions",
)  # fmt: skip
DECISIONS = ("hidden_words", "publications", "record_versions", "removal_requests")
SEARCH = ("search_keys", "search_states", "search_texts", "search_vocabulary")
MADE_BY = {
    "jobs": "0005",
    "worker_clock": "0005",
    **dict.fromkeys(PEOPLE_EVENINGS_AND_MAILS, "0014"),
    "record_downloads": "0028",
    "archives": "0028",
    **dict.fromkeys(("cards", "erasures", "installation", *DECISIONS, *SEARCH), "0020"),
    "planned_cards": "0028",
    "sheets": "0028",
    "agreements": "0028",
    "themes": "0028",
    "theme_words": "0028",
    **dict.fromkeys(("addressees", "question_replies", "questions", "report_backs", "looking_back"), "0035"),
}
"""Tables that going back beyond a migration takes out; going on makes them anew, with what follows from the others in them."""
Key = tuple[Any, ...]
Rows = dict[str, dict[Key, dict[str, Any]]]
"""By table and primary key."""

REVISIONS = sorted(file.stem.partition("_")[0] for file in (migrations.HERE / "versions").glob("[0-9]*.py"))
STEPS = list(pairwise(REVISIONS))
"""Each migration of a database that has something in it, as (the revision before, its own)."""

LATER = "0099"
ONE_MORE = '''"""What a later release does to its tables."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("words", sa.Column("later", sa.Text(), nullable=True))
    op.execute("UPDATE words SET later = text")
    {told}
'''


def later_release(folder: Path, told: str = "pass") -> Path:
    """Makes a folder with our migrations and one more, whose last statement is `told`: `newer` is a program with these."""
    shutil.copytree(migrations.HERE, folder)
    written = ONE_MORE.format(revision=LATER, before=migrations.newest(), told=told)
    (folder / "versions" / f"{LATER}_later.py").write_text(written)
    return folder


@contextmanager
def looking(database: str) -> Iterator[Engine]:
    engine = make_engine(database)
    try:
        yield engine
    finally:
        engine.dispose()


def goes_back(database: str, to: str) -> None:
    """To the tables of that revision, with what is in them."""
    with looking(database) as engine, engine.connect() as connection:
        config = migrations.configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, to)
        connection.commit()


def made_after(revision: str) -> list[str]:
    """The tables that a release of this revision does not have."""
    return sorted(name for name, made in MADE_BY.items() if made > revision)


def goes_on(database: str, to: str = "head") -> None:
    with looking(database) as engine:
        migrations.upgrade(engine, to)


def unlike_the_program(database: str) -> list[str]:
    """What would have to be done to the tables until they are those that the program's own classes say."""
    with looking(database) as engine, engine.connect().execution_options(reads=True) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Base.metadata)
    return [str((one[0] if isinstance(one, list) else one)[0]) for one in found]


def rows(database: str) -> Rows:
    with looking(database) as engine, engine.connect().execution_options(reads=True) as connection:
        return {table.name: _rows(connection, table) for table in _tables(connection)}


def tables(database: str) -> dict[str, Any]:
    """What the tables are, in a form in which those of two databases of one kind can be laid side by side."""
    with looking(database) as engine:
        seen = inspect(engine)
        return {name: _form(seen, name) for name in sorted(seen.get_table_names())}


def lost(before: Rows, after: Rows) -> list[str]:
    """What was there and is gone or another now; of columns and tables only those that both have."""
    found = []
    for name in sorted(before.keys() & after.keys() - PASSING):
        for key, row in before[name].items():
            now = after[name].get(key)
            if now is None:
                found.append(f"{name} {key} is gone")
                continue
            found += [
                f"{name} {key}: {column} is another"
                for column in row.keys() & now.keys()
                if row[column] != now[column]
            ]
    return found + [f"the table {name} is gone" for name in sorted(before.keys() - after.keys() - PASSING)]


def planned(rows: Rows) -> dict[Key, int]:
    """When what follows from other tables is done, by job; mails go with their jobs where a release had none."""
    return {key: row["due"] for key, row in rows["jobs"].items() if not row["kind"].startswith("mail")}


def _tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return found.sorted_tables


def _rows(connection: Connection, table: Table) -> dict[Key, dict[str, Any]]:
    keys = [column.name for column in table.primary_key]
    told = [dict(row._mapping) for row in connection.execute(select(table))]
    return {tuple(row[key] for key in keys): row for row in told}


def _form(seen: Any, name: str) -> dict[str, Any]:
    """By names, since a column that came later stands at the end."""
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"], column["default"]) for column in seen.get_columns(name)
        },
        "primary key": seen.get_pk_constraint(name),
        "unique": sorted(map(str, seen.get_unique_constraints(name))),
        "foreign keys": sorted(map(str, seen.get_foreign_keys(name))),
        "indexes": sorted(map(str, seen.get_indexes(name))),
    }  # fmt: skip
