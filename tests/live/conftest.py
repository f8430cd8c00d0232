"""One server process for the tests that leave it whole; those that kill or starve one start their own."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialoog import migrations, settings
from dialoog.app import create_app
from dialoog.database import make_engine
from dialoog.live.house import House
from tests.live.room import Room
from tests.people import Table, a_table
from tests.serving import Server, a_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_server(tmp_path_factory.mktemp("server")) as running:
        yield running
        assert "Traceback" not in running.output, running.output


@pytest.fixture
def table(server: Server) -> Iterator[Table]:
    with a_table(server) as laid:
        yield laid


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    chosen = settings.settle(settings.from_environment({}, folder=str(tmp_path), async_mode="threading"))
    migrations.upgrade(make_engine(chosen.database))
    app = create_app(chosen)
    house: House = app.extensions["dialoog"]
    threading.Thread(target=house.writer.work, daemon=True).start()
    yield Room(app, monkeypatch)
    house.writer.stop()
    house.engine.dispose()
