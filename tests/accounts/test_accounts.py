"""Accounts through their pages, without scripts: setting up, inviting, signing in and out, changing, removing."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from dialoog.accounts import account_links, tokens
from dialoog.accounts.models import AccountLink, Organisation, Person, Session
from dialoog.accounts.passwords import SHORTEST
from dialoog.cli import accounts as commands
from dialoog.db import erasure_list
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.live.models import Dialogue, JournalRow
from tests.accounts.people import PASSWORD, create_member, create_organisation
from tests.web.visits import KEY, Visitor, begin


def one(app: Flask, statement: object) -> object:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return connection.execute(statement).scalars().all()  # type: ignore[call-overload]


def opens_link(visitor: Visitor, token: str) -> str:
    """As the script of `/in` does; returns the page that it goes to."""
    answer = visitor.browser.post("/in", json={"token": token})
    assert answer.status_code == 200, answer.text
    return str(answer.json["go"])


def signs_in(app: Flask, login: str = "margriet@voorbeeld.nl", password: str = PASSWORD) -> Visitor:
    visitor = Visitor(app)
    answer = visitor.sends("/aanmelden", login=login, password=password)
    assert answer.status_code == 303, answer.text
    return visitor


def handed_link(page: str) -> str:
    return re.search(r'id="handed-link">[^<]*/in#([\w-]+)<', page)[1]  # type: ignore[index]


def sets_up(app: Flask, visitor: Visitor) -> None:
    token = commands.setup_link(app.extensions["dialoog.engine"])
    assert token is not None
    assert opens_link(visitor, token) == "/welkom"
    assert 'name="email"' not in visitor.opens("/welkom").text, "nobody could show that it is theirs"
    answer = visitor.sends(
        "/welkom", organisation="De Linde", kind="collective", name="Margriet", password=PASSWORD
    )
    assert answer.headers["Location"] == "/thuis", answer.text


def test_the_first_link_makes_the_first_organiser_who_gets_what_was_there(app: Flask) -> None:
    visitor = Visitor(app)
    visitor.sends("/nieuw", key=KEY, title="Van vroeger")
    sets_up(app, visitor)
    [organisation] = one(app, select(Organisation.id))  # type: ignore[misc]
    assert one(app, select(Dialogue.owner)) == [organisation]
    assert "Wat moet ik doen?" in visitor.opens("/thuis").text
    assert "Van vroeger" in visitor.opens("/verslagen").text
    assert commands.setup_link(app.extensions["dialoog.engine"]) is None
    visitor.sends("/nieuw", title="Van nu")
    Visitor(app).sends("/nieuw", key=KEY, title="Met de sleutel")
    assert one(app, select(Dialogue.owner)) == [organisation] * 3


def test_two_links_to_set_up_make_one_organisation(app: Flask) -> None:
    first, second = Visitor(app), Visitor(app)
    token = commands.setup_link(app.extensions["dialoog.engine"])
    opens_link(second, token or "")
    sets_up(app, first)
    answer = second.browser.get("/welkom")
    assert (answer.status_code, "werkt niet meer" in answer.text) == (403, True)
    assert len(one(app, select(Organisation.id))) == 1  # type: ignore[arg-type]


def test_an_invitation_makes_an_account_once(app: Flask, organisation: str) -> None:
    margriet = signs_in(app)
    page = margriet.browser.post(
        "/beheer/uitnodigen", data={**csrf(margriet, "/beheer"), "name": "Yusuf", "role": "facilitator"}
    )
    token = handed_link(page.text)
    yusuf, other = Visitor(app), Visitor(app)
    for visitor in (yusuf, other):
        assert opens_link(visitor, token) == "/welkom"
        assert "De Linde" in visitor.opens("/welkom").text
    assert yusuf.sends("/welkom", name="Yusuf", password=PASSWORD).status_code == 303
    assert other.browser.get("/welkom").status_code == 403
    assert "Yusuf" in margriet.opens("/beheer").text
    assert "Uitgenodigd" not in margriet.opens("/beheer").text
    assert yusuf.opens("/beheer").status_code == 404
    assert signs_in(app, "yusuf").opens("/thuis").status_code == 200


def test_an_account_that_exists_joins_with_a_button(app: Flask, organisation: str) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        elsewhere = create_organisation(connection, "Gemeente Oosterwaard", "municipality")
        token = account_links.create(
            connection, "invitation", wall_ms(), organisation=elsewhere, role="facilitator", name="M."
        )
    margriet = signs_in(app)
    opens_link(margriet, token)
    assert margriet.sends("/welkom").headers["Location"] == "/thuis"
    assert "Gemeente Oosterwaard" in margriet.opens("/account").text
    margriet.browser.post(
        "/account/organisatie", data={**csrf(margriet, "/account"), "organisation": elsewhere}
    )
    assert "Gemeente Oosterwaard" in margriet.opens("/thuis").text
    assert margriet.opens("/beheer").status_code == 404
    assert len(one(app, select(Person.id))) == 1  # type: ignore[arg-type]


def test_a_wrong_password_and_an_unknown_login_are_answered_alike(app: Flask, organisation: str) -> None:
    pages = []
    for login in ("margriet@voorbeeld.nl", "niemand@voorbeeld.nl"):
        visitor = Visitor(app)
        answer = visitor.sends("/aanmelden", login=login, password="dit is het niet!")
        assert answer.status_code == 403
        assert visitor.opens("/thuis").status_code == 401
        pages.append(re.sub(r'value="[^"]*"', "", answer.text))
    assert pages[0] == pages[1]


def test_a_login_is_read_as_people_write_it(app: Flask, organisation: str) -> None:
    signs_in(app, " Margriet@Voorbeeld.NL ")


def test_signing_in_leads_back_to_the_page_that_was_asked_for(app: Flask, organisation: str) -> None:
    visitor = Visitor(app)
    asked = visitor.opens("/verslagen?page=1")
    assert asked.status_code == 302
    answer = visitor.sends(asked.headers["Location"], login="margriet@voorbeeld.nl", password=PASSWORD)
    assert answer.headers["Location"] == "/verslagen?page=1"


def test_a_sign_in_link_works_by_its_button_once(app: Flask, organisation: str) -> None:
    settings = app.extensions["dialoog"].settings
    token = commands.sign_in_link(settings, "MARGRIET")
    scanner, margriet = Visitor(app), Visitor(app)
    assert opens_link(scanner, token) == "/aanmelden/link"
    assert "Margriet" in scanner.opens("/aanmelden/link").text  # looked at, and still good
    opens_link(margriet, token)
    assert margriet.sends("/aanmelden/link").headers["Location"] == "/thuis"
    assert margriet.opens("/thuis").status_code == 200
    assert scanner.browser.post("/aanmelden/link", data={}).status_code == 400
    assert scanner.opens("/aanmelden/link").status_code == 403


def test_a_link_can_be_pasted_where_no_script_runs(app: Flask, organisation: str) -> None:
    token = commands.sign_in_link(app.extensions["dialoog"].settings, "margriet@voorbeeld.nl")
    visitor = Visitor(app)
    pasted = visitor.sends("/aanmelden", login="", password="")
    fields = dict(re.findall(r'name="(csrf_token)"[^>]*value="([^"]+)"', pasted.text))
    answer = visitor.browser.post(
        "/aanmelden/plakken", data={**fields, "link": f"http://localhost:8000/in#{token}"}
    )
    assert answer.headers["Location"] == "/aanmelden/link"
    assert visitor.sends("/aanmelden/link").status_code == 303


def test_a_link_ends_after_its_days(app: Flask, organisation: str) -> None:
    token = commands.sign_in_link(app.extensions["dialoog"].settings, "Margriet")
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(AccountLink).values(expires=wall_ms() - 1))
    assert Visitor(app).browser.post("/in", json={"token": token}).status_code == 401


def test_a_session_ends_where_it_is_ended_and_after_its_days(app: Flask, organisation: str) -> None:
    laptop, phone, old = signs_in(app), signs_in(app), signs_in(app)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        oldest = connection.execute(select(Session.id).order_by(Session.created.desc())).scalars().first()
        connection.execute(
            update(Session).where(Session.id == oldest).values(created=wall_ms() - 31 * DAY_MS)
        )
    alive = [one for one in (laptop, phone, old) if one.opens("/thuis").status_code == 200]
    assert len(alive) == 2
    laptop, phone = alive
    [ending] = set(re.findall(r"/account/sessies/([\w-]+)/einde", laptop.opens("/account").text))
    laptop.browser.post(f"/account/sessies/{ending}/einde", data=csrf(laptop, "/account"))
    assert (laptop.opens("/thuis").status_code, phone.opens("/thuis").status_code) == (200, 401)
    assert laptop.browser.post("/afmelden", data=csrf(laptop, "/account")).status_code == 200
    assert laptop.opens("/thuis").status_code == 401


def csrf(visitor: Visitor, page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(csrf_token)"[^>]*value="([^"]+)"', visitor.opens(page).text)[:1])


def test_a_new_password_ends_the_other_sessions_and_links(app: Flask, organisation: str) -> None:
    token = commands.sign_in_link(app.extensions["dialoog"].settings, "Margriet")
    laptop, phone = signs_in(app), signs_in(app)
    new = "groene deur kraakt zacht"
    wrong = laptop.browser.post(
        "/account/wachtwoord", data={**csrf(laptop, "/account"), "current": "mis", "password": new}
    )
    assert wrong.status_code == 403
    assert phone.opens("/thuis").status_code == 200
    laptop.browser.post(
        "/account/wachtwoord", data={**csrf(laptop, "/account"), "current": PASSWORD, "password": new}
    )
    assert (laptop.opens("/thuis").status_code, phone.opens("/thuis").status_code) == (200, 401)
    assert Visitor(app).browser.post("/in", json={"token": token}).status_code == 401
    signs_in(app, password=new)
    assert Visitor(app).sends("/aanmelden", login="Margriet", password=PASSWORD).status_code == 403


@pytest.mark.parametrize("password", ["a" * (SHORTEST - 1), "wachtwoord123", "de linde de linde", ""])
def test_a_bad_password_is_refused_with_a_sentence_and_makes_nothing(app: Flask, password: str) -> None:
    visitor = Visitor(app)
    opens_link(visitor, commands.setup_link(app.extensions["dialoog.engine"]) or "")
    answer = visitor.sends("/welkom", organisation="De Linde", name="Margriet", password=password)
    assert answer.status_code == 200
    assert "utrecht-form-field-error-message" in answer.text
    assert one(app, select(Person.id)) == []


def test_a_taken_login_is_refused_and_the_invitation_stays(app: Flask, organisation: str) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        token = account_links.create(
            connection, "invitation", wall_ms(), organisation=organisation, role="reader", name="Yusuf"
        )
        create_member(connection, organisation, "Els", "reader")
    visitor = Visitor(app)
    opens_link(visitor, token)
    assert "Hiermee is al iemand aangemeld" in visitor.sends("/welkom", name="ELS", password=PASSWORD).text
    answer = visitor.sends("/welkom", name="margriet@voorbeeld.nl", password=PASSWORD)
    assert "Een naam heeft geen @." in answer.text
    assert visitor.sends("/welkom", name="Els V.", password=PASSWORD).status_code == 303


def test_without_a_mail_server_no_address_is_asked_and_none_is_told(app: Flask, organisation: str) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        token = account_links.create(
            connection, "invitation", wall_ms(), organisation=organisation, role="reader", name="Yusuf"
        )
    visitor = Visitor(app)
    opens_link(visitor, token)
    assert 'name="email"' not in visitor.opens("/welkom").text + signs_in(app).opens("/beheer").text
    taken = {"name": "Yusuf", "email": "margriet@voorbeeld.nl"}
    assert visitor.sends("/welkom", **taken, password=PASSWORD).status_code == 303
    assert 'name="email"' not in visitor.opens("/account").text
    assert visitor.sends("/account", **taken, current=PASSWORD).status_code == 303
    assert sorted(one(app, select(Person.login))) == ["margriet@voorbeeld.nl", "yusuf"]  # type: ignore[call-overload]


def test_the_last_organiser_stays(app: Flask, organisation: str) -> None:
    margriet = signs_in(app)
    [own] = one(app, select(Person.id))  # type: ignore[misc]
    for path, fields in (("rol", {"role": "reader"}), ("weg", {})):
        answer = margriet.browser.post(
            f"/beheer/mensen/{own}/{path}", data={**csrf(margriet, "/beheer"), **fields}
        )
        assert (answer.status_code, "enige organisator" in answer.text) == (409, True)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        create_member(connection, organisation, "Els")
    margriet.browser.post(f"/beheer/mensen/{own}/weg", data=csrf(margriet, "/beheer"))
    assert margriet.opens("/thuis").status_code == 401
    assert one(app, select(Person.name)) == ["Els"]
    listed = erasure_list.read(Path(app.extensions["dialoog"].settings.folder) / erasure_list.FILE_NAME)
    assert [(line.kind, line.place) for line in listed] == [("account", own)]


def test_a_colleague_gets_in_by_a_link_of_an_organiser(app: Flask, organisation: str) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        els = create_member(connection, organisation, "Els", "reader")
    margriet = signs_in(app)
    page = margriet.browser.post(f"/beheer/mensen/{els}/link", data=csrf(margriet, "/beheer"))
    visitor = Visitor(app)
    opens_link(visitor, handed_link(page.text))
    assert visitor.sends("/aanmelden/link").status_code == 303
    assert "Els" in visitor.opens("/account").text


def test_an_organiser_closes_an_evening_that_was_left_open(app: Flask, organisation: str) -> None:
    visitor = Visitor(app)
    begin(visitor, visitor.sets_a_table(title="Vergeten avond"))
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Dialogue).values(created=wall_ms() - 3 * DAY_MS))
        connection.execute(update(JournalRow).values(at=wall_ms() - 3 * DAY_MS))
    margriet = signs_in(app)
    home = margriet.opens("/thuis").text
    [path] = re.findall(r'action="(/leiden/[\w-]+/openen)"', home)
    assert "Vergeten avond" in home
    answer = margriet.browser.post(path, data=csrf(margriet, "/account"))
    assert margriet.opens(answer.headers["Location"]).status_code == 200


def test_a_token_of_a_desk_is_no_session(app: Flask, organisation: str) -> None:
    """The two kinds of tokens lie in tables of their own."""
    with transaction(app.extensions["dialoog.engine"]) as connection:
        token = tokens.create(connection, "setup")
    visitor = Visitor(app)
    visitor.holds("setup", token=token)
    assert visitor.opens("/thuis").status_code == 401
