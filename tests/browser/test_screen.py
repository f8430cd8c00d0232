"""The shared screen in every state and at three sizes: what can be read from ten metres, and what may not be seen.

Every state is a written document of the gallery; no server runs. One browser and one page serve all tests.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import axe
from tests.browser.qr_codes import assert_dark_on_light
from tests.browser.screen_gallery import Gallery, opened
from tests.browser.screen_measures import CUT_OFF, READ_TEXTS, SCROLLS, TEXTS

Size = tuple[int, int]
SIZES = [(1280, 800), (1920, 1080), (1024, 768), (1080, 1920), (768, 1024)]
RECOGNISED = 3.6  # hundredths of the shorter side (vmin), look.md
READ = 5.0

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery(browser: Browser, screens: Path) -> Iterator[Gallery]:
    with opened(browser, screens) as page:
        yield page
        assert page.complaints == []


@dataclass(frozen=True)
class Measured:
    """What was measured of one state."""

    texts: list[dict[str, Any]]
    read: list[tuple[str, float]]
    """What is read, and the height of its letters in vmin."""
    scrolls: float
    cut_off: list[str]


Measure = Callable[[Size], dict[str, Measured]]


@pytest.fixture(scope="module")
def measured(gallery: Gallery) -> Measure:
    """Every state at a size; each is drawn once for all tests, since drawing costs more than measuring."""

    def measure(name: str) -> Measured:
        gallery.show(name)
        return Measured(*map(gallery.page.evaluate, (TEXTS, READ_TEXTS, SCROLLS, CUT_OFF)))

    @cache
    def measure_all(size: Size) -> dict[str, Measured]:
        gallery.size(*size)
        return {name: measure(name) for name in gallery.names}

    return measure_all


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_scrolls_and_nothing_is_cut_off(measured: Measure, size: Size) -> None:
    findings = {
        name: (state.scrolls, state.cut_off, [text["text"] for text in state.texts if not text["inside"]])
        for name, state in measured(size).items()
    }
    assert {name: wrong for name, wrong in findings.items() if wrong != (0, [], [])} == {}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_everything_on_the_screen_can_be_recognised_from_ten_metres(measured: Measure, size: Size) -> None:
    small = {
        name: [text for text in state.texts if text["size"] < RECOGNISED - 0.01]
        for name, state in measured(size).items()
    }
    assert {name: texts for name, texts in small.items() if texts} == {}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_is_read_is_set_larger(measured: Measure, size: Size) -> None:
    """Questions, people's words, the table agreements and the name in the middle are read, not just recognised."""
    small = {
        name: [text for text, height in state.read if height < READ - 0.01]
        for name, state in measured(size).items()
    }
    assert {name: texts for name, texts in small.items() if texts} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_about(gallery: Gallery, theme: str) -> None:
    gallery.size(1280, 800)
    findings = {}
    for name in gallery.names:
        gallery.show(name, theme)
        findings[name] = gallery.violations(axe.ABOUT_COLOURS if theme == "dark" else None)
    assert {name: violations for name, violations in findings.items() if violations} == {}


def test_the_qr_code_is_dark_on_light_in_every_colour(gallery: Gallery) -> None:
    gallery.size(1280, 800)
    try:
        for theme in ("light", "dark"):
            for colours in ("none", "active"):
                gallery.page.emulate_media(
                    forced_colors=colours, color_scheme="dark" if theme == "dark" else "light"
                )
                gallery.show("sitting down", theme)
                assert_dark_on_light(gallery.page.locator(".scan svg"))
    finally:
        gallery.page.emulate_media(forced_colors="none", color_scheme="light")


def test_on_a_squarer_screen_the_ring_keeps_its_size_and_the_theme_goes_during_turns(
    gallery: Gallery,
) -> None:
    gallery.size(1024, 768)
    gallery.show("turn")
    ring = gallery.page.locator(".kring .ring").bounding_box()
    assert ring is not None
    assert ring["height"] >= 0.55 * 768
    assert gallery.page.locator(".question .more:visible").count() == 0


