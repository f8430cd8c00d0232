"""`dialoog play` is a program of its own: what the server needs is not in its process, nor its client in the server's."""

import json
import subprocess
import sys
from pathlib import Path

from tests.simulator.evening_files import small_evening


def modules_of(*command: str) -> tuple[str, set[str]]:
    """What a command printed, and which modules it imported."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", *command], capture_output=True, text=True, timeout=60, check=False
    )  # fmt: skip
    lines = [line for line in result.stderr.splitlines() if line.startswith("import time:")]
    return result.stdout, {line.rpartition("|")[2].strip() for line in lines}


def test_the_player_runs_in_a_process_that_nobody_made_cooperative(tmp_path: Path) -> None:
    """eventlet would replace the sockets and the clock under asyncio."""
    file = tmp_path / "evening.json"
    file.write_text(json.dumps(small_evening()))
    output, modules = modules_of("-m", "dialoog", "play", str(file), "--url", "http://127.0.0.1:9/in#token")
    assert output == "The evening stopped: nobody answers at http://127.0.0.1:9\n"
    assert {"asyncio", "httpx", "websockets.asyncio.client"} <= modules
    assert not {"eventlet", "gevent", "flask", "dialoog.server.main", "dialoog.rules"} & modules


def test_whatever_serves_does_not_load_the_player() -> None:
    serving = ["dialoog.server.main", "dialoog.app", "dialoog.cli.commands", "dialoog.cli.setup"]
    _, modules = modules_of("-W", "ignore", "-c", f"import {', '.join(serving)}")
    assert set(serving) <= modules
    assert not {"httpx", "websockets.asyncio.client", "dialoog.simulator.main"} & modules
