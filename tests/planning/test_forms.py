"""The page that plans a dialogue: when and where people meet, and the links to hand over."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from dialoog.db.engine import read_transaction
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.live.models import Dialogue
from tests.web.visits import KEY, Visitor, running_app, words_of


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(tmp_path_factory.mktemp("plans")) as app:
        yield app


def days_from_now(days: int) -> str:
    return (datetime.now(TIME_ZONE).date() + timedelta(days=days)).isoformat()


def planned(app: Flask, title: str) -> tuple[str, str, str] | None:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        query = select(Dialogue.date, Dialogue.start, Dialogue.place).where(Dialogue.title == title)
        row = connection.execute(query).one_or_none()
    return tuple(row) if row else None


def test_the_page_says_when_and_where_and_has_a_code_for_each_link(app: Flask) -> None:
    day = days_from_now(11)
    page = Visitor(app).sends(
        "/nieuw", key=KEY, title="Linde", template="90", date=day, start="19.30", place="Buurthuis De Linde"
    )
    assert planned(app, "Linde") == (day, "19:30", "Buurthuis De Linde")
    words = words_of(page)
    assert "19:30 uur" in words
    assert "Buurthuis De Linde" in words
    assert day[:4] in words
    assert page.text.count('class="qr"') == 3
    assert page.text.count("data-copy=") == 3
    assert 'href="/uitleg"' in page.text
    for words in read_beforehand(app, "Linde"):
        assert f"{day[:4]} 19:30 uur Buurthuis De Linde" in words


def read_beforehand(app: Flask, title: str) -> list[str]:
    """What stands on the page to join and on the paper of the table that was just made."""
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        [row] = connection.execute(select(Dialogue.id, Dialogue.code).where(Dialogue.title == title))
    leader = Visitor(app).holds("facilitator", row.id)
    return [words_of(leader.opens(path)) for path in (f"/d/{row.code}", f"/leiden/{row.id}/papier")]


def test_when_and_where_may_stay_empty(app: Flask) -> None:
    page = Visitor(app).sends("/nieuw", key=KEY, title="Els", template="90")
    assert planned(app, "Els") == ("", "", "")
    assert 'class="when"' not in page.text
    assert [words for words in read_beforehand(app, "Els") if " uur " in words] == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("date", days_from_now(-1), "Deze dag is voorbij."),
        ("date", "0027-11-12", "Deze dag is voorbij."),
        ("date", days_from_now(740), "Klopt het jaar?"),
        ("date", "2027-02-30", "Kies een dag van de kalender."),
        ("date", "morgen", "Kies een dag van de kalender."),
        ("start", "25:00", "Schrijf bijvoorbeeld 19:30."),
        ("start", "half acht", "Schrijf bijvoorbeeld 19:30."),
    ],
)
def test_a_day_or_an_hour_that_cannot_be_is_asked_again(
    app: Flask, name: str, value: str, sentence: str
) -> None:
    page = Visitor(app).sends("/nieuw", key=KEY, title="Nooit", template="90", **{name: value})
    assert sentence in words_of(page)
    assert planned(app, "Nooit") is None


def test_the_sheet_for_who_leads_is_for_everybody_and_in_english_too(app: Flask) -> None:
    assert "Is het scherm achterin te lezen?" in words_of(Visitor(app).opens("/uitleg"))
    assert "Can the screen be read from the back?" in words_of(Visitor(app, "en").opens("/uitleg"))
