"""Who else on the machine may read an installation: nobody, whoever made its folder and whatever the umask is."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialoog.cli.private_files import make_private
from dialoog.settings import Settings
from tests.people import a_table
from tests.serving import a_server

FILES = ("dialoog.sqlite3", "dialoog.sqlite3-wal", "dialoog.sqlite3-shm", "secret")
CLOSED = dict.fromkeys(FILES, 0o600)


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(*paths: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in paths if path.exists()}


def opened_to_all(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o644)


def test_a_start_closes_a_folder_that_was_open_to_other_accounts(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    opened_to_all(folder)
    with a_server(folder) as server:
        assert rights(folder, *(folder / name for name in FILES)) == {"data": 0o700, **CLOSED}
        server.is_killed()  # the write-ahead log stays
        opened_to_all(folder)
        server.starts()
        with a_table(server, title="Avond in de Linde"):
            assert rights(folder, *(folder / name for name in FILES)) == {"data": 0o700, **CLOSED}


def test_a_database_that_does_not_exist_yet_is_made_for_its_account_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    make_private(Settings(folder=str(tmp_path), database_url=f"sqlite:///{elsewhere}"))
    assert rights(elsewhere) == {"elsewhere.sqlite3": 0o600}


def test_a_folder_of_everybody_stays_so_and_only_its_own_files_are_closed(tmp_path: Path) -> None:
    """`--data /tmp` by root must not close /tmp to the whole machine."""
    tmp_path.chmod(0o1777)
    other = tmp_path / "anothers"
    other.write_text("")
    make_private(Settings(folder=str(tmp_path)))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777
    assert rights(other, tmp_path / "dialoog.sqlite3") == {"anothers": 0o644, "dialoog.sqlite3": 0o600}


def test_a_file_of_another_account_is_logged_and_the_start_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuses(_path: Path, _mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    (tmp_path / "secret").write_text("of another account")
    monkeypatch.setattr(Path, "chmod", refuses)
    with caplog.at_level(logging.WARNING, logger="dialoog"):
        make_private(Settings(folder=str(tmp_path)))
    assert "other accounts may read the data" in caplog.text
    assert str(tmp_path) not in caplog.text
