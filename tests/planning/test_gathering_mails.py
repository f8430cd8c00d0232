"""The mail to somebody of the organisation who is asked to lead an evening or to take its minutes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from dialoog.accounts.models import Organisation, Person
from dialoog.db.engine import read_transaction, transaction
from dialoog.planning.actions import plan
from dialoog.planning.models import Gathering
from tests.accounts.people import PLANNED, create_member, create_organisation
from tests.accounts.test_accounts import signs_in
from tests.accounts.test_mails import delivers, links_in, presses
from tests.jobs.mail_server import MailServer, a_mail_server
from tests.web.visits import Visitor, running_app


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with a_mail_server() as server:
        yield server


@pytest.fixture
def app(tmp_path: Path, mail_server: MailServer) -> Iterator[Flask]:
    mailing = {"smtp_url": f"smtp://127.0.0.1:{mail_server.port}", "mail_from": "post@linde.example"}
    with running_app(tmp_path / "app", **mailing) as app:
        yield app


@pytest.fixture
def evening(app: Flask) -> str:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        organisation = create_organisation(connection, "De Linde")
        create_member(connection, organisation, "Margriet", email="margriet@voorbeeld.nl")
        create_member(connection, organisation, "Els", "reader", "els@voorbeeld.nl")
        return plan(connection, organisation, {**PLANNED, "theme": "Een plein", "place": "Buurtkamer"}, 1)


def test_a_member_who_is_asked_to_lead_hears_it_by_mail_with_the_address_of_the_evening(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    margriet, page = signs_in(app), f"/bijeenkomsten/{evening}"
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        query = select(Person.id).where(Person.name.in_(("Els", "Margriet"))).order_by(Person.name)
        els, herself = connection.execute(query).scalars()
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Gathering).values(theme="een plein"))
    assert presses(margriet, page, "/mensen", member=els, role="scribe") == 303
    [text] = delivers(app, mail_server)
    assert mail_server.received[-1].recipients == ["els@voorbeeld.nl"]
    assert mail_server.received[-1].message["Subject"] == "Helpt u mee? Een plein"
    assert text.startswith("Dag Els,")
    assert "Margriet vraagt u om het verslag te maken" in text
    assert page in text
    assert links_in(text) == [], "nothing that lets anybody in"
    assert "els@voorbeeld.nl" in margriet.opens("/beheer/post").text
    assert presses(margriet, page, "/mensen", member=herself, role="facilitator") == 303
    assert delivers(app, mail_server) == [], "who asks themselves knows it"


@pytest.mark.parametrize(("kind", "said"), [("collective", False), ("municipality", True)])
def test_somebody_of_elsewhere_is_asked_by_mail_and_told_whose_evening_it_is(
    app: Flask, evening: str, mail_server: MailServer, kind: str, said: bool
) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Organisation).values(kind=kind))
    margriet, page = signs_in(app), f"/bijeenkomsten/{evening}"
    asked = {"member": "", "name": "Ineke", "email": "ineke@elders.nl", "role": "facilitator"}
    presses(margriet, page, "/mensen", **asked)
    [text] = delivers(app, mail_server)
    assert mail_server.received[-1].recipients == ["ineke@elders.nl"]
    assert ("Georganiseerd door De Linde." in text) is said
    ineke = Visitor(app)
    assert ineke.browser.post("/in", json={"token": links_in(text)[0]}).json == {"go": page}
    assert "Een plein" in ineke.opens(page).text


def test_the_mail_to_a_member_that_failed_is_sent_again(
    app: Flask, evening: str, mail_server: MailServer
) -> None:
    margriet, page = signs_in(app), f"/bijeenkomsten/{evening}"
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        els = connection.execute(select(Person.id).where(Person.name == "Els")).scalar_one()
    presses(margriet, page, "/mensen", member=els, role="facilitator")
    mail_server.answers.append("550 no such mailbox here")
    assert delivers(app, mail_server) == []
    assert presses(margriet, "/beheer/post", "/opnieuw") == 303
    assert len(delivers(app, mail_server)) == 1
