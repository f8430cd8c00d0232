"""Bad input in the hands of people: a clear sentence in the reader's language, nothing changed, nothing broken on any page."""

from typing import Any
from unicodedata import normalize

import pytest
from playwright.sync_api import expect

from tests.browser.devices import Phone, in_words
from tests.browser.room import Room

pytestmark = pytest.mark.browser
FAMILIES = "👨‍👩‍👧‍👦" * 5
VOWELLED = normalize("NFC", "مُحَمَّدٌ عَبْدُ الرَّحْمَٰنِ")
TOO_LONG = "een lang verhaal over de soep " * 10
SEND = """async ([kind, fields]) => {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(24)), byte => (byte % 16).toString(16)).join("");
  const asked = {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({id, kind, ...fields})};
  const answer = await fetch(`/live/command?place=${document.getElementById("live").dataset.place}`, asked);
  return {status: answer.status, ...await answer.json()};
}"""


def sends(phone: Phone, kind: str, **fields: Any) -> dict[str, Any]:
    """A command that no button of this phone would send."""
    answer: dict[str, Any] = phone.page.evaluate(SEND, [kind, fields])
    return answer


def test_a_wrong_code_is_asked_again(room: Room) -> None:
    phone = room.phone("Fatma")
    phone.may_be_refused = True
    phone.opens(f"{room.server.url}/d")
    for wrong in ("ZZZ", "7777777", "<b>Wie?</b>"):
        phone.page.locator("#code").fill(wrong)
        phone.taps("Verder")
        phone.says("Deze code kennen we niet.")
        expect(phone.page.locator("#code")).to_be_visible()
    phone.pictured("wrong-code")
    room.is_open_to_everybody()
    phone.page.locator("#code").fill(f" {room.links.code[:3].lower()}-{room.links.code[3:]} ")
    phone.taps("Verder")
    phone.says("Fijn dat u er bent.")
    phone.opens(f"{room.server.url}/in#dit-is-geen-sleutel")
    phone.says("Deze link werkt niet meer.")
    phone.opens(f"{room.server.url}/plek")
    phone.says("Wie bent u?")
    phone.pictured("nobody")
    room.is_open_to_everybody()
    room.is_quiet()


def test_a_name_is_asked_once_more_and_nothing_filled_in_is_lost(room: Room) -> None:
    els = room.console()
    phone = room.phone("Fatma")
    phone.may_be_refused = True
    phone.opens(room.links.join)
    name = phone.page.locator("#name")
    name.evaluate("field => { field.form.noValidate = true }")
    phone.page.locator("#words").check()
    phone.page.locator("#submit").click()
    expect(phone.page.locator(".utrecht-form-field-error-message")).to_be_visible()
    expect(phone.page.locator("#words")).to_be_checked()
    phone.pictured("no-name")
    room.is_open_to_everybody(phone)
    for typed in (FAMILIES, VOWELLED, "Fatma van het eerste trapportaal rechts"):
        name.fill("")
        phone.page.keyboard.insert_text(typed)
        expect(name).to_have_value(typed)  # the field cuts nothing: what is too long is said
    phone.page.locator("#submit").click()
    expect(phone.page.locator(".utrecht-form-field-error-message")).to_be_visible()
    expect(name).to_have_value("Fatma van het eerste trapportaal rechts")
    els.says("Nog niemand")
    els.adds(FAMILIES)
    name.fill("<i>Fatma</i> 👩‍👩‍👧")
    phone.page.locator("#submit").click()
    phone.says("<i>Fatma</i> 👩‍👩‍👧")
    els.says("<i>Fatma</i> 👩‍👩‍👧")
    room.is_quiet()


def test_what_cannot_be_is_said_in_the_readers_language(room: Room) -> None:
    els, screen = room.console(), room.screen()
    fatma, tadesse = room.joins("Fatma"), room.joins("Tadesse", lang="en")
    for phone in (fatma, tadesse):
        phone.may_be_refused = True
    els.begins()
    els.next("Begin bij Fatma")
    fatma.has_the_word()
    for kind, fields, reason in (
        ("end_turn", {"turn": 999_999}, None),
        ("next_step", {"step": 1}, "Dat kan vanaf deze plek niet."),
        (
            "write",
            {"text": TOO_LONG, "word_kind": "experience"},
            "Deze tekst is te lang. Maak hem wat korter.",
        ),
        ("write", {"text": " \n ", "word_kind": "experience"}, "Er staat nog niets."),
        (
            "write",
            {"text": "x", "word_kind": "gossip"},
            "Dit bericht begrijpen we niet. Laad de pagina opnieuw.",
        ),
        ("dance", {}, "Dit bericht begrijpen we niet. Laad de pagina opnieuw."),
    ):
        answer = sends(tadesse, kind, **fields)
        if reason is None:
            assert answer["answer"] == "late", answer
        else:
            assert (answer["answer"], answer.get("say")) == ("refused", in_words("en", reason)), answer
            assert answer["say"] != reason
    fatma.has_the_word()
    expect(screen.page.locator(".who")).to_have_text("Fatma")
    fatma.is_done()
    tadesse.page.wait_for_timeout(200)
    els.next("Volgende: Tadesse")
    tadesse.is_done()
    els.next("Sluit de ronde af")

    fatma.page.locator("textarea").fill(TOO_LONG)
    fatma.says("20 te veel")
    fatma.touches("Bewaar")
    expect(fatma.page.locator("textarea")).to_have_value(TOO_LONG)
    fatma.pictured("too-long")
    room.is_open_to_everybody(fatma)
    fatma.page.locator("textarea").fill("Soep.")
    fatma.touches("Bewaar")
    fatma.says_large("Bewaard.")
    room.is_quiet()


def test_a_closed_dialogue_takes_nothing_in(room: Room) -> None:
    """S1: closed early with a reason; words that come too late are the owner's again, and nobody else comes in."""
    els, screen = room.console(), room.screen()
    fatma, ruud = room.joins("Fatma"), room.joins("Ruud")
    for device in (els, fatma, ruud):
        device.may_be_refused = True
    els.begins()
    els.next("Begin bij Fatma")
    fatma.has_the_word()
    fatma.loses_the_line()
    sheet = els.opens_panel("Programma")
    sheet.get_by_text("Stop de dialoog eerder").first.click()
    early = sheet.locator("details[open] form", has_text="kan niet terug")
    early.get_by_label("We moeten hier weg").check()
    els.pictured("early")
    els.taps("Stop de dialoog eerder", early)
    els.says("Dank u wel", "De dialoog is afgesloten.")
    screen.says("Fijn dat u er was.")
    fatma.touches("Ik ben klaar")
    fatma.has_a_line_again()
    fatma.says_large("Dank dat u er was.")
    ruud.says_large("Dank dat u er was.")
    answer = sends(ruud, "write", text="Nog iets.", word_kind="experience")
    assert (answer["answer"], answer["say"]) == ("refused", "Deze dialoog is afgesloten.")
    joris = room.phone("Joris")
    joris.may_be_refused = True
    joris.opens(f"{room.server.url}/d/{room.links.code}")
    joris.says("Dank u wel.")
    room.pictured("closed")
    room.is_open_to_everybody()
    room.is_quiet()
