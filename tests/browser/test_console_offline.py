"""What the console does without a connection: it counts who spoke, and asks about what was pressed when the line is back (T21, T29)."""

import pytest
from playwright.sync_api import expect

from tests.browser.console_gallery import Gallery

pytestmark = pytest.mark.browser


def test_T29_without_connection_one_ticks_who_spoke_and_is_asked_when_the_line_is_back(
    gallery: Gallery,
) -> None:
    gallery.show("turn")
    gallery.the_line_is(up=False)
    expect(gallery.page.get_by_text("Praat gewoon door.")).to_be_visible()
    gallery.reacts_again()
    gallery.page.get_by_role("button", name="Volgende: Tadesse").click()
    gallery.page.get_by_label("Willemijn").check()
    assert gallery.sent == [], "without a line nothing of the flow is sent"
    gallery.the_line_is(up=True)
    expect(gallery.page.get_by_role("heading", name="Klopt dit?")).to_be_visible()
    gallery.page.get_by_role("button", name="Ja, zo was het").click()
    gallery.page.wait_for_timeout(50)
    assert gallery.sent == [{"kind": "tell_turns", "round": 30, "seats": ["s3", "s6"]}]
    expect(gallery.page.get_by_role("heading", name="Klopt dit?")).to_have_count(0)


def test_T29_between_turns_nobody_has_the_word_without_a_connection_either(gallery: Gallery) -> None:
    gallery.show("lost_between")
    expect(gallery.page.get_by_text("Komt nu aan de beurt.")).to_be_visible()
    expect(gallery.page.get_by_text("Heeft nu het woord.")).to_have_count(0)
    gallery.reacts_again()
    gallery.page.get_by_role("button", name="Begin bij Tadesse").click()
    expect(gallery.page.get_by_text("Heeft nu het woord.")).to_be_visible()
    expect(gallery.page.locator(".tick :checked")).to_have_count(0)


def test_T21_what_was_pressed_without_a_connection_is_asked_about_when_it_is_back(gallery: Gallery) -> None:
    gallery.show("turn")
    gallery.the_line_is(up=False)
    for key in ("r", "b"):
        gallery.page.keyboard.press(key)
    expect(gallery.page.get_by_text("dat vragen we zodra de verbinding er weer is")).to_be_visible()
    gallery.the_line_is(up=True)
    gallery.page.wait_for_timeout(50)
    assert gallery.sent == [], "nothing that was meant for another moment is carried out"
    rest = gallery.page.locator(".call", has_text="U drukte eerder op “Rust”. Nu nog?")
    rest.get_by_role("button", name="Ja, nu").click()
    blank = gallery.page.locator(".call", has_text="Scherm leeg")
    blank.get_by_role("button", name="Niet meer nodig").click()
    expect(gallery.page.locator(".call")).to_have_count(0)
    assert gallery.sent == [{"kind": "rest", "moment": 41}]


def test_T29_what_was_ticked_outlives_a_reload(gallery: Gallery) -> None:
    gallery.show("lost")
    assert '"spoke":["s3"]' in gallery.page.evaluate("localStorage.getItem('dialoog..told')")
