"""The Python environment of this checkout: made in .venv, filled with what the locks say, with the checkout on its path."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from _checkout import PYTHON, ROOT, VENV, Trouble, run, say

UV = VENV / "bin" / "uv"
UV_LOCK = ROOT / "requirements" / "uv.txt"
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}
"""A setting of pip → the variable by which uv is told the same. Whoever configured pip configured uv."""


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has an older one should read why it stops
        raise Trouble(f"Dialoog needs Python 3.11 or newer; this is {sys.version.split()[0]}.")


def install(locks: list[Path]) -> None:
    """Installs exactly what the locks say, hashes checked: by uv, or by pip where uv does not work.

    An environment without a pip of its own is there three seconds sooner, and needs no python3-venv on Debian.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not PYTHON.exists() or not (VENV / "lib" / version).is_dir():
        run([sys.executable, "-m", "venv", "--without-pip", "--clear", str(VENV)])
    pip = find_pip()
    try:
        if not UV.exists():
            run([*pip, "install", "--only-binary=:all:", "--require-hashes", "-r", str(UV_LOCK)])
        sync_with_uv([*locks, UV_LOCK], run([*pip, "config", "list"]))
    except Trouble:
        say("uv does not work here; pip takes a little longer ...")
        requirements = [argument for lock in locks for argument in ("-r", str(lock))]
        run([*pip, "install", "--disable-pip-version-check", "--require-hashes", *requirements])
    put_checkout_on_path()


def find_pip() -> list[str]:
    """The command that installs into the environment: pip of the Python that made it, or one that comes with Python."""
    base_python = getattr(sys, "_base_executable", sys.executable)  # an environment has no pip
    pip = [base_python, "-m", "pip", "--python", str(PYTHON)]
    try:
        run([*pip, "--version"])
    except Trouble:
        pip = [str(PYTHON), "-m", "pip"]
        try:
            run([str(PYTHON), "-m", "ensurepip"])
        except Trouble:
            raise Trouble(
                "Python's pip is missing. On Debian: apt install python3-pip python3-venv"
            ) from None
    return pip


def sync_with_uv(locks: list[Path], pip_config: str) -> None:
    """Installs what the locks say and removes everything else."""
    options = ["--require-hashes", "--index-strategy", "unsafe-best-match"]  # pip looks in all indexes too
    command = [str(UV), "pip", "sync", "--python", str(PYTHON), *options]
    run([*command, *map(str, locks)], UV_SYSTEM_CERTS="1", **uv_settings(pip_config))


def uv_settings(pip_config: str) -> dict[str, str]:
    """The output of `pip config list` as variables of uv. The last of several places wins, as pip does it. Raises
    `Trouble` where uv has no such setting."""
    settings = {}
    for section in ("global", "install", ":env:"):
        for line in pip_config.splitlines():
            place, _, value = line.partition("=")
            if place == f"{section}.no-index":
                raise Trouble("uv has no variable for no-index.")
            variable = PIP_TO_UV.get(place.removeprefix(f"{section}."))
            if variable:
                separator = "," if variable == "UV_FIND_LINKS" else " "
                settings[variable] = separator.join(ast.literal_eval(value).split())
    return settings


def put_checkout_on_path() -> None:
    """Makes `import dialoog` and the command `dialoog` work on this checkout as it stands, without a build."""
    for packages in (VENV / "lib").glob("python*/site-packages"):
        (packages / "dialoog-checkout.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "dialoog"
    command.write_text(
        f"#!{PYTHON}\nimport sys\n\nfrom dialoog.cli.commands import main\n\nsys.exit(main())\n"
    )
    command.chmod(0o755)
