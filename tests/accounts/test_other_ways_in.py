"""Ways into an account: from a page that is closed, and those that are not its owner's, by an organiser of another organisation and by what was stolen."""

import re

from flask import Flask

from dialoog.accounts import account_links
from dialoog.cli import accounts as commands
from dialoog.cli import rotate_credentials
from dialoog.db.engine import transaction
from dialoog.jobs.clock import wall_ms
from tests.accounts.people import PASSWORD, create_member, create_organisation
from tests.accounts.test_accounts import csrf, opens_link, signs_in
from tests.web.visits import Visitor


def test_who_is_signed_out_finds_the_way_in_on_the_page_that_is_closed(app: Flask, organisation: str) -> None:
    for path in ("/thuis", "/bijeenkomsten?page=1", "/beheer/post", "/account"):
        closed = Visitor(app).opens(path)
        assert closed.status_code == 401
        [way] = re.findall(r'href="(/aanmelden[^"]*)"', closed.text)
        answer = Visitor(app).sends(way, login="margriet@voorbeeld.nl", password=PASSWORD)
        assert answer.headers["Location"] == path.partition("?")[0], (
            "R15: no full address on a page of a fault"
        )
    assert "/aanmelden" not in Visitor(app).opens("/leiden/elders").text


def test_an_organiser_lets_nobody_in_who_is_of_another_organisation_too(
    app: Flask, organisation: str
) -> None:
    """Else a link for a guest would open what the guest organises elsewhere."""
    settings = app.extensions["dialoog"].settings
    with transaction(app.extensions["dialoog.engine"]) as connection:
        elsewhere = create_organisation(connection, "Gemeente Oosterwaard", "municipality")
        els = create_member(connection, elsewhere, "Els")
        invitation = account_links.create(
            connection, "invitation", wall_ms(), organisation=organisation, role="reader", name="Els"
        )
    former = commands.sign_in_link(settings, "Els")
    visitor = signs_in(app, "Els")
    opens_link(visitor, invitation)
    visitor.sends("/welkom")
    assert Visitor(app).browser.post("/in", json={"token": former}).status_code == 401
    margriet = signs_in(app)
    answer = margriet.browser.post(f"/beheer/mensen/{els}/link", data=csrf(margriet, "/beheer"))
    assert (answer.status_code, "andere organisatie" in answer.text) == (409, True)
    assert "handed-link" not in answer.text
    assert commands.sign_in_link(settings, "Els")


def test_new_locks_end_sessions_and_links_of_accounts(app: Flask, organisation: str) -> None:
    settings = app.extensions["dialoog"].settings
    token = commands.sign_in_link(settings, "Margriet")
    margriet = signs_in(app)
    rotate_credentials.rotate(settings, secret_is_new=True)
    assert margriet.opens("/thuis").status_code == 401
    assert Visitor(app).browser.post("/in", json={"token": token}).status_code == 401
