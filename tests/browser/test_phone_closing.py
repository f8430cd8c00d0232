"""What a phone does with a sentence that is late, against a house of straw: after its step, without a line, after closing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.gallery_page import ORIGIN
from tests.browser.phone_server import (
    FakeServer,
    at_the_table,
    in_the_writing_minute,
    mine_of,
    phone_at,
    table_of,
    until,
)

pytestmark = pytest.mark.browser

CLOSED = {
    **table_of("goodbye"),
    "stage": {"status": "closed", "theme": "light", "door": "shut", "here": 2},
}
SOUP = "Wij hebben drie weken soep gebracht."


@pytest.fixture
def server(phones: Path) -> FakeServer:
    return FakeServer(phones)


@pytest.fixture
def page(browser: Browser, server: FakeServer) -> Iterator[Page]:
    with phone_at(browser, server) as page:
        yield page


def test_S1_a_sentence_that_comes_after_closing_stays_with_its_owner(page: Page, server: FakeServer) -> None:
    """Saved without a line, refused when there is one: the first page says so, and it can be copied or thrown away."""
    in_the_writing_minute(page, server)
    server.shut()
    page.locator("textarea").fill(SOUP)
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("h1")).to_have_text("Onderweg.")
    server.documents = {"table": CLOSED, "mine": mine_of("goodbye")}
    server.versions = {"table": 9, "mine": 9}
    server.answers = [{"answer": "refused", "reason": "closed", "say": "Deze dialoog is afgesloten."}]
    server.open = True
    expect(page.locator(".body")).to_contain_text("Eén zin is niet bewaard", timeout=12_000)
    page.get_by_role("button", name="Mijn woorden").last.click()
    card = page.locator(".unsaved")
    expect(card).to_contain_text(SOUP)
    expect(card).to_contain_text("Deze zin is niet meer aangekomen en staat alleen op deze telefoon.")
    expect(card.get_by_role("button")).to_have_count(2)
    card.get_by_role("button", name="Kopieer de zin").click()
    expect(page.locator(".said")).to_have_text("Gekopieerd.")
    card.get_by_role("button", name="Weggooien").click()
    expect(card).to_have_count(0)
    page.get_by_role("button", name="Terug").click()
    expect(page.locator(".body")).not_to_contain_text("niet bewaard")


def test_S1_a_sentence_being_typed_at_closing_is_no_dead_end(page: Page, server: FakeServer) -> None:
    in_the_writing_minute(page, server)
    page.locator("textarea").fill(SOUP)
    server.change("table", **CLOSED)
    server.change("mine", now=mine_of("goodbye")["now"])
    expect(page.locator("h1")).to_have_text("Dank dat u er was.")
    expect(page.locator("textarea")).to_have_count(0)
    expect(page.locator(".body")).to_contain_text("Eén zin is niet bewaard")


def test_C3_the_first_page_after_closing_asks_what_was_not_chosen(page: Page, server: FakeServer) -> None:
    """An agreement somebody said yes to waits for its choice as everything else does."""
    own = {"id": "w1", "revision": 1, "kind": "agreement", "step": "p3", "text": "Soep koken.", "lang": "nl"}
    server.documents = {"table": CLOSED, "mine": mine_of("goodbye")}
    server.documents["mine"]["words"] = [
        {**own, "keep": None, "confirmed": True, "undecided": True, "due": "2026-12-08", "together": []}
    ]
    page.goto(f"{ORIGIN}/plek.html")
    expect(page.locator(".body")).to_contain_text("Eén zin van u wacht nog op een keuze.")
    page.locator(".btn.go").click()
    page.get_by_label("In het verslag, zonder naam").check()
    page.get_by_role("button", name="Klaar").click()
    until(page, lambda: len(server.commands) >= 1)
    assert [(one["kind"], one["keep"]) for one in server.commands] == [("keep_words", "unnamed")]


def test_a_sentence_saved_after_its_step_says_that_it_was_saved(page: Page, server: FakeServer) -> None:
    in_the_writing_minute(page, server)
    page.locator("textarea").fill(SOUP)
    server.change("table", **{**table_of("break"), "step": {**table_of("break")["step"], "id": "p4"}})
    server.change("mine", now=mine_of("listen", step="p4")["now"])
    expect(page.locator(".meanwhile")).to_be_visible()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator(".said")).to_have_text("Bewaard.")


def test_T29_a_phone_without_a_line_tells_no_name_as_if_it_were_now(page: Page, server: FakeServer) -> None:
    at_the_table(page)
    server.shut()
    expect(page.locator(".line")).to_contain_text("Deze pagina is van ", timeout=8000)
    expect(page.locator("h1")).to_have_text("U mag uw telefoon omdraaien.", timeout=20_000)
    assert "Samira" not in page.locator("main").inner_text()
    page.get_by_role("button", name="Een zin opschrijven").click()
    page.locator("textarea").fill(SOUP)
    page.get_by_role("button", name="Bewaar").click()
    server.open = True
    until(page, lambda: len(server.commands) >= 1)
    expect(page.locator("h1")).to_have_text("Samira heeft het woord.")
    assert server.commands[0]["text"] == SOUP
