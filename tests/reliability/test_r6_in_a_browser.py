"""R6 with the real client: a phone in a real browser, over a line that goes wrong, shows what the screen shows again within
3 s where it knows that it was away, within 10 s where its line died silently."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.people import Facilitator, Table, a_table
from tests.reliability.proxy import Line, Lines
from tests.reliability.runs import tells
from tests.serving import Server

pytestmark = [pytest.mark.browser, pytest.mark.seconds]
KNOWN_WITHIN, SILENT_WITHIN = 3.0, 10.0
AWAY = 3.0
IDLE = 4.0
"""Seconds after which no connection of the loading of the page is left: people look at a page for longer."""


class Away:
    """Fatma's phone, at a line of its own; Henk and the console are at another."""

    def __init__(self, page: Page, line: Line, console: Facilitator) -> None:
        self.page = page
        self.line = line
        self.console = console

    def meanwhile_henk_gets_the_word(self) -> None:
        self.console.next()
        time.sleep(AWAY)

    def shows_it(self, within: float, how: str) -> None:
        began = time.monotonic()
        expect(self.page.locator("body")).to_contain_text("Henk heeft het woord", timeout=within * 1000)
        tells(f"R6: a real browser, {how}: {(time.monotonic() - began) * 1000:.0f} ms")


@pytest.fixture
def fatma(tmp_path: Path, browser: Browser) -> Iterator[Away]:
    server = Server(tmp_path)
    with Lines(server.port) as lines:
        line = lines.lays()
        here = f"http://127.0.0.1:{line.port}"
        server.environment["DIALOOG_EXTRA_ORIGINS"] = here
        try:
            with a_table(server.starts()) as table:
                console = fatma_has_the_word(table)
                context = browser.new_context(locale="nl-NL")
                context.add_cookies(
                    [{"name": "dialoog-seat", "value": table.people["Fatma"].token, "url": here}]
                )
                page = context.new_page()
                page.goto(f"{here}/plek/{table.id}")
                expect(page.get_by_role("button", name="Overslaan")).to_be_visible(timeout=15_000)
                time.sleep(IDLE)
                yield Away(page, line, console)
                context.close()
        finally:
            server.is_killed()


def fatma_has_the_word(table: Table) -> Facilitator:
    console = table.facilitator()
    table.a_circle_of(2)
    console.opens_round("introductions")
    console.next()
    return console


def test_R6_cut_off_and_online_again(fatma: Away) -> None:
    fatma.line.is_away("cut")
    fatma.line.cuts()
    fatma.meanwhile_henk_gets_the_word()
    fatma.line.heals()
    fatma.page.evaluate("dispatchEvent(new Event('online'))")
    fatma.shows_it(KNOWN_WITHIN, "cut off and online again")


def test_R6_out_of_reach_and_brought_to_the_front(fatma: Away) -> None:
    """A phone that was in a pocket: it is looked at, and knows that it has heard nothing for a while."""
    fatma.line.is_away("silent")
    fatma.line.falls_silent()
    fatma.meanwhile_henk_gets_the_word()
    time.sleep(AWAY + 1)
    fatma.line.heals()
    fatma.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    fatma.shows_it(KNOWN_WITHIN, "out of reach and looked at again")


def test_R6_silent_and_back_without_a_word(fatma: Away) -> None:
    fatma.line.is_away("silent")
    fatma.line.falls_silent()
    fatma.meanwhile_henk_gets_the_word()
    fatma.line.heals()
    fatma.shows_it(SILENT_WITHIN, "silent and back without a word")


def test_R6_nothing_comes_any_more_over_what_is_open(fatma: Away) -> None:
    """Every connection that the browser kept is dead, and none says so."""
    fatma.line.half_open("down")
    fatma.console.next()
    fatma.shows_it(SILENT_WITHIN, "what is open is dead")
