"""An application served to a browser for as long as its pages are looked at, and how far a page sticks out sideways."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page
from werkzeug.serving import make_server

STICKS_OUT = """() => document.documentElement.scrollWidth - innerWidth"""
SIZES_OF_TEXT = ((320, "100%"), (360, "200%"), (1280, "200%"))
"""Width in CSS pixels, and how large its text is."""


@contextmanager
def served(app: Any, port: int) -> Iterator[str]:
    server = make_server("127.0.0.1", port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()


def sticks_out(page: Page, width: int, text: str) -> int:
    """By how many pixels, at this width and with text of this size."""
    page.set_viewport_size({"width": width, "height": 640})
    page.evaluate("(size) => { document.documentElement.style.fontSize = size }", text)
    pixels: int = page.evaluate(STICKS_OUT)
    return pixels


def read_from_afar(page: Page) -> list[bool]:
    """Of the sheet for the door as it is printed: whether its code is large, and whether the white around that leaves the heading above it."""
    seen: list[bool] = page.locator(".door-sheet").evaluate(
        """(sheet) => { const heading = sheet.querySelector("h2"); heading.scrollIntoView();
          const { left, bottom } = heading.getBoundingClientRect();
          return [sheet.querySelector(".qr-card").clientWidth > 500, document.elementFromPoint(left + 20, bottom - 6) === heading]; }"""
    )
    return seen
