"""With letters of twice their size no word is parted that a line has room for: frames, gaps and boxes give way first."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import console_gallery, phone_gallery
from tests.browser.test_pages import Town, looking
from tests.browser.test_pages import town as town

pytestmark = pytest.mark.browser

ON_A_PHONE, ON_A_LAPTOP = 255, 420
"""The longest word, in pixels, that a line has room for."""
STATES = (
    "long_name", "writing", "read_back", "closed", "closed_choices", "name_refused", "programme", "lost_link", "harvest_insights",
    "harvest_sources", "scribe_writing",
)  # fmt: skip
PARTED = """(longest) => {
  const found = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, within = text.parentElement;
    if (!within.checkVisibility() || within.closest(".vh, .unseen, .wordmark, .address, script, noscript")) continue;
    for (const { index, 0: word } of text.data.matchAll(/[\\p{L}\\p{M}]{4,}/gu)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const parts = [...range.getClientRects()];
      const isParted = parts.some(({ top }) => Math.abs(top - parts[0].top) > 8);
      if (isParted && parts.reduce((sum, { width }) => sum + width, 0) < longest) found.add(word);
    }
  }
  return [...found];
}"""


def parted(page: Page, longest: int) -> list[str]:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    words: list[str] = page.evaluate(PARTED, longest)
    return words


def test_the_phone_parts_no_word_that_fits(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("phone")
    phone_gallery.build(folder)
    found = {}
    with phone_gallery.opened(browser, folder) as gallery:
        for name in gallery.names:
            gallery.show(name)
            found[name] = parted(gallery.page, ON_A_PHONE)
    assert {name: words for name, words in found.items() if words and name != "more-link"} == {}


def test_the_desks_part_no_word_that_fits(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("console")
    console_gallery.build(folder)
    found = {}
    with console_gallery.opened(browser, folder) as gallery:
        for state in STATES:
            for width, height, longest in ((360, 640, ON_A_PHONE), (1280, 800, ON_A_LAPTOP)):
                gallery.size(width, height)
                gallery.show(state)
                found[state, width] = parted(gallery.page, longest)
    assert {where: words for where, words in found.items() if words} == {}


def test_the_pages_at_the_door_part_no_word_that_fits(browser: Browser, town: Town) -> None:
    found = {}
    with looking(browser, town) as page:
        for name in ("start", "code", "join", "late", "message", "own words", "card", "leading"):
            page.goto(town.url + town.pages[name])
            found[name] = parted(page, ON_A_PHONE)
    assert {name: words for name, words in found.items() if words} == {}
