"""Where things are in this checkout, how its programs are run, and how a script says what went wrong."""

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
TRANSLATIONS = ROOT / "dialoog" / "translations"


class Trouble(Exception):
    """Something that the reader can do something about; its text says what."""


def say(sentence: str) -> None:
    """In one piece: two that work side by side would else write into each other's lines."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


@contextmanager
def plain_troubles() -> Iterator[None]:
    """Ends the script with one clear sentence where a traceback would help nobody."""
    try:
        yield
    except Trouble as trouble:
        say(f"\n{trouble}")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        say("\nStopped.")
        raise SystemExit(130) from None


def run(command: list[str], cwd: Path = ROOT, **variables: str) -> str:
    """Returns what the program printed; raises `Trouble` with the end of it where it fails."""
    environment = {**os.environ, "npm_config_update_notifier": "false", **variables}
    try:
        ended = subprocess.run(
            command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    except OSError as error:
        raise Trouble(f"Could not start {command[0]}: {error.strerror}") from None
    if ended.returncode != 0:
        last_lines = "\n".join(ended.stdout.strip().splitlines()[-25:])
        raise Trouble(f"{last_lines}\n\nThis did not work: {' '.join(command)}")
    return ended.stdout
