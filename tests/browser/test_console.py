"""What the desks of facilitator and scribe do: the one big button (T28), keys, acting for others."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.console_gallery import Gallery
from tests.browser.qr_codes import assert_dark_on_light

pytestmark = pytest.mark.browser

AFTER_A_CHANGE = 2000
"""Milliseconds after which a change no longer counts as one of just now (T28: 1.5 s), where no button tells of it."""

NEXT_TURN = {
    "table": {
        "floor": {
            "phase": "turn",
            "seat": "s5",
            "turn": 44,
            "next": "s6",
            "began": 1795000000000,
            "ends": 1795000180000,
        }
    },
    "desk": {
        "act": {
            "primary": {"kind": "begin_turn", "after": 44, "seat": "s6"},
            "step": 28,
            "undo": {"version": 44, "what": "TurnBegan"},
        }
    },
}


def test_T28_the_big_button_says_what_comes_and_sends_it_as_it_stands(gallery: Gallery) -> None:
    gallery.show("turn")
    button = gallery.page.get_by_role("button", name="Volgende: Tadesse")
    gallery.reacts_again()
    button.click()
    gallery.page.wait_for_timeout(50)
    assert gallery.sent == [{"kind": "begin_turn", "after": 41, "seat": "s5"}]


def test_T28_after_a_change_it_does_not_react_for_a_second_and_a_half(gallery: Gallery) -> None:
    gallery.show("turn")
    gallery.reacts_again()
    gallery.happens(**NEXT_TURN)
    button = gallery.page.get_by_role("button", name="Volgende: Willemijn")
    button.click(force=True)
    gallery.page.keyboard.press("Space")
    assert button.get_attribute("aria-disabled") == "true"
    expect(gallery.page.get_by_text("Er veranderde net iets. Druk zo nog eens.")).to_be_visible()
    assert gallery.sent == []
    gallery.reacts_again()
    expect(button).to_have_attribute("aria-disabled", "false")
    button.click()
    assert gallery.kinds_sent() == ["begin_turn"]


def test_T28_what_this_desk_changed_itself_does_not_hold_the_big_button_up(gallery: Gallery) -> None:
    gallery.show("turn")
    gallery.reacts_again()
    gallery.page.keyboard.press("r")
    gallery.page.wait_for_timeout(50)
    gallery.happens(**NEXT_TURN)
    expect(gallery.page.get_by_role("button", name="Volgende: Willemijn")).to_have_attribute(
        "aria-disabled", "false"
    )
    gallery.page.keyboard.press("Space")
    gallery.page.wait_for_timeout(50)
    assert gallery.kinds_sent() == ["rest", "begin_turn"]
    gallery.page.keyboard.press("Space")
    gallery.page.wait_for_timeout(50)
    assert gallery.kinds_sent() == ["rest", "begin_turn"], "a double press asks once"


def test_T28_pressed_twice_it_asks_once(gallery: Gallery) -> None:
    gallery.show("turn")
    gallery.reacts_again()
    gallery.page.get_by_role("button", name="Volgende: Tadesse").dblclick()
    gallery.page.wait_for_timeout(50)
    assert gallery.kinds_sent() == ["begin_turn"]


def test_T28_while_another_control_has_the_focus_it_does_not_react(gallery: Gallery) -> None:
    gallery.show("turn")
    gallery.reacts_again()
    gallery.page.get_by_role("button", name="later: Tadesse").focus()
    gallery.page.evaluate("document.querySelector('#primary').click()")
    assert gallery.sent == []
    gallery.page.keyboard.press("Space")
    gallery.page.wait_for_timeout(50)
    assert gallery.kinds_sent() == ["reorder"], "space belongs to the control that has the focus"


def test_T28_words_that_are_written_do_not_hold_the_big_button_up(gallery: Gallery) -> None:
    gallery.show("turn")
    gallery.reacts_again()
    gallery.happens(desk={"calls": {"rest": False, "help": 1, "asking": []}})
    gallery.page.get_by_role("button", name="Volgende: Tadesse").click()
    assert gallery.kinds_sent() == ["begin_turn"]


def test_T9_during_a_silence_no_turn_begins_unless_it_is_skipped(gallery: Gallery) -> None:
    gallery.show("silence")
    gallery.page.wait_for_timeout(AFTER_A_CHANGE)
    expect(gallery.page.locator("#primary")).to_contain_text("Stilte, nog 40 seconden")
    gallery.page.keyboard.press("Space")
    assert gallery.sent == []
    message = gallery.page.get_by_text("Het is nog even stil. Sla de stilte over, of wacht.")
    expect(message).to_be_visible()
    gallery.page.get_by_role("button", name="Sla de stilte over").click()
    assert gallery.kinds_sent() == ["skip_silence"]


def test_keys_do_what_they_say(gallery: Gallery) -> None:
    gallery.show("turn")
    gallery.reacts_again()
    for key in ("Space", "r", "b", "z"):
        gallery.page.keyboard.press(key)
    gallery.page.wait_for_timeout(50)
    assert gallery.sent == [
        {"kind": "begin_turn", "after": 41, "seat": "s5"},
        {"kind": "rest", "moment": 41},
        {"kind": "blank_screen", "on": True},
        {"kind": "undo", "version": 41},
    ]


def test_in_contrast_colours_the_qr_code_is_dark_on_light_and_the_bar_of_time_is_filled(
    gallery: Gallery,
) -> None:
    gallery.page.emulate_media(forced_colors="active", color_scheme="dark")
    gallery.show("hand_over")
    assert_dark_on_light(gallery.page.locator("svg.qr"))
    gallery.show("turn")
    bar, page = gallery.page.locator(".bar i, body").evaluate_all(
        "elements => elements.map((one) => getComputedStyle(one).backgroundColor).reverse()"
    )
    assert bar != page


def test_keys_can_be_switched_off_and_stay_off(gallery: Gallery) -> None:
    gallery.show("lost_link")
    gallery.page.get_by_label("Toetsen gebruiken").uncheck()
    gallery.show("turn")
    gallery.reacts_again()
    for key in ("Space", "r", "b", "z"):
        gallery.page.keyboard.press(key)
    gallery.page.wait_for_timeout(50)
    assert gallery.sent == []
    expect(gallery.page.locator("kbd:visible")).to_have_count(0)


def test_keys_are_letters_while_somebody_types(gallery: Gallery) -> None:
    gallery.show("scribe_turn")
    gallery.page.wait_for_timeout(AFTER_A_CHANGE)
    gallery.page.get_by_label("De kern, in één zin").press_sequentially("rb z ")
    assert gallery.sent == []


def test_C1_new_names_fold_to_a_count_and_each_is_answered_as_it_was_read(gallery: Gallery) -> None:
    gallery.show("turn")
    button = gallery.page.locator("#primary").bounding_box()
    cards = gallery.page.locator(".cards").first.bounding_box()
    gallery.show("names")
    assert gallery.page.locator("#primary").bounding_box() == button
    assert gallery.page.locator(".cards").first.bounding_box() == cards
    gallery.page.get_by_text(re.compile(r"nieuwe namen wachten")).click()
    gallery.page.get_by_role("button", name="Toon deze naam: Fatma Demir").click()
    gallery.page.get_by_role("button", name="Laat de oude staan: سميرة").click()
    assert gallery.sent == [
        {"kind": "accept_name", "seat": "s1", "request": 38},
        {"kind": "decline_name", "seat": "s3", "request": 40},
    ]


def test_S5_a_step_back_says_what_it_takes_back(gallery: Gallery) -> None:
    gallery.show("rest")
    back = gallery.page.get_by_role("button", name="Stap terug")
    expect(back).to_have_accessible_description("het begin van de rust")
    back.click()
    assert gallery.sent == [{"kind": "undo", "version": 43}]


def test_a_refusal_is_one_calm_line(gallery: Gallery) -> None:
    gallery.show("refused")
    expect(gallery.page.get_by_role("status").filter(has_text="Deze beurt is al voorbij.")).to_be_visible()


def test_T30_names_are_tapped_in_the_order_in_which_people_sit(gallery: Gallery) -> None:
    gallery.show("circle")
    gallery.page.get_by_role("button", name="Zo zitten we").click(force=True)
    assert gallery.sent == [], "every chair must be in the circle"
    for name in ("Tadesse", "Willemijn", "Ruud", "Naomi", "Joris"):
        gallery.page.get_by_role("dialog").get_by_role("button", name=name).click()
    gallery.page.get_by_role("button", name="Zo zitten we").click()
    assert gallery.sent == [
        {"kind": "order_circle", "seats": ["s1", "s3", "s2", "s5", "s6", "s7", "s8", "s4"]}
    ]


def test_T14_a_late_arrival_sits_where_the_facilitator_says(gallery: Gallery) -> None:
    gallery.show("calls")
    gallery.page.get_by_label("Zit tussen").select_option("Tadesse en Willemijn")
    gallery.page.get_by_role("button", name="Laat binnen").click()
    assert gallery.sent == [{"kind": "admit", "seat": "s4", "after": "s5"}]


def test_T13_nothing_is_ticked_before_it_is_asked_aloud(gallery: Gallery) -> None:
    gallery.show("person_without_phone")
    expect(gallery.page.locator("dialog input:checked")).to_have_count(0)
    expect(gallery.page.locator("dialog .choices [aria-pressed=true]")).to_have_count(0)
    gallery.page.get_by_label("Mijn woorden mogen in het verslag").check()
    gallery.page.get_by_role("button", name="Zo is het gezegd").click()
    assert gallery.sent == [
        {"kind": "give_consent", "seat": "s2", "words": True, "name": False, "contact": False}
    ]


def test_T13_without_a_scribe_who_has_no_phone_tells_a_sentence_to_this_desk(gallery: Gallery) -> None:
    gallery.show("writing")
    gallery.happens(desk={"words.0": []})
    gallery.page.get_by_role("button", name="opschrijven voor Henk").click()
    expect(gallery.page.get_by_label("Ervaring opschrijven")).to_have_count(0)  # C1: asked aloud first
    henk = {
        "seat": "s2",
        "name": "Henk",
        "typed": "Henk",
        "lang": "nl",
        "presence": "present",
        "consent": "aloud",
        "keeps": True,
    }
    gallery.happens(desk={"people": [henk]})
    gallery.page.get_by_label("Ervaring opschrijven").fill("Ik mis de bank bij de vijver.")
    gallery.page.locator("form.write").get_by_role("button", name="Bewaar").click()
    assert gallery.sent[0].items() >= {"kind": "write", "seat": "s2", "word_kind": "experience"}.items()


def test_T17_somebody_comes_later_by_a_button(gallery: Gallery) -> None:
    gallery.show("turn")
    gallery.page.get_by_role("button", name="later: Tadesse").click()
    assert gallery.sent == [{"kind": "reorder", "round": 30, "seats": ["s6", "s5", "s7", "s8", "s4", "s1"]}]


def test_the_programme_numbers_the_steps_that_the_header_counts(gallery: Gallery) -> None:
    gallery.show("programme")
    steps = {
        step.locator(".title").inner_text(): step.locator(".number").inner_text()
        for step in gallery.page.locator(".plan-steps li").all()
    }
    assert "2 van 6" in gallery.page.locator(".head .step").inner_text()
    assert (steps["Ervaringen"], steps["Oogst"], steps["Welkom"]) == ("2", "6", "")


def test_T7_a_round_is_closed_early_only_with_a_reason(gallery: Gallery) -> None:
    gallery.show("programme")
    gallery.page.get_by_text("Sluit deze ronde eerder af").first.click()
    gallery.page.get_by_role("button", name="Sluit deze ronde eerder af").click()
    assert gallery.sent == []
    gallery.page.get_by_label("De tijd is om").first.check()
    gallery.page.get_by_role("button", name="Sluit deze ronde eerder af").click()
    assert gallery.sent == [{"kind": "force_close", "round": 30, "reason": "time"}]


def test_T25_the_big_button_leads_through_the_harvest_in_its_order(gallery: Gallery) -> None:
    """First write it down, then read back what is undecided, then the last words."""
    gallery.show("gather_empty")
    expect(gallery.page.get_by_role("button", name="Begin met teruglezen")).to_be_visible()
    gallery.reacts_again()
    gallery.page.keyboard.press("Space")
    expect(gallery.page.get_by_label("Inzicht opschrijven")).to_be_visible()
    assert gallery.sent == [], "nothing is read back before anything was written"
    gallery.show("gather")
    gallery.reacts_again()
    gallery.page.locator("#primary").filter(has_text="Begin met teruglezen").click()
    expect(gallery.page.get_by_role("dialog")).to_contain_text("Over 3 zinnen is nog niet gekozen.")
    assert gallery.kinds_sent() == ["show_read_back"]
    gallery.show("ready_to_close")
    expect(gallery.page.get_by_role("heading", name="Klaar om af te sluiten")).to_be_visible()


def test_C7_an_insight_points_to_the_words_it_came_from(gallery: Gallery) -> None:
    gallery.show("harvest_insights")
    gallery.page.get_by_label("Inzicht opschrijven").fill("Wie helpt, wordt geholpen.")
    gallery.page.get_by_label(re.compile("rolstoel")).check()
    gallery.page.get_by_role("button", name="Bewaar").click()
    gallery.page.wait_for_timeout(50)
    written = gallery.sent[0]
    assert (written["word_kind"], written["seat"], written["rests_on"]) == ("insight", None, ["c16"])


def test_T23_an_agreement_is_within_four_weeks_unless_said_otherwise(gallery: Gallery) -> None:
    gallery.show("harvest_agreements")
    gallery.page.get_by_label("Afspraak opschrijven").fill("De eerste lange tafel koken.")
    gallery.page.get_by_label("Van wie").select_option("Fatma")
    gallery.page.get_by_role("button", name="Bewaar").click()
    gallery.page.wait_for_timeout(50)
    assert (gallery.sent[0]["seat"], gallery.sent[0]["due"]) == ("s1", "2026-12-16")
