"""The form that writes a translation beside somebody's words, and what the console says while it waits (C5)."""

import pytest
from playwright.sync_api import expect

from tests.browser.console_gallery import Gallery

pytestmark = pytest.mark.browser


def test_C5_a_translation_is_written_beside_words_of_who_has_a_phone_and_waits_for_them(
    gallery: Gallery,
) -> None:
    page = gallery.page
    gallery.show("translating")
    card = page.locator(".ready li", has_text="بيتي قريب")
    card.get_by_role("button", name="Vertaling erbij: Samira").click()
    field = card.get_by_role("textbox", name="De vertaling")
    expect(field).to_be_visible()
    field.fill("  ")
    card.get_by_role("button", name="Bewaar").click()
    assert gallery.sent == []
    field.fill("Bij mij drinken we thee.")
    card.get_by_role("button", name="Bewaar").click()
    expect(field).to_have_count(0)
    assert gallery.sent == [
        {"kind": "translate_words", "word": "c19", "lang": "nl", "text": "Bij mij drinken we thee."}
    ]
    waiting = page.locator(".ready li", has_text="اجتماع الجيران")
    expect(waiting).to_contain_text("Vertaling door de verslaglegger.")
    expect(waiting).to_contain_text("De vertaling wacht tot Samira zegt: klopt.")
    expect(waiting.get_by_role("button", name="Klopt, zegt Samira")).to_have_count(0)  # her phone asks her
    waiting.get_by_role("button", name="Haal de vertaling weg").click()
    assert gallery.sent[1:] == [
        {"kind": "answer_translation", "word": "c18", "lang": "nl", "revision": 2, "on": False}
    ]
    own = page.locator(".ready li", has_text="رسالة البلدية")
    expect(own.locator(".translated")).to_be_visible()
    expect(own.get_by_role("button", name="Vertaling veranderen")).to_have_count(0)  # she wrote it herself
