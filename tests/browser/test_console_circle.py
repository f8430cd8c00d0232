"""The console while people sit down: who sits where comes before the dialogue (T30)."""

import pytest
from playwright.sync_api import expect

from tests.browser.console_gallery import Gallery

pytestmark = pytest.mark.browser

BEFORE_THE_FIRST_STEP = {
    "primary": {"kind": "next_step", "step": 1, "to": "introductions"},
    "step": 1,
    "undo": None,
}


def test_T30_who_sits_where_comes_before_the_dialogue(gallery: Gallery) -> None:
    page, big = gallery.page, gallery.page.locator("#primary")
    gallery.show("sitting")
    expect(big).to_contain_text("Wie zit waar?")
    expect(big).to_have_attribute("aria-disabled", "false")
    page.keyboard.press("Space")
    names = page.locator("dialog .seat-name")
    expect(names).to_have_count(5)
    for name in names.all():
        name.click()
    page.get_by_role("button", name="Zo zitten we").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert gallery.kinds_sent() == ["order_circle"]
    gallery.happens(desk={"act": {**BEFORE_THE_FIRST_STEP, "circle_ordered": True}})
    expect(big).to_contain_text("Begin de dialoog")

    gallery.happens(desk={"act": {**BEFORE_THE_FIRST_STEP, "circle_ordered": False}})  # somebody sat down
    expect(big).to_contain_text("Wie zit waar?")
    page.keyboard.press("Space")
    expect(page.get_by_text("Er veranderde net iets.")).to_be_visible()  # T28
    expect(big).to_have_attribute("aria-disabled", "false")
    page.keyboard.press("Space")
    expect(page.locator("dialog .seat-name[aria-pressed=true]")).to_have_count(
        5
    )  # only who is new is left to tap
    page.keyboard.press("Escape")
    gallery.happens(desk={"act": {**BEFORE_THE_FIRST_STEP, "circle_ordered": True}})
    expect(big).to_have_attribute("aria-disabled", "false")
    page.keyboard.press("Space")
    assert gallery.kinds_sent() == ["order_circle", "next_step"]


def test_T30_one_person_has_no_order(gallery: Gallery) -> None:
    gallery.show("sitting")
    gallery.happens(table={"stage": {"status": "open", "theme": "light", "door": "open", "here": 1}})
    expect(gallery.page.locator("#primary")).to_contain_text("Begin de dialoog")


def test_who_has_no_phone_is_handed_a_numbered_card_in_the_same_step(gallery: Gallery) -> None:
    gallery.show("people")
    form = gallery.page.locator("form.add")
    form.get_by_label("Iemand zonder telefoon erbij").fill("Willemijn")
    form.get_by_label("Nummer van de kaart").fill("7")
    form.get_by_role("button", name="Erbij", exact=True).click()
    expect(gallery.page.get_by_role("dialog").get_by_role("status")).to_have_text(
        "Kaart 7 is voor Willemijn."
    )
    expect(form.get_by_label("Nummer van de kaart")).to_have_value("")
    [command] = gallery.sent
    assert (command["kind"], command["name"], command["card"]) == ("take_seat", "Willemijn", 7)
    form.get_by_label("Iemand zonder telefoon erbij").fill("Ruud")
    form.get_by_label("Iemand zonder telefoon erbij").press("Enter")
    expect(form.get_by_label("Iemand zonder telefoon erbij")).to_have_value("")
    assert "card" not in gallery.sent[-1], "a card is no must"
