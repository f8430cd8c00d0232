"""The desks beside a real server: an evening led from the console, a scribe let in by its QR code, words asked aloud."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.people import Table

pytestmark = pytest.mark.browser


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "nl-NL", "viewport": {"width": 1280, "height": 800}}


def open_console(page: Page, table: Table) -> list[str]:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(table.links.console)
    expect(page.get_by_role("button", name="Iemand erbij")).to_be_visible()
    return complaints


def presses(page: Page, words: str) -> None:
    """The big button; it waits by itself until it reacts again (T28)."""
    page.locator("#primary").filter(has_text=words).click()


def test_a_round_is_led_from_the_console(page: Page, table: Table) -> None:
    complaints = open_console(page, table)
    fatma, samira = table.seats("Fatma"), table.seats("Samira", lang="ar")

    page.get_by_role("button", name="Mensen").click()
    page.get_by_label("Iemand zonder telefoon erbij").fill("Henk")
    page.get_by_role("button", name="Erbij", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Henk")).click()
    page.get_by_label("Mijn woorden mogen in het verslag").check()
    page.get_by_role("button", name="Zo is het gezegd").click()
    expect(page.get_by_text("Hardop gevraagd.").first).to_be_visible()
    page.get_by_role("button", name="Sluiten").click()

    page.get_by_role("button", name="Wie zit waar?").click()
    for name in ("Samira", "Henk", "Fatma"):
        page.get_by_role("dialog").get_by_role("button", name=name).click()
    page.get_by_role("button", name="Zo zitten we").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert [name for _, name in table.facilitator().docs["table"]["circle"]] == ["Samira", "Henk", "Fatma"]

    presses(page, "Begin de dialoog")
    presses(page, "Begin bij Samira")
    expect(page.locator("h2.name")).to_have_text("Samira")
    page.get_by_role("button", name="later: Henk").click()
    presses(page, "Volgende: Fatma")
    expect(page.locator("h2.name")).to_have_text("Fatma")
    page.get_by_role("button", name="Stap terug").click()
    expect(page.locator("h2.name")).to_have_text("Samira")
    samira.is_done()
    presses(page, "Volgende: Fatma")
    fatma.is_done()
    presses(page, "Volgende: Henk")
    page.get_by_role("button", name="Slaat over: Henk").click()
    expect(page.get_by_text("Wie wil nog iets zeggen?")).to_be_visible()
    page.get_by_role("button", name="Ja, graag: Henk").click()
    presses(page, "Volgende: Henk")
    presses(page, "Henk is klaar")
    expect(page.get_by_text("Iedereen was aan de beurt")).to_be_visible()
    expect(page.locator("#primary")).to_contain_text("Volgende stap: Ervaringen")
    assert complaints == []


def test_a_scribe_comes_in_by_the_code_and_writes_down_what_was_said(
    page: Page, browser: Browser, table: Table
) -> None:
    complaints = open_console(page, table)
    table.seats("Fatma")
    henk = table.seats("Henk")
    table.facilitator().opens_round("experiences")
    page.get_by_role("button", name="Mensen").click()
    page.get_by_role("button", name="Laat een verslaglegger binnen").click()
    expect(page.locator("dialog .invitation")).to_be_in_viewport(ratio=0.99)
    link = page.get_by_role("link", name="Of open de link hier").get_attribute("href") or ""
    page.get_by_role("button", name="Sluiten").click()

    context = browser.new_context(locale="nl-NL", viewport={"width": 1280, "height": 800})
    scribe = context.new_page()
    scribe.goto(link)
    page.locator("#primary").click()
    henk.has_the_word()
    expect(scribe.locator(".core .name")).to_have_text("Henk")
    scribe.get_by_label("De kern, in één zin").fill("Ik belde bij drie deuren aan.")
    presses(page, "Volgende: Fatma")
    expect(scribe.locator(".floor .name")).to_have_text("Fatma")
    scribe.get_by_role("button", name="Bewaar").click()
    scribe.get_by_role("button", name="Klopt, zegt Henk").click()
    expect(scribe.get_by_text("Alles wat u opschreef, klopt.")).to_be_visible()
    own = henk.sees(
        lambda me: [w for w in me.docs["mine"]["words"] if w["confirmed"]],
        what="the words that the scribe wrote down",
    )
    assert [(w["text"], w["confirmed"], w["keep"]) for w in own] == [
        ("Ik belde bij drie deuren aan.", True, None)
    ]
    assert complaints == []
    context.close()


def test_an_evening_can_be_ended_early_with_a_reason(page: Page, table: Table) -> None:
    complaints = open_console(page, table)
    table.a_circle_of(2)
    table.facilitator().orders_circle()
    presses(page, "Begin de dialoog")
    page.get_by_role("button", name="Programma").click()
    page.get_by_text("Stop de dialoog eerder").first.click()
    ends = page.locator("details[open]")
    ends.get_by_label("De tijd is om").check()
    ends.get_by_role("button", name="Stop de dialoog eerder").click()
    expect(page.get_by_role("heading", name="Dank u wel")).to_be_visible()
    assert complaints == []


def test_an_arabic_name_stands_below_its_label(page: Page, table: Table) -> None:
    complaints = open_console(page, table)
    table.seats("سلمى")
    table.facilitator().opens_round("experiences")
    expect(page.locator(".floor .name")).to_contain_text("سلمى")
    expect(page.locator(".floor .name")).to_have_css("text-align", "left")
    page.get_by_role("button", name="Mensen").click()
    page.locator("dialog li button", has_text="سلمى").click()
    expect(page.locator("dialog .whose")).to_have_css("text-align", "left")
    assert complaints == []
