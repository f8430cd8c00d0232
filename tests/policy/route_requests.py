"""The request of each route in the matrix of rights: as its own page sends it, but for the first dialogue, whatever the role.

A POST route that is not here fails the matrix, which names it.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dialoog.web.cookies import own_prefix
from tests.accounts.people import PASSWORD
from tests.policy.accounts import QUESTIONS
from tests.policy.evening import DESKS, SEED, Evening

DAY = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
RouteRequest = Callable[[FlaskClient, Evening, str], TestResponse]
COMMAND = "matrix-own-page-01"
FATMAS = f"words-{'own':_>16}"
ASKED, REPLIED = (f"words-{what:_>16}" for what in QUESTIONS)
RELEASED = f"words-{'released':_>16}"
EVENING_FILE = {
    "dialogue": {"title": "Avond", "theme": "Groen"},
    "steps": [{"id": "introductions", "question": "Wie bent u?", "minutes": 10, "turn_seconds": 60,
               "silence_seconds": 0, "writing_seconds": 0}],
}  # fmt: skip


def request_route(route: str, browser: FlaskClient, evening: Evening, role: str) -> TestResponse:
    request = REQUESTS.get(route)
    if request is not None:
        return request(browser, evening, role)
    method, _, rule = route.partition(" ")
    assert method == "GET", f"write the request of {route} into {__name__}"
    return browser.get(filled(rule, evening))


def filled(rule: str, evening: Evening) -> str:
    arguments = {
        "<code>": evening.links.code,
        "<dialogue>": evening.links.dialogue,
        "<word>": FATMAS,
        "<int:number>": "1",
        "<seat>": evening.seats["own"],
        "<without a phone>": evening.seats["without a phone"],
        "<path:filename>": "niets.css",
        **{f"<{name}>": identifier for name, identifier in evening.accounts.items()},
    }
    return re.sub(r"<[^>]+>", lambda match: arguments[match[0]], rule)


def desk(role: str) -> str:
    return DESKS.get(role, "seat")


def _form(address: str, **fields: str) -> RouteRequest:
    """A form with a valid CSRF token, so that only rights can stop it."""

    def send(browser: FlaskClient, evening: Evening, role: str) -> TestResponse:
        page = browser.get("/sleutel").text
        [token] = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        return browser.post(filled(address, evening), data={"csrf_token": token, **fields})

    return send


def _json(address: str, body: Callable[[Evening, str], Any]) -> RouteRequest:
    def send(browser: FlaskClient, evening: Evening, role: str) -> TestResponse:
        return browser.post(address.format(place=evening.place(role)), json=body(evening, role))

    return send


def _own_token(evening: Evening, role: str) -> dict[str, str]:
    """The token of the link that this role came by; a role without one sends a guess."""
    return {"token": next(iter(evening.tokens[role].values()), "geraden-geraden-geraden")}


def _words(browser: FlaskClient, evening: Evening, role: str) -> TestResponse:
    """All words there are, of both dialogues, in their first revision."""
    ids = ",".join(f"{word}.1" for word in evening.words.values())
    return browser.get(f"/live/words?place={evening.place(role)}&ids={ids}")


def _links(browser: FlaskClient, evening: Evening, role: str) -> TestResponse:
    """From the browser in which the first dialogue was made, whoever uses it now."""
    prefix = own_prefix(str(evening.app.secret_key), https=False)
    browser.set_cookie(f"{prefix}-seed-{evening.links.dialogue}", SEED)
    return browser.get(f"/nieuw/{evening.links.dialogue}")


REQUESTS: dict[str, RouteRequest] = {
    "GET /d": lambda browser, evening, _: browser.get(f"/d?code={evening.links.code}"),
    "GET /live/documents": lambda browser, evening, role: browser.get(f"/live/documents?place={evening.place(role)}"),
    "GET /live/words": _words,
    "GET /nieuw/<dialogue>": _links,
    "POST /d/<code>": _form("/d/<code>", id="matrix-sits-down", name="Nieuwe", lang="nl", role=""),
    "POST /verslagen/<dialogue>/weg": _form("/verslagen/<dialogue>/weg"),
    "POST /verslagen/<dialogue>/beheren": _form("/verslagen/<dialogue>/beheren", conclusion="Klein.", introduction="", version="0"),
    "POST /verslagen/<dialogue>/beheren/stand": _form("/verslagen/<dialogue>/beheren/stand", stage="review"),
    "POST /verslagen/<dialogue>/beheren/gezien": _form("/verslagen/<dialogue>/beheren/gezien"),
    "GET /verslagen/<dialogue>/zinnen/<word>": lambda browser, evening, _: browser.get(filled(f"/verslagen/<dialogue>/zinnen/{RELEASED}", evening)),
    "POST /verslagen/<dialogue>/zinnen/<word>": _form(f"/verslagen/<dialogue>/zinnen/{RELEASED}", reason="Een naam."),
    "POST /verslagen/<dialogue>/vragen/<word>": _form(f"/verslagen/<dialogue>/vragen/{ASKED}", **{f"{ASKED}-organisation": "De gemeente", f"{ASKED}-reply_by": DAY}),
    "POST /verslagen/<dialogue>/vragen/<word>/antwoord": _form(f"/verslagen/<dialogue>/vragen/{ASKED}/antwoord", **{f"{ASKED}-kind": "yes", f"{ASKED}-written": "2026-01-01", f"{ASKED}-enterer": "Els"}),
    "POST /verslagen/<dialogue>/vragen/<word>/oordeel": _form(f"/verslagen/<dialogue>/vragen/{REPLIED}/oordeel", **{f"{REPLIED}-is_answer": "1", f"{REPLIED}-judge": "Els"}),
    "POST /verslagen/<dialogue>/vragen/<word>/verteld": _form(f"/verslagen/<dialogue>/vragen/{ASKED}/verteld"),
    "POST /verslagen/<dialogue>/vragen/<word>/terug": _form(f"/verslagen/<dialogue>/vragen/{ASKED}/terug"),
    "POST /verslagen/<dialogue>/themas/nieuw": _form("/verslagen/<dialogue>/themas/nieuw", name="Helpen", words=RELEASED),
    "POST /verslagen/<dialogue>/themas/<theme>": _form("/verslagen/<dialogue>/themas/<theme>", name="Helpen", words=RELEASED),
    "POST /verslagen/<dialogue>/zinnen/<word>/tonen": _form(f"/verslagen/<dialogue>/zinnen/{RELEASED}/tonen"),
    "POST /verslagen/<dialogue>/vouwblad": _form("/verslagen/<dialogue>/vouwblad", title="Klein", introduction="", contact="", phone="", visit="", version="0"),
    "POST /verslagen/<dialogue>/vouwblad/bestand": _form("/verslagen/<dialogue>/vouwblad/bestand"),
    "GET /verslagen/<dialogue>/publiceren": lambda browser, evening, _: browser.get(filled("/verslagen/<dialogue>/publiceren?audience=organisation", evening)),
    "POST /verslagen/<dialogue>/bestand": _form("/verslagen/<dialogue>/bestand", format="md"),
    "POST /uitkomst/<dialogue>/meenemen": _form("/uitkomst/<dialogue>/meenemen", format="md"),
    "POST /verslagen/zip": _form("/verslagen/zip", format="md", neighbourhood="", since="", until=""),
    "POST /verslagen/<dialogue>/kopieen/gezien": _form("/verslagen/<dialogue>/kopieen/gezien"),
    "POST /veranderd": _form("/veranderd", code="x" * 32),
    "POST /veranderd/antwoord": _form("/veranderd/antwoord", amount="little", text=""),
    "POST /veranderd/terug": _form("/veranderd/terug"),
    "POST /mijn/<dialogue>/veranderd": _form("/mijn/<dialogue>/veranderd", amount="little", text=""),
    "POST /mijn/<dialogue>/veranderd/terug": _form("/mijn/<dialogue>/veranderd/terug"),
    "POST /verslagen/<dialogue>/veranderd/<seat>": _form("/verslagen/<dialogue>/veranderd/s1", **{"s1-amount": "little", "s1-text": "", "s1-caller": "Els"}),
    "POST /verslagen/<dialogue>/vervolg": _form("/verslagen/<dialogue>/vervolg"),
    "POST /uitkomst/<dialogue>/vervolg": _form("/uitkomst/<dialogue>/vervolg"),
    "POST /mijn/<dialogue>/vervolg": _form("/mijn/<dialogue>/vervolg"),
    "POST /verslagen/<dialogue>/terugvertellen": _form("/verslagen/<dialogue>/terugvertellen", introduction="Dank.", closing="", version="1"),
    "POST /verslagen/<dialogue>/terugvertellen/bekijken": _form("/verslagen/<dialogue>/terugvertellen/bekijken", seal="x" * 501),
    "POST /verslagen/<dialogue>/publiceren": _form("/verslagen/<dialogue>/publiceren", audience="participants", seal="geraden"),
    "POST /verzoek/<dialogue>": _form("/verzoek/<dialogue>", text="Bij ervaringen.", wish="", reach=""),
    "POST /verslagen/<dialogue>/verzoeken/<removal>": _form("/verslagen/<dialogue>/verzoeken/<removal>", reason="Een naam.", keep="x"),
    "POST /verslagen/<dialogue>/verzoeken/<removal>/verteld": _form("/verslagen/<dialogue>/verzoeken/<removal>/verteld"),
    "POST /nieuw": _form("/nieuw", key="geraden", title="Nog een avond", template="90"),
    "POST /sleutel": _form("/sleutel", key="geraden", back="/verslagen"),
    "POST /weg": _form("/weg"),
    "POST /taal": lambda browser, *_: browser.post("/taal", data={"lang": "en", "back": "/d"}),
    "POST /in": _json("/in", _own_token),
    "POST /live/ticket": _json("/live/ticket", lambda evening, role: {"place": evening.place(role)}),
    "POST /live/command": _json(
        "/live/command?place={place}", lambda *_: {"id": "matrix-asks-for-help", "kind": "choose_language", "lang": "tr"}
        | ({} if desk(_[1]) == "seat" else {"seat": "s1"})
    ),
    "POST /aanmelden": _form("/aanmelden", login="Organisatorkanarie", password="geraden-en-mis"),
    "POST /aanmelden/plakken": _form("/aanmelden/plakken", link="http://localhost/in#geraden-geraden-geraden"),
    "POST /aanmelden/link-vragen": _form("/aanmelden/link-vragen", email="post@voorbeeld.nl"),
    "POST /aanmelden/link": _form("/aanmelden/link"),
    "POST /welkom": _form("/welkom", name="Nieuwe", password="vier losse woorden hier"),
    "POST /afmelden": _form("/afmelden"),
    "POST /account": _form("/account", name="Anders", email=""),
    "POST /account/adres": _form("/account/adres"),
    "POST /account/wachtwoord": _form("/account/wachtwoord", current=PASSWORD, password="vier losse woorden hier"),
    "POST /account/sessies/<session>/einde": _form("/account/sessies/<session>/einde"),
    "POST /account/sessies/einde": _form("/account/sessies/einde"),
    "POST /account/organisatie": _form("/account/organisatie", organisation="bestaatniet1"),
    "POST /beheer/uitnodigen": _form("/beheer/uitnodigen", name="Nieuwe", role="reader"),
    "POST /beheer/uitnodigingen/<invitation>/intrekken": _form("/beheer/uitnodigingen/<invitation>/intrekken"),
    "POST /beheer/mensen/<person>/rol": _form("/beheer/mensen/<person>/rol", role="scribe"),
    "POST /beheer/mensen/<person>/link": _form("/beheer/mensen/<person>/link"),
    "POST /beheer/mensen/<person>/tweede-stap": _form("/beheer/mensen/<person>/tweede-stap"),
    "POST /account/tweede-stap/begin": _form("/account/tweede-stap/begin", current=PASSWORD),
    "POST /account/tweede-stap/bevestig": _form("/account/tweede-stap/bevestig", code="123456"),
    "POST /account/tweede-stap/codes": _form("/account/tweede-stap/codes", current=PASSWORD),
    "POST /account/tweede-stap/uit": _form("/account/tweede-stap/uit", current=PASSWORD),
    "POST /aanmelden/code": _form("/aanmelden/code", code="123456"),
    "POST /beheer/mensen/<person>/weg": _form("/beheer/mensen/<person>/weg"),
    "POST /bellijst/<agreement>": _form("/bellijst/<agreement>", **{"agreement-outcome": "busy", "agreement-caller": "Els"}),
    "POST /bellijst/<agreement>/terug": _form("/bellijst/<agreement>/terug"),
    "POST /beheer/post/<mail>/opnieuw": _form("/beheer/post/<mail>/opnieuw"),
    "POST /beheer/bewaard/<dialogue>/<seat>/wissen": _form("/beheer/bewaard/<dialogue>/<without a phone>/wissen", how="voice", sure="y"),
    "POST /leiden/<dialogue>/openen": _form("/leiden/<dialogue>/openen"),
    "POST /bijeenkomsten/nieuw": _form("/bijeenkomsten/nieuw", title="Nieuw", date=DAY, start="19:30", template="60"),
    "POST /bijeenkomsten/<gathering>/wijzigen": _form("/bijeenkomsten/<gathering>/wijzigen", title="", date="", start=""),
    "POST /bijeenkomsten/<gathering>/kopieren": _form("/bijeenkomsten/<gathering>/kopieren"),
    "POST /bijeenkomsten/<gathering>/afzeggen": _form("/bijeenkomsten/<gathering>/afzeggen"),
    "POST /bijeenkomsten/<gathering>/tafels": _form("/bijeenkomsten/<gathering>/tafels", lang="nl"),
    "POST /bijeenkomsten/<gathering>/tafels/openen": _form("/bijeenkomsten/<gathering>/tafels/openen"),
    "POST /bijeenkomsten/<gathering>/tafel": _form("/bijeenkomsten/<second>/tafel", lang="nl"),
    "POST /bijeenkomsten/<gathering>/tafel/weg": _form("/bijeenkomsten/<second>/tafel/weg"),
    "POST /bijeenkomsten/<gathering>/mensen": _form("/bijeenkomsten/<gathering>/mensen", member="", name="Els", role="facilitator"),
    "POST /bijeenkomsten/<gathering>/mensen/<helper>/weg": _form("/bijeenkomsten/<gathering>/mensen/<helper>/weg"),
    "POST /bijeenkomsten/<gathering>/openen": _form("/bijeenkomsten/<gathering>/openen"),
    "POST /bijeenkomsten/<gathering>/verslag-leggen": _form("/bijeenkomsten/<opened>/verslag-leggen"),
    "POST /bijeenkomsten/<gathering>/overdragen": _form("/bijeenkomsten/<given>/overdragen"),
    "POST /overnemen": _form("/overnemen"),
    "POST /mijn": _form("/mijn", code="geraden-geraden-1"),
    "POST /mijn/<dialogue>/zin/<word>": _form("/mijn/<dialogue>/zin/<word>", **{f"{FATMAS}-id": COMMAND, f"{FATMAS}-keep": "named"}),
    "POST /mijn/<dialogue>/afspraak/<word>": _form("/mijn/<dialogue>/afspraak/<word>", **{f"{FATMAS}-ja-id": COMMAND, f"{FATMAS}-ja-on": "1"}),
    "POST /mijn/<dialogue>/afspraken/<word>": _form("/mijn/<dialogue>/afspraken/<word>", outcome="done"),
    "POST /mijn/<dialogue>/afspraken/<word>/terug": _form("/mijn/<dialogue>/afspraken/<word>/terug"),
    "POST /mijn/<dialogue>/vragen/<word>": _form("/mijn/<dialogue>/vragen/<word>", is_answer="1"),
    "POST /vraag": _form("/vraag", code="0123456789abcdef"),
    "POST /vraag/antwoord": _form("/vraag/antwoord", kind="yes"),
    "POST /afspraak": _form("/afspraak", code="0123456789abcdef"),
    "POST /afspraak/antwoord": _form("/afspraak/antwoord", outcome="done"),
    "POST /afspraak/terug": _form("/afspraak/terug"),
    "POST /mijn/<dialogue>/keuzes": _form("/mijn/<dialogue>/keuzes", **{"consent-id": COMMAND, "consent-words": "y"}),
    "POST /mijn/<dialogue>/wissen": _form("/mijn/<dialogue>/wissen", **{"erase-id": COMMAND, "erase-word": "wissen"}),
    "POST /leiden/<dialogue>/kaarten": _form("/leiden/<dialogue>/kaarten"),
    "POST /leiden/<dialogue>/kaarten/<int:number>": _form("/leiden/<dialogue>/kaarten/1", **{"card1-seat": "s1"}),
    "POST /leiden/<dialogue>/kaarten/<int:number>/kwijt": _form("/leiden/<dialogue>/kaarten/1/kwijt"),
    "POST /bijeenkomsten/<gathering>/kaarten": _form("/bijeenkomsten/<gathering>/kaarten"),
    "POST /nieuw/avond": _json("/nieuw/avond", lambda *_: EVENING_FILE),
}  # fmt: skip
