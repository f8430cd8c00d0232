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
    card.get_by_role("button", name="Klaar").click()
    expect(card).to_have_count(0)
