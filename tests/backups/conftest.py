"""An installation on either database, with a dialogue in it, and its commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backups.houses import House


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    address = ""
    if request.param == "postgres":
        address = request.getfixturevalue("postgres").database()
    made = House(tmp_path / "data", address)
    yield made
    made.stops()


@pytest.fixture
def sqlite_house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data")
    yield made
    made.stops()
