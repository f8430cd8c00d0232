"""The pages of who is signed in, as a browser draws them: axe finds nothing, in dark and in contrast colours too, and nothing sticks
out at 320 px or with text twice as large, every fold open; what has the focus shows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Connection, Engine, insert, update

from dialoog.accounts import account_links, second_step, sessions
from dialoog.accounts.queries import first_organisation
from dialoog.db.engine import transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.models import Mail
from dialoog.live.models import Dialogue
from dialoog.planning import cards as planned_cards
from dialoog.planning import tables
from dialoog.planning.actions import assign, invite, plan
from dialoog.records.downloads.actions import Taker, read, take
from dialoog.records.models import Archive, Download, RemovalRequest
from dialoog.records.report_back.models import ReportBack
from dialoog.records.sheet.actions import save_sheet
from dialoog.records.sheet.queries import SheetInfo
from dialoog.records.themes.actions import change_words, create_theme
from dialoog.rules.state import Keep
from tests.accounts.people import PLANNED, create_member, create_organisation
from tests.browser import axe, focus
from tests.browser.served_pages import SIZES_OF_TEXT, STICKS_OUT, served, sticks_out
from tests.records.evenings import meerlinden
from tests.records.published import settle
from tests.records.retained import works_on, write_journal
from tests.serving import free_port
from tests.web.visits import Visitor, cookie, running_app

pytestmark = pytest.mark.browser
PUBLIC, IN_ARABIC = "eikenhof", "public record in Arabic"
LONG = "Bewonerscollectief Oud-Oosterwaard-Noord en omstreken"


class Office:
    """An installation with an organisation: its people, evenings that are planned, one that was left open and one with a record."""

    def __init__(self, url: str, session_name: str, tokens: dict[str, str], pages: dict[str, str]) -> None:
        self.url, self.session_name, self.tokens, self.pages = url, session_name, tokens, pages


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    port = free_port()
    with running_app(tmp_path_factory.mktemp("office"), port) as app:
        with transaction(app.extensions["dialoog.engine"]) as connection:
            tokens, pages = prepare(connection)
        Visitor(app).sets_a_table(theme="Een avond van vroeger", facilitator="Yusuf")
        evening = meerlinden(app.extensions["dialoog.engine"])
        evening.sits("Wil", device=False)
        evening.closes()
        for word in (words := [one.id for one in evening.record.contributions]):
            evening.chooses(word, Keep.NAMED, public=True)
        with transaction(app.extensions["dialoog.engine"]) as connection:
            save_sheet(connection, "linde", SheetInfo(title="Kleine hulp", words=tuple(words)), 1)
            write_journal(connection, evening)
            owner = first_organisation(connection)
            connection.execute(update(Dialogue).where(Dialogue.id == "linde").values(owner=owner))
            asked = {"id": "removal", "dialogue": "linde", "text": "De zin over de soep.", "created": 1}
            connection.execute(insert(RemovalRequest).values(asked))
            reading = read(connection.engine, "linde", "participants", None)
            assert reading is not None
            for extension in ("pdf", "xlsx"):
                take(connection, reading, extension, Taker("seat"), wall_ms())
            old = update(Download).where(Download.number == 1)
            connection.execute(old.values(missing_sentences=2, missing_names=1))
        pages["hide"] = f"/verslagen/linde/zinnen/{next(iter(evening.record.contributions)).id}"
        published = publish(app.extensions["dialoog.engine"])
        with transaction(app.extensions["dialoog.engine"]) as connection:
            theme = create_theme(connection, owner, "Een plek die open is", 1)
            change_words(connection, theme, "linde", words, ())
            change_words(connection, theme, PUBLIC, published, ())
            connection.execute(update(Dialogue).where(Dialogue.id == PUBLIC).values(owner=owner))
        pages["theme"] = f"/verslagen/linde/themas/{theme}"
        works_on(app.extensions["dialoog.engine"], 1)
        with served(app, port) as url:
            yield Office(url, cookie(app, "session"), tokens, pages)


def publish(engine: Engine) -> list[str]:
    """A second record, with sentences that everybody may read; their ids."""
    evening = meerlinden(engine, PUBLIC)
    evening.closes()
    for word in list(evening.state.words.values()):
        if word.keep is Keep.NAMED and word.seat:
            evening.chooses(word.id, Keep.NAMED, public=True)
    with transaction(engine) as connection:
        write_journal(connection, evening)
        settle(connection, PUBLIC, "public")
        told = {"introduction": "Dank dat u er was.", "closing": "شكرا لكم", "at": 1, "sent": wall_ms()}
        connection.execute(insert(ReportBack).values(dialogue=PUBLIC, number=1, **told))
    return [word.id for word in evening.state.words.values() if word.public]


def prepare(connection: Connection) -> tuple[dict[str, str], dict[str, str]]:
    """The session of each of two organisers, the second with a second step; and the pages by name."""
    organisation = create_organisation(connection, LONG)
    create_organisation(connection, "Gemeente Oosterwaard", "municipality", created=2)
    margriet = create_member(
        connection, organisation, "Margriet de Wit-van Leeuwenhoek", email="m@voorbeeld.nl"
    )
    els = create_member(connection, organisation, "Els")
    for state in ("making", "made"):
        archive = {
            "id": state,
            "organisation": organisation,
            "person": margriet,
            "format": "pdf",
            "language": "nl",
            "total": 30,
            "done": 12,
        }
        days = {
            "neighbourhood": "Meerlinden",
            "since": "",
            "until": "",
            "created": 1,
            "expires": wall_ms() + 10**8,
        }
        connection.execute(insert(Archive).values(state=state.replace("made", "ready"), **archive, **days))
    create_member(connection, organisation, "فاطمة", "reader")
    account_links.create(
        connection, "invitation", wall_ms(), organisation=organisation, role="facilitator", name="Ineke", email="ineke@voorbeeld.nl"
    )  # fmt: skip
    evening = plan(
        connection, organisation, {**PLANNED, "theme": "Een plein voor iedereen", "place": "Buurtkamer", "contact": "Els, 06 12345678"}, 1
    )  # fmt: skip
    [invitation] = account_links.invitations_of(connection, organisation, wall_ms())
    mail = outbox.write(
        connection, kind="invitation", recipient="ineke-met-een-lang-adres@voorbeeld-van-een-domein.nl", subject="", body="", organisation=organisation, cause=invitation.id, now=wall_ms()
    )  # fmt: skip
    connection.execute(update(Mail).where(Mail.id == mail).values(state="failed", error="Refused 550"))
    planned_cards.create_sheet(connection, "s" * 32, evening)
    assign(connection, evening, els, "scribe", 1)
    invite(connection, evening, "Ineke van den Heuvel", None, "facilitator", wall_ms())
    several = plan(connection, organisation, {**PLANNED, "theme": "De straat", "place": "Buurtkamer"}, 1)
    second = tables.add(connection, several, {"place": "Wevershuis, bovenzaal", "screen_lang": "ar"}, 1)
    second_step.begin(connection, els)
    tokens = {name: sessions.create(connection, one, "Firefox, Windows", wall_ms()) for name, one in (("margriet", margriet), ("els", els))}  # fmt: skip
    pages = {
        "home": "/thuis", "evenings": "/bijeenkomsten", "evening": f"/bijeenkomsten/{evening}", "plan": "/bijeenkomsten/nieuw",
        "several tables": f"/bijeenkomsten/{several}", "one of them": f"/bijeenkomsten/{second}", "change of one": f"/bijeenkomsten/{second}/tafel",
        "change": f"/bijeenkomsten/{evening}/wijzigen", "people": "/beheer", "person": f"/beheer/mensen/{els}", "account": "/account",
        "second step": "/account/tweede-stap", "sign in": "/aanmelden", "mail": "/beheer/post", "records": "/verslagen", "came out": "/uitkomst",
        "kept": "/beheer/bewaard", "register": "/beheer/verwerkingsregister", "printed cards": f"/bijeenkomsten/{evening}/kaarten", "table": "/beheer/bewaard/linde",
        "with a phone": "/beheer/bewaard/linde/s1", "without a phone": "/beheer/bewaard/linde/s5", "search": "/verslagen?q=soep",
        "ask": "/verzoek/linde", "asked": "/verzoek/linde/bedankt", "answer": "/verslagen/linde/verzoeken/removal",
        "edit": "/verslagen/linde/beheren", "sentences": "/verslagen/linde/zinnen", "copies": "/verslagen/linde/kopieen", "zips": "/verslagen/zip", "zip": "/verslagen/zip/made", "zip that is made": "/verslagen/zip/making", "preview": "/verslagen/linde/publiceren?audience=public",
        "public record": f"/uitkomst/{PUBLIC}", "public files": f"/uitkomst/{PUBLIC}/meenemen",
        "tell back": "/verslagen/linde/terugvertellen", "look at it": "/verslagen/linde/terugvertellen/bekijken", "told": f"/uitkomst/{PUBLIC}/vervolg",
        "what changed": "/verslagen/linde/veranderd", "changed by link": "/veranderd",
        "sheet": "/verslagen/linde/vouwblad", "record": "/verslagen/linde",
        "themes": "/verslagen/linde/themas", "new theme": "/verslagen/linde/themas/nieuw", "compare": f"/verslagen/vergelijken?avond=linde&avond={PUBLIC}",
        "calls": "/bellijst", "by link": "/afspraak", "questions": "/verslagen/linde/vragen", "question by link": "/vraag",
    }  # fmt: skip
    return tokens, pages


@contextmanager
def signed_in(browser: Browser, office: Office, who: str = "margriet", **options: object) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce", locale="nl-NL", **options)  # type: ignore[arg-type]
    context.add_cookies([{"name": office.session_name, "value": office.tokens[who], "url": office.url}])
    try:
        yield context.new_page()
    finally:
        context.close()


COLOURS = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
)


@dataclass
class Survey:
    """Of every page, loaded once: what axe found in each width and colours, what a keyboard meets, and what sticks out at each size of text."""

    faults: dict[object, list[str]] = field(default_factory=dict)
    of_focus: dict[object, list[str]] = field(default_factory=dict)
    too_wide: dict[object, int] = field(default_factory=dict)


@pytest.fixture(scope="module")
def survey(browser: Browser, office: Office) -> Survey:
    survey = Survey()
    with signed_in(browser, office) as page:
        for name, path in office.pages.items():
            answer = page.goto(office.url + path)
            assert answer is not None
            assert answer.status == 200, name
            look_at(page, name, survey)
        read_in_arabic(page, office)
        look_at(page, IN_ARABIC, survey)
    return survey


def look_at(page: Page, name: str, survey: Survey) -> None:
    for width, colours in product((360, 1280), COLOURS):
        page.set_viewport_size({"width": width, "height": 640})
        page.emulate_media(**colours)  # type: ignore[arg-type]
        rules = None if colours is COLOURS[0] else axe.ABOUT_COLOURS
        survey.faults[name, width, str(colours)] = axe.violations(page, rules)
    for width, colours in product((360, 1280), COLOURS[:2]):
        page.set_viewport_size({"width": width, "height": 640})
        page.emulate_media(**colours)  # type: ignore[arg-type]
        survey.of_focus[name, width, str(colours)] = focus.faults(page)
    for width, text in SIZES_OF_TEXT:
        survey.too_wide[name, width, text] = sticks_out(page, width, text)


def read_in_arabic(page: Page, office: Office) -> None:
    """The public record, as somebody without an account who chooses the language on the page."""
    page.context.clear_cookies()
    page.goto(office.url + office.pages["public record"])
    page.get_by_role("button", name="العربية").click()
    page.wait_for_selector("html[dir=rtl]")


def test_axe_finds_nothing_on_any_page(survey: Survey, office: Office) -> None:
    assert len(survey.faults) == len([*office.pages, IN_ARABIC]) * 2 * len(COLOURS)
    assert {where: faults for where, faults in survey.faults.items() if faults} == {}


def test_all_that_takes_the_focus_shows_it_and_is_under_nothing(survey: Survey, office: Office) -> None:
    assert len(survey.of_focus) == len([*office.pages, IN_ARABIC]) * 4
    assert {where: faults for where, faults in survey.of_focus.items() if faults} == {}


def test_nothing_sticks_out(survey: Survey, office: Office) -> None:
    assert len(survey.too_wide) == len([*office.pages, IN_ARABIC]) * len(SIZES_OF_TEXT)
    assert {where: pixels for where, pixels in survey.too_wide.items() if pixels > 0} == {}


def test_a_zip_that_is_done_is_told_where_one_reads(browser: Browser, office: Office) -> None:
    """The page is not loaded anew, which would take a reader's place."""
    with signed_in(browser, office) as page:
        page.clock.install()
        page.goto(office.url + office.pages["zip that is made"])
        page.evaluate("document.querySelector('main .over a').focus()")
        page.clock.run_for(5500)
        expect(page.get_by_text("12 van 30 verslagen staan erin.")).to_be_visible()
        done = page.request.get(
            office.url + office.pages["zip"], headers={"Accept": "application/json"}
        ).text()
        page.route("**/zip/making", lambda route: route.fulfill(body=done, content_type="application/json"))
        page.clock.run_for(5500)
        expect(page.get_by_role("link", name="Haal het op")).to_be_visible()
        assert page.locator("#archive").get_attribute("aria-busy") is None
        assert page.evaluate("document.activeElement.textContent") == "Veel verslagen meenemen"


def test_the_code_for_an_app_is_shown_without_a_fault(browser: Browser, office: Office) -> None:
    with signed_in(browser, office, "els", viewport={"width": 360, "height": 640}) as page:
        page.goto(f"{office.url}/account/tweede-stap")
        assert page.locator(".secret").count() == 1
        assert axe.violations(page) == []
        assert page.evaluate(STICKS_OUT) <= 0
