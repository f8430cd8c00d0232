"""One round as a neighbourhood holds it: a console, a screen and four phones, in a real browser on a real server.

One phone is in English and one in Arabic, one is reloaded in the middle of its turn, one loses its line while its
owner writes, somebody has no phone, and somebody comes late. The browsers of four devices translate what they show.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.devices import Console, Device, Phone
from tests.browser.room import Room

pytestmark = pytest.mark.browser
SOUP = "Ik bracht drie weken soep, en de hele trap kookte mee."
POND = "Bij de vijver zit altijd iemand op mijn bankje."
AT_HOME = "عندما لا أجد الكلمة، أبقى في البيت."


@pytest.fixture
def els(room: Room) -> Console:
    return room.console().is_translated()


@pytest.fixture
def screen(room: Room) -> Device:
    return room.screen().is_translated()


def test_a_round_from_sitting_down_to_words_on_the_screen(room: Room, els: Console, screen: Device) -> None:
    fatma, tadesse, samira, ruud = people_sit_down(room, els, screen)
    turns_go_round(room, els, screen, fatma, tadesse, samira, ruud)
    second_offer(room, els, screen, fatma, ruud)
    writing_minute(room, els, screen, fatma, samira, ruud)
    joris = somebody_comes_late(room, els, fatma)
    words_come_on_the_screen(room, els, screen, fatma, ruud, joris)
    assert tadesse.page.locator("font").count() > 0
    for device in (els, screen):
        expect(device.page.locator("html")).to_have_attribute("translate", "no")
    room.is_quiet()


def people_sit_down(room: Room, els: Console, screen: Device) -> tuple[Phone, Phone, Phone, Phone]:
    """By code and by QR code, in three languages; the ring follows the chairs (C1, T13, T30)."""
    screen.says("Fijn dat u er bent.", f"{room.links.code[:3]} {room.links.code[3:]}")
    els.says("Nog niemand")
    fatma = room.joins("Fatma")
    tadesse = room.joins("Tadesse", lang="en")
    samira = room.joins("Samira", lang="ar", by_link=True)
    ruud = room.joins("Ruud", by_link=True, name_too=False)
    for phone in (tadesse, samira):
        phone.is_translated()
    els.adds("Henk")
    els.says("Er zitten 5 mensen aan tafel")
    expect(screen.page.locator(".here b")).to_have_text("5")
    fatma.says_large("Fijn dat u er bent, %(name)s.", name="Fatma")
    tadesse.says_large("Fijn dat u er bent, %(name)s.", name="Tadesse")
    samira.says_large("Fijn dat u er bent, %(name)s.", name="Samira")
    expect(samira.page.locator("html")).to_have_attribute("dir", "rtl")
    els.orders("Henk", "Fatma", "Samira", "Ruud", "Tadesse")
    room.pictured("sitting")
    room.is_open_to_everybody(els, screen, tadesse, samira)
    return fatma, tadesse, samira, ruud


def turns_go_round(
    room: Room, els: Console, screen: Device, fatma: Phone, tadesse: Phone, samira: Phone, ruud: Phone
) -> None:
    els.next("Begin de dialoog")
    screen.says("Zo meteen")
    expect(screen.page.locator(".seat.next")).to_have_text("Henk")
    els.next("Begin bij Henk")
    els.says("Zonder telefoon: u tikt.")
    fatma.says_large("Na %(name)s bent u.", name="Henk")
    els.next("Volgende: Fatma")  # T28: ends and begins in one

    fatma.has_the_word()
    samira.says_large("Na %(name)s bent u.", name="Fatma")
    tadesse.says_large("%(name)s heeft het woord.", name="Fatma")
    expect(screen.page.locator(".who")).to_have_text("Fatma")
    for device in (fatma, tadesse, samira, ruud):
        expect(device.field).to_have_count(0)  # T20
    room.pictured("turn")
    room.is_open_to_everybody(els, screen, fatma, samira)
    fatma.page.reload()  # T11: the same seat, still its turn
    fatma.is_done()
    fatma.says_large("Zo komt %(name)s.", name="Samira")

    els.next("Volgende: Samira")
    samira.has_the_word()
    tadesse.touches("Rust")  # T19
    els.says("Iemand vraagt om rust.")
    els.keeps_quiet_about("Tadesse vraagt")
    els.taps("Neem rust")
    screen.says("We nemen even rust.")
    screen.keeps_quiet_about("Samira", room.links.code[:3])
    tadesse.says_large("Even rust.")
    room.pictured("rest")
    els.next("Ga verder")
    samira.has_the_word()

    els.next("Volgende: Ruud")
    ruud.passes()
    els.next("Volgende: Tadesse")
    tadesse.has_the_word()
    assert tadesse.page.locator("h1").inner_text() == "What would you like to tell about this?"
    tadesse.is_done()


def second_offer(room: Room, els: Console, screen: Device, fatma: Phone, ruud: Phone) -> None:
    """T5: only who passed is asked, and only on their own phone; the screen lights nobody."""
    screen.says("Wie wil nog iets zeggen?")
    ruud.says_large("Wilt u nog iets zeggen?")
    fatma.says_large("Wie wil nog iets zeggen?")
    expect(screen.page.locator(".seat.next, .seat.speaks")).to_have_count(0)
    room.pictured("offer")
    room.is_open_to_everybody(els, screen, ruud)
    ruud.touches("Ja, graag")
    els.next("Volgende: Ruud")
    ruud.is_done()
    screen.says("Iedereen was aan de beurt.")
    fatma.says_large("Iedereen was aan de beurt.")


def writing_minute(
    room: Room, els: Console, screen: Device, fatma: Phone, samira: Phone, ruud: Phone
) -> None:
    els.next("Sluit de ronde af")
    screen.says("Schrijf één zin op.")
    expect(samira.field).to_be_visible()
    samira.field.fill("Na het overlijden van Riet kwam er niemand.")  # C6
    expect(samira.page.locator(".warns")).to_contain_text("Riet")
    room.pictured("writing")
    room.is_open_to_everybody(els, screen, samira)
    fatma.loses_the_line()
    fatma.says("Geen verbinding. Praat gewoon door.")
    fatma.writes(SOUP, "In het verslag, met mijn naam", on_screen=True)
    fatma.says("Eén ding wacht tot er verbinding is.", "Wacht op verbinding.")
    fatma.pictured("offline")
    texts = els.waits_for("**/live/words**")
    ruud.writes(POND, "In het verslag, zonder naam", on_screen=True)
    ruud.says_large("Bewaard.")
    samira.writes(AT_HOME, "In het verslag, met mijn naam", on_screen=True)
    samira.says_large("Bewaard.")
    texts.let_go()
    expect(els.card(POND)).to_be_visible()
    expect(els.card(AT_HOME)).to_be_visible()
    expect(els.card(SOUP)).to_have_count(0)
    els.says("telefoon uit: u tikt voor Fatma")
    fatma.has_a_line_again()
    fatma.says_large("Bewaard.")
    fatma.keeps_quiet_about("Geen verbinding")
    expect(els.card(SOUP)).to_have_count(1)
    samira.keeps_quiet_about(SOUP, POND)  # V2


def somebody_comes_late(room: Room, els: Console, fatma: Phone) -> Phone:
    """T14: asks, sees the table's agreements, sits where the facilitator says."""
    joris = room.joins("Joris")
    joris.says("Els laat u zo binnen.", "Overslaan mag, zonder reden.")
    els.says("Joris wil aanschuiven.")
    room.pictured("late")
    room.is_open_to_everybody(els, joris)
    els.page.locator(".call select").select_option(label="Fatma en Samira")
    els.taps("Laat binnen")
    expect(joris.field).to_be_visible()
    els.keeps_quiet_about("Joris wil aanschuiven.")
    order = els.page.locator(".queue.plain .tapped-name").all_inner_texts()
    assert order == ["Henk", "Fatma", "Joris", "Samira", "Ruud", "Tadesse"]
    return joris


