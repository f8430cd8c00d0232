"""An installation whose pages are opened, and an organisation in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from dialoog.db.engine import transaction
from tests.accounts.people import create_member, create_organisation
from tests.web.visits import running_app


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An installation of its own, whose writer is at work."""
    with running_app(tmp_path) as app:
        yield app


@pytest.fixture
def organisation(app: Flask) -> str:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        organisation = create_organisation(connection, "De Linde")
        create_member(connection, organisation, "Margriet", email="margriet@voorbeeld.nl")
    return organisation
