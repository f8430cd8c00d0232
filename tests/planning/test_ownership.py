"""By whom an evening is organised, and how it passes from a municipality to a residents' collective and never back."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask
from sqlalchemy import select, update

from dialoog.accounts import account_links
from dialoog.accounts.models import Organisation
from dialoog.cli.accounts import add_organisation
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.jobs.models import Mail
from dialoog.live.models import Dialogue
from tests.accounts.people import PASSWORD, create_member, create_organisation
from tests.planning.test_gatherings import plans, posts, signs_in, stored
from tests.web.visits import Visitor, cookie, running_app


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with running_app(tmp_path / "app") as app:
        with transaction(app.extensions["dialoog.engine"]) as connection:
            for person, name, kind in (
                ("Margriet", "De Linde", "collective"),
                ("Ruud", "Gemeente Oosterwaard", "municipality"),
                ("Yusuf", "Zorg Oosterwaard", "care"),
            ):
                create_member(connection, create_organisation(connection, name, kind), person)
        yield app


def owners(app: Flask) -> dict[str, str]:
    """Organisation → its id."""
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return {
            name: identifier
            for identifier, name in connection.execute(select(Organisation.id, Organisation.name))
        }


@pytest.mark.parametrize(
    ("person", "sentence"),
    [("Ruud", "Georganiseerd door Gemeente Oosterwaard."), ("Yusuf", "Georganiseerd door Zorg Oosterwaard."), ("Margriet", "")],
)  # fmt: skip
def test_a_municipality_or_care_organisation_says_that_it_is_theirs(
    app: Flask, person: str, sentence: str
) -> None:
    visitor = signs_in(app, person)
    console = posts(visitor, f"{plans(visitor)}/openen").headers["Location"]
    [code] = stored(app, Dialogue.code)
    join = re.sub("[\u2068\u2069]|</?bdi>", "", Visitor(app).opens(f"/d/{code}").text)
    assert ("Georganiseerd door" in join) is bool(sentence)
    assert sentence in join
    assert console.startswith("/leiden/")


def offered(visitor: Visitor, address: str) -> str:
    page = posts(visitor, f"{address}/overdragen").text
    return re.search(r'id="handed-link">[^<]*/in#([\w-]+)<', page)[1]  # type: ignore[index]


def test_a_municipality_gives_an_evening_to_a_collective_which_keeps_it(app: Flask) -> None:
    ruud, margriet = signs_in(app, "Ruud"), signs_in(app, "Margriet")
    address = plans(ruud)
    posts(ruud, f"{address}/openen")
    token = offered(ruud, address)
    assert margriet.browser.post("/in", json={"token": token}).json == {"go": "/overnemen"}
    offer = margriet.opens("/overnemen").text
    assert ("De Linde" in offer, "Gemeente Oosterwaard" in offer, "19:30 tot 21:30 uur" in offer) == (
        True,
        True,
        True,
    )
    assert margriet.opens(address).status_code == 404  # looking takes nothing
    assert margriet.sends("/overnemen").headers["Location"] == address
    assert (margriet.opens(address).status_code, ruud.opens(address).status_code) == (200, 404)
    assert stored(app, Dialogue.owner) == [owners(app)["De Linde"]]
    assert posts(margriet, f"{address}/overdragen").status_code == 403
    assert margriet.opens("/overnemen").status_code == 403


def test_a_link_that_hands_an_evening_over_leads_nothing(app: Flask) -> None:
    ruud, anybody = signs_in(app, "Ruud"), Visitor(app)
    address = plans(ruud)
    gathering = address.rpartition("/")[2]
    anybody.browser.set_cookie(cookie(app, f"evening-{gathering}"), offered(ruud, address))
    assert anybody.opens(address).status_code == 401
    assert posts(anybody, f"{address}/openen", "/aanmelden").status_code == 401
    assert stored(app, Dialogue.id) == []


def test_an_offer_ends_with_who_made_it(app: Flask) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        petra = create_member(connection, owners(app)["Gemeente Oosterwaard"], "Petra")
    token = offered(signs_in(app, "Petra"), plans(signs_in(app, "Ruud")))
    assert posts(signs_in(app, "Ruud"), f"/beheer/mensen/{petra}/rol", role="reader").status_code == 303
    assert Visitor(app).browser.post("/in", json={"token": token}).status_code == 401


def test_who_gave_an_evening_away_leads_it_until_it_is_closed_and_sees_none_of_its_mail(app: Flask) -> None:
    ruud, margriet = signs_in(app, "Ruud"), signs_in(app, "Margriet")
    address = plans(ruud)
    posts(ruud, f"{address}/mensen", address, member="", name="Ineke", role="scribe")
    console = posts(ruud, f"{address}/openen").headers["Location"]
    engine, owner = app.extensions["dialoog.engine"], owners(app)
    with transaction(engine) as connection:
        [link] = account_links.links_to(connection, address.rpartition("/")[2])
        written = {
            "kind": "evening",
            "recipient": "ineke@voorbeeld.nl",
            "subject": "Helpt u mee?",
            "body": "x",
        }
        outbox.write(connection, organisation=owner["Gemeente Oosterwaard"], cause=link.id, now=1, **written)
    margriet.browser.post("/in", json={"token": offered(ruud, address)})
    assert margriet.sends("/overnemen").status_code == 303
    own_console = posts(margriet, f"{address}/openen").headers["Location"]
    assert stored(app, Mail.organisation) == [owner["De Linde"]]
    assert ruud.opens(console).status_code == 200
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(closed=wall_ms() - 2 * DAY_MS))
    assert (ruud.opens(console).status_code, margriet.opens(own_console).status_code) == (401, 200)


@pytest.mark.parametrize("taker", ["Yusuf", "Ruud"])
def test_nobody_but_a_collective_takes_an_evening_over(app: Flask, taker: str) -> None:
    ruud = signs_in(app, "Ruud")
    address = plans(ruud)
    visitor = signs_in(app, taker)
    visitor.browser.post("/in", json={"token": offered(ruud, address)})
    assert visitor.opens("/overnemen").status_code == 403
    assert posts(visitor, "/overnemen").status_code == 403
    assert ruud.opens(address).status_code == 200


def test_who_is_not_signed_in_is_asked_to_and_comes_back(app: Flask) -> None:
    ruud, visitor = signs_in(app, "Ruud"), Visitor(app)
    visitor.browser.post("/in", json={"token": offered(ruud, plans(ruud))})
    sign_in = visitor.opens("/overnemen").headers["Location"]
    answer = visitor.sends(sign_in, login="Margriet", password=PASSWORD)
    assert answer.headers["Location"] == "/overnemen"


def test_another_organisation_is_added_by_a_command(app: Flask) -> None:
    settings = app.extensions["dialoog"].settings
    token = add_organisation(settings, "Wijkraad De Hoven", "collective")
    els = Visitor(app)
    els.browser.post("/in", json={"token": token})
    assert "Wijkraad De Hoven" in els.opens("/welkom").text
    assert els.sends("/welkom", name="Els", password=PASSWORD).status_code == 303
    assert els.opens("/beheer").status_code == 200
    with pytest.raises(click.UsageError, match="80 signs"):
        add_organisation(settings, " ", "care")
