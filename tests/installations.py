"""One server process for the tests that leave it whole; those that kill or starve one start their own. And an installation
within the process of the test, for those that look inside."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from dialoog import settings
from dialoog.app import create_app
from dialoog.live.runtime import Runtime
from tests import migrated
from tests.commands import in_threads
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
def app(tmp_path: Path) -> Iterator[Flask]:
    """An installation within this process. Its writer stands still, unless it is `at_work`."""
    migrated.copy_into(tmp_path)
    chosen = in_threads(settings.settle(settings.from_environment({}, folder=str(tmp_path))))
    app = create_app(chosen)
    yield app
    app.extensions["dialoog"].engine.dispose()


@pytest.fixture
def runtime(app: Flask) -> Runtime:
    found: Runtime = app.extensions["dialoog"]
    return found


@pytest.fixture
def at_work(runtime: Runtime) -> Iterator[None]:
    threading.Thread(target=runtime.writer.run, daemon=True).start()
    yield
    runtime.writer.stop()


@pytest.fixture
def room(app: Flask, at_work: None, monkeypatch: pytest.MonkeyPatch) -> Room:
    return Room(app, monkeypatch)