def test_each_sentence_of_a_question_begins_a_line(gallery: Gallery) -> None:
    for size in SIZES:
        gallery.size(*size)
        gallery.show("words in Arabic beside Dutch")
        sentences = gallery.page.locator("h1").evaluate(
            "one => [...one.children].map((line) => [line.textContent.trim(), line.getBoundingClientRect().left])"
        )
        assert [text for text, _left in sentences] == ["Wat werkt hier?", "Waar draait het om?"]
        assert len({round(left) for _text, left in sentences}) == 1
        gallery.show("sitting down")
        assert "Zeg uw naam tegen Els." in gallery.page.locator(".nophone .sentence").all_inner_texts()
    gallery.size(1024, 768)
    gallery.show("turn, long question")
    assert "Wat ziet en hoort u?" in gallery.page.locator("h1").inner_text()


def test_t5_the_second_offer_lights_no_seat_and_shows_no_next(gallery: Gallery) -> None:
    """The document of this picture names a seat and a next on purpose: they must not come through."""
    gallery.show("offer")
    page = gallery.page
    assert page.locator(".seat").count() == 8
    assert page.locator(".seat.speaks, .seat.next, .light.on, .clock").count() == 0
    assert len({seat.get_attribute("class") for seat in page.locator(".seat").all()}) == 1
    assert "".join(page.locator(".says tspan").all_text_contents()).replace(" ", "") == "Wiewilnogietszeggen?"
    assert page.locator("#mirror").text_content() == "Wie wil nog iets zeggen?"


def test_v1_the_turn_shows_who_speaks_and_who_is_next(gallery: Gallery) -> None:
    gallery.show("turn")
    page = gallery.page
    assert page.locator(".seat.speaks").all_text_contents()[0].strip() == "Samira"
    assert page.locator(".seat.next").all_text_contents()[0].strip() == "Tadesse"
    assert page.locator(".light.on").count() == 1
    assert page.locator("#mirror").text_content() == "Samira heeft het woord. Daarna Tadesse."


def test_t8_the_clock_is_an_arc_without_numbers_that_turns_pale_past_its_end(gallery: Gallery) -> None:
    page = gallery.page

    def clock_at(seconds: int) -> tuple[str | None, float]:
        page.evaluate(f"gallery.arc(0, 100_000, 75_000, {seconds * 1000})")
        left = page.locator(".clock .left").get_attribute("stroke-dasharray") or ""
        return page.locator(".clock").get_attribute("class"), float(left.split()[0])

    gallery.show("turn")
    assert [clock_at(at) for at in (0, 50, 75, 100, 160)] == [
        ("clock", 100.0),
        ("clock", 50.0),
        ("clock soon", 25.0),
        ("clock past", 0.0),
        ("clock past", 0.0),
    ]
    assert re.search(r"\d", page.locator(".kring").text_content() or "") is None
    gallery.show("turn, clock off")
    assert page.locator(".clock").count() == 0


def test_t19_rest_shows_one_line_and_neither_name_nor_code_nor_clock(gallery: Gallery) -> None:
    gallery.show("rest")
    assert gallery.page.locator("#live").inner_text().strip() == "We nemen even rust."


def test_t20_words_never_stand_beside_somebody_who_speaks_and_at_most_three_at_all(gallery: Gallery) -> None:
    for name in gallery.names:
        gallery.show(name)
        words = gallery.page.locator(".words:visible").count()
        assert words <= (0 if name.startswith(("turn", "silence", "last words", "rest", "blank")) else 3), (
            name
        )
    gallery.show("three words, too long")
    assert gallery.page.locator(".words:visible").last.locator(".said").inner_text().startswith("Ik heb tijd")


def test_t29_without_connection_name_clock_and_code_go_and_the_agreements_stay(gallery: Gallery) -> None:
    gallery.show("no connection")
    text = gallery.page.locator("#live").inner_text()
    assert gallery.page.locator(".kring, .code").count() == 0
    assert "Samira" not in text
    assert "Vertel over een moment dat u bijbleef." in text
    assert "Overslaan mag, zonder reden." in text
    assert "Geen verbinding. Praat gewoon door." in text


def test_where_the_evening_is_stays_to_be_seen_in_a_talk(gallery: Gallery) -> None:
    dots = {}
    for name in ("welcome", "turn", "talk", "gather"):
        gallery.show(name)
        dots[name] = [dot.get_attribute("class") or "" for dot in gallery.page.locator(".dots i").all()]
    assert dots["welcome"] == [""] * 6
    assert dots["turn"] == ["done", "now", "", "", "", ""]
    assert dots["talk"] == ["done", "done", "done", "", "", ""]
    assert dots["gather"] == ["done"] * 5 + ["now"]


