"""What a real process writes into its log during an evening with faults: lines that help, and nobody's words (R15)."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.people import a_table
from tests.serving import Server, a_server, eventually
from tests.websocket.raw_client import Raw


def lines(server: Server) -> list[dict[str, Any]]:
    return [json.loads(line) for line in server.output.splitlines() if line.startswith("{")]


def lines_of(server: Server, event: str) -> list[dict[str, Any]]:
    return [line for line in lines(server) if line["event"] == event]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with a_server(tmp_path, DIALOOG_LOG="json", DIALOOG_LOG_REQUESTS="1") as server:
        yield server


def test_the_first_line_says_what_runs_and_the_last_that_it_stopped(tmp_path: Path) -> None:
    with a_server(tmp_path, DIALOOG_LOG="json") as server:
        assert server.stops() == 0
        [started, stopped] = lines(server)
    assert (started["event"], stopped["event"]) == ("started", "stopped")
    assert (started["database"], started["address"]) == ("sqlite", server.url)
    assert started["mode"] == os.environ.get("DIALOOG_ASYNC_MODE", "eventlet")


def test_a_level_leaves_out_what_is_less_grave(tmp_path: Path) -> None:
    with a_server(tmp_path, DIALOOG_LOG="json", DIALOOG_LOG_LEVEL="warning") as server:
        assert server.stops() == 0
        assert lines(server) == []


def test_R11_R15_an_evening_with_faults_is_told_without_a_word_of_it(server: Server) -> None:
    with a_table(server, title="Kanarietitel") as table:
        fatma = table.seats("Kanarienaam")
        fatma.writes("Kanariewoorden", "introduction")
        locked = sqlite3.connect(server.folder / "dialoog.sqlite3", isolation_level=None)
        locked.execute("BEGIN IMMEDIATE")
        answer = fatma.sends("write", text="Kanariegeheim", word_kind="introduction")
        assert answer["answer"] == "later"
        locked.execute("ROLLBACK")
        locked.execute("ALTER TABLE words RENAME TO elsewhere")
        answer = fatma.sends("write", text="Kanariegeheim", word_kind="introduction")
        assert answer["answer"] == "later"
        server.asks("GET", "/live/words?as=seat&ids=Kanarie.1", Authorization=f"Bearer {fatma.token}")
        server.asks("GET", f"/verslagen/kanarie-{table.id}")
        server.asks("GET", f"/d/{table.code}?kanarie", Cookie="kanarie=1", User_Agent="kanarie")
        Raw(server).says('42["kanarie"]').was_closed()
        locked.execute("ALTER TABLE elsewhere RENAME TO words")
        locked.close()
        eventually(lambda: len(lines_of(server, "nothing can be committed")) >= 2, what="both faults")
        output = server.output
        first, second = lines_of(server, "nothing can be committed")[:2]
        assert (first["error"], first["code"]) == ("OperationalError", "SQLITE_BUSY")
        assert (second["error"], second["code"]) == ("OperationalError", "SQLITE_ERROR")
        assert {line["endpoint"] for line in lines_of(server, "request")} >= {
            "entry.join",
            "record.one_record",
        }
        secrets = (table.id, table.code, fatma.token, "Mozilla", "Traceback")
        assert [part for part in secrets if part in output] == []
        assert "kanarie" not in output.lower()
        after_the_set_up_key = output.split("{", 1)[1]
        assert after_the_set_up_key.count("127.0.0.1") == len(lines_of(server, "started"))


FAILING_TASKS = """
from dialoog.server import main
from dialoog.telemetry import logging
from flask_socketio import SocketIO
logging.configure("json")
main.report_failed_tasks()
def fails(): raise ValueError("Kanarie")
from flask import Flask
made = SocketIO(Flask("x"), async_mode=main.ASYNC_MODE)
made.start_background_task(fails)
made.sleep(0.1)
import threading
one = threading.Thread(target=fails); one.start(); one.join()
class Unraisable:
    def __del__(self): raise KeyError("Kanarie")
Unraisable(); made.sleep(0.1)
fails()
"""


@pytest.mark.parametrize("mode", ["eventlet", "gevent"])
def test_R15_a_task_that_dies_is_a_line_and_no_traceback(mode: str) -> None:
    process = subprocess.run(
        [sys.executable, "-c", FAILING_TASKS],
        env={**os.environ, "DIALOOG_ASYNC_MODE": mode, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in process.stderr.splitlines()]
    assert {line["event"] for line in lines} == {"background task failed"}
    assert [line["error"] for line in lines].count("ValueError") == 3
    assert [line["error"] for line in lines].count("KeyError") == 1
    assert "Kanarie" not in process.stderr
