"""R12: a backup that is damaged, of another installation, of a newer release or of the other database is refused in words."""

import zipfile
from pathlib import Path

from sqlalchemy import update

from dialoog.backups import backup_file
from dialoog.db.engine import transaction
from dialoog.db.erasure_models import Installation
from dialoog.live.protocol import commands
from tests.backups.houses import HENK, House, overwrites


def test_R12_a_damaged_backup_is_refused_wherever_it_is_damaged(sqlite_house: House) -> None:
    backup = sqlite_house.backs_up()
    whole = backup.read_bytes()
    refusal = f"{backup} is no backup of Dialoog, or it is damaged. Nothing was changed."
    for part in (0.0, 0.02, 0.3, 0.6, 0.9, 0.97, 0.99999):
        overwrites(backup, int(len(whole) * part), 0x10)
        assert sqlite_house.is_refused(backup) == refusal, part
        backup.write_bytes(whole)
    for content in (whole[: len(whole) // 2], b"", b"this is a letter to the neighbourhood"):
        backup.write_bytes(content)
        assert sqlite_house.is_refused(backup) == refusal


def test_R12_a_backup_of_another_installation_is_refused_unless_that_is_said(
    house: House,
) -> None:
    yesterday, before = house.backs_up(), house.content()
    house.stops()
    engine = house.engine()
    with transaction(engine) as connection:
        connection.execute(update(Installation).values(name="another"))
    engine.dispose()
    house.does(commands.Write, seat=HENK, text="Van hier.", word_kind="introduction")
    assert house.is_refused(yesterday).startswith("This backup is of another installation.")
    house.restores(yesterday, "--of-another-installation")
    assert house.content() == before


def test_R12_a_backup_of_a_newer_release_is_refused(sqlite_house: House) -> None:
    backup = sqlite_house.backs_up()
    rewrites(backup, b'"revision": "', b'"revision": "9')
    assert sqlite_house.is_refused(backup).startswith("This backup is of a newer release of Dialoog")


def test_R12_a_backup_of_the_other_database_is_refused(sqlite_house: House) -> None:
    backup = sqlite_house.backs_up()
    rewrites(backup, b'"sqlite"', b'"postgresql"')
    assert sqlite_house.is_refused(backup).startswith(
        "This backup is of PostgreSQL, and this installation is on SQLite."
    )


def rewrites(backup: Path, what: bytes, by: bytes) -> None:
    """Another manifest, of the same members."""
    with zipfile.ZipFile(backup) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content[backup_file.MANIFEST] = content[backup_file.MANIFEST].replace(what, by)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
        archive.comment = bytes(backup_file.SEAL)
    with backup.open("r+b") as file:
        backup_file.seal(file)
