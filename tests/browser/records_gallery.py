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
from tests.browser.served_pages import served
from tests.records.many import many
from tests.serving import free_port
from tests.web.visits import KEY, running_app

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
    "filtered-to-nothing": State(query="?neighbourhood=Meerlinden&stage=review&year=2025"),
    "no-such-page": State(query="?page=9"),
}


class RecordsGallery:
    """Shows the states, with one browser context for each way of looking: a new one for each state costs a second of a
    processor. `stack` closes them.
    """

    def __init__(self, browser: Browser, urls: dict[bool, str], leader: str, stack: ExitStack) -> None:
        self._browser = browser
        self._urls = urls
        self._leader = leader
        self._stack = stack
        self._pages: dict[tuple[str, str, bool, bool, bool], Page] = {}
        folder = os.environ.get("DIALOOG_PICTURES")
        self._pictures = Path(folder) / "records" if folder else None
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)

    def show(
        self,
        name: str,
        lang: str = "nl",
        size: tuple[int, int] = (360, 640),
        *,
        dark: bool = False,
        script: bool = True,
    ) -> Page:
        """The page of this state, loaded anew at this size, in CSS pixels."""
        state = STATES[name]
        page = self._page(self._urls[state.empty], lang, dark, script, state.leads_one)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(f"{self._urls[state.empty]}/verslagen{state.query}")
        if self._pictures is not None:
            file = f"{name}-{lang}-{size[0]}-{'dark' if dark else 'light'}.png"
            page.screenshot(path=self._pictures / file, full_page=True)
        return page

    def _page(self, url: str, lang: str, dark: bool, script: bool, leads_one: bool) -> Page:
        way = (url, lang, dark, script, leads_one)
        if way not in self._pages:
            context = self._browser.new_context(
                color_scheme="dark" if dark else "light", java_script_enabled=script
            )
            self._stack.callback(context.close)
            key = {"dialoog-facilitator": self._leader} if leads_one else {"dialoog-setup": KEY}
            context.add_cookies(
                [{"name": name, "value": value, "url": url} for name, value in {"lang": lang, **key}.items()]
            )
            self._pages[way] = context.new_page()
        return self._pages[way]


@contextmanager
def records_gallery(browser: Browser, folder: Path) -> Iterator[RecordsGallery]:
    with ExitStack() as stack:
        urls, leader = {}, ""
        for empty in (True, False):
            port = free_port()
            (folder / str(port)).mkdir()
            app: Flask = stack.enter_context(running_app(folder / str(port), port))
            engine = app.extensions["dialoog.engine"]
            if not empty:
                ids = many(engine, DIALOGUES, never_closed=NEVER_CLOSED)
                with transaction(engine) as connection:
                    leader = tokens.create(connection, "facilitator", ids[2])
            urls[empty] = stack.enter_context(served(app, port))
        yield RecordsGallery(browser, urls, leader, stack)
