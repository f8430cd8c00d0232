"""The list of what was erased: written with the erasure, in the database and in a file beside it, by ids alone."""

from pathlib import Path

import pytest

from dialoog.db import erasure_list
from dialoog.db.engine import read_transaction
from dialoog.db.erasure_list import Erased
from dialoog.live.protocol import commands
from dialoog.live.tasks import acknowledgement
from tests.backups.houses import FATMA, HENK, House


def test_R14_the_list_says_what_was_erased_by_ids_alone(house: House) -> None:
    (first, second), (third, _) = house.words
    house.does(commands.TranslateWords, word=third, lang="en", text="Sentence 1 of s2.")
    house.does(commands.GiveConsent, seat=HENK, words=True, name=True, contact=False)
    house.does(commands.WithdrawWords, word=third)
    house.does(commands.EraseSeat, seat=FATMA)
    path = house.folder / erasure_list.FILE_NAME
    listed = erasure_list.read(path)
    assert [item[1:] for item in listed] == [
        ("contact", house.dialogue, HENK),
        ("word", house.dialogue, third),
        ("seat", house.dialogue, FATMA),
        ("word", house.dialogue, first),
        ("word", house.dialogue, second),
    ]
    with read_transaction(house.runtime.engine) as connection:
        assert erasure_list.noted(connection) == set(listed)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not any(text in path.read_text() for text in ("Zin", "Buur", "06 ", "Sentence"))


def test_R14_a_list_that_cannot_be_written_is_written_later(sqlite_house: House) -> None:
    """The erasure stands meanwhile, and the database knows of it."""
    house = sqlite_house
    path = house.folder / erasure_list.FILE_NAME
    path.mkdir()
    house.does(commands.EraseSeat, seat=FATMA)
    assert "Buur s1" not in house.content()["seats"]
    path.rmdir()
    house.runtime.writer.list_erasures()
    assert len(erasure_list.read(path)) == 3


def test_R14_what_a_kill_left_out_of_the_file_is_there_after_the_next_start(sqlite_house: House) -> None:
    house = sqlite_house
    house.runtime.writer.erasure_file = None
    house.does(commands.EraseSeat, seat=FATMA)
    path = house.folder / erasure_list.FILE_NAME
    assert erasure_list.read(path) == []
    acknowledgement.complete_erasures(house.runtime)
    assert len(erasure_list.read(path)) == 3


def test_half_a_line_says_nothing_and_does_not_swallow_the_next(tmp_path: Path) -> None:
    path = tmp_path / erasure_list.FILE_NAME
    word, dialogue = Erased(1, "word", "linde", "w1"), Erased(2, "dialogue", "linde")
    erasure_list.append(path, [word])
    with path.open("a") as file:
        file.write("3 word linde w")
    erasure_list.append(path, [dialogue])
    with path.open("ab") as file:
        file.write(
            b"\xff\x00 word\n4 rumour linde w1\n99999999999999999999 word linde w1\nx word linde w1\n5 word linde w2"
        )
    assert erasure_list.read(path) == [word, dialogue]
    assert erasure_list.read(tmp_path / "none") == []


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_what_a_command_needs_is_said(command: str, tmp_path: Path, sqlite_house: House) -> None:
    nowhere = tmp_path / "typo"
    if command == "backup":
        result = sqlite_house.types("backup", str(tmp_path / "new"), "--data", str(nowhere))
        assert result.output.startswith(f"There is no database in {nowhere}.")
        assert (result.exit_code, nowhere.exists(), (tmp_path / "new").exists()) == (1, False, False)
    else:
        result = sqlite_house.types("restore", str(nowhere))
        assert result.exit_code == 2
        assert "does not exist" in result.output
