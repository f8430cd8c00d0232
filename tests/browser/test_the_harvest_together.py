"""From the harvest to the saved record: an insight, an offer, a goal, a step of one's own, the read-back, last words, closing.

People write on their phones, the facilitator writes for the group and for Henk, who has none; afterwards the record holds
what its owners let it hold, and nothing else.
"""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.devices import Console, Device, Phone
from tests.browser.room import Room

pytestmark = pytest.mark.browser
SOUP = "Ik bracht drie weken soep, en de hele trap kookte mee."
NOT_KEPT = "Dit zeg ik alleen aan tafel."
BENCH = "Op mijn bankje zit altijd iemand."
INSIGHT = "Helpen begint klein."
COOKING = "Koken voor twintig mensen"
KITCHEN = "Ik vraag of de keuken op zondag open kan."
TOGETHER = "Een keer per maand samen eten"
DUE = datetime.now(UTC).date() + timedelta(days=14)


def test_from_the_harvest_to_the_saved_record(room: Room) -> None:
    els = room.console()
    screen = room.screen()
    fatma = room.joins("Fatma")
    ruud = room.joins("Ruud", by_link=True)
    els.adds("Henk")
    a_round_is_held(els, fatma, ruud)
    the_group_gathers(room, els, screen)
    phones_add_their_own(room, els, screen, fatma, ruud)
    everybody_reads_back(room, els, screen, ruud)
    last_words(room, els, screen, fatma, ruud)
    closing(room, els, screen, fatma)
    room.is_quiet()
    the_record_is_read(room, els)
    room.is_quiet()


def a_round_is_held(els: Console, fatma: Phone, ruud: Phone) -> None:
    """T10: with hardly a word typed. What may be kept of Henk's words is asked aloud (T13)."""
    sheet = els.opens_panel("Mensen")
    sheet.get_by_role("button", name="Henk").click()
    sheet.get_by_label("Mijn woorden mogen in het verslag").check()
    sheet.get_by_label("Mijn naam mag erbij").check()
    els.taps("Zo is het gezegd", sheet)
    expect(sheet).to_contain_text("Hardop gevraagd.")
    els.pictured("asked-aloud")
    els.shuts_panel()
    els.begins()
    els.next("Begin bij Fatma")
    fatma.is_done()
    els.next("Volgende: Ruud")
    ruud.is_done()
    els.next("Volgende: Henk")
    els.next("Henk is klaar")
    els.next("Sluit de ronde af")
    fatma.writes(SOUP, "In het verslag, met mijn naam", on_screen=True)
    fatma.says_large("Bewaard.")
    ruud.writes(NOT_KEPT, "Niet bewaren")
    ruud.touches("Nog een zin")
    ruud.writes(BENCH)
    expect(els.page.get_by_text("1 zin klaar om te tonen")).to_be_visible()
    expect(els.card(SOUP)).to_be_visible()
    els.next("Volgende stap: Oogst")


def the_group_gathers(room: Room, els: Console, screen: Device) -> None:
    """C7: an insight rests on words. What Henk offers is written down for him and read back to him (C4)."""
    screen.says("Welke zin mogen we niet vergeten?")
    els.next("Oogst opschrijven")
    sheet = els.sheet
    sheet.get_by_label("Inzicht opschrijven").fill(INSIGHT)
    sheet.locator(".said-list label", has_text=SOUP).click()
    els.taps("Bewaar", sheet)
    expect(els.harvested(INSIGHT)).to_contain_text(SOUP)
    screen.says(INSIGHT)
    els.pictured("insight")
    screen.pictured("insight")
    room.is_open_to_everybody(els)

    els.turns_to("Aanbod")
    sheet.get_by_label("Aanbod opschrijven").fill(COOKING)
    sheet.get_by_label("Van wie").select_option(label="Henk")
    sheet.get_by_text("Tijd", exact=True).click()
    els.taps("Bewaar", sheet)
    els.taps("Klopt, zegt Henk", els.harvested(COOKING))
    els.taps("Met naam", els.harvested(COOKING))
    els.taps("Op het scherm", els.harvested(COOKING))  # T20: its owner lets it be seen,
    els.taps("Laat zien", els.harvested(COOKING))  # and the facilitator shows it
    expect(els.harvested(COOKING).get_by_role("button", name="Met naam")).to_have_attribute(
        "aria-pressed", "true"
    )
    els.pictured("offer")

    els.turns_to("Doelen")
    sheet.get_by_label("Gedeeld doel opschrijven").fill(TOGETHER)
    els.taps("Bewaar", sheet)
    els.taps("Henk", els.harvested(TOGETHER))
    els.pictured("goal")
    els.shuts_panel()
    screen.says(INSIGHT, COOKING, TOGETHER)
    screen.keeps_quiet_about(NOT_KEPT, BENCH)
    room.pictured("gathered")
    room.is_open_to_everybody(screen)


