"""The gallery of the desks: every state of facilitator and scribe rendered from written documents, built here, never shipped.

It is served to the browser from memory, under the content policy of the real pages, so that an inline style would fail.
"""

import json
import mimetypes
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import axe

FRONTEND = Path(__file__).resolve().parents[2] / "dialoog" / "frontend"
GALLERY = Path(__file__).resolve().parent / "gallery"
ORIGIN = "http://console.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'"
STATES = tuple(re.findall(r"^  (\w+): state\(", (GALLERY / "console_states.ts").read_text(), re.MULTILINE))


def build(folder: Path) -> None:
    """The page with its script and style sheet."""
    subprocess.run(["node", str(GALLERY / "build.mjs"), "console", str(folder)], check=True)


@contextmanager
def opened(browser: Browser, folder: Path) -> Iterator["Gallery"]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.route("**/*", lambda route: serve(route, folder))
    gallery = Gallery(page)
    page.on(
        "console",
        lambda message: gallery.complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: gallery.complaints.append(str(error)))
    yield gallery
    context.close()


def serve(route: Route, folder: Path) -> None:
    file = folder / route.request.url.removeprefix(f"{ORIGIN}/").split("?")[0]
    if not file.is_file():
        route.fulfill(status=404)
        return
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    route.fulfill(body=file.read_bytes(), content_type=kind, headers={"Content-Security-Policy": POLICY})


class Gallery:
    """Speaks to the page: show a state, at a size, let something happen at the table, and ask what was sent."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._shown = 0

    def show(self, state: str) -> None:
        self._shown += 1
        self.page.goto(f"{ORIGIN}/index.html?{self._shown}#{state}")
        self.page.evaluate("gallery.drawn")
        self.page.evaluate("document.fonts.ready")

    def size(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

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

    def complaints_of_axe(self, rules: list[str] | None = None) -> list[str]:
        return axe.violations(self.page, rules)
