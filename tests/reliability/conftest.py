"""What every promise needs: a seed that is printed, a database, and the lines at the end that say how to hold it again."""

import os
from pathlib import Path

import pytest

from tests.reliability import runs


@pytest.fixture
def seed() -> int:
    return runs.new_seed()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of a database of its own; empty: SQLite in the folder of the run."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgres").database()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if runs.lines and (runs.lines is not getattr(terminalreporter.config, "_promises_told", None)):
        terminalreporter.config._promises_told = runs.lines  # type: ignore[attr-defined]
        terminalreporter.section("promises")
        for line in runs.lines:
            terminalreporter.line(line)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`scripts/promises R1 R3 --database sqlite` runs the tests that carry these numbers, on that database."""
    here = Path(__file__).parent
    chosen = [item for item in items if here not in item.path.parents or is_wanted(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def is_wanted(item: pytest.Item) -> bool:
    numbers = os.environ.get("DIALOOG_PROMISES", "").split()
    only = os.environ.get("DIALOOG_PROMISES_DATABASE")
    named = not numbers or any(f"test_{number}_" in item.name for number in numbers)
    elsewhere = {"sqlite": "postgres", "postgres": "sqlite"}.get(only or "")
    return named and (elsewhere is None or elsewhere not in item.name.lower())
