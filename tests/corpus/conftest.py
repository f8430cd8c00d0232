"""One installation in this process for the whole corpus, and what was written to its log.

`scripts/promises --long corpus` sends every string to every field; without it the slower ways get a part of them that
differs from run to run. The seed is printed with every run; `--seed` chooses the same again.
"""

import logging
import os
import random
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.corpus.laid import quick_app

LONG = bool({"corpus", "all"} & set(os.environ.get("DIALOOG_PROMISES_LONG", "").split()))
SEED = int(os.environ.get("DIALOOG_PROMISES_SEED") or random.randrange(1_000_000))

TRIED = r"{'times': \d+, 'event': '(invalid link|wrong set-up key) refused'}"


def pytest_report_header() -> str:
    return f"corpus: seed {SEED}{', long' if LONG else ''}"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with quick_app(tmp_path_factory.mktemp("corpus")) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """R15: bad input is nobody's fault here: not one line of it, let alone the text. That doors were tried is told in
    lines of their own, the same ones whatever was tried."""
    yield
    messages = [
        record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING
    ]
    assert [line for line in messages if not re.fullmatch(TRIED, line)] == []


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The same for the same seed and test."""
    return random.Random(f"{SEED} {request.node.nodeid}")
