"""What a phone does with one's own words, against a house of straw: share, ask, choose, and answer an agreement."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.gallery_page import ORIGIN
from tests.browser.phone_server import (
    NOW,
    FakeServer,
    at_the_table,
    in_the_writing_minute,
    mine_of,
    phone_at,
    table_of,
    until,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def server(phones: Path) -> FakeServer:
    return FakeServer(phones)


@pytest.fixture
def page(browser: Browser, server: FakeServer) -> Iterator[Page]:
    with phone_at(browser, server) as page:
        yield page


def in_mogelijkheden(page: Page, server: FakeServer) -> None:
    table = table_of("writing")
    table["step"] = {**table["step"], "id": "p8", "kind": "possibility", "title": {"nl": "Mogelijkheden"}}
    server.documents = {"table": table, "mine": mine_of("write", step="p8")}
    page.goto(f"{ORIGIN}/plek.html")
    expect(page.get_by_role("radio", name="Een mogelijkheid")).to_be_checked()


def test_in_mogelijkheden_one_may_also_share_or_ask(page: Page, server: FakeServer) -> None:
    """Three choices in sight, by keyboard too; what was typed goes along with the choice."""
    in_mogelijkheden(page, server)
    page.locator("textarea").fill("Wie leert mij een band plakken?")
    page.get_by_role("radio", name="Een mogelijkheid").press("ArrowDown")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator(".side [role=alert]")).to_have_text("Kies eerst wat u deelt.")
    page.get_by_role("radio", name="Tijd").check()
    page.get_by_role("radio", name="Dit kan ik delen").press("ArrowDown")
    expect(page.get_by_role("radio", name="Dit vraag ik")).to_be_checked()
    page.reload()
    expect(page.get_by_role("radio", name="Dit vraag ik")).to_be_checked()
    page.get_by_role("button", name="Bewaar").click()
    until(page, lambda: len(server.commands) >= 1)
    [command] = server.commands
    assert (command["word_kind"], command["text"]) == ("question", "Wie leert mij een band plakken?")
    assert (command["step"], command["turn"], "source" in command) == ("p8", 9, False)
    expect(page.locator("article .k")).to_have_text("Vraag")
    page.get_by_role("button", name="Dit kan ik delen").click()
    expect(page.get_by_role("radio", name="Dit kan ik delen")).to_be_checked()
    expect(page.locator("textarea")).to_have_value("")


def test_after_saving_the_phone_says_who_reads_it_and_what_is_open(page: Page, server: FakeServer) -> None:
    in_the_writing_minute(page, server)
    page.locator("textarea").fill("Soep.")
    page.get_by_role("button", name="Bewaar").click()
    said = page.locator(".lead")
    expect(said).to_have_text("De gespreksleider en de verslaglegger lezen dit. Kies nog wat ermee mag.")
    page.get_by_label("In het verslag, met mijn naam").check()
    page.get_by_role("button", name="Klaar").click()
    expect(said).to_have_text("De gespreksleider en de verslaglegger lezen dit. U mag uw telefoon omdraaien.")


def test_T23_who_is_named_says_yes_or_no_and_may_come_back_to_it(page: Page, server: FakeServer) -> None:
    """No is as large as yes, and the answer stays to be seen with its moment."""
    asked = {
        "id": "a1",
        "text": "Samen brieven lezen.",
        "lang": "nl",
        "owner": "Samira",
        "due": "2026-12-08",
        "own": False,
    }
    server.documents["mine"]["asks"] = {
        "agreements": [{**asked, "accepted": None, "answered": None}],
        "goals": [],
    }
    at_the_table(page)
    page.get_by_role("button", name="Mijn woorden").click()
    card = page.locator("article", has_text="Samen brieven lezen.")
    yes, no = card.get_by_role("button", name="Ja"), card.get_by_role("button", name="Nee")
    sizes = [one.bounding_box() or {} for one in (yes, no)]
    assert (sizes[0]["width"], sizes[0]["height"]) == (sizes[1]["width"], sizes[1]["height"])
    no.click()
    until(page, lambda: len(server.commands) >= 1)
    answered = {**asked, "accepted": False, "answered": NOW}
    server.change("mine", asks={"agreements": [answered], "goals": []})
    expect(card).to_contain_text("U zei nee, 18 november")
    expect(card).to_contain_text("Klaar op 8 december 2026, samen met Samira.")
    card.get_by_role("button", name="Toch wel").click()
    until(page, lambda: len(server.commands) >= 2)
    assert [(one["kind"], one["word"], one["on"]) for one in server.commands] == [
        ("accept_agreement", "a1", False),
        ("accept_agreement", "a1", True),
    ]


def test_C5_a_translation_by_another_asks_its_owner(page: Page, server: FakeServer) -> None:
    own = {
        "id": "w1",
        "revision": 3,
        "kind": "experience",
        "step": "p3",
        "text": "Çorba güzeldi.",
        "lang": "tr",
    }
    own |= {"keep": "named", "confirmed": True, "translation": None}
    dutch = {"lang": "nl", "text": "De soep was lekker.", "by": "scribe"}
    server.documents = {"table": table_of("break"), "mine": mine_of("listen")}
    server.documents["mine"]["words"] = [{**own, "translated": dutch}]
    page.goto(f"{ORIGIN}/plek.html")
    page.get_by_role("button", name="Eén vraag aan u").click()
    card = page.locator("article", has_text="Çorba güzeldi.")
    expect(card).to_contain_text("De soep was lekker.")
    expect(card).to_contain_text("Vertaling door de verslaglegger.")
    expect(card).to_contain_text("Klopt deze vertaling?")
    yes = card.get_by_role("button", name="Ja")
    sizes = [one.bounding_box() or {} for one in (yes, card.get_by_role("button", name="Nee, weghalen"))]
    assert (sizes[0]["width"], sizes[0]["height"]) == (sizes[1]["width"], sizes[1]["height"])
    yes.click()
    until(page, lambda: len(server.commands) >= 1)
    server.change("mine", words=[{**own, "revision": 4, "translation": dutch, "translated": None}])
    expect(card.get_by_role("button", name="Ja")).to_have_count(0)
    expect(card).to_contain_text("Vertaling door de verslaglegger.")
    server.change("mine", words=[{**own, "revision": 5, "translated": dutch}])
    card.get_by_role("button", name="Nee, weghalen").click()
    until(page, lambda: len(server.commands) >= 2)
    assert [
        (one["kind"], one["word"], one["lang"], one["revision"], one["on"]) for one in server.commands
    ] == [
        ("answer_translation", "w1", "nl", 3, True),
        ("answer_translation", "w1", "nl", 5, False),
    ]


def test_T23_two_of_one_name_are_told_apart_and_a_day_can_be_emptied(page: Page, server: FakeServer) -> None:
    server.documents["table"] = {
        **table_of("gather"),
        "circle": [["s3", "Ali"], ["s4", "Ali"], ["s5", "Tadesse"]],
    }
    own = {"id": "w1", "revision": 1, "kind": "agreement", "step": "p3", "text": "Soep.", "lang": "nl"}
    server.documents["mine"]["words"] = [
        {**own, "keep": None, "confirmed": True, "due": "2026-12-08", "together": [["s4", "Ali"]]}
    ]
    page.goto(f"{ORIGIN}/plek.html")
    page.get_by_role("button", name="Mijn woorden").click()
    page.get_by_role("button", name="Zin veranderen").click()
    page.get_by_label("Wanneer is het klaar?").fill("")
    page.get_by_label("Wanneer is het klaar?").blur()
    expect(page.get_by_label("Wanneer is het klaar?")).to_have_value("")
    page.get_by_role("button", name="Bewaar").click()
    until(page, lambda: len(server.commands) >= 1)
    [command] = server.commands
    assert (command["kind"], command["due"], command["together"]) == ("change_words", None, ["s4"])


def test_C3_choosing_moves_and_only_klaar_sends(page: Page, server: FakeServer) -> None:
    """Arrow keys pass over every choice, and the card with "Laat op het scherm zien" lies open until "Klaar"."""
    soup = {"id": "w1", "revision": 1, "kind": "experience", "step": "p3", "text": "Soep.", "lang": "nl"}
    server.documents["mine"]["words"] = [{**soup, "keep": None, "ticked": False, "confirmed": True}]
    at_the_table(page)
    page.get_by_role("button", name="Mijn woorden").click()
    page.get_by_label("In het verslag, met mijn naam").press("Space")
    expect(page.get_by_label("Ook openbaar")).to_have_count(0)  # asked apart, of what is kept
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("In het verslag, zonder naam")).to_be_checked()
    page.get_by_label("Laat op het scherm zien").check()
    until(page, lambda: len(server.commands) >= 1)
    assert [command["kind"] for command in server.commands] == ["tick_words"]
    page.get_by_role("button", name="Klaar").click()
    until(page, lambda: len(server.commands) >= 2)
    assert (server.commands[1]["kind"], server.commands[1]["keep"]) == ("keep_words", "unnamed")
    server.change("mine", words=[{**soup, "keep": "unnamed", "ticked": True, "confirmed": True}])
    expect(page.locator("article")).to_contain_text("In het verslag, zonder naam · Mag op het scherm")
    expect(page.locator("article input")).to_have_count(0)
    page.get_by_role("button", name="Veranderen").click()
    expect(page.get_by_label("Laat op het scherm zien")).to_be_checked()
    expect(page.get_by_label("Ook openbaar")).not_to_be_checked()
    page.get_by_label("Ook openbaar").check()
    until(page, lambda: len(server.commands) >= 3)
    assert (server.commands[2]["keep"], server.commands[2]["public"]) == ("unnamed", True)
    page.get_by_label("In het verslag, met mijn naam").check()
    expect(page.get_by_label("Ook openbaar")).to_have_count(0)  # a yes without the name makes no name public


def test_C3_the_read_back_waits_for_klaar(page: Page, server: FakeServer) -> None:
    words = [
        {"id": f"w{n}", "revision": 1, "kind": "experience", "step": "p3", "text": text, "lang": "nl"}
        for n, text in enumerate(["Soep.", "Vijver."])
    ]
    server.documents = {"table": table_of("read_back"), "mine": mine_of("read_back")}
    server.documents["mine"]["words"] = [{**word, "keep": None, "confirmed": True} for word in words]
    page.goto(f"{ORIGIN}/plek.html")
    expect(page.locator(".t")).to_have_text("Soep.")
    expect(page.get_by_role("button", name="Nu niet kiezen")).to_be_visible()
    unchosen = page.get_by_text("Kiest u niet? Dan wissen we de zin na zeven dagen.")
    expect(unchosen).to_be_visible()
    page.get_by_label("In het verslag, met mijn naam").check()
    expect(unchosen).to_have_count(0)
    expect(page.locator(".t")).to_have_text("Soep.")
    assert server.commands == []
    page.get_by_role("button", name="Klaar").click()
    expect(page.locator("h1")).to_have_text("Mag deze zin ook openbaar?")
    expect(page.locator(".t")).to_have_text("Soep.")
    page.get_by_role("button", name="Ja").click()
    expect(page.locator(".t")).to_have_text("Vijver.")
    page.get_by_label("Niet bewaren").check()
    page.get_by_role("button", name="Klaar").click()
    expect(page.locator("h1")).to_have_text("U hebt alles gezien.")
    until(page, lambda: len(server.commands) >= 3)
    assert [(one["kind"], one["word"], one["keep"], one.get("public")) for one in server.commands] == [
        ("keep_words", "w0", "named", None),
        ("keep_words", "w0", "named", True),
        ("keep_words", "w1", "no", None),
    ]


def test_C3_the_read_back_asks_of_what_was_kept_before_whether_it_may_be_public(
    page: Page, server: FakeServer
) -> None:
    """Who chose while writing has nothing undecided, and is asked the second question all the same."""
    words = [
        {"id": f"w{n}", "revision": 1, "kind": "experience", "step": "p3", "text": text, "lang": "nl"}
        for n, text in enumerate(["Soep.", "Vijver.", "Bankje.", "Brief.", "Onder ons."])
    ]
    keeps = ["named", "unnamed", "named", "named", "no"]
    server.documents = {"table": table_of("read_back"), "mine": mine_of("read_back")}
    server.documents["mine"]["words"] = [
        {**word, "keep": keep, "confirmed": True, "public": word["text"] == "Brief."}
        for word, keep in zip(words, keeps, strict=True)
    ]
    page.goto(f"{ORIGIN}/plek.html")
    expect(page.locator("h1")).to_have_text("Mag deze zin ook openbaar?")
    expect(page.locator(".t")).to_have_text("Soep.")
    yes, no = (page.get_by_role("button", name=name, exact=True) for name in ("Ja", "Nee"))
    sizes = [one.bounding_box() or {} for one in (yes, no)]
    assert (sizes[0]["width"], sizes[0]["height"]) == (sizes[1]["width"], sizes[1]["height"])
    no.click()
    expect(page.locator(".t")).to_have_text("Vijver.")
    yes.click()
    expect(page.locator(".t")).to_have_text("Bankje.")
    expect(page.get_by_role("button", name="Nee, geen van mijn zinnen")).to_have_count(0)
    no.click()
    expect(page.locator("h1")).to_have_text("U hebt alles gezien.")
    until(page, lambda: len(server.commands) >= 1)
    [command] = server.commands
    assert (command["word"], command["keep"], command["public"]) == ("w1", "unnamed", True)
    page.reload()
    page.get_by_role("button", name="Nee, geen van mijn zinnen").click()
    expect(page.locator("h1")).to_have_text("U hebt alles gezien.")


def test_T23_ones_own_agreement_asks_on_one_card_and_shows_the_answer(page: Page, server: FakeServer) -> None:
    """Written down by another: yes says at once that it is right (C4). What may be kept stands on the same card."""
    own = {"id": "w1", "revision": 1, "kind": "agreement", "step": "p3", "text": "Soep koken.", "lang": "nl"}
    own |= {"keep": None, "other": True, "undecided": True, "due": "2026-12-08", "together": []}
    asked = {
        "id": "w1",
        "text": "Soep koken.",
        "lang": "nl",
        "owner": "Tadesse",
        "due": "2026-12-08",
        "own": True,
    }
    server.documents = {"table": table_of("gather"), "mine": mine_of("listen")}
    server.documents["mine"]["words"] = [{**own, "confirmed": False}]
    server.documents["mine"]["asks"] = {
        "agreements": [{**asked, "accepted": None, "answered": None}],
        "goals": [],
    }
    page.goto(f"{ORIGIN}/plek.html")
    page.get_by_role("button", name="Eén vraag aan u").click()
    card = page.locator("article")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("Klopt dit zo, en zegt u er ja tegen?")
    card.get_by_role("button", name="Ja", exact=True).click()
    until(page, lambda: len(server.commands) >= 2)
    assert [(one["kind"], one["word"]) for one in server.commands] == [
        ("confirm_words", "w1"),
        ("accept_agreement", "w1"),
    ]
    answered = {**asked, "accepted": True, "answered": NOW}
    server.change("mine", words=[{**own, "confirmed": True}], asks={"agreements": [answered], "goals": []})
    expect(card).to_contain_text("U zei ja, 18 november")
    expect(card.get_by_role("radio")).to_have_count(3)
    card.get_by_role("button", name="Toch niet").click()
    until(page, lambda: len(server.commands) >= 3)
    assert server.commands[2]["on"] is False
    server.change("table", floor=table_of("read_back")["floor"])
    server.change("mine", now=mine_of("read_back")["now"])
    expect(page.locator("h1")).to_have_text("Wat mag hiermee?")
    expect(page.locator("article")).to_contain_text("Klaar op 8 december 2026.")
