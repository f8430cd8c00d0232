"""The console around closing: what waits is read back, what would be lost is said, and what can be done afterwards (T25, C3, C10)."""

import pytest
from playwright.sync_api import expect

from tests.browser.console_gallery import Gallery

pytestmark = pytest.mark.browser


def test_closing_cannot_be_undone_and_so_is_asked_twice(gallery: Gallery) -> None:
    gallery.show("close")
    assert gallery.sent == []
    gallery.page.get_by_role("button", name="Sluit af en bewaar het verslag").click()
    assert gallery.kinds_sent() == ["close_dialogue"]


def test_the_panel_does_not_cover_the_big_button_once_the_last_words_begin(gallery: Gallery) -> None:
    gallery.show("harvest_read_back")
    gallery.page.get_by_role("dialog").get_by_role("button", name="Begin de laatste woorden").click()
    expect(gallery.page.get_by_role("dialog")).to_have_count(0)
    assert gallery.kinds_sent() == ["open_last_words"]


def test_C4_what_waits_for_klopt_alone_is_read_back_with_both_things_to_do(gallery: Gallery) -> None:
    """Its owner chose already, and the page was opened anew since: nothing but the document says that it still waits."""
    gallery.show("read_back_unconfirmed")
    panel = gallery.page.get_by_role("dialog")
    expect(panel.get_by_role("button", name="Teruglezen 1")).to_be_visible()
    expect(panel).to_contain_text("Over 1 zin is nog niet gekozen.")
    card = panel.locator(".asked-aloud li")
    expect(card).to_contain_text("Bij de tweede bleef ik een uur.")
    expect(card.get_by_role("button", name="Zonder naam")).to_have_attribute("aria-pressed", "true")
    card.get_by_role("button", name="Klopt, zegt Henk").click()
    assert gallery.kinds_sent() == ["confirm_words"]


def test_C10_before_closing_it_says_who_has_still_to_choose_without_a_phone_and_whose_phone_is_off(
    gallery: Gallery,
) -> None:
    gallery.show("close")
    panel = gallery.page.get_by_role("dialog")
    expect(panel).to_contain_text("Zonder telefoon, en nog niet gekozen: Henk.")
    expect(panel).to_contain_text("De telefoon van Ruud heeft geen verbinding.")
    panel.get_by_role("button", name="Naar het teruglezen").click()
    expect(panel).to_contain_text("Over 3 zinnen is nog niet gekozen.")
    assert gallery.sent == []


def test_C10_after_closing_the_console_chooses_for_who_has_no_phone(gallery: Gallery) -> None:
    gallery.show("closed_choices")
    waiting = gallery.page.locator(".chosen-aloud > .asked-aloud li")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("Klopt de zin, en wat mag ermee?")
    waiting.get_by_label("Zonder naam").check()
    expect(waiting.get_by_label("Ja, ook openbaar")).not_to_be_checked()
    waiting.get_by_label("Ja, ook openbaar").check()
    assert gallery.sent == [], "what is not kept is gone at once, so a slip of the finger sends nothing"
    waiting.get_by_role("button", name="Zo koos Henk").click()
    expect(gallery.page.get_by_role("status").last).to_have_text(
        "Opgeschreven voor Henk: Zonder naam, ook openbaar."
    )
    assert [(sent["kind"], sent["word"], sent.get("public")) for sent in gallery.sent] == [
        ("confirm_words", "c10", None),
        ("keep_words", "c10", True),
    ]


def test_C9_the_whole_table_says_at_the_read_back_whether_its_words_may_be_public(gallery: Gallery) -> None:
    gallery.show("harvest_read_back")
    group = gallery.page.get_by_role("region", name="Van de hele tafel")
    expect(group).to_contain_text("Zegt één iemand nee, dan niet.")
    insight = group.locator("li.insight")
    yes = insight.get_by_role("button", name="Ook openbaar, zegt de tafel")
    expect(yes).to_have_attribute("aria-pressed", "false")
    yes.click()
    [sent] = gallery.sent
    assert (sent["kind"], sent["keep"], sent["public"]) == ("keep_words", "unnamed", True)


@pytest.mark.parametrize("state", ["harvest_read_back", "harvest_read_back_kept"])
def test_T23_the_read_back_asks_who_has_no_phone_for_a_yes_or_no_to_an_agreement(
    gallery: Gallery, state: str
) -> None:
    """Also where its owner has nothing to choose any more."""
    gallery.show(state)
    agreement = gallery.page.get_by_role("dialog").locator(".asked-aloud li.agreement")
    expect(agreement).to_contain_text("Tadesse zei ja")
    agreement.get_by_role("button", name="Henk zegt nee").click()
    [sent] = gallery.sent
    assert (sent["kind"], sent["seat"], sent["on"]) == ("accept_agreement", "s2", False)


def test_C3_the_read_back_asks_apart_whether_what_was_kept_before_may_be_public(gallery: Gallery) -> None:
    """Of who has no phone; the others are asked on theirs."""
    gallery.show("harvest_read_back_kept")
    asked = gallery.page.get_by_role("region", name="Ook openbaar")
    expect(asked.locator("li")).to_have_count(1)
    expect(asked).to_contain_text("Niets zeggen is nee.")
    yes = asked.get_by_role("button", name="Ook openbaar")
    expect(yes).to_have_attribute("aria-pressed", "false")
    yes.click()
    [sent] = gallery.sent
    assert (sent["word"], sent["keep"], sent["public"]) == ("c10", "unnamed", True)


def test_S1_a_sentence_being_typed_at_a_desk_at_closing_stays_in_sight(gallery: Gallery) -> None:
    gallery.show("scribe_turn")
    gallery.page.get_by_label("De kern, in één zin").fill("De brief was lang.")
    gallery.show("closed")
    unsaved = gallery.page.get_by_role("region", name="Nog niet bewaard")
    expect(unsaved).to_contain_text("De brief was lang.")
    unsaved.get_by_role("button", name="Weggooien").click()
    expect(unsaved).to_have_count(0)


def test_C2_the_read_back_shows_what_names_somebody_who_wants_no_name_though_it_was_chosen(
    gallery: Gallery,
) -> None:
    gallery.show("harvest_names")
    panel = gallery.page.get_by_role("dialog")
    expect(panel).to_contain_text("Met een naam die niet mag")
    expect(panel.locator(".asked-aloud li .warning")).to_have_text(
        "Hierin staat de naam Henk. Die mag niet in het verslag. Kan de zin ook zonder?"
    )


def test_T23_nobody_agrees_something_together_with_oneself(gallery: Gallery) -> None:
    gallery.show("harvest_agreements")
    panel = gallery.page.get_by_role("dialog")
    panel.get_by_text("Samen met iemand, of bij een vraag").click()
    panel.get_by_role("checkbox", name="Tadesse").check()
    panel.get_by_label("Van wie").select_option(label="Tadesse")
    expect(panel.get_by_role("checkbox", name="Tadesse")).to_have_count(0)
    expect(panel.get_by_role("checkbox", name="Henk")).to_be_visible()
    panel.get_by_label("Afspraak opschrijven").fill("Ik bel de gemeente.")
    panel.get_by_role("button", name="Bewaar").click()
    expect(panel.get_by_role("checkbox", name="Tadesse")).not_to_be_checked()
    [written] = gallery.sent
    assert "together" not in written
