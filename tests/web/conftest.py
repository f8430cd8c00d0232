"""An installation whose pages are opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.web.visits import running_app


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An installation of its own, whose writer is at work."""
    with running_app(tmp_path) as app:
        yield app
