"""The list of records in a browser: every state reads well, fits, and is walked by keyboard and without a script."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import axe
from tests.browser.records_gallery import SIZES, STATES, RecordsGallery, records_gallery
from tests.browser.served_pages import SIZES_OF_TEXT, sticks_out

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordsGallery]:
    with records_gallery(browser, tmp_path_factory.mktemp("records")) as gallery:
        yield gallery


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_in_any_state_and_nothing_sticks_out(
    gallery: RecordsGallery, name: str, dark: bool
) -> None:
    page = gallery.show(name, "nl" if dark else "en", dark=dark)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert axe.violations(page) == [], width
    for width, text in SIZES_OF_TEXT:
        assert sticks_out(page, width, text) <= 0, (width, text)


def test_one_turns_the_pages_by_keyboard(gallery: RecordsGallery) -> None:
    page = gallery.show("many")
    page.get_by_role("link", name="De volgende twintig avonden").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bladzijde 2 van 3")).to_be_visible()
    assert page.locator(".shelf tbody tr").count() == 20
    page.get_by_role("link", name="De volgende twintig avonden").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bladzijde 3 van 3")).to_be_visible()
    expect(page.get_by_role("link", name="De volgende twintig avonden")).to_have_count(0)
    page.get_by_role("link", name="De vorige twintig avonden").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bladzijde 2 van 3")).to_be_visible()


def test_a_day_stays_on_one_line_on_a_phone_where_nothing_can_be_ticked(gallery: RecordsGallery) -> None:
    page = gallery.show("many", size=(360, 640))
    page.evaluate("document.querySelectorAll('.tick-of').forEach((cell) => cell.remove())")
    assert page.locator(".shelf time").first.evaluate("(day) => day.getClientRects().length") == 1


def test_one_filters_without_a_script(gallery: RecordsGallery) -> None:
    page = gallery.show("page-2", script=False)
    page.get_by_text("Kies nog preciezer").click()
    page.get_by_label("Hoe staat het").select_option("een concept")
    page.get_by_role("button", name="Zoek").click()
    expect(page.get_by_text("42 dialogen.")).to_be_visible()
    page.get_by_role("link", name="De volgende twintig avonden").click()
    expect(page).to_have_url(re.compile(r"page=2&stage=concept|stage=concept&page=2"))
    expect(page.get_by_label("Hoe staat het")).to_have_value("concept")
    page.get_by_role("link", name="Toon ze allemaal").click()
    expect(page.get_by_text("45 dialogen.")).to_be_visible()


def test_date_title_and_state_of_an_evening_stand_on_one_line(gallery: RecordsGallery) -> None:
    page = gallery.show("many", size=(1280, 800))
    baselines = page.locator(".shelf tbody tr", has_text="Concept").first.evaluate(
        """(evening) => ["time", "bdi", "td:last-child"].map((part) => {
          const probe = document.createElement("span");
          probe.style.setProperty("display", "inline-block");
          evening.querySelector(part).prepend(probe);
          const { bottom } = probe.getBoundingClientRect();
          probe.remove();
          return Math.round(bottom);
        })"""
    )
    assert len(set(baselines)) == 1, baselines
