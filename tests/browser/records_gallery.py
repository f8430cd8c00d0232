"""The list of records in each of its states: two installations, one empty and one with 45 dialogues, and who looks at them.

With DIALOOG_PICTURES=FOLDER a picture of each state that is shown is kept there, to be looked at.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page

from dialoog.accounts import tokens
from dialoog.db.engine import transaction
from tests.browser.test_pages import served
from tests.records.many import many
from tests.serving import free_port
from tests.web.visits import KEY, a_house

DIALOGUES = 45
NEVER_CLOSED = frozenset({0, 8, 44})
SIZES = ((360, 640), (1280, 800), (1920, 1080))


@dataclass(frozen=True)
class State:
    """Which installation, what stands behind the address, and who looks."""

    empty: bool = False
    query: str = ""
    leads_one: bool = False


STATES = {
    "empty": State(empty=True),
    "one": State(leads_one=True),
    "many": State(),
    "page-2": State(query="?page=2"),
    "last-page": State(query="?page=3"),
    "filtered": State(query="?neighbourhood=De+Hoven&year=2026"),
    "filtered-to-nothing": State(query="?neighbourhood=Meerlinden&state=choosing&year=2025"),
    "no-such-page": State(query="?page=9"),
}


class RecordsGallery:
    def __init__(self, browser: Browser, urls: dict[bool, str], leader: str) -> None:
        self._browser = browser
        self._urls = urls
        self._leader = leader
        folder = os.environ.get("DIALOOG_PICTURES")
        self._pictures = Path(folder) / "records" if folder else None
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def shows(
        self,
        name: str,
        lang: str = "nl",
        size: tuple[int, int] = (360, 640),
        *,
        dark: bool = False,
        script: bool = True,
    ) -> Iterator[Page]:
        state = STATES[name]
        url = self._urls[state.empty]
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        key = {"dialoog-facilitator": self._leader} if state.leads_one else {"dialoog-setup": KEY}
        context.add_cookies(
            [{"name": name, "value": value, "url": url} for name, value in {"lang": lang, **key}.items()]
        )
        page = context.new_page()
        page.goto(f"{url}/verslagen{state.query}")
        if self._pictures is not None:
            file = f"{name}-{lang}-{size[0]}-{'dark' if dark else 'light'}.png"
            page.screenshot(path=self._pictures / file, full_page=True)
        try:
            yield page
        finally:
            context.close()


@contextmanager
def records_gallery(browser: Browser, folder: Path) -> Iterator[RecordsGallery]:
    with ExitStack() as stack:
        urls, leader = {}, ""
        for empty in (True, False):
            port = free_port()
            (folder / str(port)).mkdir()
            house: Flask = stack.enter_context(a_house(folder / str(port), port))
            engine = house.extensions["dialoog.engine"]
            if not empty:
                ids = many(engine, DIALOGUES, never_closed=NEVER_CLOSED)
                with transaction(engine) as connection:
                    leader = tokens.create(connection, "facilitator", ids[2])
            urls[empty] = stack.enter_context(served(house, port))
        yield RecordsGallery(browser, urls, leader)
