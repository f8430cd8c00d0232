"""The Python environment of this checkout: made in .venv, with the locked libraries and the checkout on its path."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from _checkout import PYTHON, ROOT, VENV, SetupError, run, say

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
"""A setting of pip → the environment variable of uv with the same meaning."""


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python says why it stops
        raise SetupError(f"Dialoog needs Python 3.11 or newer; this is {sys.version.split()[0]}.")


def install(locks: list[Path]) -> None:
    """Installs exactly the locked libraries and checks their hashes: with uv, or with pip where uv does not work.

    The environment gets no pip of its own: that saves three seconds, and Debian's python3-venv.
    """
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if not PYTHON.exists() or not (VENV / "lib" / version).is_dir():
        run([sys.executable, "-m", "venv", "--without-pip", "--clear", str(VENV)])
    pip = find_pip()
    try:
        if not UV.exists():
            run([*pip, "install", "--only-binary=:all:", "--require-hashes", "-r", str(UV_LOCK)])
        sync_with_uv([*locks, UV_LOCK], run([*pip, "config", "list"]))
    except SetupError:
        say("uv does not work here; pip takes a little longer ...")
        requirements = [argument for lock in locks for argument in ("-r", str(lock))]
        run([*pip, "install", "--disable-pip-version-check", "--require-hashes", *requirements])
    put_checkout_on_path()


def find_pip() -> list[str]:
    """The command of the pip that installs into the environment: that of the base Python, or one from `ensurepip`."""
    base_python = getattr(sys, "_base_executable", sys.executable)  # an environment has no pip
    pip = [base_python, "-m", "pip", "--python", str(PYTHON)]
    try:
        run([*pip, "--version"])
    except SetupError:
        pip = [str(PYTHON), "-m", "pip"]
        try:
            run([str(PYTHON), "-m", "ensurepip"])
        except SetupError:
            raise SetupError(
                "Python's pip is missing. On Debian: apt install python3-pip python3-venv"
            ) from None
    return pip


def sync_with_uv(locks: list[Path], pip_config: str) -> None:
    """Installs the locked libraries and removes all others."""
    options = ["--require-hashes", "--index-strategy", "unsafe-best-match"]  # pip too compares all indexes
    command = [str(UV), "pip", "sync", "--python", str(PYTHON), *options]
    run([*command, *map(str, locks)], UV_SYSTEM_CERTS="1", **uv_settings(pip_config))


def uv_settings(pip_config: str) -> dict[str, str]:
    """The output of `pip config list` as environment variables of uv. Sections override each other as in pip. Raises
    `SetupError` for a setting that uv has no variable for."""
    settings = {}
    for section in ("global", "install", ":env:"):
        for line in pip_config.splitlines():
            key, _, value = line.partition("=")
            if key == f"{section}.no-index":
                raise SetupError("uv has no variable for no-index.")
            variable = PIP_TO_UV.get(key.removeprefix(f"{section}."))
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