def words_come_on_the_screen(
    room: Room, els: Console, screen: Device, fatma: Phone, ruud: Phone, joris: Phone
) -> None:
    """T20, T18: only what was ticked, only by the facilitator's hand, and no name its owner hid."""
    screen.keeps_quiet_about(SOUP, POND)
    els.shows(POND)
    screen.says(POND)
    screen.keeps_quiet_about("Ruud")
    els.shows(SOUP)
    screen.says(SOUP, "Fatma")
    fatma.says("Staat op het scherm.")
    room.pictured("shown")
    room.is_open_to_everybody(els, screen)
    els.taps("Haal van het scherm", els.card(POND))
    screen.keeps_quiet_about(POND)
    els.page.keyboard.press("b")  # V3
    expect(screen.page.locator("#live")).to_have_attribute("data-state", "blank")
    els.says("Scherm weer aan")
    els.page.keyboard.press("b")
    screen.says(SOUP)


def test_the_page_of_a_phone_is_light(room: Room) -> None:
    """At most 30 KB over the wire and 8 requests, cold, with brotli where the browser offers it (chromium does, on localhost)."""
    phone = room.joins("Fatma")
    wire = phone.context.new_cdp_session(phone.page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    addresses: list[str] = []
    encodings: dict[str, str] = {}
    bytes_of: list[float] = []
    wire.on("Network.requestWillBeSent", lambda event: addresses.append(event["request"]["url"]))
    wire.on("Network.webSocketCreated", lambda event: addresses.append(event["url"]))
    wire.on(
        "Network.responseReceived",
        lambda event: encodings.update(
            {event["response"]["url"]: event["response"]["headers"].get("Content-Encoding", "")}
        ),
    )
    wire.on("Network.loadingFinished", lambda event: bytes_of.append(event["encodedDataLength"]))
    phone.page.reload(wait_until="networkidle")
    phone.says_large("Fijn dat u er bent, %(name)s.", name="Fatma")
    requests = [url for url in addresses if not url.startswith("data:")]
    scripts = {url: how for url, how in encodings.items() if url.endswith((".js", ".css"))}
    assert set(scripts.values()) == {"br"}, scripts
    assert len(requests) <= 8, requests
    assert sum(bytes_of) <= 30 * 1024, (sum(bytes_of), requests)
