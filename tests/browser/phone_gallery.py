"""The gallery of the phone: every state rendered from written documents, built here and never shipped.

It is served to the browser from memory, under the content policy of the real pages, so that an inline style would fail.
"""

import json
import mimetypes
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

from tests.browser import axe

FRONTEND = Path(__file__).resolve().parents[2] / "dialoog" / "frontend"
GALLERY = Path(__file__).resolve().parent / "gallery"
ORIGIN = "http://phone.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"
)


def build(folder: Path) -> None:
    """The gallery in each language, the client's modules by themselves, and the real page."""
    subprocess.run(["node", str(GALLERY / "build.mjs"), "phone", str(folder)], check=True)
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
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    gallery = Gallery(page, lang)
    page.route("**/*", lambda route: serve(route, folder))
    page.on("pageerror", lambda error: gallery.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: gallery.complaints.append(message.text) if message.type == "error" else None,
    )
    page.goto(f"{ORIGIN}/gallery.{lang}.html")
    yield gallery
    context.close()


def serve(route: Route, folder: Path) -> None:
    file = folder / route.request.url.removeprefix(f"{ORIGIN}/").partition("?")[0]
    if not file.is_file():
        route.fulfill(status=404)
        return
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Content-Security-Policy": POLICY}
    route.fulfill(body=file.read_bytes(), content_type=kind, headers=headers)


class Gallery:
    """Speaks to the page: show a state, and ask what can be seen of it."""

    def __init__(self, page: Page, lang: str) -> None:
        self.page = page
        self.lang = lang
        self.complaints: list[str] = []

    @property
    def names(self) -> list[str]:
        return list(self.page.evaluate("gallery.names"))

    def show(self, name: str) -> None:
        self.page.evaluate(f"gallery.show({json.dumps(name)}, {json.dumps(self.lang)})")
        self.page.evaluate(
            "document.fonts.ready"
        )  # a face is fetched when a state needs it, and lines move then

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

    def violations(self, rules: list[str] | None = None) -> list[str]:
        return axe.violations(self.page, rules)
