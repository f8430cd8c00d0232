"""The evenings of the matrix of rights by state, each prepared once and restored after whoever changed it."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path

from flask import Flask

from dialoog.accounts import tokens
from dialoog.app import create_app
from dialoog.db import migrations
from dialoog.db.engine import make_engine, transaction
from dialoog.live.transport.rate_limits import FailureBudget, TokenBuckets
from dialoog.settings import Settings
from tests.commands import in_threads
from tests.policy.evening import KEY, SECRET, Evening, prepare_evening


@contextmanager
def running_app(folder: Path) -> Iterator[Flask]:
    app = create_app(in_threads(Settings(folder=str(folder), secret=SECRET)))
    runtime = app.extensions["dialoog"]
    runtime.buckets = TokenBuckets(clock=count(step=60).__next__)  # rate limits have tests of their own
    runtime.start(runtime.writer.run)
    try:
        yield app
    finally:
        runtime.writer.stop()
        runtime.engine.dispose()


class Evenings(ExitStack):
    """Evenings by state, each prepared once; whatever a test writes is undone before the next one."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self._prepared: dict[str, tuple[Evening, str, sqlite3.Connection]] = {}

    @contextmanager
    def evening(self, state: str) -> Iterator[Evening]:
        if state not in self._prepared:
            create_database(self.folder / state)
            evening = prepare_evening(self.enter_context(running_app(self.folder / state)), state)
            self.callback(evening.close)
            backup = self.enter_context(closing(sqlite3.connect(":memory:")))
            with closing(sqlite3.connect(evening.file)) as connection:
                connection.backup(backup)
            self._prepared[state] = (evening, evening.dump(), backup)
        evening, first_dump, backup = self._prepared[state]
        evening.runtime.failure_budget = FailureBudget()
        try:
            yield evening
        finally:
            if evening.dump() != first_dump:
                with closing(sqlite3.connect(evening.file)) as connection:
                    backup.backup(connection)
                evening.clear_caches()


def create_database(folder: Path) -> None:
    folder.mkdir()
    engine = make_engine(f"sqlite:///{folder / 'dialoog.sqlite3'}")
    migrations.upgrade(engine)
    with transaction(engine) as connection:
        tokens.store(connection, KEY, "setup")
    engine.dispose()
