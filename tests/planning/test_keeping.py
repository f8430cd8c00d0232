"""How long a dialogue keeps what: chosen in months by who plans, stored as days, told before anybody joins."""

import html
import re
from datetime import date

from flask import Flask
from sqlalchemy import update

from dialoog.db.engine import transaction
from dialoog.live.days_kept import days_kept
from dialoog.live.models import Dialogue
from dialoog.live.plan import Plan
from dialoog.planning.keeping_fields import add_months, chosen_months
from dialoog.planning.models import Gathering
from dialoog.settings import Settings
from tests.planning.test_gatherings import (  # noqa: F401 - a fixture
    THURSDAY,
    app,
    plans,
    posts,
    signs_in,
    stored,
)

TODAY = date(2026, 11, 12)


def test_nothing_stays_longer_than_what_goes_after_it() -> None:
    def days(**plan: str) -> tuple[str, ...]:
        told = days_kept(Plan(title="Linde", **plan), Settings(), TODAY)
        plan_told = Plan(title="Linde", **told)
        return plan_told.last_day_of_contacts, plan_told.last_day_of_names, plan_told.until

    assert days() == ("2027-03-12", "2027-07-10", "2027-11-12")
    assert days(until="2027-01-01") == ("2027-01-01",) * 3
    assert days(names_until="2026-12-01") == ("2026-12-01", "2026-12-01", "2027-11-12")
    assert days(contacts_until="2020-01-01") == days(), "a day that is past was promised to nobody"


def test_a_table_that_is_opened_early_keeps_as_long_as_one_that_is_opened_on_its_day() -> None:
    def days(today: date, evening: str) -> dict[str, str]:
        return days_kept(Plan(title="Linde", date=evening), Settings(), today)

    on_its_day = days(TODAY, TODAY.isoformat())
    assert days(date(2026, 11, 2), TODAY.isoformat()) == on_its_day
    assert days(TODAY, "2026-11-02") == on_its_day, "a day that is past was the wrong one"
    assert days(TODAY, "") == on_its_day


def test_a_month_that_is_shorter_ends_on_its_last_day() -> None:
    assert add_months(date(2026, 10, 31), 4) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 31), 12) == date(2027, 12, 31)


def test_who_plans_chooses_and_finds_the_choice_again(app: Flask) -> None:  # noqa: F811
    margriet = signs_in(app, "Margriet")
    address = plans(margriet, contacts_kept="2", names_kept="8", words_kept="24")
    [until] = stored(app, Gathering.__table__.c.names_until)
    assert until == add_months(date.fromisoformat(THURSDAY), 8).isoformat()
    page = margriet.opens(f"{address}/wijzigen").text
    assert re.findall(r'<option selected value="(\d+)">', page)[1:] == ["2", "8", "24"]
    assert chosen_months({"date": "", "until": ""}) == {}


def test_names_that_would_stay_longer_than_words_are_refused_in_words(app: Flask) -> None:  # noqa: F811
    margriet = signs_in(app, "Margriet")
    evening = {"title": "Plein", "date": THURSDAY, "start": "19:30", "template": "60"}
    for chosen, sentence in (
        ({"names_kept": "24", "words_kept": "12"}, "Namen kunnen niet langer blijven dan woorden."),
        (
            {"contacts_kept": "6", "names_kept": "2"},
            "Nummers en adressen kunnen niet langer blijven dan namen.",
        ),
        ({"words_kept": "999"}, "form-field-error-message"),
    ):
        answer = margriet.sends("/bijeenkomsten/nieuw", **evening, **chosen)
        assert answer.status_code == 200
        assert re.search(sentence, html.unescape(answer.text)), chosen
    assert stored(app, Gathering.id) == []


def test_C1_who_joins_reads_the_three_days(app: Flask) -> None:  # noqa: F811
    margriet = signs_in(app, "Margriet")
    address = plans(margriet)
    posts(margriet, f"{address}/openen", address)
    [code] = stored(app, Dialogue.code)
    three = {"until": "2099-11-12", "names_until": "2099-07-12", "contacts_until": "2099-03-12"}
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Dialogue).values(**three))
    page = html.unescape(margriet.opens(f"/d/{code}").text)
    told = (
        "Hoe we u bereiken: tot 12 maart 2099. Uw naam: tot 12 juli 2099. Uw woorden: tot 12 november 2099."
    )
    assert page.count(told) == 1, "in full"
    assert "bewaart het, hooguit tot 12 november 2099." in page, "in short: none stays longer"
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Dialogue).values(names_until="", contacts_until=""))
    assert "Tot donderdag 12 november 2099." in margriet.opens(f"/d/{code}").text
