"""The page that plans a dialogue: when and where people meet, and the links to hand over."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from dialoog.accounts import tokens
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.live.models import Dialogue
from tests.web.visits import KEY, Visitor, cookie, running_app, words_of

CONSOLE = Path(__file__).parents[2] / "dialoog" / "frontend" / "src" / "console"
LINKS = re.compile(r"/in#([\w-]+)")


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
    page = Visitor(app).makes(key=KEY, title="Linde", date=day, start="19.30", place="Buurthuis De Linde")
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


def test_the_paper_has_a_sheet_for_the_door_as_long_as_the_code_works(app: Flask) -> None:
    """With title and hour, the code in large and as a picture; once the harvest is open nobody comes in by it."""
    Visitor(app).makes(key=KEY, title="Linde aan de deur", start="19:30")
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        found = connection.execute(
            select(Dialogue.id, Dialogue.code).where(Dialogue.title == "Linde aan de deur")
        )
        [row] = found
    leader = Visitor(app).holds("facilitator", row.id)
    page = leader.opens(f"/leiden/{row.id}/papier").text
    door = page.partition('class="sheet door-sheet"')[2].partition("</section>")[0]
    assert 'class="qr"' in door
    for words in ("Linde aan de deur", "19:30 uur", "Schuif aan", f"{row.code[:3]} {row.code[3:]}"):
        assert words in door


def test_when_and_where_may_stay_empty(app: Flask) -> None:
    page = Visitor(app).makes(key=KEY, title="Els")
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
        ("date", "20271206", "Kies een dag van de kalender."),
        ("date", "2027-W49-1", "Kies een dag van de kalender."),
        ("start", "25:00", "Schrijf bijvoorbeeld 19:30."),
        ("start", "1.5", "Schrijf bijvoorbeeld 19:30."),
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


def test_the_sheet_for_who_leads_says_how_words_come_on_the_screen_and_a_card_to_its_name(app: Flask) -> None:
    """By the names that the buttons have on the console."""
    sheet = words_of(Visitor(app).opens("/uitleg"))
    console = "".join(path.read_text("utf-8") for path in CONSOLE.rglob("*.ts"))
    names = (
        "Laat zien", "Scherm", "Mensen", "Programma", "Iemand zonder telefoon erbij", "Wie zit waar?", "Sla de stilte over",
        "Stap terug", "Laat een verslaglegger binnen", "Laat binnen", "Andere telefoon",
    )  # fmt: skip
    assert [name for name in names if name not in sheet or f'"{name}"' not in console] == []
    assert "Mensen kiezen zelf of hun zin op het scherm mag." in sheet
    assert "een kaart zonder naam opent niets" in sheet


def count(app: Flask, title: str) -> int:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return len(connection.execute(select(Dialogue.id).where(Dialogue.title == title)).all())


def test_a_form_that_is_sent_twice_makes_one_table_whose_page_can_be_read_again(app: Flask) -> None:
    visitor = Visitor(app)
    first = visitor.sends("/nieuw", key=KEY, title="Tweemaal", template="90", id="een-formulier-0123")
    assert first.status_code == 303
    again = visitor.sends("/nieuw", title="Tweemaal", template="90", id="een-formulier-0123")
    assert again.location == first.location
    assert count(app, "Tweemaal") == 1
    pages = [visitor.opens(first.location).text for _ in range(2)]
    assert pages[0].count("/in#") == pages[1].count("/in#") >= 3
    assert LINKS.findall(pages[0]) == LINKS.findall(pages[1])


def test_a_form_that_was_changed_after_going_back_makes_another_table(app: Flask) -> None:
    visitor = Visitor(app)
    for title in ("Eerst zo", "Dan anders"):
        visitor.sends("/nieuw", key=KEY, title=title, template="90", id="terug-en-veranderd")
    assert (count(app, "Eerst zo"), count(app, "Dan anders")) == (1, 1)


def test_nothing_secret_stands_in_the_address_of_the_links(app: Flask) -> None:
    visitor = Visitor(app)
    made = visitor.sends("/nieuw", key=KEY, title="Geheim", template="90")
    for token in LINKS.findall(visitor.opens(made.location).text):
        assert token not in made.location


@pytest.mark.parametrize("seed", [None, "geraden-geraden-geraden", "x"])
def test_no_other_browser_sees_the_links(app: Flask, seed: str | None) -> None:
    made = Visitor(app).sends("/nieuw", key=KEY, title="Van een ander", template="90")
    assert Visitor(app).opens(made.location).status_code == 401
    organiser = Visitor(app).holds("setup", token=KEY)
    if seed is not None:
        organiser.browser.set_cookie(cookie(app, f"seed-{made.location[-12:]}"), seed)
    refused = organiser.opens(made.location)
    assert refused.status_code == 404
    assert "/in#" not in refused.text


def test_a_link_that_was_ended_is_shown_no_longer(app: Flask) -> None:
    visitor = Visitor(app)
    made = visitor.sends("/nieuw", key=KEY, title="Ingetrokken", template="90")
    console = LINKS.findall(visitor.opens(made.location).text)[0]
    with transaction(app.extensions["dialoog.engine"]) as connection:
        tokens.revoke(connection, "facilitator", made.location[-12:], None)
    page = visitor.opens(made.location)
    assert console not in page.text
    assert "is ingetrokken" in words_of(page)
    assert 'class="bigcode"' in page.text


def test_leaving_a_borrowed_laptop_takes_the_links_away(app: Flask) -> None:
    visitor = Visitor(app)
    made = visitor.sends("/nieuw", key=KEY, title="Geleende laptop", template="90")
    visitor.sends("/weg")
    visitor.holds("setup", token=KEY)
    assert visitor.opens(made.location).status_code == 404
