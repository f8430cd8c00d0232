"""T29: the line goes away in the middle of a round and everybody just goes on talking; afterwards one screen asks "Klopt dit?"."""

import pytest
from playwright.sync_api import expect

from tests.browser.devices import PATIENCE
from tests.browser.room import Room

pytestmark = pytest.mark.browser


def test_t29_the_round_goes_on_without_a_line(room: Room) -> None:
    els, screen = room.console(), room.screen()
    fatma, ruud = room.joins("Fatma"), room.joins("Ruud", by_link=True)
    els.adds("Henk")
    els.begins()
    els.next("Begin bij Fatma")
    fatma.has_the_word()
    question = screen.page.locator("h1").inner_text()
    expect(screen.page.locator(".who")).to_have_text("Fatma")

    els.loses_the_line()
    screen.loses_the_line()
    els.says("Geen verbinding.", "Praat gewoon door.", "Wie sprak er?")
    expect(screen.page.locator(".who")).to_have_text(
        "Fatma"
    )  # not yet: a moment without a line changes nothing
    els.pictured("lost")
    room.is_open_to_everybody(els)
    els.next("Volgende: Ruud")
    els.next("Volgende: Henk")
    assert els.page.locator(".tick:has(:checked) b").all_inner_texts() == ["Fatma", "Ruud"]
    els.taps("Stap terug")  # Ruud speaks still
    expect(els.page.locator(".tick :checked")).to_have_count(1)
    els.page.locator(".tick", has_text="Ruud").click()
    els.pictured("ticked")

    expect(screen.page.locator("#live")).to_have_attribute("data-state", "lost", timeout=25_000)
    expect(screen.page.locator("h1")).to_have_text(question)
    screen.says("Praat gewoon door.", "Zeg “ik”.")
    screen.keeps_quiet_about("Fatma", room.links.code[:3])
    screen.pictured("lost")
    room.is_open_to_everybody(screen)

    els.has_a_line_again()
    screen.has_a_line_again()
    els.says("Klopt dit?")
    els.pictured("is-this-right")
    room.is_open_to_everybody(els)
    els.taps("Ja, zo was het")
    els.says("Al aan de beurt: Fatma, Ruud")
    expect(els.big).to_contain_text("Henk", timeout=PATIENCE)
    expect(screen.page.locator(".seat.next, .who").first).to_have_text("Henk", timeout=PATIENCE)
    ruud.keeps_quiet_about("Geen verbinding")
    fatma.says_large("Zo komt %(name)s.", name="Henk")
    room.pictured("back")
    room.is_quiet()


def test_t11_a_phone_without_a_line_keeps_its_turn_and_its_words(room: Room) -> None:
    """A pass given without a line is said aloud and passed on as soon as there is one; nothing is doubled."""
    els = room.console()
    fatma, ruud = room.joins("Fatma"), room.joins("Ruud")
    els.begins()
    els.next("Begin bij Fatma")
    fatma.has_the_word()
    fatma.loses_the_line()
    fatma.says("Geen verbinding. Praat gewoon door.")
    fatma.touches("Overslaan")
    fatma.says("Zeg het ook even hardop.")
    fatma.pictured("pass-without-a-line")
    els.says("De telefoon is uit: u tikt.")
    els.taps("Slaat over: Fatma")  # said aloud, so the facilitator does it too
    els.next("Volgende: Ruud")
    ruud.has_the_word()
    fatma.has_a_line_again()
    fatma.says_large("%(name)s heeft het woord.", name="Ruud")
    els.says("Sloeg over: Fatma")
    ruud.is_done()
    fatma.says_large("Wilt u nog iets zeggen?")
    room.is_quiet()
