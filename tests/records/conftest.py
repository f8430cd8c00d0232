"""A migrated database of either kind, and a whole evening in it; and an installation whose pages are opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from dialoog.db.engine import make_engine
from tests import migrated
from tests.records.evenings import Evening
from tests.records.retained import whole_evening
from tests.web.visits import running_app


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgres":
        made = make_engine(request.getfixturevalue("postgres").database())
    else:
        migrated.copy_into(tmp_path)
        made = make_engine(f"sqlite:///{tmp_path / migrated.NAME}")
    yield made
    made.dispose()


@pytest.fixture
def evening(engine: Engine) -> Evening:
    return whole_evening(engine)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An installation of its own, whose writer is at work."""
    with running_app(tmp_path) as app:
        yield app