def phones_add_their_own(room: Room, els: Console, screen: Device, fatma: Phone, ruud: Phone) -> None:
    """T23: a step stands once its owner and everybody named in it said yes themselves."""
    ruud.touches("Mijn woorden")
    ruud.touches("Mijn afspraak", ruud.page.locator(".adding"))
    ruud.page.locator("textarea").fill(KITCHEN)
    ruud.page.locator("#due").fill(DUE.isoformat())
    ruud.page.get_by_label("Fatma", exact=True).check()
    ruud.page.get_by_label("In het verslag, met mijn naam", exact=True).check()
    ruud.page.locator(".share input").check()
    ruud.pictured("step")
    room.is_open_to_everybody(ruud)
    ruud.touches("Bewaar")
    els.opens_panel("Oogst opschrijven")
    els.turns_to("Afspraken")
    els.taps("Laat zien", els.harvested(KITCHEN))
    expect(els.harvested(KITCHEN)).to_contain_text("wacht op een ja")
    els.pictured("idea")
    els.shuts_panel()
    fatma.touches("2 vragen aan u")
    fatma.pictured("asked")
    room.is_open_to_everybody(fatma)
    question = fatma.page.locator("article", has_text=KITCHEN)
    expect(question).to_contain_text("Ruud wil dit met u doen.")
    screen.keeps_quiet_about(KITCHEN)
    fatma.touches("Ja", question)
    fatma.touches("Ja", fatma.page.locator("article", has_text=TOGETHER))
    expect(fatma.page.get_by_role("button", name="Ja", exact=True)).to_have_count(0)
    screen.says(KITCHEN)
    room.pictured("agreed")


def everybody_reads_back(room: Room, els: Console, screen: Device, ruud: Phone) -> None:
    """C3: what is undecided is asked once more, one sentence at a time; nobody has to choose."""
    els.next("Begin met teruglezen")
    screen.says("Klopt dit zo?")
    ruud.says_large("Wat mag hiermee?")
    ruud.says(BENCH)
    room.pictured("read-back")
    room.is_open_to_everybody(els, screen, ruud)
    sheet = els.sheet
    expect(sheet).to_contain_text("Over 1 zin is nog niet gekozen.")
    els.pictured("read-back-aloud")
    ruud.page.get_by_text("In het verslag, zonder naam", exact=True).click()
    ruud.touches("Klaar")
    ruud.says_large("Mag deze zin ook openbaar?")
    ruud.touches("Nee")
    expect(ruud.page.locator("article", has_text=BENCH)).to_have_count(0)
    expect(sheet).to_contain_text("Over elke zin is gekozen.")
    els.shuts_panel()


def last_words(room: Room, els: Console, screen: Device, fatma: Phone, ruud: Phone) -> None:
    """T25: a round within the harvest; everybody present is offered one."""
    els.next("Begin de laatste woorden")
    screen.says("Zo meteen")
    room.pictured("last-words")
    els.next("Begin bij Ruud")  # T2: another begins than in the round before
    ruud.passes()
    els.next("Volgende: Henk")
    room.pictured("last-word-of-henk")
    els.next("Volgende: Fatma")
    fatma.is_done()
    ruud.touches("Nee, dank u")  # T5: the only one who was asked, so nobody is left to wait for
    els.says("Klaar om af te sluiten")
    screen.says(INSIGHT, TOGETHER)


def closing(room: Room, els: Console, screen: Device, fatma: Phone) -> None:
    """S1: it cannot be undone, so it is the one thing that is asked twice."""
    els.next("Sluit de dialoog af")
    els.pictured("closing")
    els.taps("Nog niet", els.sheet)
    els.next("Sluit de dialoog af")
    els.taps("Sluit af en bewaar het verslag", els.sheet)
    els.says("Dank u wel")
    screen.says("Fijn dat u er was.", "Els, 06 12 34 56 78")
    fatma.says_large("Dank dat u er was.")
    room.pictured("closed")
    room.is_open_to_everybody()


def the_record_is_read(room: Room, els: Console) -> None:
    """C3: what its owners let it hold, and nothing else; the console's link opens it."""
    els.page.get_by_role("link", name="Naar het verslag").click()
    els.page.wait_for_url(re.compile("/verslagen/."))
    els.says(SOUP, "Fatma", BENCH, INSIGHT, COOKING, "Henk", TOGETHER, KITCHEN, "Afgesproken")
    els.keeps_quiet_about(NOT_KEPT)
    if room.pictures:
        els.page.screenshot(path=room.pictures / "record.png", full_page=True)
    room.is_open_to_everybody(els)
    record = json.loads(els.page.request.get(f"{els.page.url}.json").text())
    assert [words["text"] for step in record["steps"] for words in step["words"]] == [SOUP, BENCH]
    assert [words.get("name") for step in record["steps"] for words in step["words"]] == ["Fatma", None]
    assert [(one["text"], one["due"], one["stands"]) for one in record["agreements"]] == [
        (KITCHEN, DUE.isoformat(), True)
    ]
    assert [(one["text"], one["supporters"]) for one in record["goals"]] == [(TOGETHER, ["Henk", "Fatma"])]
    assert NOT_KEPT not in json.dumps(record)
    assert len(record["insights"]) == 1
    els.opens(f"{room.server.url}/verslagen")
    els.says("Elkaar kennen en een beetje op elkaar letten", "Concept")
    els.pictured("record-list")
