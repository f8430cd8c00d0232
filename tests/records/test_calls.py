"""The call list of the week: whom to ring, with which number, and what callers write down with their own name (T23, C10)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, update
from werkzeug.test import TestResponse

from dialoog.accounts.models import Organisation
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.live.models import Contact, Dialogue
from dialoog.records.actions import hide_word
from dialoog.records.follow_up.agreements import AgreementInfo, list_agreements
from dialoog.records.follow_up.call_list import phone_in
from dialoog.records.follow_up.models import Agreement
from dialoog.rules.state import Keep
from tests.accounts.people import PASSWORD, create_member, create_organisation
from tests.participants.evenings import presses
from tests.records.evenings import Evening, meerlinden
from tests.web.visits import Visitor, running_app, words_of

LIST = "/bellijst"
TABLE = "Een lange tafel dekken."
TODAY = datetime.now(TIME_ZONE).date()


def in_days(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


class Office:
    """Els organises for De Linde, whose evening it was; Ruud for another organisation."""

    def __init__(self, app: Flask) -> None:
        self.app, self.engine = app, app.extensions["dialoog.engine"]
        self.evening: Evening = meerlinden(self.engine)
        self.evening.closes()
        with transaction(self.engine) as connection:
            self.organisation = create_organisation(connection, "De Linde")
            create_member(connection, self.organisation, "Els")
            create_member(connection, create_organisation(connection, "Elders"), "Ruud")
            connection.execute(update(Dialogue).values(owner=self.organisation, until="2999-01-01"))
            connection.execute(insert(Contact).values(dialogue="linde", seat="s1", text="06-12 34 56 78 (na zes uur) of fatma@linde.example"))  # fmt: skip
        self.els, self.ruud = (self.signs_in(name) for name in ("Els", "Ruud"))

    def signs_in(self, name: str) -> Visitor:
        visitor = Visitor(self.app)
        assert visitor.sends("/aanmelden", login=name, password=PASSWORD).status_code == 303
        return visitor

    def falls_due(self, days: int) -> None:
        with transaction(self.engine) as connection:
            connection.execute(update(Agreement).values(due=in_days(days), ask_on=in_days(days)))

    @property
    def agreement(self) -> AgreementInfo:
        with read_transaction(self.engine) as connection:
            [one] = list_agreements(connection, "linde").values()
        return one

    def writes_down(self, outcome: str, caller: str = "Margriet", **more: str) -> TestResponse:
        fields = {"outcome": outcome, "caller": caller, **more}
        own = {f"{self.agreement.id}-{name}": value for name, value in fields.items()}
        return presses(self.els, LIST, f"{LIST}/{self.agreement.id}", **own)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with running_app(tmp_path) as app:
        yield Office(app)


def test_it_lists_the_week_and_what_has_passed_with_a_number_and_no_mail_address(office: Office) -> None:
    for days, is_listed, is_past in ((8, False, False), (7, True, False), (0, True, False), (-1, True, True)):
        office.falls_due(days)
        page = words_of(office.els.opens(LIST))
        assert (TABLE in page, "De dag is geweest." in page) == (is_listed, is_past), days
    text = office.els.opens(LIST).text
    assert 'href="tel:0612345678"' in text
    assert "Fatma" in text
    assert "fatma@" not in text
    home = office.els.opens("/thuis").text
    assert TABLE in home
    assert 'href="tel:0612345678"' in home
    assert "De bellijst" in home
    assert TABLE not in office.ruud.opens("/thuis").text
    assert TABLE not in office.ruud.opens(LIST).text


def test_a_hidden_name_is_not_told_nor_a_number_with_it(office: Office) -> None:
    office.evening.chooses(office.agreement.word, Keep.UNNAMED)
    office.falls_due(0)
    for page in (office.els.opens(LIST), office.els.opens("/thuis")):
        assert TABLE in page.text
        assert "Fatma" not in page.text
        assert "06-12" not in page.text


def test_what_an_organiser_hid_or_whose_contact_day_passed_is_not_rung(office: Office) -> None:
    office.falls_due(0)
    with transaction(office.engine) as connection:
        connection.execute(update(Dialogue).values(contacts_until=in_days(0)))
    assert "tel:" not in office.els.opens(LIST).text
    with transaction(office.engine) as connection:
        hide_word(connection, "linde", office.agreement.word, "els", "Een naam.", 1)
    assert TABLE not in office.els.opens(LIST).text


def test_who_rings_writes_the_answer_with_their_own_name_and_takes_it_back(office: Office) -> None:
    office.falls_due(-1)
    nameless = office.writes_down("done", caller="")
    assert (nameless.status_code, "Vul dit in." in nameless.text) == (400, True)
    for day, sentence in (("", "Kies een dag."), ("2020-01-01", "Die dag is al voorbij.")):
        assert sentence in words_of(office.writes_down("moved", moved_to=day))
    assert office.agreement.outcome is None
    assert office.writes_down("moved", moved_to=in_days(20), note="Zij had griep.").status_code == 303
    about = office.agreement
    assert (about.outcome, about.day, about.note, about.caller) == ("moved", in_days(20), "Zij had griep.", "Margriet")  # fmt: skip
    page = office.els.opens(LIST)
    assert f'id="{about.id}"' not in page.text, "not while a later day runs"
    assert "\u2068Margriet\u2069 belde op" in words_of(page)
    assert presses(office.els, LIST, f"{LIST}/{about.id}/terug").status_code == 303
    assert office.agreement.outcome is None
    assert f'id="{about.id}"' in office.els.opens(LIST).text


def test_a_municipality_writes_down_that_it_goes_on_and_never_that_it_is_done(office: Office) -> None:
    office.falls_due(0)
    with transaction(office.engine) as connection:
        connection.execute(update(Organisation).values(kind="municipality"))
    page = office.els.opens(LIST).text
    assert 'value="busy"' in page
    assert 'value="done"' not in page
    for outcome in ("done", "released"):
        refused = office.writes_down(outcome)
        assert (refused.status_code, "Dat zegt de bewoner zelf." in words_of(refused)) == (403, True)
    assert office.agreement.outcome is None
    assert office.writes_down("busy").status_code == 303


@pytest.mark.parametrize("last", ["-", "_", "a"])
def test_it_is_written_down_whatever_sign_its_id_ends_with(office: Office, last: str) -> None:
    office.falls_due(0)
    with transaction(office.engine) as connection:
        connection.execute(update(Agreement).values(id=f"abcdefghijklmno{last}"))
    assert office.writes_down("done").status_code == 303
    assert office.agreement.outcome == "done"


def test_another_organisation_finds_nothing_there(office: Office) -> None:
    office.falls_due(0)
    about = office.agreement
    fields = dict(presses_fields(office.ruud))
    for address in (f"{LIST}/{about.id}", f"{LIST}/{about.id}/terug", f"{LIST}/niets"):
        answer = office.ruud.browser.post(address, data={**fields, f"{about.id}-outcome": "done", f"{about.id}-caller": "Ruud"})  # fmt: skip
        assert answer.status_code == 404
    assert office.agreement == about
    assert Visitor(office.app).opens(LIST).status_code in (303, 401)


def presses_fields(visitor: Visitor) -> dict[str, str]:
    text = visitor.opens("/account").text
    return {"csrf_token": text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]}


def test_what_people_type_is_a_telephone_number_or_not() -> None:
    numbers = {
        "06 12 34 56 78": "06 12 34 56 78",
        "bel 0123-456789 na zessen": "0123-456789",
        "+31 (0)6 12345678": "+31 (0)6 12345678",
        "fatma1234567890@linde.example": None,
        "Elzenstraat 12, 1234 AB": None,
        "": None,
    }
    assert {reach: phone_in(reach) for reach in numbers} == numbers
