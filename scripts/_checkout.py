"""The paths of this checkout, how a script runs programs, and how it reports errors."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "dialoog" / "frontend"
DIST = ROOT / "dialoog" / "static" / "dist"
LETTERS = ROOT / "dialoog" / "records" / "exports" / "letters"
TRANSLATIONS = ROOT / "dialoog" / "translations"

# An image or a shell may say that Python keeps no bytecode. Then each of the tests' hundreds of processes would compile all
# that it imports again, which takes a server longer than all else of its start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


class SetupError(Exception):
    """An error that the reader can correct; its text says how."""


def say(sentence: str) -> None:
    """Prints one line at once, also where the output goes to a file."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


@contextmanager
def exit_on_error() -> Iterator[None]:
    """Ends the script with one sentence; a traceback would help nobody."""
    try:
        yield
    except SetupError as error:
        say(f"\n{error}")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        say("\nStopped.")
        raise SystemExit(130) from None


def run(command: list[str], cwd: Path = ROOT, **variables: str) -> str:
    """Returns the output of a program; raises `SetupError` with the end of it where the program fails."""
    environment = {**os.environ, "npm_config_update_notifier": "false", **variables}
    try:
        process = subprocess.run(
            command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    except OSError as error:
        raise SetupError(f"Could not start {command[0]}: {error.strerror}") from None
    if process.returncode != 0:
        last_lines = "\n".join(process.stdout.strip().splitlines()[-25:])
        raise SetupError(f"{last_lines}\n\nThis did not work: {' '.join(command)}")
    return process.stdout
