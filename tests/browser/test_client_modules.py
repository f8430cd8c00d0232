"""The client core's pure modules in a real browser: copies and pushes, the server's clock, ids and waits, counting as people count."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import phone_gallery
from tests.browser.gallery_page import ORIGIN
from tests.browser.phone_gallery import serve
from tests.web.test_phone_numbers import NUMBERS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def modules(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("phone")
    phone_gallery.build(folder)
    page = browser.new_page()
    page.route("**/*", lambda route: serve(route, folder))
    page.goto(f"{ORIGIN}/modules.html")
    yield page
    page.close()


def applied(modules: Page, own: int | None, base: int, version: int) -> Any:
    push = {"doc": "table", "base": base, "version": version, "sections": {"floor": "new"}}
    copy = None if own is None else {"version": own, "sections": {"floor": "old", "circle": "same"}}
    outcome = modules.evaluate("([own, push]) => modules.applyPush(own ?? undefined, push)", [copy, push])
    return outcome.get("document", {}).get("sections") or outcome["action"]


def test_a_push_is_merged_ignored_or_fetched_as_the_protocol_says(modules: Page) -> None:
    assert applied(modules, 11, base=11, version=12) == {"floor": "new", "circle": "same"}
    assert applied(modules, 11, base=9, version=12) == {"floor": "new", "circle": "same"}
    assert applied(modules, 12, base=11, version=12) == "ignore"
    assert applied(modules, 11, base=12, version=13) == "fetch"
    assert applied(modules, None, base=3, version=4) == "fetch"
    assert applied(modules, None, base=0, version=4) == {"floor": "new"}
    assert applied(modules, 2, base=0, version=4) == {"floor": "new"}


def test_S3_the_fastest_of_the_last_pulses_sets_the_clock(modules: Page) -> None:
    times = modules.evaluate(
        """() => {
          let local = 1000;
          const clock = modules.createServerClock(() => local);
          const said = [];
          clock.observe(60_900); said.push(clock.now());
          clock.observe(60_990); said.push(clock.now());
          clock.observe(60_200); said.push(clock.now());
          local = 500_000;
          clock.observe(61_000); said.push(clock.now());
          return said;
        }"""
    )
    assert times == [60_900, 60_990, 60_990, 61_000]


def test_ids_are_made_on_plain_http_and_never_twice(modules: Page) -> None:
    assert modules.evaluate("isSecureContext") is False
    ids = modules.evaluate("Array.from({length: 500}, () => modules.newId())")
    assert len(set(ids)) == 500
    assert all(len(one) == 24 and set(one) <= set(SIGNS) for one in ids)


SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


def test_waits_grow_to_five_seconds_and_differ_between_phones(modules: Page) -> None:
    longest = modules.evaluate("[0, 1, 2, 3, 4, 9].map((tries) => modules.backoff(tries, () => 0))")
    assert longest == [500, 1000, 2000, 4000, 5000, 5000]
    assert modules.evaluate("modules.backoff(3, () => 0.9)") < 3000


@pytest.mark.parametrize(
    ("text", "left"),
    [("", 280), ("é👩‍👩‍👧‍👦", 278), ("a" * 281, -1), ("e" + "\u0301" * 1120, -1)],
)
def test_C5_signs_are_counted_as_people_count_within_the_code_points(
    modules: Page, text: str, left: int
) -> None:
    assert modules.evaluate("(text) => modules.charactersLeft(text)", text) == left


SIGNS_OF = [
    ("👨‍👩‍👧‍👦👩🏽‍🦱🇳🇱🇹🇷", ["👨‍👩‍👧‍👦", "👩🏽‍🦱", "🇳🇱", "🇹🇷"]),
    ("مُحَمَّد", ["مُ", "حَ", "مَّ", "د"]),
    ("e\u0301\n❤️", ["e\u0301", "\n", "❤️"]),
]


def test_C1_a_text_is_taken_apart_between_signs_in_old_browsers_too(modules: Page) -> None:
    texts = [text for text, _signs in SIGNS_OF]
    of_browser = modules.evaluate("(texts) => texts.map(modules.splitGraphemes)", texts)
    without = """(texts) => { const { Segmenter } = Intl; delete Intl.Segmenter;
      try { return texts.map(modules.splitGraphemes); } finally { Intl.Segmenter = Segmenter; } }"""
    assert of_browser == modules.evaluate(without, texts) == [signs for _text, signs in SIGNS_OF]


def test_T8_the_clock_empties_and_counts_on(modules: Page) -> None:
    span = {"began": 0, "ends": 60_000}
    shares = modules.evaluate("(s) => [0, 15000, 60000, 90000].map((now) => modules.shareLeft(s, now))", span)
    assert shares == [1, 0.75, 0, 0]
    assert modules.evaluate("modules.shareLeft({began: 0, ends: null}, 5)") is None
    assert (
        modules.evaluate("(s) => modules.minutesAndSeconds(modules.secondsLeft(s, 67000))", span) == "−0:07"
    )


def test_the_language_of_a_sentence_follows_its_script(modules: Page) -> None:
    assert modules.evaluate("modules.detectLanguage('أبقى في البيت', 'nl')") == "ar"
    assert modules.evaluate("modules.detectLanguage('Ik blijf thuis', 'ar')") == "nl"
    assert modules.evaluate("modules.detectLanguage('I stay home', 'en')") == "en"


def test_a_phone_number_stays_on_one_line_as_the_pages_show_it(modules: Page) -> None:
    texts = [contact for contact, _ in NUMBERS]
    assert modules.evaluate("texts => texts.map(modules.unbroken)", texts) == [shown for _, shown in NUMBERS]
