"""Finding one's way on the desks: where the focus is, which button says it, what is told where one looks."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.console_gallery import Gallery

pytestmark = pytest.mark.browser


def test_a_panel_keeps_the_focus_and_gives_it_back(gallery: Gallery) -> None:
    gallery.show("turn")
    gallery.page.get_by_role("button", name="Programma").focus()
    gallery.page.keyboard.press("Enter")
    expect(gallery.page.get_by_role("dialog")).to_be_visible()
    gallery.page.keyboard.press("Escape")
    expect(gallery.page.get_by_role("button", name="Programma")).to_be_focused()


def test_a_panel_that_was_opened_with_a_finger_leaves_space_to_the_big_button(gallery: Gallery) -> None:
    gallery.show("turn")
    gallery.page.wait_for_timeout(1650)
    gallery.page.get_by_role("button", name="Programma").click()
    gallery.page.keyboard.press("Escape")
    expect(gallery.page.get_by_role("dialog")).to_have_count(0)
    expect(gallery.page.get_by_role("button", name="Programma")).not_to_be_focused()
    gallery.page.keyboard.press("Space")
    expect(gallery.page.get_by_role("dialog")).to_have_count(0)
    assert gallery.kinds_sent() == ["begin_turn"]


def test_C1_who_has_no_phone_hears_the_text_and_is_found_by_name(gallery: Gallery) -> None:
    """Who was not asked yet is seen beside the round; a tap on the name opens the question with what to read."""
    gallery.show("writing")
    henk = gallery.page.locator(".queue li", has_text="Henk")
    expect(henk).to_contain_text("nog vragen wat bewaard mag")
    henk.get_by_role("button", name="Henk", exact=True).click()
    asked = gallery.page.locator("dialog .consent")
    expect(asked).to_contain_text("We nemen geen geluid op.")
    expect(asked).to_contain_text("Bewonerscollectief De Linde bewaart het. Tot 12 november 2027.")
    expect(asked).to_contain_text("Spijt? Bel of schrijf Els, 06 12 34 56 78.")


def test_somebody_is_added_by_typing_at_once(gallery: Gallery) -> None:
    """With nobody here it is what comes next: a dialogue of nobody cannot begin."""
    gallery.show("sitting_nobody")
    gallery.page.wait_for_timeout(1650)
    gallery.page.keyboard.press("Space")
    assert gallery.sent == []
    expect(gallery.page.get_by_label("Iemand zonder telefoon erbij")).to_be_focused()


def test_a_refused_name_stays_with_the_reason_at_its_field(gallery: Gallery) -> None:
    gallery.show("name_refused")
    field = gallery.page.get_by_label("Iemand zonder telefoon erbij")
    field.fill("Annemarie van den Bosch-Jansen")
    field.press("Enter")
    reason = gallery.page.locator("dialog form.add [role=alert]")
    expect(reason).to_have_text("Een naam heeft hoogstens 24 tekens. Maak hem wat korter.")
    expect(reason).to_be_in_viewport(ratio=1)
    expect(field).to_be_focused()
    expect(gallery.page.get_by_text("hoogstens 24 tekens")).to_have_count(1)
    gallery.page.keyboard.press("Escape")
    gallery.page.get_by_role("button", name="Mensen").click()
    expect(field).to_have_value("Annemarie van den Bosch-Jansen")
    expect(reason).to_contain_text("hoogstens 24 tekens")
    field.fill("Annemarie")
    expect(reason).to_be_empty()


def test_the_screen_can_be_opened_again_from_the_console(gallery: Gallery) -> None:
    gallery.show("screen_link")
    assert gallery.sent == [{"kind": "hand_over", "desk": "screen"}]
    expect(gallery.page.locator("dialog svg.qr")).to_be_visible()
    expect(gallery.page.get_by_role("link", name="Of open de link hier")).to_be_visible()


def test_another_page_of_a_panel_takes_the_focus_to_its_headline(gallery: Gallery) -> None:
    gallery.show("person_new_phone")
    gallery.page.keyboard.press("Escape")
    gallery.page.get_by_role("button", name="Mensen").click()
    gallery.page.get_by_role("dialog").get_by_role("button", name="Ruud").press("Enter")
    expect(gallery.page.get_by_role("heading", name="Ruud", exact=True)).to_be_focused()
    gallery.page.get_by_role("button", name="‹ Iedereen").press("Enter")
    expect(gallery.page.get_by_role("heading", name="Mensen")).to_be_focused()


def test_nobody_is_asked_which_of_two_buttons_ends_the_last_turn(gallery: Gallery) -> None:
    gallery.show("turn")
    expect(gallery.page.get_by_role("button", name="Is klaar")).to_have_count(1)
    gallery.show("turn_last")
    expect(gallery.page.get_by_role("button", name="Samira is klaar")).to_have_count(1)
    expect(gallery.page.get_by_role("button", name="Is klaar:")).to_have_count(0)


def test_V3_that_the_screen_is_blank_is_said_where_one_looks(gallery: Gallery) -> None:
    gallery.show("calls")
    door = gallery.page.get_by_role("button", name="Scherm (leeg)")
    expect(door).to_be_in_viewport()
    door.click()
    expect(gallery.page.get_by_role("dialog").get_by_role("button", name="Scherm weer aan")).to_be_visible()


def top_of(gallery: Gallery, selector: str) -> float:
    box = gallery.page.locator(selector).first.bounding_box()
    assert box
    return box["y"]


def test_T20_words_that_wait_are_a_count_during_a_turn_and_never_move_the_cue_cards(gallery: Gallery) -> None:
    gallery.show("turn")
    cards = top_of(gallery, ".cards li")
    gallery.show("turn_words")
    expect(gallery.page.get_by_text("Straks te tonen: 2 zinnen.")).to_be_in_viewport()
    expect(gallery.page.get_by_role("button", name="Laat zien")).to_have_count(0)
    assert top_of(gallery, ".cards li") == cards
    gallery.happens(table={"floor": {"phase": "writing", "began": 1795000000000, "ends": 1795000060000}})
    waiting = gallery.page.get_by_text("2 zinnen klaar om te tonen")
    expect(waiting).to_be_in_viewport(ratio=1)
    for card in gallery.page.locator(".cards").first.locator("li").all():
        expect(card).to_be_in_viewport(ratio=1)
    expect(gallery.page.get_by_text("Nog vijf")).to_be_in_viewport(ratio=1)
    assert top_of(gallery, ".cards li") == cards
    waiting.click()
    expect(gallery.page.get_by_role("button", name="Laat zien").first).to_be_in_viewport()


def test_seven_who_were_not_asked_yet_fit_on_a_laptop_and_no_line_lies_over_another(gallery: Gallery) -> None:
    gallery.show("nobody_asked")
    rows = gallery.page.locator(".queue > li")
    expect(rows).to_have_count(7)
    expect(rows.last).to_be_in_viewport(ratio=1)
    lines = gallery.page.evaluate(
        """() => [document.querySelector(".todo h2"), ...document.querySelectorAll(".queue b, .queue .note")].map((one) => {
          const text = document.createRange(); text.selectNodeContents(one);
          const { top, bottom } = text.getBoundingClientRect();
          return [one.textContent, top, bottom, one.parentElement.closest("li")?.getBoundingClientRect().bottom ?? bottom];
        })"""
    )
    assert len(lines) == 15
    over = [one for one, other in pairwise(lines) if one[2] > other[1] + 3 or one[2] > one[3]]
    assert over == [], "the air of a line may touch, its letters may not"


@pytest.mark.parametrize(
    ("state", "selector"), [("turn", ".plan"), ("turn", ".time .of"), ("harvest_agreements", "dialog .note")]
)
def test_no_nought_is_struck_through(gallery: Gallery, state: str, selector: str) -> None:
    """Figures come from the reading face; a nought with a stroke looks like an eight from a step away."""
    gallery.show(state)
    session = gallery.page.context.new_cdp_session(gallery.page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert sum(font["glyphCount"] for font in fonts if "Literata" in font["familyName"]) >= 3, fonts


def test_contrast_colours_tell_phones_and_choices_apart(gallery: Gallery) -> None:
    page, ground = gallery.page, "one => getComputedStyle(one).backgroundColor"
    page.emulate_media(forced_colors="active")
    gallery.show("nobody_asked")
    assert page.locator(".dot.on").first.evaluate(ground) == "rgb(0, 0, 0)"
    assert page.locator(".dot.none").first.evaluate(ground) == "rgb(255, 255, 255)"
    gallery.show("harvest_agreements")
    chosen, other = (
        page.locator(".parts [aria-pressed=true]"),
        page.locator(".parts [aria-pressed=false]").first,
    )
    assert chosen.evaluate(ground) != other.evaluate(ground)


def test_who_told_their_sentence_is_not_asked_again(gallery: Gallery) -> None:
    gallery.show("writing")
    henk = gallery.page.locator(".queue li", has_text="Henk")
    expect(henk).to_contain_text("opgeschreven")
    expect(henk.get_by_role("button", name="opschrijven")).to_have_count(0)
    expect(gallery.page.get_by_role("button", name="opschrijven voor Ruud")).to_be_visible()


def test_T13_a_link_that_nobody_scanned_is_no_phone_that_is_off(gallery: Gallery) -> None:
    gallery.show("person_without_phone")
    dialog, page = gallery.page.get_by_role("dialog"), gallery.page
    dialog.get_by_role("button", name="Toch een telefoon").click()
    people = page.evaluate("gallery.server.documents.desk.people")
    page.evaluate(
        "gallery.server.unscannedSeats = new Set(['s2'])"
    )  # from the server: every desk sees the same
    gallery.happens(desk={"people": [{**one, "device": True} for one in people]})
    note = dialog.locator(".hint").first
    expect(note).to_contain_text("telefoon nog niet gescand")
    page.evaluate("gallery.server.unscannedSeats = new Set()")
    henk = "gallery.server.presentSeats = new Set(%s ? [...gallery.server.presentSeats, 's2'] : []); gallery.server.change({})"
    page.evaluate(henk % "true")
    expect(note).not_to_contain_text("telefoon")
    page.evaluate(henk % "false")
    expect(note).to_contain_text("telefoon uit")


@pytest.mark.parametrize("size", [(1280, 800), (360, 640)])
def test_what_the_room_asks_moves_nothing_under_the_finger(gallery: Gallery, size: tuple[int, int]) -> None:
    gallery.size(*size)
    gallery.show("turn")
    controls = ".queue .link", ".floor > .tools .btn", "#primary", ".pair .btn"
    before = [top_of(gallery, control) for control in controls]
    gallery.happens(desk={"calls": {"rest": True, "help": 2, "asking": []}})
    expect(gallery.page.get_by_role("button", name="Neem rust")).to_be_in_viewport()
    assert [top_of(gallery, control) for control in controls] == before


def test_on_a_phone_the_step_stands_on_one_line_with_its_table(gallery: Gallery) -> None:
    gallery.size(360, 640)
    for state in ("turn", "talk"):
        gallery.show(state)
        gallery.page.evaluate("document.getElementById('live').dataset.table = 'Tafel 12'")
        gallery.happens()
        step = gallery.page.locator(".head .step")
        expect(step).to_contain_text("Tafel 12 · ")
        assert step.evaluate("one => one.clientHeight < 2 * parseFloat(getComputedStyle(one).fontSize)"), (
            state
        )
    gallery.size(1280, 800)
