"""How many seconds the tests of each folder may take, and what they took: printed after every run, never asserted.

Seconds are those of the tests added up, whichever of the three or four workers ran them, on two processors that do nothing else. All
budgets together keep the run of continuous integration within 22 minutes; whoever needs more takes it from another folder.
"""

from collections import defaultdict
from pathlib import PurePosixPath

import pytest

BUDGETS = {
    "accounts": 40,
    "backups": 30,
    "browser": 900,
    "cli": 60,
    "corpus": 200,
    "db": 80,
    "deploy": 60,
    "jobs": 260,
    "live": 180,
    "participants": 20,
    "planning": 50,
    "policy": 250,
    "project": 60,
    "protocol": 40,
    "privacy": 20,
    "records": 240,
    "reliability": 800,
    "rules": 60,
    "server": 200,
    "simulator": 200,
    "telemetry": 30,
    "web": 40,
    "websocket": 90,
}
"""Folder of tests/ → seconds."""


class FolderTimes:
    """A plugin: it adds up what the reports of set-up, call and teardown say, and prints it at the end."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.of_files: defaultdict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        path = PurePosixPath(report.nodeid.partition("::")[0])
        folder = path.parts[1:-1]
        self.seconds[folder[0] if folder else "tests"] += report.duration
        self.of_files["/".join(path.parts[1:])] += report.duration

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.seconds:
            terminalreporter.section("seconds of each folder, and its budget")
            for line in self.lines():
                terminalreporter.line(line)
            terminalreporter.line(f"Files that took longest: {', '.join(self.longest_files())}")

    def lines(self) -> list[str]:
        """The longest first."""
        ordered = sorted(self.seconds.items(), key=lambda item: -item[1])
        return [_line(folder, seconds, BUDGETS.get(folder)) for folder, seconds in ordered]

    def longest_files(self, many: int = 25) -> list[str]:
        """With their seconds, the longest first; `longest_first.py` names them in this order."""
        ordered = sorted(self.of_files.items(), key=lambda item: -item[1])
        return [f"{path} {seconds:.0f}" for path, seconds in ordered[:many]]


def _line(folder: str, seconds: float, budget: int | None) -> str:
    if budget is None:
        return f"{folder:<12}{seconds:6.0f} s, without a budget"
    return f"{folder:<12}{seconds:6.0f} s of {budget}{', over its budget' if seconds > budget else ''}"
