"""The question on the shared screen: no word of it is parted, and no line of a sentence is left nearly alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.screen_gallery import Gallery, opened
from tests.browser.test_screen import SIZES

pytestmark = pytest.mark.browser

QUESTIONS = (
    ("en", "What would you like to be called? Where in the neighbourhood do you like to be?"),
    ("en", "Which sentence must we not forget? Which question do we take along?"),
    ("en", "What do you see differently from when you came?"),
    ("nl", "Vertel over een moment dat u bijbleef."),
    ("nl", "Wat is er al aan gemeenschapskracht?"),
    ("tr", "O zaman neye ihtiyacınız vardı?"),
)
LINES = """() => [...document.querySelectorAll("h1 .sentence")].map((sentence) => {
  const lines = new Map();
  const text = [...sentence.childNodes].find(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim());
  for (const { index, 0: word } of text.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    const boxes = [...range.getClientRects()];
    if (boxes.length > 1) return `${word} is parted`;
    const { left, right } = lines.get(boxes[0].top) ?? boxes[0];
    lines.set(boxes[0].top, { left: Math.min(left, boxes[0].left), right: Math.max(right, boxes[0].right) });
  }
  const widths = [...lines.values()].map(({ left, right }) => right - left);
  return Math.min(...widths) < Math.max(...widths) * .48 ? `${text.data}: ${widths.map(Math.round)}` : "";
}).filter(Boolean)"""


@pytest.fixture(scope="module")
def gallery(browser: Browser, screens: Path) -> Iterator[Gallery]:
    with opened(browser, screens) as page:
        yield page
        assert page.complaints == []


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_question_parts_no_word_and_leaves_no_line_alone(gallery: Gallery, size: tuple[int, int]) -> None:
    gallery.size(*size)
    found = {}
    for lang, question in QUESTIONS:
        for phase in ("turn", "talk"):
            gallery.asks(question, lang, phase)
            found[question, phase] = gallery.page.evaluate(LINES)
    assert {shown: lines for shown, lines in found.items() if lines} == {}


def test_a_word_that_no_letters_are_small_enough_for_is_parted_with_nothing_else_leaving(
    gallery: Gallery,
) -> None:
    gallery.size(1280, 800)
    gallery.asks("Wat is meervoudigepersoonlijkheidsvoorzieningenstelsel? Vertel.", "nl", "turn")
    box = gallery.page.locator(".question")
    assert box.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
    assert gallery.page.locator(".question .running").count() == 0
    assert "Vertel." in box.inner_text()
