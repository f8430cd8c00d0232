"""The oldest browsers that are served, played by a new one from which is taken away what they lack: everything works; less is fine.

What they cannot even read (a lookbehind in a pattern) cannot be taken away: tests/project/test_frontend.py looks for it.
"""

import os
import re
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from tests.browser.devices import PATIENCE
from tests.browser.room import Room, a_room
from tests.serving import Server

pytestmark = pytest.mark.browser

# Chrome 88, Firefox 85 and Safari 14.1 (docs/decisions/057): what one of them lacks, all lack here.
TAKE_AWAY = """(() => {
  for (const prototype of [Array.prototype, String.prototype, Object.getPrototypeOf(Int8Array.prototype)])
    for (const name of ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with", "isWellFormed", "toWellFormed"])
      delete prototype[name];
  for (const [owner, names] of [
    [Object, ["hasOwn", "groupBy"]], [Map, ["groupBy"]], [Array, ["fromAsync"]], [Promise, ["withResolvers", "try"]], [Intl, ["Segmenter", "DurationFormat"]],
    [AbortSignal, ["any", "timeout"]], [AbortSignal.prototype, ["throwIfAborted"]], [Crypto.prototype, ["randomUUID"]], [URL, ["canParse", "parse"]],
    [Element.prototype, ["checkVisibility"]], [HTMLElement.prototype, ["inert", "popover", "showPopover"]], [HTMLFormElement.prototype, ["requestSubmit"]],
    [SubmitEvent.prototype, ["submitter"]], [HTMLDialogElement.prototype, ["showModal", "show", "close", "open"]], [Navigator.prototype, ["locks", "wakeLock", "vibrate"]],
    [Iterator.prototype, ["map", "filter", "toArray", "flatMap", "find", "some", "every", "reduce", "take", "drop", "forEach"]],
    [Set.prototype, ["union", "intersection", "difference", "isSubsetOf"]],
    [window, ["structuredClone", "BroadcastChannel", "HTMLDialogElement", "requestIdleCallback", "scheduler", "navigation", "Iterator"]],
    [Document.prototype, ["startViewTransition"]],
  ]) for (const name of names) delete owner[name];
})()"""
# A style sheet in which nothing newer is understood.
UNKNOWN_STYLE = re.compile(
    r"(?<=:)(?=has\(|dir\()|(?=color-mix\(|light-dark\()|(?<=\d)(?=[dsl]v[hw]\b)|(?<=text-)(?=wrap)|(?<=overflow-x:)(?=clip)"
)


class OldBrowser:
    """Opens contexts as the browser does, and takes away from each what it may not have."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def new_context(self, **options: Any) -> BrowserContext:
        context = self._browser.new_context(**options)
        context.add_init_script(TAKE_AWAY)
        context.route("**/*.css", _with_old_styles)
        return context


def _with_old_styles(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=UNKNOWN_STYLE.sub("-unknown-", answer.text()))


def test_a_round_with_the_oldest_browsers(browser: Browser, installation_server: Server) -> None:
    folder = os.environ.get("DIALOOG_PICTURES")
    pictures = Path(folder) / "oldest" if folder else None
    with a_room(cast("Browser", OldBrowser(browser)), installation_server, pictures=pictures) as room:
        els, screen = room.console(), room.screen()
        fatma = room.joins("Fatma")
        els.adds("Henk")  # a panel that opens and shuts without dialogs
        els.opens_panel("Programma")
        els.pictured("panel")
        els.page.keyboard.press("Escape")
        expect(els.sheet).to_have_count(0)
        els.begins()
        els.next("Begin bij Fatma")
        fatma.has_the_word()
        expect(screen.page.locator(".who")).to_have_text("Fatma")
        room.pictured("turn")
        fatma.is_done()
        els.next("Volgende: Henk")
        expect(screen.page.locator(".who")).to_have_text("Henk")
        fatma.says_large("%(name)s heeft het woord.", name="Henk")
        fatma.touches("Meer")
        fatma.touches("English")
        expect(fatma.page.locator("html")).to_have_attribute("lang", "en")
        for device in room.devices:
            expect(device.page.locator("#stuck")).to_have_count(0)
        room.is_quiet()


def test_every_page_whose_script_cannot_be_read_says_so(room: Room) -> None:
    """Also to who wants no motion. All open first, so that the seconds pass for all at once."""
    phone = room.joins("Fatma")
    devices = [room.console(), room.screen(), phone, room.phone("enter").opens(f"{room.url}/in")]
    for device in devices:
        expect(device.page.locator("#stuck")).to_have_count(0)
        device.context.route(
            "**/*.js", lambda route: route.fulfill(content_type="text/javascript", body="/(?<~a)/")
        )
        device.page.reload()
        expect(device.page.locator("#stuck")).to_be_hidden()
    for device in devices:
        expect(device.page.locator("#stuck")).to_be_visible(timeout=PATIENCE)
        device.pictured("stuck")
        expect(device.page.get_by_role("link", name="Probeer het opnieuw")).to_have_attribute("href", "")
    expect(devices[0].page.get_by_role("link", name="Op papier")).to_be_visible()
    assert [line for device in devices for line in device.complaints_of_axe()] == []
