"""One server for all tests that hold whole evenings in a browser, and a room on it for each; the desks in each of their states."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import console_gallery, phone_gallery, screen_gallery
from tests.browser.console_gallery import Gallery
from tests.browser.gallery_page import FRONTEND
from tests.browser.room import Room, a_room
from tests.people import Table, a_table
from tests.serving import Server, a_server


@pytest.fixture(scope="session")
def installation_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_server(tmp_path_factory.mktemp("together")) as running:
        yield running


@pytest.fixture
def table(installation_server: Server) -> Iterator[Table]:
    with a_table(
        installation_server, title="Wijkdialoog Meerlinden", theme="Elkaar kennen", facilitator="Els"
    ) as table:
        yield table


@pytest.fixture
def room(browser: Browser, installation_server: Server, request: pytest.FixtureRequest) -> Iterator[Room]:
    """One round and a harvest. With DIALOOG_PICTURES=FOLDER everybody's screen is kept there, to be looked at."""
    folder = os.environ.get("DIALOOG_PICTURES")
    pictures = Path(folder) / request.node.name if folder else None
    with a_room(browser, installation_server, pictures=pictures) as laid:
        yield laid


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page that shows a desk in each of its states."""
    if not (FRONTEND / "node_modules" / "esbuild").is_dir():
        pytest.skip("no front-end packages (npm ci in dialoog/frontend)")
    folder = tmp_path_factory.mktemp("console")
    console_gallery.build(folder)
    return folder


@pytest.fixture(scope="session")
def phones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page of a phone, and the page that shows one in each of its states."""
    folder = tmp_path_factory.mktemp("phone")
    phone_gallery.build(folder)
    return folder


@pytest.fixture(scope="session")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page that shows the shared screen in each of its states."""
    folder = tmp_path_factory.mktemp("screen")
    screen_gallery.build(folder)
    return folder


@pytest.fixture
def gallery(browser: Browser, desks: Path) -> Iterator[Gallery]:
    """One page of its own; nothing in it may complain."""
    with console_gallery.opened(browser, desks) as gallery:
        yield gallery
        assert gallery.complaints == []
