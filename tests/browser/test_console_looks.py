"""Every state of the desks for every eye and size: axe, 320 px, text twice as large, and the next action the largest."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import axe, focus
from tests.browser.console_gallery import STATES, Gallery, opened
from tests.browser.test_due_dates import DAY, without_a_year

pytestmark = pytest.mark.browser

Size = tuple[int, int]
PHONE, ON_ITS_SIDE, LAPTOP, BEAMER = (360, 640), (640, 400), (1280, 800), (1920, 1080)
WITHOUT_NEXT = ("back", "closed", "closed_choices", "closed_lost")
"""States in which there is nothing to do next: one question, and goodbye."""

SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll('dialog[open], section')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
  .map((one) => `${one.tagName}.${one.className} ${one.scrollWidth} > ${one.clientWidth}`)"""
FILLED = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.setProperty("background", "var(--next)");
  const green = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return [...(document.querySelector("dialog[open]") ?? document).querySelectorAll("button, a")]
    .filter((one) => one.checkVisibility() && getComputedStyle(one).backgroundColor === green).map((one) => one.textContent.trim());
}"""
AREAS = """() => Object.fromEntries([...document.querySelectorAll('button, a, input, select, textarea, summary')]
  .filter((one) => !one.closest('dialog'))
  .map((one) => { const box = one.getBoundingClientRect(); return [one.id || one.textContent, box.width * box.height]; }))"""
SMALL = """() => [...document.querySelectorAll('button, select, textarea, summary, input:not([type=checkbox]):not([type=radio])')]
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 47.5 || box.width < 47.5)).map(([words]) => words)"""
COLUMN = """() => new Promise(requestAnimationFrame).then(() => Object.fromEntries(['.who > .name', '.who .bar', '.main > .primary', '.pair', '.main + :is(.tools, .answers, .prompt)']
  .map((part) => [part, document.querySelector(part)?.getBoundingClientRect().top])
  .filter(([, top]) => top !== undefined)))"""


@dataclass
class Looks:
    """What was measured of one state."""

    state: str
    text: str
    barriers: dict[tuple[Size, str], list[str]]
    """Size and colours → what axe found."""
    complaints: list[str]
    overflows: dict[str, list[str]]
    """How large the text is → what sticks out at 320 px."""
    filled: dict[Size, list[str]]
    """The buttons in the green of the next action."""
    areas: dict[Size, dict[str, float]]
    small: list[str]
    column: dict[Size, dict[str, float]]
    """Part of the first column → how far from the top it stands."""
    of_focus: dict[Size, list[str]]
    """What somebody with a keyboard meets who is shown a phone, upright or on its side."""


@pytest.fixture(scope="module")
def gallery(browser: Browser, desks: Path) -> Iterator[Gallery]:
    with opened(browser, desks) as shared:
        yield shared


@pytest.fixture(scope="module", params=STATES)
def shown(request: pytest.FixtureRequest, gallery: Gallery) -> Looks:
    """Each state is opened once and drawn once at each size, for all tests: drawing costs more than measuring."""
    page, state = gallery.page, request.param
    gallery.size(*LAPTOP)
    gallery.show(state)
    looks = Looks(state, page.locator("#live").inner_text(), {}, [], {}, {}, {}, [], {}, {})
    for size in (LAPTOP, BEAMER, PHONE):
        gallery.size(*size)
        looks.column[size] = page.evaluate(COLUMN)
        looks.areas[size] = page.evaluate(AREAS)
        looks.filled[size] = page.evaluate(FILLED)
        if size is not BEAMER:
            for colours, rules in (("light", None), ("dark", axe.ABOUT_COLOURS)):
                page.emulate_media(color_scheme=colours)
                looks.barriers[size, colours] = gallery.violations(rules)
    looks.small = page.evaluate(SMALL)
    gallery.size(320, 640)
    for text in ("100%", "200%"):
        page.evaluate(f"document.documentElement.style.fontSize = '{text}'")
        looks.overflows[text] = page.evaluate(SIDEWAYS)
    page.evaluate("document.documentElement.style.fontSize = ''")
    for size in (PHONE, ON_ITS_SIDE):
        gallery.size(*size)
        looks.of_focus[size] = focus.faults(page)
    looks.complaints = list(gallery.complaints)
    return looks


def test_every_state_can_be_read_and_used_by_everybody(shown: Looks) -> None:
    assert {look: lines for look, lines in shown.barriers.items() if lines} == {}
    assert shown.complaints == [], "the content policy, or a script, complained"


def test_all_that_takes_the_focus_shows_it_above_what_is_pinned(shown: Looks) -> None:
    assert {size: faults for size, faults in shown.of_focus.items() if faults} == {}


def test_nothing_scrolls_sideways_at_320_px_nor_with_text_twice_as_large(shown: Looks) -> None:
    assert shown.overflows == {"100%": [], "200%": []}


def test_text_twice_as_large_stays_within_the_big_button_and_titles_keep_their_words(
    gallery: Gallery,
) -> None:
    twice = "document.documentElement.style.setProperty('font-size', '200%')"
    gallery.size(*PHONE)
    for state in ("long_name", "writing", "gather"):
        gallery.show(state)
        gallery.page.evaluate(twice)
        button = gallery.page.locator("#primary")
        assert button.evaluate("one => one.scrollHeight <= one.clientHeight + 1"), state
    gallery.show("ready")
    gallery.page.evaluate(twice)
    widths = gallery.page.locator(".floor > .tools .btn").evaluate_all(
        "all => all.map((one) => one.clientWidth)"
    )
    assert min(widths) > 200, "buttons stand below each other, and no word is broken by letters"
    gallery.show("pronounced_person")
    gallery.page.evaluate(twice)
    lines = "one => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)"
    assert gallery.page.locator("#panel-title").evaluate(lines) < 2, "Mensen"


def test_the_big_button_is_in_sight_on_a_phone_on_its_side(gallery: Gallery) -> None:
    gallery.size(740, 360)
    for state in ("turn", "calls"):
        gallery.show(state)
        box = gallery.page.locator("#primary").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 360, state


def test_one_button_of_a_view_is_filled_with_green(shown: Looks) -> None:
    assert {size: names for size, names in shown.filled.items() if len(names) > 1} == {}


def test_the_next_action_is_the_largest_control(shown: Looks) -> None:
    for size, measured in shown.areas.items():
        areas = dict(measured)
        if shown.state in WITHOUT_NEXT:
            assert "primary" not in areas, "there is nothing to do next"
            continue
        largest = areas.pop("core-sentence" if shown.state.startswith("scribe") else "primary")
        assert all(largest > other for other in areas.values()), (size, areas)


def test_every_control_is_large_enough_to_hit(shown: Looks) -> None:
    assert shown.small == []


PLACES: dict[tuple[Size, str], float] = {}
"""Size and part of the first column → how far from the top it stood in the first state that had it."""


def test_the_first_column_has_one_skeleton(shown: Looks) -> None:
    """Who leads finds name, bar, big button, rest, step back and tools without looking for them."""
    if shown.state.startswith("scribe") or shown.state in WITHOUT_NEXT:
        return  # other pages: the scribe's, one question, goodbye
    for size in (LAPTOP, BEAMER):
        places = shown.column[size]
        assert {part: PLACES.setdefault((size, part), top) for part, top in places.items()} == places


def test_every_day_that_is_read_has_its_year(shown: Looks) -> None:
    days = DAY.findall(shown.text)
    assert days or shown.state != "harvest_agreements", "there is a day to be read"
    assert without_a_year(days) == []
