"""The Python environment of this checkout: made in .venv, filled with what the locks say, with the checkout on its path."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from _checkout import PYTHON, ROOT, VENV, Trouble, run


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
