"""A release that is one migration further: `python -m tests.reliability.newer FOLDER serve ...`, with the migrations of that
folder (`releases.later_release`). Never product code."""

import sys
from pathlib import Path

from dialoog.server import main  # isort: skip  # noqa: F401  # first: it makes the standard library cooperative
from dialoog.cli import commands
from dialoog.db import migrations

if __name__ == "__main__":
    migrations.HERE = Path(sys.argv.pop(1))
    commands.main()
