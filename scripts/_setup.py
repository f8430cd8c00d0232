"""Sets this checkout up: the environment in .venv, the packages of the front end, translations and the built front end.

It uses the standard library only, since nothing is installed when it runs. A stamp in the environment holds the digests of
what was made, so that a second start takes milliseconds.
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

from _checkout import DIST, FRONTEND, LETTERS, PYTHON, ROOT, TRANSLATIONS, VENV, run, say
from _environment import UV_LOCK, check_python, install
from _frontend import build_frontend, fetch_packages, own_node

STAMP = VENV / "setup.json"


def make_ready(*, tests: bool = False) -> None:
    """Brings environment, packages and front end up to date; does nothing where they are.

    With `tests` it also installs the test lock and the front end's development packages; they stay from then on.
    """
    check_python()
    with setup_lock():
        stamp = read_stamp()
        tests = tests or "tests" in stamp
        outdated = [job for job in jobs(tests) if stamp.get(job.name) != job.key or not job.target.exists()]
        if not outdated:
            return
        started = time.monotonic()
        try:
            for job in outdated:
                job.run()
                stamp[job.name] = job.key
            if tests:
                stamp["tests"] = "installed"
        finally:
            if VENV.is_dir():
                STAMP.write_text(json.dumps(stamp, indent=1) + "\n")
        say(f"Ready in {time.monotonic() - started:.0f} s.")


@contextmanager
def setup_lock() -> Iterator[None]:
    """Lets one script at a time set up; the second waits."""
    folder = os.open(ROOT / "scripts", os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@dataclass(frozen=True)
class Job:
    """Makes `target`, again whenever `key` differs from the stamp's."""

    name: str
    key: str
    target: Path
    label: str
    action: Callable[[], None]

    def run(self) -> None:
        started = time.monotonic()
        say(f"{self.label} ...")
        self.action()
        if (seconds := time.monotonic() - started) >= 1:
            say(f"{self.label}: done in {seconds:.0f} s")


def jobs(tests: bool) -> list[Job]:
    names = ["runtime", *(["test"] if tests else []), *(["node"] if own_node() is None else [])]
    locks = [ROOT / "requirements" / f"{name}.txt" for name in names]
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
        Job(
            "letters",
            digest([*packages, ROOT / "scripts" / "_letters.py"]),
            LETTERS,
            "Making the letters of paper",
            make_letters,
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
    """Makes what Python reads; a sentence that is not translated yet stays Dutch."""
    run(
        [str(python), "-m", "babel.messages.frontend", "--quiet", "compile", "--directory", str(TRANSLATIONS)]
    )


def make_letters(python: Path = PYTHON) -> None:
    """In a process of its own: a script starts with the system's Python, which has no fontTools."""
    run([str(python), str(ROOT / "scripts" / "_letters.py")])


def tree(folder: Path) -> list[Path]:
    """The source files below a folder, without npm's packages."""
    paths = []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - {"node_modules"})
        paths += [Path(parent, name) for name in sorted(files)]
    return paths


def digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(
                str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
            )
    return digest.hexdigest()


def read_stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp
