"""The gallery of the shared screen, in each of its states."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from dialoog.web import qr
from tests.browser.gallery_page import ORIGIN, GalleryPage, build_page, opened_page


def build(folder: Path) -> None:
    """The page, with a QR code as the server draws it."""
    build_page("screen", folder)
    drawn = qr.svg(
        "http://192.168.4.20:8000/d/KR7MDPH#0123456789abcdef0123456789abcdef", "QR-code om mee te doen"
    )
    page = folder / "index.html"
    page.write_text(page.read_text().replace(">QR<", f">{drawn}<"))


@contextmanager
def opened(browser: Browser, folder: Path) -> Iterator["Gallery"]:
    with opened_page(browser, folder) as page:
        gallery = Gallery(page)
        page.goto(f"{ORIGIN}/index.html")
        yield gallery


class Gallery(GalleryPage):
    """Speaks to the page: show a state, at a size, and ask what can be seen of it."""

    def show(self, name: str, theme: str = "light") -> None:
        self.page.evaluate(f"gallery.show({json.dumps(name)}, '{theme}')")

    def round_of(self, count: int) -> None:
        self.page.evaluate(f"gallery.round({count})")

    def asks(self, question: str, lang: str, phase: str) -> None:
        self.page.evaluate(f"gallery.asks({json.dumps(question)}, {json.dumps(lang)}, {json.dumps(phase)})")

    def people(self, names: list[str], speaking: int | None, following: int) -> None:
        """These people at the table; by place who has the word, if anybody, and who is next."""
        self.page.evaluate(f"gallery.people({json.dumps(names)}, {json.dumps(speaking)}, {following})")
