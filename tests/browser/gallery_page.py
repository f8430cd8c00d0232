"""What the galleries of desks, phone and screen share: every state of a page, rendered from written documents, built here and never shipped.

A gallery is served to the browser from memory, under the content policy of the real pages, so that an inline style would fail.
"""

import mimetypes
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

from tests.browser import axe

FRONTEND = Path(__file__).resolve().parents[2] / "dialoog" / "frontend"
SOURCES = Path(__file__).resolve().parent / "gallery"
ORIGIN = "http://gallery.test"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'"


def build_page(name: str, folder: Path) -> None:
    """`index.html` with its script and style sheet."""
    subprocess.run(["node", str(SOURCES / "build.mjs"), name, str(folder)], check=True)


@contextmanager
def opened_page(
    browser: Browser,
    folder: Path,
    size: tuple[int, int] = (1280, 800),
    *,
    dark: bool = False,
    policy: str = POLICY,
) -> Iterator[Page]:
    """A page that gets whatever it asks for from this folder."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.route("**/*", lambda route: serve(route, folder, policy))
    yield page
    context.close()


def serve(route: Route, folder: Path, policy: str = POLICY) -> None:
    file = folder / route.request.url.removeprefix(f"{ORIGIN}/").partition("?")[0]
    if not file.is_file():
        route.fulfill(status=404)
        return
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    route.fulfill(body=file.read_bytes(), content_type=kind, headers={"Content-Security-Policy": policy})


class GalleryPage:
    """Speaks to the page. `complaints` are the errors that it reported."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda one: self.complaints.append(one.text) if one.type == "error" else None)

    @property
    def names(self) -> list[str]:
        """Of its states."""
        return list(self.page.evaluate("gallery.names"))

    def size(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def violations(self, rules: list[str] | None = None) -> list[str]:
        return axe.violations(self.page, rules)
