"""How names are said, and what was refused of a name, at the console (C1)."""

import pytest
from playwright.sync_api import expect

from tests.browser.console_gallery import Gallery

pytestmark = pytest.mark.browser


def test_C1_how_a_name_is_said_stands_at_the_name_and_moves_nothing(gallery: Gallery) -> None:
    gallery.show("turn")
    button = gallery.page.locator("#primary").bounding_box()
    gallery.show("pronounced")
    expect(gallery.page.locator(".who")).to_contain_text("Zeg: Sa-míe-ra")
    expect(gallery.page.locator(".queue li").first).to_contain_text("zeg: Ta-déh-seh")
    assert gallery.page.locator("#primary").bounding_box() == button


def test_what_was_refused_of_a_person_is_said_at_its_field(gallery: Gallery) -> None:
    gallery.show("pronounced_person")
    panel = gallery.page.locator("dialog[open]")
    panel.get_by_label("Roepnaam").fill("Iemand met een heel erg lange naam")
    panel.get_by_role("button", name="Verander").click()
    said = "Een naam heeft hoogstens 24 tekens. Maak hem wat korter."
    expect(panel.get_by_label("Roepnaam")).to_have_accessible_description(said)
    expect(panel.get_by_label("Roepnaam")).to_be_focused()
    expect(panel.get_by_label("Roepnaam")).to_have_value("Iemand met een heel erg lange naam")
    expect(gallery.page.get_by_text(said)).to_have_count(1)
    panel.get_by_label("Zo zegt men de naam").fill("")
    panel.get_by_role("button", name="Bewaar").click()
    assert gallery.sent[-1] == {"kind": "change_pronunciation", "seat": "s5", "pronunciation": ""}
