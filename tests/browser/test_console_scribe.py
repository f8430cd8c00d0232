"""What the scribe writes and chooses for somebody, on the console's states."""

import pytest
from playwright.sync_api import expect

from tests.browser.console_gallery import Gallery
from tests.browser.test_console import NEXT_TURN

pytestmark = pytest.mark.browser


def test_T21_the_scribes_sentence_stays_with_who_said_it(gallery: Gallery) -> None:
    gallery.show("scribe_turn")
    field = gallery.page.get_by_label("De kern, in één zin")
    field.fill("De brief was lang, we lazen hem samen.")
    gallery.happens(**NEXT_TURN)
    gallery.page.get_by_role("button", name="Bewaar").click()
    gallery.page.wait_for_timeout(50)
    assert gallery.sent == [
        {
            "kind": "write",
            "text": "De brief was lang, we lazen hem samen.",
            "lang": "nl",
            "word_kind": "experience",
            "seat": "s3",
            "turn": 41,
        }
    ]
    expect(field).to_have_value("")
    expect(gallery.page.locator(".core").get_by_text("Bewaard. Vraag straks: klopt dit?")).to_be_visible()
    expect(gallery.page.locator(".main .say")).to_have_text("")


def test_C2_no_choice_is_offered_that_their_owner_ruled_out(gallery: Gallery) -> None:
    """Henk allowed his words but not his name; before he was asked, and where he wants nothing, only "Niet bewaren" is left."""
    gallery.show("scribe_undecided")
    card = gallery.page.locator(".asked-aloud li")
    offered = card.get_by_role("group", name="Wat mag ermee?").get_by_role("button")
    expect(offered).to_have_text(["Zonder naam", "Niet bewaren", "Op het scherm"])
    people = gallery.page.evaluate("gallery.server.documents.desk.people")
    for change, choices in (
        ({"names": True}, ["Met naam", "Zonder naam", "Niet bewaren", "Op het scherm"]),
        ({"keeps": False}, ["Niet bewaren", "Op het scherm"]),
        ({"keeps": False, "consent": None}, ["Niet bewaren", "Op het scherm"]),
    ):
        gallery.happens(
            desk={"people": [{**one, **(change if one["seat"] == "s2" else {})} for one in people]}
        )
        expect(offered).to_have_text(choices)
    card.get_by_role("button", name="Vraag het nu").click()
    expect(gallery.page.get_by_role("dialog").get_by_text("Vraag het hardop aan Henk")).to_be_visible()


def test_C4_what_is_not_right_yet_is_not_done_by_a_choice(gallery: Gallery) -> None:
    gallery.show("scribe_undecided")
    words = gallery.page.evaluate("gallery.server.documents.desk['words.0']")
    gallery.happens(desk={"words.0": [{**words[0], "confirmed": False}]})
    card = gallery.page.locator(".asked-aloud li")
    card.get_by_role("button", name="Zonder naam").click()
    gallery.happens(desk={"words.0": [{**words[0], "confirmed": False, "keep": "unnamed"}]})
    expect(card.get_by_role("button", name="Klopt, zegt Henk")).to_be_visible()
    expect(card.get_by_role("button", name="Klaar")).to_have_count(0)


def test_C2_a_name_that_may_not_be_in_the_record_is_warned_of_while_writing(gallery: Gallery) -> None:
    gallery.show("scribe_undecided")
    field, warning = gallery.page.get_by_label("De kern, in één zin"), gallery.page.locator(".core .warning")
    for sentence in ("Henk belt de gemeente.", "Dat is Henks buurman.", "Samen, met 'Henk'!"):
        field.fill(sentence)
        expect(warning).to_have_text(
            "Hierin staat de naam Henk. Die mag niet in het verslag. Kan de zin ook zonder?"
        )
    for sentence in ("Fatma belt de gemeente.", "We gaan naar Henkelum.", "henk"):
        field.fill(sentence)
        expect(warning).to_have_count(0)


def test_C3_what_the_scribe_chooses_for_somebody_stays_in_sight_until_klaar(gallery: Gallery) -> None:
    gallery.show("scribe_undecided")
    card = gallery.page.locator(".asked-aloud li")
    card.get_by_role("button", name="Zonder naam").click()
    [choice] = gallery.sent
    assert (choice["kind"], choice["word"], choice["keep"]) == ("keep_words", "c10", "unnamed")
    words = gallery.page.evaluate("gallery.server.documents.desk['words.0']")
    gallery.happens(desk={"words.0": [{**words[0], "keep": "unnamed", "undecided": False}]})
    card.get_by_role("button", name="Ook openbaar").click()
    assert gallery.sent[1]["public"] is True
    card.get_by_role("button", name="Op het scherm").click()
    assert gallery.kinds_sent() == ["keep_words", "keep_words", "tick_words"]
    card.get_by_role("button", name="Klaar met deze zin").click()
    expect(card).to_have_count(0)


def test_what_a_sentence_still_needs_is_said_in_red_below_it(gallery: Gallery) -> None:
    """The browser's own bubble speaks its own language, and is gone before it is read."""
    gallery.show("scribe_sources")
    form = gallery.page.locator("form.core")
    refusal = form.locator("[role=alert]")
    form.get_by_role("button", name="Bewaar").click()
    expect(refusal).to_have_text("Schrijf eerst een zin.")
    expect(gallery.page.get_by_label("De kern, in één zin")).to_be_focused()
    gallery.page.keyboard.type("Een schuur vol gereedschap.")
    expect(refusal).to_be_empty()
    form.get_by_role("button", name="Bewaar").click()
    expect(refusal).to_have_text("Kies eerst wat het is.")
    form.get_by_label("Faciliteiten").check()
    assert gallery.sent == []
    form.get_by_role("button", name="Bewaar").click()
    gallery.page.wait_for_timeout(50)
    assert gallery.kinds_sent() == ["write"]
