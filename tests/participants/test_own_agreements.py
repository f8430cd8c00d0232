"""Answering for one's own agreements on `/mijn`: four buttons, a day that comes, and a way back (T23, C4)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from dialoog.accounts import tokens
from dialoog.db.engine import read_transaction, transaction
from dialoog.records.follow_up.agreements import AgreementInfo, list_agreements
from tests.participants.evenings import presses
from tests.records.evenings import Evening, meerlinden
from tests.records.retained import write_journal
from tests.web.visits import Visitor, running_app, words_of

PAGE = "/mijn/linde"
LATER = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(tmp_path_factory.mktemp("agreements")) as app:
        evening = meerlinden(app.extensions["dialoog.engine"])
        evening.closes()
        with transaction(evening.engine) as connection:
            write_journal(connection, evening)
        app.extensions["evening"] = evening
        yield app


@pytest.fixture
def evening(app: Flask) -> Evening:
    evening: Evening = app.extensions["evening"]
    return evening


def person(app: Flask, seat: str, language: str = "nl") -> Visitor:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        token = tokens.create(connection, "card", "linde", seat)
    return Visitor(app, language).holds("card", "linde", token)


def agreement(evening: Evening) -> AgreementInfo:
    with read_transaction(evening.engine) as connection:
        [one] = list_agreements(connection, "linde").values()
    return one


def address(evening: Evening) -> str:
    return f"{PAGE}/afspraken/{agreement(evening).word}"


def test_its_owner_answers_by_one_of_four_buttons_sees_it_and_takes_it_back(
    app: Flask, evening: Evening
) -> None:
    fatma, where = person(app, "s1"), address(evening)
    assert "Hoe staat het ermee?" in words_of(fatma.opens(PAGE))
    for _sent in range(2):
        done = presses(fatma, PAGE, where, outcome="done", note="Met twintig buren.")
        assert done.status_code == 303
    answered = agreement(evening)
    assert (answered.outcome, answered.note, answered.caller) == ("done", "Met twintig buren.", None)
    page = fatma.opens(PAGE)
    assert "U antwoordde op" in words_of(page)
    assert "Met twintig buren." in words_of(page)
    assert re.findall(r'value="(\w+)" aria-pressed="true"', page.text) == ["done"]
    assert presses(fatma, PAGE, f"{where}/terug").status_code == 303
    assert agreement(evening).outcome is None
    assert "U antwoordde op" not in words_of(fatma.opens(PAGE))


def test_moved_asks_for_a_day_that_comes(app: Flask, evening: Evening) -> None:
    fatma, where = person(app, "s1"), address(evening)
    asked = presses(fatma, PAGE, where, outcome="moved", note="De keuken is bezet.")
    assert asked.status_code == 200
    assert "Naar welke dag?" in words_of(asked)
    assert "De keuken is bezet." in asked.text
    for day, sentence in (
        ("2020-01-01", "Die dag is al voorbij."),
        ("", "Kies een dag."),
        ("31-12-2099", "Kies een dag."),
    ):
        refused = presses(fatma, PAGE, where, outcome="moved", moved_to=day)
        assert (refused.status_code, sentence in words_of(refused)) == (400, True), day
    assert agreement(evening).outcome is None
    presses(fatma, PAGE, where, outcome="moved", moved_to=LATER, note="De keuken is bezet.")
    assert agreement(evening).day == LATER
    presses(fatma, PAGE, f"{where}/terug")


def test_C6_a_note_that_names_somebody_is_warned_about_and_stays(app: Flask, evening: Evening) -> None:
    fatma, where = person(app, "s1"), address(evening)
    presses(fatma, PAGE, where, outcome="busy", note="Samira helpt mee.")
    page = fatma.opens(PAGE)
    assert "Samira helpt mee." in page.text
    assert 'class="warns"' in page.text
    presses(fatma, PAGE, f"{where}/terug")


def test_nobody_else_answers_for_it(app: Flask, evening: Evening) -> None:
    """Henk is named in it, and it is not his."""
    henk, where = person(app, "s2"), address(evening)
    assert where not in henk.opens(PAGE).text
    for form in (where, f"{where}/terug", f"{PAGE}/afspraken/geen"):
        assert presses_with(henk, form, outcome="done").status_code == 404
    assert presses_with(Visitor(app), where, outcome="done").headers["Location"] == "/mijn"
    refused = presses_with(person(app, "s1"), where, outcome="geweldig")
    assert refused.status_code == 400
    assert agreement(evening).outcome is None


@pytest.mark.parametrize("language", ["en", "ar", "tr"])
def test_it_asks_in_the_language_of_its_reader(app: Flask, evening: Evening, language: str) -> None:
    asked = person(app, "s1", language).opens(PAGE)
    assert "Hoe staat het ermee?" not in asked.text
    assert "Gedaan" not in asked.text


def presses_with(visitor: Visitor, where: str, **fields: str) -> object:
    token = re.search(r'name="csrf_token" [^>]*value="([^"]+)"', visitor.opens("/mijn?kaart").text)
    assert token
    return visitor.browser.post(where, data={"csrf_token": token[1], **fields})
