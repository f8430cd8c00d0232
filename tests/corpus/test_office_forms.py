"""Odd strings in the forms of accounts and evenings, by an organiser where mail is set: refused with a sentence or kept, shown and mailed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from dialoog.accounts import link_by_mail
from dialoog.accounts.models import AccountLink, Person
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.mail_message import envelope_of
from dialoog.live.models import Dialogue
from dialoog.live.transport.rate_limits import TokenBuckets
from dialoog.planning import tables
from dialoog.planning.actions import plan
from dialoog.planning.models import Gathering
from dialoog.records.follow_up.models import Agreement
from dialoog.records.models import RemovalRequest
from tests.accounts.people import PASSWORD, PLANNED, create_member, create_organisation
from tests.corpus.conftest import LONG
from tests.corpus.office import ADDRESSES, SHEET, TELL, form, guest, is_one_message, mails, sends_odd
from tests.corpus.seen import Page
from tests.corpus.strings import SENDABLE
from tests.records.evenings import meerlinden
from tests.records.published import settle
from tests.records.retained import write_journal
from tests.web.visits import Visitor, running_app


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(
        tmp_path_factory.mktemp("office"), smtp_url="smtp://127.0.0.1:9", mail_from="post@linde.example"
    ) as app:
        app.extensions["dialoog.pause"] = lambda _seconds: None
        app.extensions["dialoog.count_failure"] = lambda _subject: None
        yield app


@pytest.fixture(scope="module")
def evening(office: Flask) -> str:
    with transaction(office.extensions["dialoog.engine"]) as connection:
        organisation = create_organisation(connection, "De Linde")
        create_member(connection, organisation, "Margriet", email="margriet@voorbeeld.nl")
        evening = plan(connection, organisation, PLANNED, 1)
    held = meerlinden(office.extensions["dialoog.engine"])
    held.closes()
    with transaction(office.extensions["dialoog.engine"]) as connection:
        write_journal(connection, held)
        connection.execute(update(Dialogue).where(Dialogue.id == "linde").values(owner=organisation))
    return evening


@pytest.fixture(scope="module")
def margriet(office: Flask, evening: str) -> Visitor:
    visitor = Visitor(office)
    assert visitor.sends("/aanmelden", login="margriet@voorbeeld.nl", password=PASSWORD).status_code == 303
    return visitor


def test_odd_strings_are_refused_or_kept_shown_and_mailed(
    office: Flask, evening: str, margriet: Visitor, chance: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_by_mail, "PER_PERSON", 10**9)
    page = f"/bijeenkomsten/{evening}"
    with transaction(office.extensions["dialoog.engine"]) as connection:
        table = f"/bijeenkomsten/{tables.add(connection, evening, {}, 1)}/tafel"
    invited, failures = guest(office), list[str]()
    asked = {"member": "", "name": "Ineke", "email": "ineke@voorbeeld.nl", "role": "scribe"}
    for visitor, shown, address, fixed in (
        (margriet, "/beheer", "/beheer/uitnodigen", {"name": "Yusuf", "email": "y@voorbeeld.nl"}),
        (margriet, page, f"{page}/mensen", asked),
        (margriet, f"{page}/wijzigen", f"{page}/wijzigen", {}),
        (margriet, table, table, {}),
        (margriet, "/bijeenkomsten/nieuw", "/bijeenkomsten/nieuw", {"title": "Avond", "date": "2099-11-12", "start": "19:30"}),
        (margriet, SHEET, SHEET, {}),
        (margriet, TELL, TELL, {}),
        (margriet, "/account", "/account", {"current": PASSWORD}),
        (margriet, "/verslagen/zip", "/verslagen/zip", {"format": "md"}),
        (margriet, "/account", "/account/wachtwoord", {}),
        (Visitor(office), "/aanmelden", "/aanmelden", {}),
        (Visitor(office), "/aanmelden", "/aanmelden/plakken", {}),
        (Visitor(office), "/aanmelden", "/aanmelden/link-vragen", {}),
        (invited, "/welkom", "/welkom", {"password": "x"}),
    ):  # fmt: skip
        fields = {**form(visitor, shown, address), **fixed}
        for name in set(fields) - {"csrf_token"}:
            for odd in SENDABLE if LONG else chance.sample(SENDABLE, 12):
                answer = visitor.browser.post(address, data={**fields, name: odd.typed})
                if answer.status_code >= 500:
                    failures.append(f"{address} {name} {odd.id}: {answer.status_code}")
                elif answer.status_code == 400 and not Page(answer.text).is_refusal:
                    failures.append(f"{address} {name} {odd.id}: no sentence at its field")
    for shown in (
        "/beheer",
        "/beheer/post",
        "/thuis",
        "/bijeenkomsten",
        "/account",
        SHEET,
        TELL,
        f"{TELL}/bekijken",
        page,
        f"{page}/wijzigen",
    ):
        if margriet.opens(shown).status_code != 200:
            failures.append(shown)
    assert failures == []
    assert len(mails(office)) > 10
    for mail in mails(office):
        is_one_message(office, mail)


def test_addresses_are_refused_or_mailed_as_they_are(office: Flask, evening: str, margriet: Visitor) -> None:
    fields = form(margriet, "/beheer", "/beheer/uitnodigen")
    page = f"/bijeenkomsten/{evening}"
    asked = {**form(margriet, page, f"{page}/mensen"), "member": "", "name": "Ineke", "role": "scribe"}
    for typed, recipient in ADDRESSES.items():
        for address, filled in (("/beheer/uitnodigen", {**fields, "name": "Els"}), (f"{page}/mensen", asked)):
            before = len(mails(office))
            answer = margriet.browser.post(address, data={**filled, "email": typed})
            if recipient is None:
                assert Page(answer.text).errors == [
                    "Dit is geen mailadres. Het lijkt op naam@voorbeeld.nl."
                ], typed
                assert (answer.status_code, len(mails(office))) == (400, before), typed
                continue
            assert answer.status_code == 200, typed
            newest = max(mails(office), key=lambda mail: mail.created)
            assert len(mails(office)) == before + 1, typed
            settings = office.extensions["dialoog.settings"]
            envelope = envelope_of(
                settings, id="x", recipient=newest.recipient, subject="", body="", language="nl", created=1
            )
            assert envelope.recipient == recipient, typed


def test_a_name_is_one_line_wherever_it_goes(office: Flask, evening: str, margriet: Visitor) -> None:
    name = "Els\r\nBcc: elders@voorbeeld.nl\r\n\r\nTekst"
    fields = form(margriet, "/beheer", "/beheer/uitnodigen")
    answer = margriet.browser.post(
        "/beheer/uitnodigen", data={**fields, "name": name, "email": "els@voorbeeld.nl"}
    )
    with read_transaction(office.extensions["dialoog.engine"]) as connection:
        kept = [
            *connection.execute(select(AccountLink.name)).scalars(),
            *connection.execute(select(Person.name)).scalars(),
            *connection.execute(select(Gathering.title)).scalars(),
        ]
    assert answer.status_code in (200, 400)
    assert [one for one in kept if "\n" in one or "\r" in one] == []
    for mail in mails(office):
        assert "\nBcc:" not in (mail.body or ""), mail.body


def test_what_somebody_asks_about_a_record_is_refused_or_kept_and_so_is_the_answer(
    office: Flask, margriet: Visitor, chance: Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TokenBuckets, "REQUESTS", (10**9, 1))
    engine, failures, anybody = office.extensions["dialoog.engine"], list[str](), Visitor(office)
    with transaction(engine) as connection:
        settle(connection, "linde", "public")
    asked = {**form(anybody, "/verzoek/linde", "/verzoek/linde"), "text": "x", "reach": "els@voorbeeld.nl"}

    def check(what: str, answer: TestResponse) -> None:
        if answer.status_code not in (303, 400, 413) or (answer.status_code == 400 and not Page(answer.text).is_refusal):  # fmt: skip
            failures.append(f"{what}: {answer.status_code}")

    for name in ("text", "wish", "reach"):
        for odd in SENDABLE if LONG else chance.sample(SENDABLE, 12):
            check(f"{name} {odd.id}", anybody.browser.post("/verzoek/linde", data={**asked, name: odd.typed}))
    assert margriet.opens("/verslagen/linde/beheren").status_code == 200
    assert margriet.opens("/thuis").status_code == 200
    with read_transaction(engine) as connection:
        requests = list(connection.execute(select(RemovalRequest.id)).scalars())
    assert len(requests) > 10
    token = form(margriet, "/beheer", "/beheer/uitnodigen")["csrf_token"]
    for request, odd in zip(requests, chance.sample(SENDABLE, min(len(requests), len(SENDABLE))), strict=False):  # fmt: skip
        address = f"/verslagen/linde/verzoeken/{request}"
        data = {"csrf_token": token, "reason": odd.typed, "keep": "x"}
        check(f"reason {odd.id}", margriet.browser.post(address, data=data))
    assert margriet.opens("/verslagen/linde/beheren").status_code == 200
    for mail in mails(office):
        is_one_message(office, mail)
    assert failures == []


def test_a_theme_is_called_what_was_typed_or_asked_again(
    office: Flask, margriet: Visitor, chance: Random
) -> None:
    """Also where the sentence, or what was ticked before, is no id."""
    new, failures = "/verslagen/linde/themas/nieuw", list[str]()
    [word, *_] = re.findall(r'name="words" value="([^"]+)"', margriet.opens(new).text)
    filled = {**form(margriet, new, new), "words": word}
    for name in ("name", "words", "before"):
        for odd in SENDABLE if LONG else chance.sample(SENDABLE, 12):
            fields = {**filled, "name": f"Thema {name} {odd.id}"[:60], name: odd.typed}
            answer = margriet.browser.post(new, data=fields)
            if answer.status_code not in (303, 400, 409, 413):
                failures.append(f"{name} {odd.id}: {answer.status_code}")
    assert margriet.opens("/verslagen/linde/themas").status_code == 200
    assert failures == []


def test_whom_a_question_is_put_to_and_what_is_replied_is_refused_or_kept_and_shown(
    office: Flask, margriet: Visitor, chance: Random
) -> None:
    """By an organiser, and by the link of who is asked."""
    page, failures = "/verslagen/linde/vragen", list[str]()
    [address] = re.findall(r'action="(/verslagen/linde/vragen/[^"/]+)"', margriet.opens(page).text)[:1]
    word = address.rpartition("/")[2]
    day = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
    asked = form(margriet, page, address) | {f"{word}-organisation": "De gemeente", f"{word}-reply_by": day}
    for name in ("organisation", "name", "mail", "phone", "reply_by"):
        failures += sends_odd(margriet, address, asked, f"{word}-{name}", page, chance)
    margriet.browser.post(address, data=asked)
    [token] = re.findall(r"/vraag#([0-9a-f]{48})", margriet.opens(page).text)[:1]
    wim = Visitor(office)
    wim.browser.post("/vraag", data={**form(wim, "/vraag", "/vraag"), "code": token})
    sent = form(wim, "/vraag/antwoord", "/vraag/antwoord") | {"kind": "no", "text": "Geen geld."}
    for name in ("text", "kind", "until"):
        failures += sends_odd(wim, "/vraag/antwoord", sent, name, "/vraag/antwoord", chance)
    for odd in SENDABLE if LONG else chance.sample(SENDABLE, 8):
        if wim.browser.post(
            "/vraag", data={**form(wim, "/vraag", "/vraag"), "code": odd.typed}
        ).status_code not in (404, 413):
            failures.append(f"code {odd.id}")
    if margriet.opens("/verslagen/linde").status_code != 200:
        failures.append("the record")
    assert failures == []


def test_what_a_caller_writes_down_and_an_owner_adds_is_refused_or_kept_and_shown(
    office: Flask, margriet: Visitor, chance: Random
) -> None:
    """The same fields stand on the call list, on one's own page and behind the link of a mail."""
    engine, failures = office.extensions["dialoog.engine"], list[str]()
    with transaction(engine) as connection:
        connection.execute(update(Agreement).values(ask_on="2026-01-01"))
        agreement = connection.execute(select(Agreement.id)).scalar()
    address = f"/bellijst/{agreement}"
    sent = form(margriet, "/bellijst", address) | {f"{agreement}-outcome": "busy", f"{agreement}-caller": "Els"}  # fmt: skip
    for name in ("caller", "note", "moved_to", "outcome"):
        failures += sends_odd(margriet, address, sent, f"{agreement}-{name}", "/bellijst", chance, 12)
    for page in ("1", "0", "-1", "x", "9" * 30, "２"):
        if margriet.opens(f"/bellijst?page={page}").status_code not in (200, 404):
            failures.append(f"page {page}")
    assert failures == []
