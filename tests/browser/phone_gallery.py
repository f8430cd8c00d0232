"""The gallery of the phone, in each of its states and in four languages."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

from tests.browser import gallery_page
from tests.browser.gallery_page import ORIGIN, GalleryPage, build_page, opened_page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"
)


def build(folder: Path) -> None:
    """The gallery in each language, the client's modules by themselves, and the real page."""
    build_page("phone", folder)
    page = (folder / "index.html").read_text()
    for lang in ("nl", "en", "ar", "tr"):
        (folder / f"gallery.{lang}.html").write_text(page.replace("words.js", f"words.{lang}.js"))
    dutch = page.replace("words.js", "words.nl.js")
    (folder / "modules.html").write_text(dutch.replace("gallery.js", "modules.js"))
    (folder / "plek.html").write_text(dutch.replace("gallery.js", "real.js"))


@contextmanager
def opened(
    browser: Browser,
    folder: Path,
    *,
    lang: str = "nl",
    size: tuple[int, int] = (360, 640),
    dark: bool = False,
) -> Iterator["Gallery"]:
    with opened_page(browser, folder, size, dark=dark, policy=POLICY) as page:
        gallery = Gallery(page, lang)
        page.goto(f"{ORIGIN}/gallery.{lang}.html")
        yield gallery


def serve(route: Route, folder: Path) -> None:
    gallery_page.serve(route, folder, POLICY)


class Gallery(GalleryPage):
    """Speaks to the page: show a state, and ask what can be seen of it."""

    def __init__(self, page: Page, lang: str) -> None:
        super().__init__(page)
        self.lang = lang

    def show(self, name: str) -> None:
        self.page.evaluate(f"gallery.show({json.dumps(name)}, {json.dumps(self.lang)})")
        # A face is fetched when a state needs it, and lines move then.
        self.page.evaluate("document.fonts.ready")

    def letters(self, percent: int) -> None:
        """As a person does who sets the browser's letters to twice their size."""
        self.page.evaluate(f"document.documentElement.style.setProperty('font-size', '{percent}%')")

    def wider_than_the_phone(self) -> list[str]:
        """What sticks out sideways, if anything does."""
        return list(
            self.page.evaluate(
                """() => {
                  const width = document.documentElement.clientWidth;
                  const seen = [...document.querySelectorAll("main *:not(.vh)")];
                  const out = seen.filter((one) => {
                    const { left, right } = one.getBoundingClientRect();
                    return left < -1 || right > width + 1;
                  });
                  if (document.documentElement.scrollWidth > width) out.push(document.documentElement);
                  return out.map((one) => one.outerHTML.slice(0, 120));
                }"""
            )
        )
