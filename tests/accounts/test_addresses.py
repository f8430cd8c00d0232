"""Mail addresses are taken from who reads their mail, and nobody else learns whether we know one."""

import re

from flask import Flask
from sqlalchemy import update

from dialoog.accounts.models import AccountLink
from dialoog.db.engine import transaction
from tests.accounts.people import PASSWORD
from tests.accounts.test_accounts import handed_link, opens_link, signs_in
from tests.accounts.test_mails import app, delivers, evening, invites, links_in, mail_server
from tests.jobs.mail_server import MailServer
from tests.web.visits import Visitor

__all__ = ["app", "evening", "mail_server"]


def test_another_address_takes_the_password_and_its_own_link_and_the_former_one_is_told(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    margriet = signs_in(app)
    moved = {"name": "Margriet", "email": "nieuw@voorbeeld.nl"}
    assert margriet.sends("/account", **{**moved, "email": "margriet@voorbeeld.nl"}).status_code == 303
    assert margriet.sends("/account", **moved).status_code == 403
    assert margriet.sends("/account", **moved, current="iets anders").status_code == 403
    assert delivers(app, mail_server) == []
    assert margriet.sends("/account", **moved, current=PASSWORD).status_code == 303
    [text] = delivers(app, mail_server)
    assert mail_server.received[-1].recipients == ["nieuw@voorbeeld.nl"]
    signs_in(app)
    els = signs_in(app, "els@voorbeeld.nl")
    assert opens_link(els, links_in(text)[0]) == "/account/adres"
    assert els.opens("/account/adres").status_code == 403, "only who asked"
    phone = Visitor(app)
    opens_link(phone, links_in(text)[0])
    assert phone.browser.get("/account/adres").headers["Location"] == "/aanmelden?back=/account/adres"
    signed = phone.sends(
        "/aanmelden", login="margriet@voorbeeld.nl", password=PASSWORD, back="/account/adres"
    )
    assert signed.headers["Location"] == "/account/adres"
    assert phone.sends("/account/adres").headers["Location"] == "/account"
    [text] = delivers(app, mail_server)
    assert mail_server.received[-1].recipients == ["margriet@voorbeeld.nl"]
    assert "is veranderd" in text
    assert "nieuw@voorbeeld.nl" not in text
    assert (
        Visitor(app).sends("/aanmelden", login="margriet@voorbeeld.nl", password=PASSWORD).status_code == 403
    )
    signs_in(app, "nieuw@voorbeeld.nl")


def as_answered(visitor: Visitor, page: str, email: str, **fields: str) -> tuple[int, str]:
    """What a form with this address answers, and the page after it, without the address and the tokens."""
    answer = visitor.sends(page, email=email, **fields)
    text = visitor.opens(page).text if answer.status_code == 303 else answer.text
    return answer.status_code, re.sub(r'value="[^"]*"', "", text).replace(email, "")


def test_nobody_learns_from_their_account_whether_we_know_an_address(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    margriet = signs_in(app)
    fields = {"name": "Margriet", "current": PASSWORD}
    known = as_answered(margriet, "/account", "els@voorbeeld.nl", **fields)
    [told] = delivers(app, mail_server)
    assert mail_server.received[-1].recipients == ["els@voorbeeld.nl"]
    assert known == as_answered(margriet, "/account", "anna@voorbeeld.nl", **fields)
    assert "We stuurden een link naar" in known[1]
    opens_link(margriet, links_in(told)[0])
    answer = margriet.sends("/account/adres")
    assert (answer.status_code, "meldt iemand zich al aan" in answer.text) == (409, True)
    third = as_answered(margriet, "/account", "bert@voorbeeld.nl", **fields)
    assert third == known
    too_many = [
        as_answered(margriet, "/account", f"{name}@voorbeeld.nl", **fields) for name in ("els", "chris")
    ]
    assert too_many[0] == too_many[1]
    assert "wacht een uur" in too_many[0][1]
    assert len(delivers(app, mail_server)) == 2
    signs_in(app, "els@voorbeeld.nl")


def test_nobody_learns_from_an_invitation_whether_we_know_an_address(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    margriet, answers, texts = signs_in(app), [], []
    for email in ("els@voorbeeld.nl", "anna@voorbeeld.nl"):
        guest, token = Visitor(app), handed_link(invites(margriet, ""))
        opens_link(guest, token)
        with transaction(app.extensions["dialoog.engine"]) as connection:
            connection.execute(update(AccountLink).values(name=""))  # as of `dialoog organisation`
        answers.append(as_answered(guest, "/welkom", email, name="Yusuf", password=PASSWORD))
        assert guest.opens("/welkom").status_code == 403
        assert guest.browser.post("/in", json={"token": token}).status_code == 401, "it goes on by mail alone"
        texts += delivers(app, mail_server)
        assert mail_server.received[-1].recipients == [email]
    assert answers[0] == answers[1]
    assert all(text.startswith("Dag,") for text in texts)
    assert "Kijk in uw mail." in answers[0][1]
    els, anna = Visitor(app), Visitor(app)
    opens_link(els, links_in(texts[0])[0])
    text = els.sends("/welkom", name="Els", email="els@voorbeeld.nl", password=PASSWORD).text
    assert "Hiermee is al iemand aangemeld" in text, "who reads the mail of that address may know"
    els.sends("/aanmelden", login="els@voorbeeld.nl", password=PASSWORD, back="/welkom")
    assert els.sends("/welkom").headers["Location"] == "/thuis"
    opens_link(anna, links_in(texts[1])[0])
    assert anna.sends("/welkom", name="Anna", email="anna@voorbeeld.nl", password=PASSWORD).status_code == 303
    signs_in(app, "anna@voorbeeld.nl")
