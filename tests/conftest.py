"""What every test may rely on: a browser, a PostgreSQL, and the last line.

The last line names what this machine could not run, so that a green run says what it does not prove. Where CI is true
nothing may be left out: then it is a failure.
"""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests import chromium
from tests.postgres import Postgres, a_postgres, programs
from tests.source_constants import no_source_constants
from tests.time_budgets import FolderTimes

pytest_plugins = ["tests.compiled_once", "tests.installations", "tests.longest_first"]
not_run: Counter[str] = Counter()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    program = chromium.program()
    if program is None:
        pytest.skip("no Chromium (on Debian: apt install chromium-headless-shell)")
    return {**browser_type_launch_args, "executable_path": program, "args": chromium.arguments()}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL for all tests that leave it running; `a_postgres` is for those that stop or kill it."""
    if programs() is None:
        pytest.skip("no PostgreSQL (on Debian: apt install postgresql)")
    with a_postgres() as ours:
        yield ours


@pytest.fixture
def same_draws() -> Iterator[None]:
    """For who searches with a fixed seed: the same whatever else is loaded."""
    with no_source_constants():
        yield


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(FolderTimes())


def pytest_collectreport(report: pytest.CollectReport) -> None:
    note_skipped(report)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    note_skipped(report)


def note_skipped(report: pytest.CollectReport | pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple):
        not_run[report.longrepr[2].removeprefix("Skipped: ")] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not_run and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure() -> None:
    if not_run:
        print("Not run:", "; ".join(f"{count} × {reason}" for reason, count in not_run.items()))
