"""The pages that are not live, as a browser draws them: axe finds nothing, nothing sticks out at 320 px or with text twice
as large, nothing is asked of another host, and what is printed is the sheets alone.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from dialoog.settings import LANGUAGES
from tests.browser import axe
from tests.browser.qr_codes import assert_dark_on_light
from tests.browser.served_pages import SIZES_OF_TEXT, read_from_afar, served, sticks_out
from tests.participants.evenings import Table
from tests.records.evenings import meerlinden
from tests.serving import free_port
from tests.web.visits import KEY, Visitor, begin, cookie, running_app

EDGES = """(parts) => new Set(parts.map((part) => document.querySelector(part).getBoundingClientRect())
  .map(({ top, bottom }) => `${top} ${bottom}`)).size"""

pytestmark = pytest.mark.browser


@dataclass
class Town:
    """One installation with a table that is open, one that has begun, and an evening that was saved."""

    url: str
    pages: dict[str, str]
    cookies: dict[str, str]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    port = free_port()
    with running_app(tmp_path_factory.mktemp("town"), port) as app:
        plan = {
            "theme": "Elkaar kennen en een beetje op elkaar letten",
            "facilitator": "Els",
            "organisation": "Bewonerscollectief De Linde",
            "contact": "Els, 06 00 00 00 00",
            "expectation": "De gemeente antwoordt binnen vier weken.",
        }
        open_table = Visitor(app).sets_a_table(**plan)
        begun = Visitor(app).sets_a_table(**plan)
        begin(Visitor(app), begun)
        meerlinden(app.extensions["dialoog.engine"]).closes()
        meerlinden(app.extensions["dialoog.engine"], "eikenhof")
        own = Table(app)
        own.writes("Ik heb soep gebracht. Na het overlijden van Riet kwam er niemand.")
        with served(app, port) as url:
            pages = {
                "start": "/", "code": "/d", "wrong code": "/d/KR7MDPH", "join": f"/d/{open_table['code']}", "late": f"/d/{begun['code']}",
                "enter": "/in", "message": "/nergens", "own words": own.page, "card": "/mijn?kaart=1", "new": "/nieuw", "key": "/sleutel",
                "record": "/verslagen/linde", "list": "/verslagen", "paper": "/leiden/papier", "leading": "/uitleg",
            }  # fmt: skip
            cookies = {
                "dialoog-setup": KEY,
                "dialoog-facilitator": open_table["console"].partition("#")[2],
                cookie(app, f"seat-{own.id}"): own.fatma.token("seat"),
            }
            yield Town(url, pages, cookies)


@contextmanager
def looking(
    browser: Browser, town: Town, lang: str = "nl", width: int = 360, dark: bool = False
) -> Iterator[Page]:
    scheme = "dark" if dark else "light"
    context = browser.new_context(
        viewport={"width": width, "height": 640}, color_scheme=scheme, reduced_motion="reduce"
    )
    cookies = {"lang": lang, **town.cookies}
    context.add_cookies([{"name": name, "value": value, "url": town.url} for name, value in cookies.items()])
    page = context.new_page()
    try:
        yield page
    finally:
        context.close()


PAGES = [
    "start", "code", "wrong code", "join", "late", "enter", "message", "own words", "card", "new", "key", "record", "list", "paper",
]  # fmt: skip
OF_PARTICIPANTS = PAGES[:9]


@pytest.fixture(scope="module")
def page_in(browser: Browser, town: Town) -> Iterator[Callable[[str], Page]]:
    """Language → one page for all tests that only look: a context for each costs a second."""
    with ExitStack() as stack:
        yield cache(lambda lang: stack.enter_context(looking(browser, town, lang)))


@pytest.mark.parametrize("lang", LANGUAGES[:3])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(
    page_in: Callable[[str], Page], town: Town, name: str, lang: str
) -> None:
    """Each page is loaded once: loading costs more than looking."""
    page = page_in(lang)
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(town.url + town.pages[name])
    if lang != "ar" or name in OF_PARTICIPANTS:
        for scheme in ("light", "dark") if lang == "nl" else ("light",):
            page.emulate_media(color_scheme=scheme)
            assert axe.violations(page) == [], scheme
    assert [(size, by) for size in SIZES_OF_TEXT if (by := sticks_out(page, *size)) > 0] == []


def test_text_twice_as_large_breaks_no_word_on_a_button_or_of_a_language(
    page_in: Callable[[str], Page], town: Town
) -> None:
    page = page_in("nl")
    page.set_viewport_size({"width": 360, "height": 640})
    lines = """one => { const words = document.createRange(); words.selectNodeContents(one);
      return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size; }"""
    for name, words in (("start", ".door.first button"), ("join", ".fold .name")):
        page.goto(town.url + town.pages[name])
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.locator(words).first.evaluate(lines) == 1, name
    for lang, size in (("nl", "200%"), ("ar", "100%")):  # Arabic letters are larger, its button is short
        page = page_in(lang)
        page.goto(town.url + town.pages["start"])
        page.evaluate("(size) => { document.documentElement.style.fontSize = size }", size)
        page.locator("#code").fill("KR7MDPH")
        assert page.locator("#code").evaluate("one => one.scrollWidth <= one.clientWidth"), lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_small_phone_holds_the_three_doors_and_in_a_screen_and_a_half_what_one_joins_by(
    page_in: Callable[[str], Page], town: Town, lang: str
) -> None:
    page = page_in(lang)
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(town.url)
    assert page.evaluate("document.documentElement.scrollHeight") <= 640
    page.goto(town.url + town.pages["join"])
    assert page.locator(".brief li, .tick").count() == 6
    assert page.evaluate("document.querySelector('#join > .utrecht-button').getBoundingClientRect().bottom + scrollY") <= 960  # fmt: skip


def test_the_pages_are_quiet_and_stay_at_home(browser: Browser, town: Town) -> None:
    with looking(browser, town) as page:
        complaints: list[str] = []
        page.on(
            "console",
            lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on(
            "request",
            lambda request: None if request.url.startswith(town.url) else complaints.append(request.url),
        )
        for name in PAGES:
            if name not in ("message", "wrong code"):  # their status alone is written to the console
                page.goto(town.url + town.pages[name])
        assert complaints == []


def test_the_codes_of_a_new_dialogue_are_dark_on_light_and_its_cards_end_together(
    browser: Browser, town: Town
) -> None:
    with looking(browser, town, dark=True) as page:
        page.emulate_media(forced_colors="active", color_scheme="dark")
        page.goto(town.url + town.pages["new"])
        page.locator("#title").fill("Wijkdialoog Meerlinden")
        page.locator("#title").press("Enter")
        assert_dark_on_light(page.locator(".invite svg.qr"))
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.evaluate(EDGES, [".links", ".invite"]) == 1
        page.goto(town.url)
        assert page.evaluate(EDGES, ["#code", ".code-line button"]) == 1


def test_one_walks_the_join_page_by_keyboard(browser: Browser, town: Town) -> None:
    with looking(browser, town) as page:
        page.goto(town.url + town.pages["join"])
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "name"
        page.keyboard.type("Samira")
        page.keyboard.press("Tab")
        assert "Uitspraak, taal en wie u bent" in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Lees alles"
        for tick in ("words", "name_too", "contact"):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.name") == tick
        page.keyboard.press("Enter")
        page.wait_for_url("**/plek/*")


def test_who_chooses_another_language_at_the_door_keeps_what_they_typed(browser: Browser, town: Town) -> None:
    with looking(browser, town) as page:
        page.goto(town.url + town.pages["join"])
        page.locator("#name").fill("Samira")
        page.locator("#words").check()
        page.locator(".fold summary").click()
        page.get_by_role("button", name="Türkçe").click()
        page.locator("html[lang=tr]").wait_for()
        expect(page.locator("#name")).to_have_value("Samira")
        assert page.locator("#words").is_checked()
        page.reload()
        assert page.evaluate("Object.keys(sessionStorage)") == []


@pytest.mark.parametrize("script", ["", "[].at(-1).of_an_old_browser"], ids=["starts", "does not"])
def test_a_live_page_whose_script_does_not_reach_its_end_says_so(
    browser: Browser, town: Town, script: str
) -> None:
    with looking(browser, town) as page:
        if script:
            page.route(
                "**/dist/console*.js",
                lambda route: route.fulfill(body=script, content_type="text/javascript"),
            )
        page.goto(f"{town.url}/in#{town.cookies['dialoog-facilitator']}")
        page.wait_for_url("**/leiden/*")
        page.wait_for_load_state()
        page.evaluate("document.getAnimations().forEach((one) => one.finish())")
        assert page.get_by_text("Deze pagina komt niet op gang.").is_visible() == bool(script)


def test_a_console_link_opens_its_desk_and_leaves_no_token_in_the_address(
    browser: Browser, town: Town
) -> None:
    with looking(browser, town) as page:
        went: list[str] = []
        page.on("request", lambda request: went.append(request.url))
        page.goto(f"{town.url}/in#{town.cookies['dialoog-facilitator']}")
        page.wait_for_url("**/leiden/*")
        assert [url for url in went if town.cookies["dialoog-facilitator"] in url.partition("#")[0]] == []


def test_a_link_that_opens_nothing_says_so(browser: Browser, town: Town) -> None:
    with looking(browser, town) as page:
        page.goto(f"{town.url}/in#{'A' * 22}")
        page.get_by_text("Deze link werkt niet meer. Vraag wie hem gaf om een nieuwe.").wait_for()


def test_a_link_that_was_opened_without_a_connection_opens_by_its_button_and_after_a_reload(
    browser: Browser, town: Town
) -> None:
    link = f"{town.url}/in#{town.cookies['dialoog-facilitator']}"

    def no_connection(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=403, body="<title>Gratis wifi</title>")
        else:
            route.continue_()

    with looking(browser, town) as page:
        page.route("**/in", no_connection)
        page.goto(link)
        page.get_by_text("Geen verbinding. Probeer het nog eens.").wait_for()
        assert page.url == link
        page.reload()
        page.get_by_text("Geen verbinding. Probeer het nog eens.").wait_for()
        page.unroute("**/in")
        page.get_by_role("button", name="Probeer het opnieuw").click()
        page.wait_for_url("**/leiden/*")
        page.go_back()
        assert town.cookies["dialoog-facilitator"] not in page.url


def test_a_link_that_was_cut_off_says_so(browser: Browser, town: Town) -> None:
    with looking(browser, town) as page:
        page.goto(f"{town.url}/in#{town.cookies['dialoog-facilitator'][:9]}")
        page.get_by_text("Deze link is niet heel. Open hem nog eens.").wait_for()


def test_the_printed_paper_is_its_sheets_alone(browser: Browser, town: Town) -> None:
    with looking(browser, town, width=1280) as page:
        page.goto(town.url + town.pages["paper"])
        page.emulate_media(media="print")
        assert page.locator(".sheet").count() == 5, "one for the door, as long as the code works"
        assert page.get_by_text("Alles op papier").is_hidden()
        assert page.locator("header").is_hidden()
        assert read_from_afar(page) == [True, True]
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 5


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_who_leads_has_to_know_is_one_sheet(browser: Browser, town: Town, lang: str) -> None:
    with looking(browser, town, lang, width=1280) as page:
        page.goto(town.url + town.pages["leading"])
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_a_record_with_every_fold_open(browser: Browser, town: Town, dark: bool) -> None:
    with looking(browser, town, dark=dark) as page:
        page.goto(town.url + town.pages["record"])
        page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true })")
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            assert axe.violations(page) == [], width


def test_the_printed_record_opens_every_insight(browser: Browser, town: Town) -> None:
    with looking(browser, town, width=1280) as page:
        page.goto(town.url + town.pages["record"])
        page.locator("details").evaluate_all("(all) => all.forEach((one) => one.removeAttribute('open'))")
        words = page.locator("details blockquote").first
        assert words.is_hidden()
        page.emulate_media(media="print")
        assert words.evaluate("(quote) => quote.checkVisibility()")


def test_the_json_of_a_record_is_open_to_a_program(browser: Browser, town: Town) -> None:
    with looking(browser, town) as page:
        answer = page.request.get(town.url + town.pages["record"] + ".json")
        assert json.loads(answer.text())["id"] == "linde"
