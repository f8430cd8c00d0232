"""`dialoog` with a backup that many would make: `python -m tests.reliability.planted_backup backup FOLDER`. Never product code.

The main file is copied, and what is still in the write-ahead log is not. Its manifest is true to that copy, so that nothing but what
people were told shows the fault.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from dialoog.backups import sqlite_copy
from dialoog.cli import commands as cli
from dialoog.db.engine import make_engine, read_transaction


def copy_main_file(engine: Engine, target: Path, describe: Callable[[Connection], Any]) -> Any:
    shutil.copyfile(str(engine.url.database), target)
    copy = make_engine(f"sqlite:///{target}")
    with read_transaction(copy) as connection:
        description = describe(connection)
    copy.dispose()
    return description


if __name__ == "__main__":
    sqlite_copy.copy_database = copy_main_file
    cli.main()
