"""Somebody who came to disturb, in a real browser: the own words open during the own turn too, and once removed the name is
nowhere on the desk but where it can be brought back. And a desk that writes for another is told what that other has to say.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.room import Room

pytestmark = pytest.mark.browser


def test_T20_ones_own_words_open_over_ones_own_turn_and_shut_again(room: Room) -> None:
    els, poepie = room.console(), room.joins("Poepie")
    room.joins("Fatma")
    els.begins()
    els.next("Begin bij Poepie")
    poepie.has_the_word()
    poepie.taps("Mijn woorden")
    poepie.says_large("Mijn woorden")
    expect(poepie.field).to_have_count(0)
    poepie.taps("Terug")
    poepie.has_the_word()
    poepie.taps("Meer")
    els.next("Volgende: Fatma")
    poepie.says("Fatma heeft het woord.")
    room.is_quiet()


def test_the_name_of_who_was_removed_leaves_the_desk(room: Room) -> None:
    els, poepie = room.console(), room.joins("Poepie")
    fatma = room.joins("Fatma")
    els.begins()
    els.next("Begin bij Poepie")
    els.next("Volgende: Fatma")
    fatma.has_the_word()
    els.says("Al aan de beurt: Poepie")
    sheet = els.opens_panel("Mensen")
    sheet.get_by_role("button", name="Poepie").click()
    els.taps("Haal van tafel", sheet)
    poepie.says("U zit niet meer aan deze tafel.")
    els.taps("‹ Iedereen", sheet)
    expect(sheet.get_by_text("Van tafel gehaald")).to_be_visible()
    els.shuts_panel()
    els.keeps_quiet_about("Al aan de beurt", "Poepie")


def test_C1_who_writes_for_another_is_told_to_ask_that_other(room: Room) -> None:
    els = room.console()
    els.adds("Henk")
    els.adds("Fatma")
    els.taps("Mensen")
    els.taps("Laat een verslaglegger binnen", els.sheet)
    scribe = room.console(els.sheet.get_by_role("link", name="Of open de link hier").get_attribute("href"))
    scribe.page.get_by_label("De kern, in één zin").fill("De bakker kent iedereen.")
    scribe.page.get_by_label("Van wie").select_option(label="Henk")
    scribe.taps("Bewaar")
    hint = scribe.page.locator(".say", has_text="Nog geen ja op bewaren. Vraag het hardop, bij Mensen.")
    expect(hint).to_be_visible()
    expect(scribe.page.get_by_label("De kern, in één zin")).to_have_value("De bakker kent iedereen.")
