"""Makes this checkout ready to run: an environment in .venv, the front end's packages, and the built front end.

Standard library only, since nothing is installed yet when it runs. What was made is noted in a stamp beside the
environment, so that a second start finds out in milliseconds that nothing has changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from _checkout import DIST, FRONTEND, PYTHON, ROOT, TRANSLATIONS, VENV, run, say
from _environment import UV_LOCK, check_python, install
from _frontend import build_frontend, fetch_packages, own_node

STAMP = VENV / "house.json"


def make_ready(*, tests: bool = False) -> None:
    """Brings environment, packages and front end up to date; does nothing where they already are.

    With `tests` the test lock and the front end's development packages are installed too; once there, they stay.
    """
    check_python()
    with one_at_a_time():
        done = read_stamp()
        tests = tests or "tests" in done
        todo = [job for job in jobs(tests) if done.get(job.name) != job.key or not job.made.exists()]
        if not todo:
            return
        started = time.monotonic()
        try:
            for job in todo:
                job.carry_out()
                done[job.name] = job.key
            if tests:
                done["tests"] = "installed"
        finally:
            if VENV.is_dir():
                STAMP.write_text(json.dumps(done, indent=1) + "\n")
        say(f"Ready in {time.monotonic() - started:.0f} s.")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two scripts started together would build over each other: the second waits."""
    folder = os.open(ROOT / "scripts", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@dataclass(frozen=True)
class Job:
    """One thing to make: a key that changes when it must be made again, where it lands, and how it is made."""

    name: str
    key: str
    made: Path
    says: str
    make: Callable[[], None]

    def carry_out(self) -> None:
        started = time.monotonic()
        say(f"{self.says} ...")
        self.make()
        if (seconds := time.monotonic() - started) >= 1:
            say(f"{self.says}: done in {seconds:.0f} s")


def jobs(tests: bool) -> list[Job]:
    wanted = ["runtime", *(["test"] if tests else []), *(["node"] if own_node() is None else [])]
    locks = [ROOT / "requirements" / f"{name}.txt" for name in wanted]
    packages = [FRONTEND / name for name in ("package.json", "package-lock.json", ".npmrc")]
    sources = [*tree(FRONTEND), *tree(ROOT / "dialoog" / "static" / "css")]
    catalogues = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))
    compiled = catalogues[0].with_suffix(".mo") if catalogues else PYTHON
    return [
        Job(
            "python",
            f"{ROOT} {digest([*locks, UV_LOCK])}",
            PYTHON,
            "Installing the Python libraries",
            lambda: install(locks),
        ),
        Job(
            "packages",
            f"{digest(packages)}{' with tests' if tests else ''}",
            FRONTEND / "node_modules",
            "Fetching the packages of the front end",
            lambda: fetch_packages(development=tests),
        ),
        Job("words", digest(catalogues), compiled, "Compiling the translations", compile_catalogues),
        Job(
            "frontend",
            digest([*sources, *catalogues]),
            DIST / "manifest.json",
            "Building the front end",
            build_frontend,
        ),
    ]


def compile_catalogues(python: Path = PYTHON) -> None:
    run([str(python), str(ROOT / "scripts" / "translations"), "--compile"])


def tree(folder: Path) -> list[Path]:
    """The source files below a folder, without what was fetched into it."""
    found = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - {"node_modules"})
        found += [Path(place, name) for name in sorted(files)]
    return found


def digest(paths: Iterable[Path]) -> str:
    seen = hashlib.sha256()
    for path in paths:
        if path.is_file():
            seen.update(
                str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
            )
    return seen.hexdigest()


def read_stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp
