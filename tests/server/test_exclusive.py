"""One process serves from a SQLite database; other commands work beside it. `tests/jobs` and `tests/live/test_kill.py` start one again
after a kill, with a worker that lives on and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dialoog.server.exclusive import hold_database
from dialoog.settings import Settings
from tests.serving import Server, a_server, eventually, free_port


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_server(tmp_path_factory.mktemp("serving")) as server:
        server.sets_up()
        yield server


@pytest.mark.parametrize("command", [("serve",), ("demo", "--no-browser")], ids=" ".join)
def test_a_second_server_on_the_same_database_is_refused_in_one_sentence(
    serving: Server, tmp_path: Path, command: tuple[str, ...]
) -> None:
    before = serving.runs("verify").stdout
    (tmp_path / "dialoog.sqlite3").symlink_to(serving.folder / "dialoog.sqlite3")
    for folder in (serving.folder, tmp_path):
        refused = serving.runs(*command, "--data", str(folder), "--port", str(free_port()))
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr == (
            f"Dialoog serves {serving.folder / 'dialoog.sqlite3'} already: use that server, or stop it first."
            " Several at once need PostgreSQL.\n"
        )
    eventually(lambda: serving.asks("GET", "/readyz").text == "ready\n", what="readiness")
    assert serving.runs("verify").stdout == before, "the refused command changed something"
    assert (serving.folder / "dialoog.sqlite3.lock").stat().st_mode & 0o777 == 0o600


def test_other_commands_work_beside_a_server(serving: Server) -> None:
    for command in (("new",), ("verify",), ("setup-key",)):
        assert serving.runs(*command).returncode == 0


def test_a_lock_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(folder=str(tmp_path / "file" / "folder"))
    with pytest.raises(SystemExit, match="cannot be used: Not a directory"), hold_database(settings):
        raise AssertionError("held")
