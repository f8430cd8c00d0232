"""What another website, a foreign name for this host, or somebody's own form cannot make a browser do; over every route."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from dialoog.accounts.models import AccountLink, Membership, Person, Session, Token
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.models import Dialogue, JournalRow, SeatName, Word
from dialoog.planning.actions import plan
from dialoog.planning.models import Gathering
from dialoog.records.models import RemovalRequest
from tests.accounts.people import PASSWORD, PLANNED, create_member, create_organisation
from tests.web.visits import KEY, Visitor, begin, running_app

WITHOUT_FORM_TOKEN = {
    "POST /in": "JSON from our own pages",
    "POST /live/ticket": "JSON from our own pages",
    "POST /live/command": "JSON from our own pages",
    "POST /nieuw/avond": "a key of its own, never a cookie",
    "POST /taal": "the reader's own language alone",
}
EVIL = "https://elders.example"
CROSS = ({"Origin": EVIL}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"})


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(tmp_path_factory.mktemp("elsewhere")) as app:
        yield app


@pytest.fixture(scope="module")
def everybody(app: Flask) -> Visitor:
    """One browser that holds everything at once: key, seat, console, scribe and screen of one running table."""
    visitor = Visitor(app)
    table = visitor.sets_a_table()
    begin(visitor, table)
    visitor.sends("/sleutel", key=KEY)
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        dialogue = connection.execute(select(Dialogue.id)).scalars().one()
    for purpose in ("facilitator", "scribe", "screen"):
        visitor.holds(purpose, dialogue)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        organisation = create_organisation(connection, "De Linde")
        create_member(connection, organisation, "Margriet")
        plan(connection, organisation, PLANNED, wall_ms())
    visitor.sends("/aanmelden", login="Margriet", password=PASSWORD)
    visitor.code = table["code"]  # type: ignore[attr-defined]
    return visitor


def addresses(app: Flask, visitor: Visitor, method: str) -> list[str]:
    """Every address that takes this method, with a table and a record that are there."""
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        dialogue = connection.execute(select(Dialogue.id)).scalars().first()
        person, session, gathering = (
            connection.execute(select(one.id)).scalars().one() for one in (Person, Session, Gathering)
        )
    known = {
        "code": visitor.code,
        "dialogue": dialogue,
        "person": person,
        "session": session,
        "invitation": "x",
        "gathering": gathering,
        "helper": "x",
        "archive": "x",
        "theme": "x",
        "mail": "x",
        "agreement": "x",
        "word": "x",
        "removal": "x",
        "number": 1,
        "seat": "s1",
    }  # type: ignore[attr-defined]
    return [
        re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(known[m[1]]), rule.rule)
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and rule.endpoint != "static"
    ]


def row_counts(app: Flask) -> list[int]:
    """How many rows every table has that a form or a command can write."""
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return [
            connection.execute(select(func.count()).select_from(kind)).scalar_one()
            for kind in (
                Dialogue,
                JournalRow,
                Token,
                SeatName,
                Word,
                Person,
                Membership,
                Session,
                AccountLink,
                RemovalRequest,
            )
        ]


def rule_of(app: Flask, address: str) -> str:
    return str(app.url_map.bind("localhost").match(address, "POST", return_rule=True)[0].rule)


def test_a_form_without_its_token_is_refused_and_changes_nothing(app: Flask, everybody: Visitor) -> None:
    before, forms = row_counts(app), 0
    for address in addresses(app, everybody, "POST"):
        if f"POST {rule_of(app, address)}" in WITHOUT_FORM_TOKEN:
            continue
        stranger = Visitor(app)
        for sender in (everybody, stranger):
            response = sender.browser.post(
                address, data={"key": KEY, "title": "Vals", "template": "90", "name": "Vals"}
            )
            assert response.status_code == 400, address
        forms += 1
    assert forms >= 3
    assert row_counts(app) == before


def test_what_has_no_form_token_is_named_with_its_reason(app: Flask, everybody: Visitor) -> None:
    rules = {f"POST {rule_of(app, address)}" for address in addresses(app, everybody, "POST")}
    assert set(WITHOUT_FORM_TOKEN) <= rules


@pytest.mark.parametrize("headers", CROSS, ids=str)
def test_another_website_moves_nothing_with_what_this_browser_holds(
    app: Flask, everybody: Visitor, headers: dict[str, str]
) -> None:
    before = row_counts(app)
    command = {"id": "from-elsewhere-0123456789", "kind": "blank_screen", "on": True}
    bodies = {
        "/live/command?as=facilitator": command,
        "/live/ticket": {"desk": "seat"},
        "/in": {"token": "x" * 22},
    }
    for address, body in bodies.items():
        response = everybody.browser.post(address, json=body, headers=headers)
        assert (response.status_code, response.json["reason"]) == (403, "other_origin"), address
    assert everybody.browser.post("/nieuw/avond", json={}, headers=headers).status_code == 401
    if "Sec-Fetch-Site" in headers:
        response = everybody.browser.post("/taal", data={"lang": "tr"}, headers=headers)
        assert response.headers.getlist("Set-Cookie") == []
    assert row_counts(app) == before


def test_a_host_that_is_not_ours_is_told_nothing(app: Flask, everybody: Visitor) -> None:
    for address in addresses(app, everybody, "GET"):
        for name in ("elders.example", "127.0.0.1.elders.example", "localhost@elders.example"):
            response = everybody.browser.get(address, headers={"Host": name})
            assert response.status_code == 400, (address, name)
            assert "elders" not in f"{response.text}{response.headers}", address


def test_no_page_has_anything_inline_whoever_looks_at_it(app: Flask, everybody: Visitor) -> None:
    """Scripts and styles come from files alone, so that the policy can forbid all others."""
    html_pages = [page for page in pages(app, everybody) if page.mimetype == "text/html"]
    assert len(html_pages) >= 15
    for page in html_pages:
        assert re.findall(r"\sstyle=|\son\w+\s*=|<style|javascript:", page.text) == [], page.request.path
        assert re.findall(r"<script(?![^>]*\bsrc=)", page.text) == [], page.request.path
        assert re.findall(r"(?:src|href)=\"(?:https?:)?//(?!localhost|127)", page.text) == [], (
            page.request.path
        )
        assert "'unsafe" not in page.headers["Content-Security-Policy"]


def pages(app: Flask, everybody: Visitor) -> Iterator[TestResponse]:
    """Every page as who holds everything and who holds nothing sees it, and what a refused form says."""
    for visitor in (everybody, Visitor(app)):
        for address in addresses(app, everybody, "GET"):
            yield visitor.opens(address)
    yield everybody.opens("/d?code=XXXXXXX")
    yield Visitor(app).sends("/sleutel", key="geraden")
    yield Visitor(app).sends(f"/d/{everybody.code}", name="")  # type: ignore[attr-defined]
    yield Visitor(app).sends("/nieuw", key=KEY, title="Avond", template="90")
