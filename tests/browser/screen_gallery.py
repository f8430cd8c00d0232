"""The gallery of the shared screen: every state rendered from written documents, built here and never shipped.

It is served to the browser from memory, under the content policy of the real pages, so that an inline style would fail.
"""

import json
import mimetypes
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

from dialoog.web import qr
from tests.browser import axe

FRONTEND = Path(__file__).resolve().parents[2] / "dialoog" / "frontend"
GALLERY = Path(__file__).resolve().parent / "gallery"
ORIGIN = "http://screen.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'"


def build(folder: Path) -> None:
    """The page with its script and style sheet, and a QR code as the server draws it."""
    subprocess.run(["node", str(GALLERY / "build.mjs"), "screen", str(folder)], check=True)
    drawn = qr.svg(
        "http://192.168.4.20:8000/d/KR7MDPH#0123456789abcdef0123456789abcdef", "QR-code om mee te doen"
    )
    page = folder / "index.html"
    page.write_text(page.read_text().replace(">QR<", f">{drawn}<"))


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
    page.goto(f"{ORIGIN}/index.html")
    yield gallery
    context.close()


def serve(route: Route, folder: Path) -> None:
    file = folder / route.request.url.removeprefix(f"{ORIGIN}/")
    if not file.is_file():
        route.fulfill(status=404)
        return
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    route.fulfill(body=file.read_bytes(), content_type=kind, headers={"Content-Security-Policy": POLICY})


class Gallery:
    """Speaks to the page: show a state, at a size, and ask what can be seen of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []

    @property
    def names(self) -> list[str]:
        return list(self.page.evaluate("gallery.names"))

    def size(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def show(self, name: str, theme: str = "light") -> None:
        self.page.evaluate(f"gallery.show({json.dumps(name)}, '{theme}')")

    def round_of(self, count: int) -> None:
        self.page.evaluate(f"gallery.round({count})")

    def asks(self, question: str, lang: str, phase: str) -> None:
        self.page.evaluate(f"gallery.asks({json.dumps(question)}, {json.dumps(lang)}, {json.dumps(phase)})")

    def people(self, names: list[str], speaking: int | None, following: int) -> None:
        """These people at the table; by place who has the word, if anybody, and who is next."""
        self.page.evaluate(f"gallery.people({json.dumps(names)}, {json.dumps(speaking)}, {following})")

    def violations(self, rules: list[str] | None = None) -> list[str]:
        return axe.violations(self.page, rules)
