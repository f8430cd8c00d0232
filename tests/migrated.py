"""A database file with every table and no row, made once in each test process and copied for each installation.

Migrating costs 50 ms here and 300 ms in a server that has to load Alembic first; a copy costs one.
"""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from dialoog.db import migrations
from dialoog.db.engine import make_engine

NAME = "dialoog.sqlite3"
"""What an installation calls the file in its folder."""


@cache
def template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="dialoog-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    engine = make_engine(f"sqlite:///{folder / NAME}")
    migrations.upgrade(engine)
    engine.dispose()
    assert [path.name for path in folder.iterdir()] == [NAME], "the copy would lack what is in the WAL"
    return folder / NAME


def copy_into(folder: Path) -> None:
    """Gives this folder a migrated database, unless there is one in it already."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / NAME).exists():
        shutil.copyfile(template(), folder / NAME)
