"""A phone is stolen, a link leaks, strangers come in by the code: what people do then on the real pages."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.devices import PATIENCE, Console, Phone, in_words
from tests.browser.room import Room

pytestmark = pytest.mark.browser
SECOND = 2000
"""Milliseconds: a second for what was ended, and one for a busy machine."""
ASKS_EVERY = 15_000
ASKS_AGAIN = ASKS_EVERY + PATIENCE
"""A phone that was let go asks every 15 seconds whether it may come back; where that is not what a test is about, its clock is put forward."""


@pytest.fixture
def els(room: Room) -> Console:
    return room.console()


def link_on(page: Page) -> str:
    return page.get_by_role("link", name="Of open de link hier").get_attribute("href") or ""


def is_closed_early(room: Room) -> None:
    token = room.links.console.partition("#")[2]
    closing = {"id": "closing-early-0123", "kind": "close_dialogue", "reason": "time"}
    response = room.server.asks(
        "POST", "/live/command?as=facilitator", closing, Authorization=f"Bearer {token}"
    )
    assert response.json["answer"] == "ok"


def test_T11_a_stolen_phone_goes_dark_and_a_borrowed_one_takes_its_seat(room: Room, els: Console) -> None:
    henk, fatma = room.joins("Henk"), room.joins("Fatma")
    people = els.opens_panel("Mensen")
    people.get_by_role("button", name=re.compile("^Henk")).click()
    people.get_by_text("Telefoon kwijt of gestolen?").click()
    els.taps("Zet elke telefoon van Henk uit", people)
    expect(henk.page.locator("h1")).to_have_text(
        "Deze telefoon hoort niet meer bij een plek.", timeout=SECOND
    )
    expect(henk.page.locator("body")).not_to_contain_text("Mijn woorden")
    expect(people).to_contain_text("Dat is uitgezet en komt niet terug.")
    room.is_open_to_everybody(els, henk)
    room.pictured("ended")
    els.taps("Toch een telefoon", people)
    borrowed = room.phone("borrowed").opens(link_on(els.page))
    borrowed.says_large("Fijn dat u er bent, %(name)s.", name="Henk")
    fatma.says_large("Fijn dat u er bent, %(name)s.", name="Fatma")
    assert henk.page.goto(f"{room.url}/plek").status == 401  # type: ignore[union-attr]
    henk.says("Dit toestel is afgemeld", "Vraag de gespreksleider om een nieuwe link.")
    henk.complaints.clear()  # the browser itself notes a 401


def test_T11_on_ones_own_phone_the_other_devices_end(room: Room, els: Console) -> None:
    henk = room.joins("Henk")
    henk.taps("Meer")
    henk.taps("Ook op een ander toestel")
    other = room.phone("other").opens(henk.page.locator(".address").inner_text())
    other.says_large("Fijn dat u er bent, %(name)s.", name="Henk")
    henk.taps("Terug")
    henk.taps("Meer")
    room.is_open_to_everybody(henk)
    henk.taps("Niet meer op een ander toestel")
    expect(other.page.locator("h1")).to_have_text(
        "Deze telefoon hoort niet meer bij een plek.", timeout=PATIENCE
    )
    henk.page.reload()
    henk.says_large("Fijn dat u er bent, %(name)s.", name="Henk")
    other.complaints.clear()
    henk.complaints.clear()


def test_a_copied_console_link_ends_and_this_desk_goes_on(room: Room, els: Console) -> None:
    copied = room.console()  # by the same link: each browser has a token of its own
    room.joins("Henk")
    panel = els.opens_panel("Overdragen")
    panel.get_by_text("Toestel of link kwijt?").click()
    els.taps("Alleen dit bord gaat door", panel)
    expect(copied.page.locator(".waiting")).to_contain_text("Dit bord is afgemeld.", timeout=PATIENCE)
    expect(panel).to_contain_text("Dat is uitgezet en komt niet terug.", timeout=PATIENCE)
    els.shuts_panel()
    els.adds("Ruud")
    els.says("Er zitten 2 mensen aan tafel")
    copied.complaints.clear()
    els.complaints.clear()


def test_T14_strangers_at_the_door_a_new_code_and_names_taken_away(room: Room, els: Console) -> None:
    screen, fatma = room.screen(), room.joins("Fatma")
    prankster = room.joins("Fátma\u200f ", words=False)
    panel = els.opens_panel("Mensen")
    expect(panel).to_contain_text("zelfde naam als een ander")
    els.taps("Namen weghalen", panel)
    panel.locator("li.clearing").first.click()  # the newest
    els.page.get_by_role("button", name=re.compile("^Haal .* van tafel")).click()
    prankster.says("U zit niet meer aan deze tafel.")
    expect(panel.get_by_role("button", name="Haal terug")).to_be_visible()
    expect(screen.page.locator(".here b")).to_have_text("1")
    panel.get_by_text("Komen er mensen die hier niet zijn?").click()
    els.taps("Nieuwe code", panel)
    expect(panel).to_contain_text("Er is een nieuwe code.")
    old = room.links.code
    expect(panel).not_to_contain_text(f"{old[:3]} {old[3:]}")
    code = re.search(r"De code is nu (\S{3}) (\S{4})", panel.inner_text())
    assert code
    expect(screen.page.locator(".code")).to_have_text(f"{code[1]} {code[2]}", timeout=PATIENCE)
    room.is_open_to_everybody(els, screen)
    room.pictured("new code")
    els.taps("Vraag het mij eerst", panel)
    late = room.phone("Joris").opens(f"{room.url}/d/{code[1]}{code[2]}")
    late.page.locator("#name").fill("Joris")
    late.page.locator("#submit").click()
    late.says("laat u zo binnen")
    els.shuts_panel()
    els.page.get_by_role("button", name="Niet binnenlaten").click()
    late.says("Aanschuiven kan nu niet.")
    late.page.reload()
    late.says("Aanschuiven kan nu niet.")
    late.complaints.clear()  # the browser names the refusal
    fatma.says_large("Fijn dat u er bent, %(name)s.", name="Fatma")
    room.is_quiet()


def test_V1_a_name_that_is_a_tower_stands_over_no_other_name(room: Room, els: Console) -> None:
    screen = room.screen()
    room.joins("Fatma")
    room.joins("H" + "\u030d\u0316" * 4 + "enk")
    room.joins("Samira")
    names = els.opens_panel("Mensen").locator(".people b").all_inner_texts()
    els.shuts_panel()
    els.orders(*names)
    els.next("Begin de dialoog")
    screen.page.locator("text").first.wait_for()
    heights = screen.page.evaluate(
        "[...document.querySelectorAll('.seat text')].map((name) => name.textContent.length)"
    )
    assert max(heights) < 12, "as many signs as a name has, with three marks at most on each"
    els.page.keyboard.press("b")
    expect(screen.page.locator("#live")).to_have_attribute("data-state", "blank")


def takes_from_the_table(els: Console, henk: Phone) -> Locator:
    """By the list of names; gives the panel that it is in."""
    panel = els.opens_panel("Mensen")
    els.taps("Namen weghalen", panel)
    panel.locator("li.clearing", has_text="Henk").click()
    els.taps("Haal Henk van tafel", panel)
    henk.says_large("U zit niet meer aan deze tafel.")
    return panel


def test_C2_who_was_removed_by_mistake_still_chooses_and_comes_back_to_it(room: Room, els: Console) -> None:
    henk = room.joins("Henk", lang="ar")
    room.joins("Fatma")
    panel = takes_from_the_table(els, henk)
    henk.keeps_quiet_about("Fatma")
    ticks = henk.page.get_by_role("checkbox")
    expect(ticks.nth(0)).to_be_checked()
    ticks.nth(0).uncheck()
    henk.touches("Bewaar")
    expect(henk.page.locator(".said")).to_have_text(in_words("ar", "Bewaard."), timeout=PATIENCE)
    room.is_open_to_everybody(henk)
    room.pictured("removed")
    henk.page.reload()
    henk.says_large("U zit niet meer aan deze tafel.")
    expect(henk.page.get_by_role("checkbox").nth(0)).not_to_be_checked()
    els.taps("Haal terug", panel)
    expect(henk.page.locator(".reach")).to_be_visible(timeout=ASKS_AGAIN)
    henk.touches("Meer")
    henk.touches("Wat gebeurt er met uw woorden?")
    expect(henk.page.get_by_role("checkbox").nth(0)).not_to_be_checked()
    henk.complaints.clear()  # the browser itself notes that nothing else is answered to who was removed
    room.is_quiet()


WRITES = """async (text) => (await fetch(`/live/command?place=${document.getElementById("live").dataset.place}`, {method: "POST", headers: {"Content-Type": "application/json"},
  body: JSON.stringify({id: crypto.randomUUID(), kind: "write", text, word_kind: "introduction"})})).json()"""


@pytest.mark.parametrize("lang", ["nl", "ar", "tr"])
def test_C4_who_was_removed_takes_a_sentence_back(room: Room, els: Console, lang: str) -> None:
    henk = room.joins("Henk", lang=lang)
    room.joins("Fatma")
    els.begins()
    for sentence in ("De soep was lekker.", "Ik mis de vijver."):
        assert henk.page.evaluate(WRITES, sentence)["answer"] == "ok"
    panel = takes_from_the_table(els, henk)
    words = henk.page.locator(".mine .t")
    expect(words).to_have_text(["De soep was lekker.", "Ik mis de vijver."])
    room.is_open_to_everybody(henk)
    room.pictured("removed")
    henk.page.get_by_role("button", name=in_words(lang, "Weghalen"), exact=True).first.click()
    expect(henk.page.locator(".said")).to_have_text(in_words(lang, "Weggehaald."), timeout=PATIENCE)
    expect(words).to_have_text(["Ik mis de vijver."])
    henk.page.clock.install()
    henk.page.reload()
    expect(words).to_have_text(["Ik mis de vijver."])
    henk.keeps_quiet_about("Fatma")
    els.taps("Haal terug", panel)
    expect(panel.get_by_role("button", name="Haal terug")).to_have_count(0, timeout=PATIENCE)
    henk.page.clock.fast_forward(ASKS_EVERY)
    expect(henk.page.locator(".reach")).to_be_visible(timeout=ASKS_AGAIN)
    henk.touches("Mijn woorden")
    expect(words).to_have_text(["Ik mis de vijver."])
    henk.complaints.clear()  # the browser itself notes that nothing else is answered to who was removed
    room.is_quiet()


def test_C3_who_was_removed_finds_the_own_words_once_the_dialogue_is_closed(room: Room, els: Console) -> None:
    henk = room.joins("Henk")
    room.joins("Fatma")
    els.begins()
    takes_from_the_table(els, henk)
    els.shuts_panel()
    is_closed_early(room)
    expect(henk.page.locator(".reach")).to_be_visible(timeout=ASKS_AGAIN)
    henk.says("Over uw woorden beslist u zelf, ook nu.")
    room.is_open_to_everybody(henk)
    room.pictured("closed")
    henk.touches("Mijn woorden")
    henk.says_large("Mijn woorden")
    henk.keeps_quiet_about("Fatma")


def test_T14_a_flood_of_false_seats_goes_in_three_taps_and_comes_back_in_one(
    room: Room, els: Console
) -> None:
    screen, fatma = room.screen(), room.joins("Fatma")
    els.adds("Ruud")
    room.joined_by(30)
    expect(screen.page.locator(".here b")).to_have_text("32", timeout=PATIENCE)
    panel = els.opens_panel("Mensen")
    els.taps("Namen weghalen", panel)
    names = panel.locator("li.clearing b")
    expect(names).to_have_count(32)
    assert names.all_inner_texts()[-2:] == ["Ruud", "Fatma"], "who came last stands on top"
    panel.locator("li.clearing").nth(29).click()
    els.taps("Ook 29 die daarna kwamen", panel)
    room.is_open_to_everybody(els)
    room.pictured("a flood")
    els.taps("Haal 30 plekken van tafel", panel)
    expect(screen.page.locator(".here b")).to_have_text("2", timeout=PATIENCE)
    expect(panel).to_contain_text("Weggehaald. Met Stap terug is het weer zoals het was.")
    expect(names).to_have_text(["Ruud", "Fatma"])
    room.pictured("it is gone")
    els.shuts_panel()
    els.taps("Stap terug")
    expect(screen.page.locator(".here b")).to_have_text("32", timeout=PATIENCE)
    fatma.says_large("Fijn dat u er bent, %(name)s.", name="Fatma")
    room.is_quiet()


def test_S1_the_next_day_a_stolen_laptop_and_a_phone_are_shut_out(room: Room, els: Console) -> None:
    henk, stolen = room.joins("Henk"), room.console()
    els.next("Begin de dialoog")
    is_closed_early(room)
    els.page.get_by_role("link", name="Naar het verslag").click()
    els.page.get_by_role("link", name="Toestel of link kwijt?").click()
    els.page.get_by_text("Toestel of link kwijt?").click()
    els.taps("Alleen dit bord gaat door")
    expect(stolen.page.locator(".waiting")).to_contain_text("Dit bord is afgemeld.", timeout=PATIENCE)
    els.page.get_by_text("De telefoon van iemand").click()
    els.page.get_by_role("button", name="Zet uit: elke telefoon van Henk").click()
    henk.says_large("Deze telefoon hoort niet meer bij een plek.")
    els.says("Dat is uitgezet en komt niet terug.")
    expect(els.page.get_by_text("De telefoon van iemand")).to_have_count(0)
    room.is_open_to_everybody(els, henk)
    room.pictured("the next day")
    els.page.get_by_role("link", name="Naar het verslag").click()
    els.says("Wat we telden")
    assert stolen.page.goto(f"{room.url}/leiden").status == 401  # type: ignore[union-attr]


def test_T14_a_flood_at_the_door_is_turned_away_together_from_where_it_shows(
    room: Room, els: Console
) -> None:
    fatma = room.joins("Fatma")
    els.adds("Ruud")
    els.begins()
    room.joined_by(6)
    els.taps("Kies wie er niet bij hoort")
    els.sheet.locator("li.clearing").nth(5).click()
    els.taps("Ook 5 die daarna kwamen", els.sheet)
    room.pictured("at the door")
    els.taps("Haal 6 plekken van tafel", els.sheet)
    expect(els.sheet.locator("li.clearing b")).to_have_text(["Ruud", "Fatma"], timeout=PATIENCE)
    els.shuts_panel()
    els.keeps_quiet_about("wil aanschuiven", "wachten bij de deur")
    fatma.keeps_quiet_about("U zit niet meer aan deze tafel.")
