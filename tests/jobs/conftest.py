"""A migrated database of either kind for the tests of the queue, and a mail server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dialoog.db.engine import make_engine
from tests import migrated
from tests.jobs.mail_server import MailServer, a_mail_server


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of its own, with our tables."""
    if request.param == "postgres":
        address: str = request.getfixturevalue("postgres").database()
        return address
    migrated.copy_into(tmp_path)
    return f"sqlite:///{tmp_path / migrated.NAME}"


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    made = make_engine(database)
    yield made
    made.dispose()


@pytest.fixture
def engine_on_sqlite(tmp_path: Path) -> Iterator[Engine]:
    """Where the kind of database makes no difference."""
    migrated.copy_into(tmp_path)
    made = make_engine(f"sqlite:///{tmp_path / migrated.NAME}")
    yield made
    made.dispose()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with a_mail_server() as made:
        yield made
