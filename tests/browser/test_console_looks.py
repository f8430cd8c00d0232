"""Every state of the desks for every eye and size: axe, 320 px, text twice as large, and the next action the largest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.console_gallery import STATES, Gallery, opened

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shared(browser: Browser, desks: Path) -> Iterator[Gallery]:
    with opened(browser, desks) as gallery:
        yield gallery


@pytest.fixture(scope="module", params=STATES)
def shown(request: pytest.FixtureRequest, shared: Gallery) -> str:
    """Each state is opened once, for all tests that only look at it."""
    state: str = request.param
    shared.size(1280, 800)
    shared.show(state)
    return state


def test_every_state_can_be_read_and_used_by_everybody(shared: Gallery, shown: str) -> None:
    for width, height in ((1280, 800), (360, 640)):
        shared.size(width, height)
        for colours in ("light", "dark"):
            shared.page.emulate_media(color_scheme=colours)
            assert shared.complaints_of_axe() == [], f"{shown} {width} {colours}"
    assert shared.complaints == [], "the content policy, or a script, complained"


@pytest.mark.parametrize("text", ["100%", "200%"])
def test_nothing_scrolls_sideways_at_320_px_nor_with_text_twice_as_large(
    shared: Gallery, shown: str, text: str
) -> None:
    shared.size(320, 640)
    shared.page.evaluate(f"document.documentElement.style.fontSize = '{text}'")
    overflows = sideways(shared)
    shared.page.evaluate("document.documentElement.style.fontSize = ''")
    assert overflows == [], shown


def sideways(gallery: Gallery) -> list[str]:
    return list(
        gallery.page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll('dialog[open], section')]
            .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
            .map((one) => `${one.tagName}.${one.className} ${one.scrollWidth} > ${one.clientWidth}`)"""
        )
    )


def test_one_button_of_a_view_is_filled_with_green(shared: Gallery, shown: str) -> None:
    filled = shared.page.evaluate(
        """() => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.style.setProperty("background", "var(--next)");
          const green = getComputedStyle(probe).backgroundColor;
          probe.remove();
          return [...(document.querySelector("dialog[open]") ?? document).querySelectorAll("button, a")]
            .filter((one) => one.checkVisibility() && getComputedStyle(one).backgroundColor === green).map((one) => one.textContent.trim());
        }"""
    )
    assert len(filled) <= 1, (shown, filled)


@pytest.mark.parametrize("size", [(360, 640), (1280, 800), (1920, 1080)])
def test_the_next_action_is_the_largest_control(shared: Gallery, shown: str, size: tuple[int, int]) -> None:
    shared.size(*size)
    areas: dict[str, float] = shared.page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('button, a, input, select, textarea, summary')]
        .filter((one) => !one.closest('dialog'))
        .map((one) => { const box = one.getBoundingClientRect(); return [one.id || one.textContent, box.width * box.height]; }))"""
    )
    if shown in ("back", "closed", "closed_choices", "closed_lost"):
        assert "primary" not in areas, "there is nothing to do next"
        return
    largest = areas.pop("core-sentence" if shown.startswith("scribe") else "primary")
    assert all(largest > other for other in areas.values()), areas


def test_every_control_is_large_enough_to_hit(shared: Gallery, shown: str) -> None:
    shared.size(360, 640)
    small = shared.page.evaluate(
        """() => [...document.querySelectorAll('button, select, textarea, summary, input:not([type=checkbox]):not([type=radio])')]
        .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.height < 47.5 || box.width < 47.5)).map(([words]) => words)"""
    )
    assert small == [], shown


PLACES: dict[tuple[int, str], float] = {}
"""Width and part of the first column → how far from the top it stood in the first state that had it."""


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_first_column_has_one_skeleton(shared: Gallery, shown: str, size: tuple[int, int]) -> None:
    """Who leads finds name, bar, big button, rest, step back and tools without looking for them."""
    if shown.startswith("scribe") or shown in ("back", "closed", "closed_choices", "closed_lost"):
        return  # other pages: the scribe's, one question, goodbye
    shared.size(*size)
    places: dict[str, float] = shared.page.evaluate(
        """() => new Promise(requestAnimationFrame).then(() => Object.fromEntries(['.who > .name', '.who .bar', '.main > .primary', '.pair', '.main + :is(.tools, .answers, .prompt)']
        .map((part) => [part, document.querySelector(part)?.getBoundingClientRect().top])
        .filter(([, top]) => top !== undefined)))"""
    )
    assert {part: PLACES.setdefault((size[0], part), top) for part, top in places.items()} == places
