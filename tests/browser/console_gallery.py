"""The gallery of the desks: facilitator and scribe in each of their states."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.gallery_page import ORIGIN, SOURCES, GalleryPage, build_page, opened_page

STATES = tuple(re.findall(r"^  (\w+): state\(", (SOURCES / "console_states.ts").read_text(), re.MULTILINE))


def build(folder: Path) -> None:
    build_page("console", folder)


@contextmanager
def opened(browser: Browser, folder: Path) -> Iterator["Gallery"]:
    with opened_page(browser, folder) as page:
        yield Gallery(page)


class Gallery(GalleryPage):
    """Speaks to the page: show a state, at a size, let something happen at the table, and ask what was sent."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._shown = 0

    def show(self, state: str) -> None:
        self._shown += 1
        self.page.goto(f"{ORIGIN}/index.html?{self._shown}#{state}")
        self.page.evaluate("gallery.drawn")
        self.page.evaluate("document.fonts.ready")

    def reacts_again(self) -> None:
        """T28: after a change the big button rests for a second and a half."""
        expect(self.page.locator("#primary")).to_have_attribute("aria-disabled", "false")

    def happens(self, **documents: Any) -> None:
        self.page.evaluate(f"gallery.server.change({json.dumps(documents)})")

    def the_line_is(self, up: bool) -> None:
        self.page.evaluate(f"gallery.server.setConnected({json.dumps(up)})")

    @property
    def sent(self) -> list[dict[str, Any]]:
        return list(self.page.evaluate("gallery.server.sent"))

    def kinds_sent(self) -> list[str]:
        return [command["kind"] for command in self.sent]
