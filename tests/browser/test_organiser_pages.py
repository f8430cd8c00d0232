"""The pages of who is signed in, as a browser draws them: axe finds nothing, in dark and in contrast colours too, and nothing sticks
out at 320 px or with text twice as large."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import Connection, update

from dialoog.accounts import account_links, second_step, sessions
from dialoog.accounts.queries import first_organisation
from dialoog.db.engine import transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.models import Mail
from dialoog.live.models import Dialogue
from dialoog.planning import cards as planned_cards
from dialoog.planning.actions import assign, invite, plan
from tests.accounts.people import PLANNED, create_member, create_organisation
from tests.browser.test_pages import AXE, RUN_AXE, STICKS_OUT, served
from tests.records.evenings import meerlinden
from tests.records.retained import works_on, write_journal
from tests.serving import free_port
from tests.web.visits import Visitor, cookie, running_app

pytestmark = pytest.mark.browser
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
        with transaction(app.extensions["dialoog.engine"]) as connection:
            write_journal(connection, evening)
            owner = first_organisation(connection)
            connection.execute(update(Dialogue).where(Dialogue.id == "linde").values(owner=owner))
        works_on(app.extensions["dialoog.engine"], 1)
        with served(app, port) as url:
            yield Office(url, cookie(app, "session"), tokens, pages)


def prepare(connection: Connection) -> tuple[dict[str, str], dict[str, str]]:
    """The session of each of two organisers, the second with a second step; and the pages by name."""
    organisation = create_organisation(connection, LONG)
    create_organisation(connection, "Gemeente Oosterwaard", "municipality", created=2)
    margriet = create_member(
        connection, organisation, "Margriet de Wit-van Leeuwenhoek", email="m@voorbeeld.nl"
    )
    els = create_member(connection, organisation, "Els")
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
    second_step.begin(connection, els)
    tokens = {name: sessions.create(connection, one, "Firefox, Windows", wall_ms()) for name, one in (("margriet", margriet), ("els", els))}  # fmt: skip
    pages = {
        "home": "/thuis", "evenings": "/bijeenkomsten", "evening": f"/bijeenkomsten/{evening}", "plan": "/bijeenkomsten/nieuw",
        "change": f"/bijeenkomsten/{evening}/wijzigen", "people": "/beheer", "person": f"/beheer/mensen/{els}", "account": "/account",
        "second step": "/account/tweede-stap", "sign in": "/aanmelden", "mail": "/beheer/post", "records": "/verslagen", "came out": "/uitkomst",
        "kept": "/beheer/bewaard", "register": "/beheer/verwerkingsregister", "printed cards": f"/bijeenkomsten/{evening}/kaarten", "table": "/beheer/bewaard/linde",
        "with a phone": "/beheer/bewaard/linde/s1", "without a phone": "/beheer/bewaard/linde/s5", "search": "/verslagen/zoeken?q=soep",
        "edit": "/verslagen/linde/beheren", "sentences": "/verslagen/linde/zinnen", "preview": "/verslagen/linde/publiceren?audience=public",
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


@pytest.mark.parametrize(
    "colours", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str
)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, office: Office, colours: dict[str, str], width: int
) -> None:
    found = {}
    with signed_in(browser, office, viewport={"width": width, "height": 640}, **colours) as page:
        for name, path in office.pages.items():
            answer = page.goto(office.url + path)
            assert answer is not None
            assert answer.status == 200, name
            page.evaluate(AXE.read_text("utf-8"))
            found[name] = page.evaluate(RUN_AXE)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("width", "text"), [(320, "100%"), (360, "200%"), (1280, "200%")])
def test_nothing_sticks_out(browser: Browser, office: Office, width: int, text: str) -> None:
    too_wide = {}
    with signed_in(browser, office, viewport={"width": width, "height": 640}) as page:
        for name, path in office.pages.items():
            page.goto(office.url + path)
            page.evaluate("(size) => { document.documentElement.style.fontSize = size }", text)
            too_wide[name] = page.evaluate(STICKS_OUT)
    assert {name: by for name, by in too_wide.items() if by > 0} == {}


def test_the_code_for_an_app_is_shown_without_a_fault(browser: Browser, office: Office) -> None:
    with signed_in(browser, office, "els", viewport={"width": 360, "height": 640}) as page:
        page.goto(f"{office.url}/account/tweede-stap")
        assert page.locator(".secret").count() == 1
        page.evaluate(AXE.read_text("utf-8"))
        assert page.evaluate(RUN_AXE) == []
        assert page.evaluate(STICKS_OUT) <= 0