def test_a_blank_screen_is_truly_empty(gallery: Gallery) -> None:
    gallery.show("blank", "dark")
    assert gallery.page.evaluate(TEXTS) == []
    assert gallery.page.locator("#live *:visible:not(.unseen)").count() == 0


def test_a_list_that_is_too_long_keeps_its_newest_and_says_how_many_more(gallery: Gallery) -> None:
    gallery.size(1280, 800)
    gallery.show("gather, very much")
    sources = gallery.page.locator(".list-source")
    visible = sources.locator("li:visible")
    assert visible.count() >= 2
    assert visible.last.inner_text().startswith("Tadesse Fietsen en rolstoelen repareren")
    assert sources.locator(".others").inner_text() == f"en nog {30 - visible.count()}"
    together = gallery.page.locator(".together .list:visible").all()
    assert len(together) == 4
    hidden = [one.locator("li").count() - one.locator("li:visible").count() for one in together]
    assert [int(one.locator(".others").inner_text().split()[-1]) for one in together] == hidden


def test_every_kind_of_the_harvest_is_on_the_screen(gallery: Gallery) -> None:
    for size in SIZES:
        gallery.size(*size)
        gallery.show("gather, one of each kind")
        assert gallery.page.locator(".together li:visible").count() == 4, size


def test_arabic_words_run_from_the_right_in_a_face_of_their_own(gallery: Gallery) -> None:
    gallery.show("words in Arabic beside Dutch")
    face, direction = gallery.page.locator(".said[lang=ar]").evaluate(
        "(words) => [getComputedStyle(words).fontFamily, getComputedStyle(words).direction]"
    )
    assert face.startswith('"Noto Naskh Arabic Variable"')
    assert direction == "rtl"
    assert gallery.page.evaluate("document.fonts.check('40px \"Noto Naskh Arabic Variable\"', 'ا')")
    beside = gallery.page.locator(".words:has(.said[lang=ar])").evaluate(
        "one => [getComputedStyle(one).borderRightWidth, getComputedStyle(one).borderLeftWidth].map(parseFloat)"
    )
    assert beside[0] > 0 == beside[1], "the line stands where the words begin"


def test_a_change_of_turn_glides_along_the_circle_and_jumps_where_less_motion_is_wished(
    gallery: Gallery,
) -> None:
    light = """() => { const circle = document.querySelector(".light circle"), box = circle.getBoundingClientRect();
      const ring = document.querySelector(".kring .ring").getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2 - ring.x - ring.width / 2, box.y + box.height / 2 - ring.y - ring.height / 2];
      return [Math.round(Math.atan2(x, -y) * 180 / Math.PI), Math.round(Math.hypot(x, y) / ring.width * 100)]; }"""
    page = gallery.page
    gallery.size(1280, 800)
    gallery.show("turn")
    samira = page.evaluate(light)
    gallery.show("turn, past its end")
    assert (samira, page.evaluate(light)) == ([90, 50], [-90, 50])
    try:
        page.emulate_media(reduced_motion="no-preference")
        gallery.show("turn")
        page.wait_for_timeout(600)
        gallery.show("turn, clock off")
        page.wait_for_timeout(600)
        fading = """() => ["middle", "middle-before"].map((name) => {
          const part = document.querySelector(`.${name}`);
          return [part.textContent.split("heeft")[0].trim(), part.getAnimations().length]; })"""
        gallery.show("turn, past its end")
        assert page.evaluate(fading) == [["Naomi", 1], ["Samira", 1]]
        expect(page.locator(".middle-before")).to_have_count(0)
        gallery.show("turn, clock off")
        page.wait_for_timeout(600)
        angles = page.evaluate(f"""async () => {{
          const seen = [], place = {light};
          gallery.show("turn, past its end");
          for (const began = performance.now(); performance.now() - began < 5000 && seen.at(-1)?.[0] !== -90; ) {{
            await new Promise(requestAnimationFrame);
            seen.push(place());
          }}
          return seen;
        }}""")
    finally:
        page.emulate_media(reduced_motion="reduce")
    between = [angle for angle, _distance in angles if angle not in (90, -90)]
    assert len(between) >= 3
    assert angles[-1] == [-90, 50]
    assert {distance for _angle, distance in angles} <= {49, 50, 51}
