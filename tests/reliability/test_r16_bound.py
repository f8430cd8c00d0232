"""R16 with the real client: what a page asks with is bound to what it shows, whatever else this browser has open and whoever
answers on the way. A translated page is held to it in tests/browser/test_a_round_together.py."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.people import Table, a_table
from tests.reliability.proxy import Line, Lines
from tests.serving import Server, a_server

pytestmark = pytest.mark.browser

AWAY = 1.5
LONGEST = 15_000
LOGIN = "<!doctype html><title>Gratis wifi</title><h1>Log in</h1>"


class OneBrowser:
    """Two tables on one server, and a browser that is at both over one line that can be cut."""

    def __init__(self, context: BrowserContext, line: Line, tables: tuple[Table, Table]) -> None:
        self.context = context
        self.line = line
        self.tables = tables
        self.url = f"http://127.0.0.1:{line.port}"

    def opens(self, link: str) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.url}/in#{link.partition('#')[2]}")
        return page

    def sits_down(self, table: Table, name: str) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.url}/d/{quote(table.code)}")
        page.locator("#name").fill(name)
        page.locator("#submit").click()
        page.wait_for_url("**/plek/**")
        return page

    def is_cut_for_a_moment(self) -> None:
        self.line.is_away("cut")
        self.line.cuts()
        time.sleep(AWAY)
        self.line.heals()


@pytest.fixture
def here(tmp_path: Path, browser: Browser) -> Iterator[OneBrowser]:
    server = Server(tmp_path)
    with Lines(server.port) as lines, ExitStack() as stack:
        line = lines.lays()
        server.environment["DIALOOG_EXTRA_ORIGINS"] = f"http://127.0.0.1:{line.port}"
        server.starts()
        stack.callback(server.is_killed)
        tables = (stack.enter_context(a_table(server)), stack.enter_context(a_table(server)))
        context = browser.new_context(locale="nl-NL", viewport={"width": 1280, "height": 800})
        stack.callback(context.close)
        yield OneBrowser(context, line, tables)


def test_R16_two_consoles_in_two_tabs_each_lead_the_table_that_they_show(here: OneBrowser) -> None:
    one, other = here.tables
    els, bram = one.facilitator(), other.facilitator()
    for table in here.tables:
        table.a_circle_of(2)
    els.orders_circle()
    bram.orders_circle()
    first, second = here.opens(one.links.console), here.opens(other.links.console)
    for page in (first, second):
        expect(page.locator("#primary")).to_be_visible(timeout=LONGEST)
    here.is_cut_for_a_moment()
    first.locator("#primary").filter(has_text="Begin de dialoog").click()
    els.sees(lambda me: me.docs["table"]["stage"]["status"] == "running", 15, "the table that was pressed on")
    assert bram.docs["table"]["stage"]["status"] == "open"
    second.reload()
    expect(second.locator("#primary")).to_contain_text("Begin de dialoog", timeout=LONGEST)


def test_R16_a_phone_at_two_tables_passes_where_it_shows_the_turn(here: OneBrowser) -> None:
    consoles, pages = [], []
    for table in here.tables:
        pages.append(here.sits_down(table, "Samira"))
        table.seats("Henk")
        console = table.facilitator()
        console.opens_round("introductions")
        console.next()
        consoles.append(console)
    skip = [page.get_by_role("button", name="Overslaan") for page in pages]
    for button in skip:
        expect(button).to_be_visible(timeout=LONGEST)
    here.is_cut_for_a_moment()
    before = consoles[1].versions["table"]
    skip[0].click()
    consoles[0].sees(lambda me: me.floor.get("phase") != "turn", 15, "the turn that was passed")
    assert (consoles[1].floor["phase"], consoles[1].versions["table"]) == ("turn", before)
    expect(skip[1]).to_be_visible()


def test_R16_a_stranger_that_answers_on_the_way_is_not_believed(here: OneBrowser) -> None:
    """A captive portal answers in the place of the server while the line comes back."""
    table = here.tables[0]
    page = here.sits_down(table, "Samira")
    table.a_circle_of(2)
    console = table.facilitator()
    console.opens_round("introductions")
    console.next()
    expect(page.get_by_role("button", name="Overslaan")).to_be_visible(timeout=LONGEST)
    for status, name in ((200, "Fatma"), (401, "Henk")):
        with answered_by_a_stranger(here.context, status):
            here.line.is_away("cut")
            here.line.cuts()
            expect(page.get_by_text("Geen verbinding. Praat gewoon door.")).to_be_visible(timeout=LONGEST)
            here.line.heals()
            page.evaluate("dispatchEvent(new Event('online'))")
            time.sleep(AWAY)
            expect(page.get_by_text("Geen verbinding. Praat gewoon door.")).to_be_visible()
        console.next()
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator("body")).to_contain_text(f"{name} heeft het woord", timeout=LONGEST)


@contextmanager
def answered_by_a_stranger(context: BrowserContext, status: int) -> Iterator[None]:
    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html", body=LOGIN)

    context.route("**/live/**", answer)
    yield
    context.unroute("**/live/**", answer)


def test_R16_two_installations_on_one_host_do_not_sign_each_other_out(
    tmp_path: Path, browser: Browser
) -> None:
    with ExitStack() as stack:
        tables = [
            stack.enter_context(a_table(stack.enter_context(a_server(tmp_path / name))))
            for name in ("one", "other")
        ]
        context = browser.new_context(locale="nl-NL", viewport={"width": 1280, "height": 800})
        stack.callback(context.close)
        pages = []
        for table in tables:
            page = context.new_page()
            page.goto(table.links.console)
            expect(page.locator("#primary")).to_be_visible(timeout=LONGEST)
            pages.append(page)
        for page in pages:
            page.reload()
            expect(page.locator("#primary")).to_be_visible(timeout=LONGEST)
