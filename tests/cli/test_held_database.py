"""A command while another program holds the database, or that breaks off: it waits a little, then does all or nothing."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dialoog.accounts import tokens
from dialoog.cli import rotate_credentials, secret_rotation, setup
from dialoog.cli.commands import main
from dialoog.db import engine as db_engine
from dialoog.db.engine import make_engine, read_transaction
from dialoog.live.commands.access_grants import join_token
from dialoog.settings import Settings
from tests import migrated

WRITING = ("new-locks --yes", "setup-key", "new", "worker --retry-failed")


class Broken(BaseException):
    """As a kill: nothing of ours handles it."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An installation with one dialogue."""
    migrated.copy_into(tmp_path)
    assert types(tmp_path, "new").exit_code == 0
    return tmp_path


def types(folder: Path, command: str) -> Result:
    return CliRunner(env={"DIALOOG_FOLDER": None, "DIALOOG_DATABASE_URL": None}).invoke(
        main, [*command.split(), "--data", str(folder)]
    )


@contextmanager
def held(folder: Path) -> Iterator[sqlite3.Connection]:
    holder = sqlite3.connect(folder / migrated.NAME, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    yield holder
    holder.close()


def kept(folder: Path) -> tuple[str, list[tuple[object, ...]]]:
    """The secret, and every token with when it was revoked."""
    database = sqlite3.connect(folder / migrated.NAME)
    rows = database.execute("SELECT hash, purpose, revoked FROM tokens ORDER BY hash").fetchall()
    database.close()
    return (folder / "secret").read_text(), rows


def join_link_is_of_the_secret(folder: Path) -> bool:
    engine = make_engine(f"sqlite:///{folder / migrated.NAME}")
    with read_transaction(engine) as connection:
        dialogue = connection.exec_driver_sql("SELECT id FROM dialogues ORDER BY created").scalars().first()
        secret = (folder / "secret").read_text()
        found = any(
            tokens.find(connection, join_token(secret, dialogue, version)) is not None for version in range(3)
        )
    engine.dispose()
    return found


@pytest.mark.parametrize("command", WRITING)
def test_while_the_database_is_held_nothing_is_changed_and_one_sentence_says_so(
    folder: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(folder)
    monkeypatch.setattr(db_engine, "TRIES", 4)
    with held(folder):
        result = types(folder, command)
    assert isinstance(result.exception, SystemExit)
    assert (result.exit_code, result.output.strip()) == (
        1,
        f"Another program holds {folder}/dialoog.sqlite3. Nothing was changed; try again when it has ended.",
    )
    assert kept(folder) == before
    assert join_link_is_of_the_secret(folder)


@pytest.mark.parametrize("command", WRITING[:3])
def test_a_command_waits_for_who_holds_the_database_a_moment(folder: Path, command: str) -> None:
    with held(folder) as holder:
        released = threading.Timer(0.4, holder.rollback)
        released.start()
        result = types(folder, command)
        released.join()
    assert result.exit_code == 0, result.output
    assert join_link_is_of_the_secret(folder)


def test_new_locks_that_break_off_leave_the_secret_with_its_links(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise Broken

    before = kept(folder)
    with monkeypatch.context() as patch:
        patch.setattr(rotate_credentials.queries, "state", breaks)
        with pytest.raises(Broken):
            rotate_credentials.rotate(Settings(folder=str(folder)))
    setup.prepare_installation(Settings(folder=str(folder)), quiet=True)
    assert kept(folder) == before
    assert not (folder / secret_rotation.PENDING).exists()


def test_new_locks_that_break_off_after_the_commit_are_finished_by_the_next_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise Broken

    before = kept(folder)[0]
    with monkeypatch.context() as patch:
        patch.setattr(secret_rotation, "install", breaks)
        with pytest.raises(Broken):
            rotate_credentials.rotate(Settings(folder=str(folder)))
    assert kept(folder)[0] == before
    settled = setup.prepare_installation(Settings(folder=str(folder)), quiet=True)
    assert settled.secret == kept(folder)[0] != before
    assert join_link_is_of_the_secret(folder)
    assert not (folder / secret_rotation.PENDING).exists()


def test_a_secret_that_cannot_be_written_ends_no_link(folder: Path) -> None:
    before = kept(folder)
    (folder / secret_rotation.PENDING).mkdir()
    result = types(folder, "new-locks --yes")
    assert result.output.strip() == f"{folder}/secret-next cannot be used: Is a directory."
    assert kept(folder) == before
