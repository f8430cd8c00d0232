"""Space, folds and columns of the desks: what answers to the key, what is seen whole, what contrast colours keep."""

import pytest
from playwright.sync_api import expect

from tests.browser.console_gallery import Gallery

pytestmark = pytest.mark.browser


def test_T28_a_fold_that_was_opened_with_a_mouse_leaves_space_to_the_big_button(gallery: Gallery) -> None:
    """With the keyboard it answers to space itself."""
    gallery.show("ready")
    gallery.page.wait_for_timeout(1650)
    fold = gallery.page.locator("summary", has_text="Nog vijf")
    is_open = "document.querySelector('.others').open"
    fold.press("Space")
    assert gallery.page.evaluate(is_open)
    assert gallery.sent == [], "the key that folds goes on with nothing"
    fold.press("Space")
    fold.click()
    gallery.page.keyboard.press("Space")
    gallery.page.wait_for_timeout(50)
    assert gallery.page.evaluate(is_open)
    assert gallery.kinds_sent() == ["begin_turn"]


def test_T28_space_on_a_control_never_works_the_big_button(gallery: Gallery) -> None:
    gallery.show("ready")
    gallery.page.wait_for_timeout(1650)
    controls = gallery.page.locator("#live :is(button, summary, a[href]):not(#primary):visible")
    assert controls.count() > 10
    for at in range(controls.count()):
        controls.nth(at).focus()
        gallery.page.keyboard.press("Space")
        gallery.page.keyboard.press("Escape")
    gallery.page.wait_for_timeout(50)
    assert "begin_turn" not in gallery.kinds_sent()


def test_T20_what_comes_on_the_screen_later_is_not_said_to_stand_there(gallery: Gallery) -> None:
    gallery.show("turn_words")
    words = gallery.page.evaluate("gallery.server.documents.desk['words.0']")
    introduction = {**words[0], "kind": "introduction", "shown": True}
    gallery.happens(desk={"words.0": [introduction]}, table={"floor": {"phase": "ready", "next": "s5"}})
    expect(gallery.page.get_by_text("1 zin komt straks op het scherm")).to_be_visible()
    gallery.happens(table={"floor": {"phase": "complete"}})
    expect(gallery.page.get_by_text("1 zin op het scherm")).to_be_visible()


def test_no_box_within_the_column_of_tips_cuts_a_line(gallery: Gallery) -> None:
    """What waits for the screen stands below the tips; in a low window the column scrolls as a whole."""
    gallery.size(1280, 640)
    gallery.show("turn_words")
    gallery.happens(table={"floor": {"phase": "complete"}})
    gallery.page.get_by_text("2 zinnen klaar om te tonen").click()
    cut = gallery.page.evaluate(
        """() => [...document.querySelectorAll(".cues *")].filter((one) =>
          getComputedStyle(one).overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1).map((one) => one.className)"""
    )
    assert cut == []
    gallery.size(1280, 800)


def test_contrast_colours_keep_what_tells_controls_apart(gallery: Gallery) -> None:
    """Their system takes grounds and drawn arrows away."""
    gallery.page.emulate_media(forced_colors="active")
    gallery.show("person_new_phone")
    select = gallery.page.get_by_label("Leest het liefst")
    assert select.evaluate("one => getComputedStyle(one).appearance") in ("auto", "menulist")
    border = "one => parseFloat(getComputedStyle(one).borderTopWidth)"
    assert gallery.page.locator("#primary").evaluate(border) > gallery.page.locator(
        ".pair .btn"
    ).first.evaluate(border)
    gallery.page.emulate_media(forced_colors="none")
