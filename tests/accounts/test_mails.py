"""Links by mail, from the page that makes one to the mail server: what is sent, what a page says about it, and sending it again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from dialoog.accounts import link_by_mail
from dialoog.accounts.models import AccountLink, Person
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs import mail_delivery
from dialoog.jobs.models import Mail
from dialoog.planning.actions import plan
from tests.accounts.people import (
    PLANNED,
    create_member,
    create_organisation,
    switch_second_step_on,
)
from tests.accounts.test_accounts import handed_link, opens_link, signs_in
from tests.jobs.mail_server import MailServer, a_mail_server
from tests.jobs.mails import settings_for
from tests.jobs.working import works_off
from tests.web.visits import Visitor, running_app


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    with a_mail_server() as server:
        yield server


@pytest.fixture
def app(tmp_path: Path, mail_server: MailServer) -> Iterator[Flask]:
    mail_server.received.clear()
    mail_server.answers.clear()
    mailing = {"smtp_url": f"smtp://127.0.0.1:{mail_server.port}", "mail_from": "post@linde.example"}
    with running_app(tmp_path / "app", **mailing) as app:
        yield app


@pytest.fixture
def evening(app: Flask) -> str:
    """Of an organisation with an organiser and a reader; somebody else organises another."""
    with transaction(app.extensions["dialoog.engine"]) as connection:
        organisation = create_organisation(connection, "De Linde")
        create_member(connection, organisation, "Margriet", email="margriet@voorbeeld.nl")
        create_member(connection, organisation, "Els", "reader", "els@voorbeeld.nl")
        create_member(connection, create_organisation(connection, "Elders"), "Yusuf")
        return plan(connection, organisation, {**PLANNED, "theme": "Een plein", "place": "Buurtkamer"}, 1)


def delivers(app: Flask, mail_server: MailServer) -> list[str]:
    """The texts that the worker handed to the mail server."""
    before = len(mail_server.received)
    works_off(app.extensions["dialoog.engine"], mail_delivery.handlers(settings_for(mail_server)))
    return [one.message.get_content() for one in mail_server.received[before:]]


def invites(margriet: Visitor, email: str = "yusuf@voorbeeld.nl") -> str:
    form = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', margriet.opens("/beheer").text)
    assert form is not None
    fields = {"csrf_token": form[1], "name": "Yusuf", "email": email, "role": "facilitator"}
    return margriet.browser.post("/beheer/uitnodigen", data=fields).text


def presses(visitor: Visitor, page: str, action: str, **fields: str) -> int:
    """The button of the form on this page whose address has `action` in it."""
    form = re.search(
        rf'<form[^>]*action="([^"]*{action}[^"]*)"[^>]*>(.*?)</form>', visitor.opens(page).text, re.DOTALL
    )
    assert form is not None, (page, action)
    values = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form[2]))
    return visitor.browser.post(form[1], data={**values, **fields}).status_code


def links_in(text: str) -> list[str]:
    return re.findall(r"/in#([\w-]+)", text)


def test_an_invitation_is_mailed_and_its_state_stands_on_the_page(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    margriet = signs_in(app)
    page = invites(margriet)
    assert "yusuf@voorbeeld.nl" in page
    assert "Mail wacht" in margriet.opens("/beheer").text
    [text] = delivers(app, mail_server)
    assert "handed-link" not in page, "who opens the link reads the mail of that address"
    assert "Margriet nodigt u uit bij De Linde" in text
    assert mail_server.received[-1].recipients == ["yusuf@voorbeeld.nl"]
    assert "Mail verstuurd" in margriet.opens("/beheer").text
    guest = Visitor(app)
    assert opens_link(guest, links_in(text)[0]) == "/welkom"
    assert "yusuf@voorbeeld.nl" in guest.opens("/welkom").text


def test_a_mail_that_failed_says_why_and_goes_to_another_address(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    margriet = signs_in(app)
    invites(margriet, "yusfu@voorbeeld.nl")
    mail_server.answers.append("550 no such mailbox here: yusfu@voorbeeld.nl")
    assert delivers(app, mail_server) == []
    for page in ("/beheer", "/beheer/post", "/beheer/post?state=failed"):
        text = margriet.opens(page).text
        assert "Mail niet gelukt" in text, page
        assert "Kijk het adres na" in text, page
        assert "no such mailbox" not in text, page
    assert presses(margriet, "/beheer", "/opnieuw", email="geen adres") == 400
    assert presses(margriet, "/beheer", "/opnieuw", email="yusuf@voorbeeld.nl") == 303
    [text] = delivers(app, mail_server)
    assert mail_server.received[-1].recipients == ["yusuf@voorbeeld.nl"]
    assert "yusfu" not in margriet.opens("/beheer").text


def test_a_withdrawn_invitation_is_not_sent(app: Flask, evening: str, mail_server: MailServer) -> None:
    margriet = signs_in(app)
    invites(margriet)
    assert presses(margriet, "/beheer", "/intrekken") == 303
    assert delivers(app, mail_server) == []
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        assert connection.execute(select(Mail.id)).all() == []


def test_a_link_that_ended_is_not_mailed_again(app: Flask, evening: str, mail_server: MailServer) -> None:
    margriet = signs_in(app)
    invites(margriet)
    mail_server.answers.append("550 no")
    delivers(app, mail_server)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(AccountLink).values(expires=1))
    assert presses(margriet, "/beheer/post", "/opnieuw") == 409
    assert delivers(app, mail_server) == []


def test_the_link_for_a_colleague_is_mailed(app: Flask, evening: str, mail_server: MailServer) -> None:
    margriet = signs_in(app)
    els = re.search(r'href="(/beheer/mensen/[^"]+)"><bdi>Els<', margriet.opens("/beheer").text)
    assert els is not None
    assert presses(margriet, els[1], "/link") == 200
    [text] = delivers(app, mail_server)
    assert mail_server.received[-1].recipients == ["els@voorbeeld.nl"]
    assert "Mail verstuurd" in margriet.opens(els[1]).text
    colleague = Visitor(app)
    assert opens_link(colleague, links_in(text)[0]) == "/aanmelden/link"
    assert colleague.sends("/aanmelden/link").headers["Location"] == "/thuis"


def test_who_leads_an_evening_gets_its_link_by_mail(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    margriet, page = signs_in(app), f"/bijeenkomsten/{evening}"
    answer = presses(
        margriet, page, "/mensen", member="", name="Ineke", email="ineke@voorbeeld.nl", role="scribe"
    )
    assert answer == 200
    assert "Mail wacht" in margriet.opens(page).text
    [text] = delivers(app, mail_server)
    assert "Mail verstuurd" in margriet.opens(page).text
    for words in ("Een plein", "12 november 2099", "19:30", "Buurtkamer", "het verslag te maken"):
        assert words in text, words
    assert opens_link(Visitor(app), links_in(text)[0]) == page
    presses(margriet, page, "/mensen", member="", name="Fatma", email="fatma@voorbeeld.nl", role="scribe")
    helpers = re.findall(r'action="(/bijeenkomsten/[^"]+/weg)"', margriet.opens(page).text)
    for helper in helpers:
        presses(margriet, page, helper)
    assert delivers(app, mail_server) == []


def test_the_mail_of_another_organisation_is_not_there(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    invites(signs_in(app))
    yusuf = signs_in(app, "Yusuf")
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        [mail] = connection.execute(select(Mail.id)).scalars()
    assert "yusuf@voorbeeld.nl" not in yusuf.opens("/beheer/post").text
    form = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', yusuf.opens("/beheer").text)
    assert form is not None
    answer = yusuf.browser.post(f"/beheer/post/{mail}/opnieuw", data={"csrf_token": form[1]})
    assert answer.status_code == 404


def test_without_a_mail_server_a_link_is_handed_over(tmp_path: Path) -> None:
    with running_app(tmp_path / "app") as app:
        with transaction(app.extensions["dialoog.engine"]) as connection:
            create_member(connection, create_organisation(connection, "De Linde"), "Margriet")
        margriet = signs_in(app, "Margriet")
        assert opens_link(Visitor(app), handed_link(invites(margriet))) == "/welkom"
        assert "Mail" not in re.sub("Mailadres", "", margriet.opens("/beheer").text)
        with read_transaction(app.extensions["dialoog.engine"]) as connection:
            assert connection.execute(select(Mail.id)).all() == []


def test_every_fault_has_a_reason_in_words(app: Flask) -> None:
    reason = app.jinja_env.filters["mail_reason"]
    with app.test_request_context():
        assert (
            reason(mail_delivery.describe(OSError("secret")))
            == reason("")
            == "De mailserver was niet te bereiken."
        )
        sentences = {
            reason(error)
            for error in (
                "Refused 550",
                "Deferred 451",
                "Unconfirmed",
                "Unencrypted",
                "SMTPAuthenticationError 535",
            )
        }
    assert len(sentences) == 5


def test_mails_that_failed_stand_at_home_and_many_of_them_stay_one_page(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    margriet = signs_in(app)
    for number in range(24):
        invites(margriet, f"adres{number}@voorbeeld.nl")
    mail_server.answers.extend(["550 no"] * 24)
    delivers(app, mail_server)
    home = margriet.opens("/thuis").text
    assert (home.count("Stuur opnieuw"), "Nog 21 mails lukten niet" in home) == (3, True)
    assert "Stuur opnieuw" not in signs_in(app, "els@voorbeeld.nl").opens("/thuis").text
    pages = [margriet.opens(f"/beheer/post?state=failed&page={number}").text for number in (1, 2)]
    assert [page.count("Stuur opnieuw") for page in pages] == [20, 4]
    for odd in ("0", "-1", "99999", "x", "9" * 400):
        answer = margriet.opens(f"/beheer/post?page={odd}&state={odd}")
        assert (answer.status_code, "Deze bladzijde is er niet" in answer.text) == (404, True), odd
    assert presses(margriet, "/thuis", "/opnieuw") == 303
    assert margriet.opens("/thuis").text.count("adres23@voorbeeld.nl") == 0


def asks(visitor: Visitor, email: str) -> str:
    form = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.opens("/aanmelden").text)
    assert form is not None
    answer = visitor.browser.post("/aanmelden/link-vragen", data={"csrf_token": form[1], "email": email})
    assert answer.status_code == 200, answer.text
    return re.sub(r'value="[^"]*"', "", answer.text)


def test_who_forgot_the_password_asks_for_a_link_and_nobody_learns_who_has_an_account(
    app: Flask, evening: str, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setitem(app.extensions, "dialoog.pause", pauses.append)
    visitor = Visitor(app)
    known = asks(visitor, " Margriet@Voorbeeld.nl ")
    assert known == asks(visitor, "niemand@voorbeeld.nl") == asks(visitor, "yusuf@voorbeeld.nl")
    assert len(pauses) == 3
    assert all(link_by_mail.ANSWER_SECONDS / 2 < pause <= link_by_mail.ANSWER_SECONDS for pause in pauses)
    [text] = delivers(app, mail_server)
    assert mail_server.received[-1].recipients == ["margriet@voorbeeld.nl"]
    assert "margriet@voorbeeld.nl" not in signs_in(app, "els@voorbeeld.nl").opens("/thuis").text
    assert "Link om aan te melden" not in signs_in(app).opens("/beheer/post").text
    assert opens_link(visitor, links_in(text)[0]) == "/aanmelden/link"
    assert visitor.opens("/account").status_code == 401
    answer = visitor.sends("/aanmelden/link", new_password="1")
    assert answer.headers["Location"] == "/account#wachtwoord"
    chosen = "een heel nieuw wachtwoord"
    assert presses(visitor, "/account", "/wachtwoord", password=chosen) == 303
    signs_in(app, password=chosen)


def test_a_link_that_was_asked_for_still_owes_the_second_step(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        els = connection.execute(select(Person.id).where(Person.name == "Els")).scalar_one()
        switch_second_step_on(connection, els)
    asks(visitor := Visitor(app), "els@voorbeeld.nl")
    opens_link(visitor, links_in(delivers(app, mail_server)[0])[0])
    assert visitor.sends("/aanmelden/link").headers["Location"] == "/aanmelden/code"
    assert visitor.opens("/thuis").status_code == 401


def test_links_that_are_asked_for_are_limited_per_address_and_in_all(
    app: Flask, evening: str, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "dialoog.pause", lambda _seconds: None)
    visitor = Visitor(app)
    answers = {asks(visitor, "margriet@voorbeeld.nl") for _ in range(link_by_mail.PER_PERSON + 2)}
    assert len(answers) == 1
    assert len(delivers(app, mail_server)) == link_by_mail.PER_PERSON
    monkeypatch.setattr(link_by_mail, "IN_ALL", link_by_mail.PER_PERSON + 1)
    assert answers == {asks(visitor, "els@voorbeeld.nl")} == {asks(visitor, "els@voorbeeld.nl")}
    assert len(delivers(app, mail_server)) == 1
