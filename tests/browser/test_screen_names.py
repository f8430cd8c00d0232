"""Names on the shared screen: in the middle of the circle with what is said about them, and beside the seats."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.screen_gallery import Gallery, opened
from tests.browser.screen_measures import OVERLAPS
from tests.browser.test_screen import SIZES

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery(browser: Browser, screens: Path) -> Iterator[Gallery]:
    with opened(browser, screens) as page:
        yield page
        assert page.complaints == []


def test_long_names_stand_whole_in_the_middle(gallery: Gallery) -> None:
    for size in SIZES:
        gallery.size(*size)
        gallery.show("turn, two seats")
        lines = gallery.page.locator(".who tspan").all_text_contents()
        assert len(lines) <= 2
        assert "".join(lines).replace("-", "") == "Abdoelrachman"


def test_what_is_said_about_a_name_stays_with_it_however_long_it_is(gallery: Gallery) -> None:
    page = gallery.page
    for size in SIZES:
        gallery.size(*size)
        for picture, name, remark in (
            ("turn, Jan-Willem", "Jan-Willem", "heeft het woord"),
            ("ready, long name", "Annemarie van den Bosch", "Zo meteen"),
            ("turn, Arabic name", "ليلى", "heeft het woord"),
        ):
            gallery.show(picture)
            assert " ".join(page.locator(".who tspan").all_text_contents()).replace("- ", "-") == name
            assert page.locator(".remark").all_text_contents() == [remark], (picture, size)
            assert page.evaluate(OVERLAPS) == []
        for count in (2, 8, 12, 24):
            gallery.round_of(count)
            assert page.locator(".remark").count() == 1, (count, size)


LONG_NAMES = (
    "Mevrouw Van den Berg",
    "Abdoelrachman El Idrissi",
    "Van der Westerlaken-Smit",
    "Zuster Maria Immaculata",
    "Wolfeschlegelsteinhausen",
    "عبد الرحمن الإدريسي",
)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nobody_is_called_by_half_a_name_in_the_middle(gallery: Gallery, size: tuple[int, int]) -> None:
    """The ring keeps the room that their whole name needs, in letters that are read; the names beside it give way."""
    gallery.size(*size)
    page = gallery.page
    for count in (6, 24):
        names = [LONG_NAMES[place % len(LONG_NAMES)] for place in range(count)]
        radii = set()
        for place in range(len(LONG_NAMES)):
            for speaking in (place, None):
                following = (place + 1) % count if speaking is not None else place
                gallery.people(names, speaking, following)
                lines = page.locator(".who tspan").all_text_contents()
                assert letters("".join(lines)) == letters(names[place]), (count, speaking)
                assert len(lines) <= 3
                assert float(page.locator(".who").get_attribute("font-size") or 0) >= 50
                assert page.locator(".remark").count() == 1, (count, names[place])
                assert page.evaluate(OVERLAPS) == [], (count, names[place], speaking)
                radii.add(page.locator(".kring .ring").get_attribute("r"))
        assert len(radii) == 1, "the ring is the same whoever has the word"


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_at_a_small_table_everybody_sits_by_their_whole_name(gallery: Gallery, size: tuple[int, int]) -> None:
    """Beside the seat or where the ring curves away from it: there is room, but among four for a word of 24 letters."""
    gallery.size(*size)
    for count in (2, 3, 4):
        named = [*LONG_NAMES, "Abdoelrachman", "Annemarie van den Bosch"]
        if count == 4:
            named.remove("Wolfeschlegelsteinhausen")
        for first in range(len(named)):
            names = [named[(first + place) % len(named)] for place in range(count)]
            gallery.people(names, 0, 1)
            seats = gallery.page.locator(".seat").all()
            shown = ["".join(seat.locator("text tspan").all_text_contents()) for seat in seats]
            assert list(map(letters, shown)) == list(map(letters, names)), count
            assert gallery.page.evaluate(OVERLAPS) == [], names


def letters(name: str) -> str:
    return name.replace(" ", "").replace("-", "")


def test_a_name_beside_the_ring_stands_on_two_or_three_lines_before_it_loses_its_end(
    gallery: Gallery,
) -> None:
    gallery.size(1920, 1080)
    gallery.people(
        ["Tom", "Kees", "Leyla", "Bülent", "Mevrouw Van den Berg", "Annemarie van den Bosch"], 4, 5
    )
    labels = [seat.locator("text tspan").all_text_contents() for seat in gallery.page.locator(".seat").all()]
    assert [" ".join(lines) for lines in labels[4:]] == ["Mevrouw Van den Berg", "Annemarie van den Bosch"]
    for width, height in ((1080, 1920), (768, 1024)):  # upright there is little room beside the ring
        gallery.size(width, height)
        gallery.people(
            ["Tom", "Kees", "Leyla", "Bülent", "Abdoelrachman El Idrissi", "Annemarie van den Bosch"], 4, 5
        )
        assert "…" not in "".join(gallery.page.locator(".seat text").all_text_contents())
        gallery.people(["Abdoelrachman", "Fatma", "Jan", "Els", "Mohammed", "Cor"], 0, 1)
        labels = gallery.page.locator(".seat text").all_text_contents()
        assert [label.strip() for label in labels] == [
            "Abdoelrachman",
            "Fatma",
            "Jan",
            "Els",
            "Mohammed",
            "Cor",
        ]
        assert gallery.page.evaluate(OVERLAPS) == []


def test_an_arabic_name_is_as_heavy_as_the_others_and_touches_nothing(gallery: Gallery) -> None:
    gallery.size(1920, 1080)
    gallery.show("ready, long name")
    assert gallery.page.locator(".seat .arabic").evaluate("one => getComputedStyle(one).fontWeight") == "700"
    gallery.show("turn, Arabic name")
    bottom, top = gallery.page.evaluate(
        """() => {
          const ink = (one) => {
            const style = getComputedStyle(one), context = document.createElement("canvas").getContext("2d");
            context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
            const { actualBoundingBoxAscent, actualBoundingBoxDescent } = context.measureText(one.textContent);
            const baseline = Number(one.getAttribute("y"));
            return [baseline + actualBoundingBoxDescent, baseline - actualBoundingBoxAscent];
          };
          return [ink(document.querySelector(".who tspan"))[0], ink(document.querySelector(".remark tspan") ?? document.querySelector(".remark"))[1]];
        }"""
    )
    assert top - bottom > 10, "thousandths of the screen between the dots and what is said about the name"


def test_the_ring_does_not_shrink_for_letters_that_it_does_not_print(gallery: Gallery) -> None:
    """Somebody with the names of six families stands with the first, and the others sit as they did before."""
    gallery.size(1280, 800)
    gallery.show("turn")
    radius = gallery.page.locator(".kring .ring").get_attribute("r")
    gallery.show("turn, six families")
    assert gallery.page.locator(".kring .ring").get_attribute("r") == radius
    assert gallery.page.locator(".seat text").all_text_contents()[6].strip() == "João"


def test_two_people_sit_left_and_right_of_the_name(gallery: Gallery) -> None:
    gallery.show("turn, two seats")
    left, right = [seat.bounding_box() for seat in gallery.page.locator(".seat > circle").all()]
    who = gallery.page.locator(".who").bounding_box()
    assert left is not None
    assert right is not None
    assert who is not None
    assert abs(left["y"] - right["y"]) < 1
    assert left["x"] + left["width"] < who["x"] < who["x"] + who["width"] < right["x"]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_from_one_seat_to_sixty_no_name_lies_over_another(gallery: Gallery, size: tuple[int, int]) -> None:
    gallery.size(*size)
    findings = {}
    for count in range(1, 61):
        gallery.round_of(count)
        findings[count] = gallery.page.evaluate(OVERLAPS)
    assert {count: overlaps for count, overlaps in findings.items() if overlaps} == {}


def test_every_seat_to_twentyfour_has_its_name_and_above_it_only_two(gallery: Gallery) -> None:
    gallery.size(1280, 800)
    named = {}
    for count in (2, 12, 24, 25, 60):
        gallery.round_of(count)
        named[count] = gallery.page.locator(".seat text").count()
    assert named == {2: 2, 12: 12, 24: 24, 25: 2, 60: 2}
