"""The shared screen beside a real server: the link opens it, it follows the table, and it bears a lost connection."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.people import Table

pytestmark = pytest.mark.browser


def open_screen(page: Page, table: Table) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(table.links.screen)
    expect(page.locator("#live")).to_have_attribute("data-state", "sitting")


def test_the_screen_follows_the_table_from_sitting_down_to_a_turn(page: Page, table: Table) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    els = table.facilitator()
    open_screen(page, table)
    expect(page.locator(".invite .code")).to_have_text(f"{table.code[:3]} {table.code[3:]}")
    expect(page.locator(".obstacle")).to_contain_text("dialoog serve --host 0.0.0.0")

    fatma, _henk, _samira = table.a_circle_of(3)
    expect(page.locator(".here b")).to_have_text("3")
    els.opens_round("introductions")
    expect(page.locator("#live")).to_have_attribute("data-state", "ready")
    expect(page.locator(".seat.next")).to_have_text("Fatma")
    els.next()
    expect(page.locator(".who")).to_have_text("Fatma")
    expect(page.locator(".clock .left")).to_have_count(1)
    fatma.is_done()
    els.next()
    expect(page.locator(".who")).to_have_text("Henk")

    els.presses("rest")
    expect(page.locator("#live")).to_have_text("We nemen even rust.")
    els.presses("go_on")
    els.does("theme_screen", theme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    els.does("blank_screen", on=True)
    expect(page.locator("#live")).to_have_attribute("data-state", "blank")
    assert complaints == []


def give_an_address(route: Route) -> None:
    """What the screen reads when it asks whether phones reach the program now: they do."""
    if route.request.resource_type == "fetch":
        route.fulfill(body='<main data-code="KR7MDPH"></main>', content_type="text/html")
    else:
        route.continue_()


def test_t29_after_fifteen_seconds_without_connection_name_and_clock_go(page: Page, table: Table) -> None:
    els = table.facilitator()
    open_screen(page, table)
    table.a_circle_of(3)
    els.opens_round("introductions")
    els.next()
    expect(page.locator(".who")).to_have_text("Fatma")
    page.evaluate("document.documentElement.id = 'first'")
    page.route("**/scherm/*", give_an_address)
    page.context.set_offline(True)
    page.wait_for_timeout(5_000)
    expect(page.locator(".who")).to_have_text("Fatma")
    expect(page.locator("#live")).to_have_attribute("data-state", "lost", timeout=25_000)
    expect(page.locator(".kring")).to_have_count(0)
    expect(page.locator(".foot")).to_contain_text("Praat gewoon door.")
    page.context.set_offline(False)
    expect(page.locator("#first")).to_have_count(
        0, timeout=15_000
    )  # the program came back, as this screen had asked
    expect(page.locator(".who")).to_have_text("Fatma", timeout=15_000)
