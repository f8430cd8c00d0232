"""What reaches the log: a line per event, in fields that are known, whatever somebody or a library hands it (R15)."""

import ast
import io
import json
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dialoog.telemetry import logging as logs
from dialoog.telemetry.logging import log

ROOT = Path(__file__).parents[2]
OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")
CANARY = "Kanarie zegt iets"
Read = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Read]:
    """What stands in the log, as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter("json"))
    loggers = [logging.getLogger(name) for name in ("dialoog", "some.library")]
    for one in loggers:
        one.addHandler(handler)
        one.setLevel(logging.INFO)
        one.propagate = False
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for one in loggers:
        one.removeHandler(handler)
        one.setLevel(logging.NOTSET)
        one.propagate = True


def test_a_line_says_when_how_grave_and_what(lines: Read) -> None:
    log.warning("event loop late", seconds=0.6, times=2)
    [line] = lines()
    assert list(line) == ["time", "level", "event", "seconds", "times", "pid"]
    assert line["time"].endswith("Z")
    assert (line["level"], line["event"], line["seconds"], line["times"]) == (
        "warning", "event loop late", 0.6, 2,
    )  # fmt: skip


def test_R15_of_a_fault_only_its_kind_and_place_are_told(lines: Read) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        log.error("a command failed", fault=error)
    [line] = lines()
    assert line["error"] == "ValueError"
    assert line["place"].startswith("project/test_logs.py:")
    assert CANARY not in json.dumps(line)


def test_R11_the_databases_own_code_says_what_is_wrong_with_it(lines: Read, tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as cannot:
        sqlite3.connect(tmp_path / "nowhere" / "x")
    log.error("nothing can be committed", fault=cannot.value)
    assert lines()[0]["code"] == "SQLITE_CANTOPEN"


@pytest.mark.parametrize(
    "field",
    [
        {"name": CANARY},
        {"error": CANARY},
        {"place": CANARY},
        {"address": CANARY},
        {"endpoint": "/d/KANARIE"},
        {"code": CANARY},
        {"seconds": CANARY},
        {CANARY: 1},
    ],
    ids=str,
)
def test_R15_the_last_guard_leaves_out_what_it_does_not_know(lines: Read, field: dict[str, Any]) -> None:
    log.error("a request failed", **field)
    [line] = lines()
    assert line["event"] == "a request failed"
    assert line["left_out"]
    assert "kanarie" not in json.dumps(line).lower()


def test_R15_what_a_library_fills_in_or_trips_over_is_left_out(lines: Read) -> None:
    library = logging.getLogger("some.library")
    library.error("Received %r from %s", CANARY, CANARY)
    library.error(CANARY)
    try:
        raise LookupError(CANARY)
    except LookupError:
        library.exception(f"{CANARY}\n{CANARY}", stack_info=True)
    entries = lines()
    assert [line["event"] for line in entries] == ["library message"] * 3
    assert entries[0]["template"] == "Received %r from %s"
    assert entries[2]["error"] == "LookupError"
    assert "kanarie" not in json.dumps(entries).lower()


def test_a_line_of_text_is_one_line_for_people() -> None:
    record = logging.LogRecord("some.library", logging.ERROR, "/a/b/c.py", 7, "x\ny", None, None)
    text = logs.formatter("text").format(record)
    assert text.endswith("Z error   library message library=some.library place=b/c.py:7")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every line of ours that may reach the log."""
    for path in (ROOT / "dialoog").rglob("*.py"):
        if "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "log"
            ):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_R15_every_line_of_ours_is_a_fixed_sentence_with_known_fields() -> None:
    """Write `log.error("what happened", fault=error)`, with `from dialoog.telemetry.logging import log`."""
    for where, call in calls():
        assert len(call.args) == 1, where
        assert isinstance(call.args[0], ast.Constant), where
        assert logs.SHAPES["event"].fullmatch(call.args[0].value), where
        assert {str(word.arg) for word in call.keywords} <= {"fault", *logs.SHAPES}, where


def test_docs_explain_every_line_and_no_other() -> None:
    ours = {str(call.args[0].value) for _, call in calls() if isinstance(call.args[0], ast.Constant)}
    section = OPERATING.split("## What a line in the log means")[1].split("\n## ")[0]
    explained = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
    assert explained == ours | {"library message", "unloggable event"}


def test_what_docs_say_to_watch_is_there_to_be_watched() -> None:
    there = set(re.findall(r"`(dialoog_\w+)`", (ROOT / "docs" / "metrics.md").read_text("utf-8")))
    assert set(re.findall(r"\bdialoog_\w+", OPERATING)) <= there
