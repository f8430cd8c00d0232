"""What every promise needs: a seed that is printed, a database, and the lines at the end that say how to hold it again."""

import os
from pathlib import Path

import pytest

from tests.promises import runs


@pytest.fixture
def seed() -> int:
    return runs.new_seed()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if runs.told and (runs.told is not getattr(terminalreporter.config, "_promises_told", None)):
        terminalreporter.config._promises_told = runs.told  # type: ignore[attr-defined]
        terminalreporter.section("promises")
        for line in runs.told:
            terminalreporter.line(line)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`scripts/promises R1 R3` runs the tests that carry these numbers."""
    wanted = os.environ.get("DIALOOG_PROMISES", "").split()
    here = Path(__file__).parent
    if not wanted:
        return
    chosen = [
        item
        for item in items
        if here not in item.path.parents or any(f"test_{one}_" in item.name for one in wanted)
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen
