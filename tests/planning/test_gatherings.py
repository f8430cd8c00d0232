"""Planned evenings through their pages: planning, changing, copying, cancelling, asking who leads, and opening the table on the day."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, insert, select, update
from werkzeug.test import TestResponse

from dialoog.accounts.queries import person_by_login
from dialoog.db.engine import read_transaction, run_in_transaction, transaction
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.live.models import Dialogue, JournalRow, SeatName
from dialoog.planning.actions import assign, open_table
from dialoog.planning.models import Gathering
from tests.accounts.people import PASSWORD, create_member, create_organisation, create_person
from tests.web.visits import Visitor, cookie, running_app

NOW = datetime.now(TIME_ZONE)
THURSDAY = (NOW + timedelta(days=30)).date().isoformat()


on_both_databases = pytest.mark.parametrize("app", ["sqlite", "postgres"], indirect=True)
"""For what asks or locks more than one row."""


@pytest.fixture
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    database = {}
    if getattr(request, "param", "sqlite") == "postgres":
        database = {"database_url": request.getfixturevalue("postgres").database()}
    with running_app(tmp_path / "app", **database) as app:
        with transaction(app.extensions["dialoog.engine"]) as connection:
            organisation = create_organisation(connection, "De Linde")
            create_member(connection, organisation, "Margriet")
            create_member(connection, organisation, "Els", "facilitator")
            elsewhere = create_organisation(connection, "Zorg Oosterwaard", "care")
            create_member(connection, elsewhere, "Yusuf")
            create_person(connection, "Ineke")
        yield app


def signs_in(app: Flask, name: str) -> Visitor:
    visitor = Visitor(app)
    assert visitor.sends("/aanmelden", login=name, password=PASSWORD).status_code == 303
    return visitor


def posts(visitor: Visitor, path: str, page: str = "/account", **fields: str) -> TestResponse:
    """A form of `page`, with its token."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.opens(page).text)
    return visitor.browser.post(path, data={"csrf_token": token[1] if token else "", **fields})


def plans(visitor: Visitor, **fields: str) -> str:
    """The address of a new evening."""
    wanted = {
        "title": "Een plein voor iedereen",
        "date": THURSDAY,
        "start": "19:30",
        "end": "21:30",
        **fields,
    }
    answer = visitor.sends("/bijeenkomsten/nieuw", **wanted)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def stored(app: Flask, column: Any) -> list[Any]:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return list(connection.execute(select(column)).scalars())


@on_both_databases
def test_an_evening_is_planned_for_a_day_and_its_table_opened_on_it(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(
        margriet, facilitator="Els", place="Buurtkamer Hofstraat", theme="Het plein", template="60"
    )
    page = margriet.opens(address).text
    assert "19:30 tot 21:30 uur" in page
    assert "Open de tafel nu al" in page
    assert "Het plein" in margriet.opens("/bijeenkomsten").text
    assert stored(app, Dialogue.id) == []
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Gathering).values(date=NOW.date().isoformat()))
    home = margriet.opens("/thuis").text
    assert "Het plein" in home
    assert ("Vandaag is er een avond" in home, "Niets. Fijne" in home) == (True, False)
    answer = posts(margriet, f"{address}/openen")
    [dialogue] = stored(app, Dialogue.id)
    assert answer.headers["Location"] == f"/leiden/{dialogue}"
    assert margriet.opens(answer.headers["Location"]).status_code == 200
    assert stored(app, Dialogue.place) == ["Buurtkamer Hofstraat"]  # type: ignore[attr-defined]
    assert stored(app, Dialogue.programme) == ["60"]
    assert posts(signs_in(app, "Margriet"), f"{address}/openen").headers["Location"] == f"/leiden/{dialogue}"
    assert len(stored(app, Dialogue.id)) == 1


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_a_table_that_two_open_at_once_is_one_dialogue(app: Flask) -> None:
    address = plans(signs_in(app, "Margriet"))
    runtime, both = app.extensions["dialoog"], Barrier(2)

    def leads(_number: int) -> str:
        meets = [both.wait]  # who waited too long for the other's lock tries again, alone

        def opens(connection: Connection) -> str:
            while meets:
                meets.pop()(30)
            return open_table(
                connection, runtime.settings, runtime.save, address.rpartition("/")[2], wall_ms()
            )

        with app.app_context():
            return run_in_transaction(app.extensions["dialoog.engine"], opens)

    with ThreadPoolExecutor(2) as pool:
        opened = list(pool.map(leads, range(2)))
    assert stored(app, Dialogue.id) == [opened[0]] == [opened[1]]


def test_an_evening_that_runs_past_midnight_is_closed_from_home_once_its_table_is_quiet(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet, theme="het plein")
    posts(margriet, f"{address}/openen")
    engine, yesterday = app.extensions["dialoog.engine"], (NOW - timedelta(days=1)).date().isoformat()
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(date=yesterday, created=wall_ms() - 30 * DAY_MS))
    assert "Sluit de avond af" not in margriet.opens("/thuis").text
    with transaction(engine) as connection:
        connection.execute(update(JournalRow).values(at=wall_ms() - 7 * 3600 * 1000))
    page = margriet.opens("/thuis").text
    assert "zat niemand aan tafel" in page
    [dialogue] = stored(app, Dialogue.id)
    assert f'"/verslagen/{dialogue}/weg"' in page, "a console offers no way to close before anybody sits"
    with transaction(engine) as connection:
        connection.execute(insert(SeatName).values(dialogue=dialogue, id="s1", name="Els", salt=b"s" * 16))
    page = margriet.opens("/thuis").text
    assert "Sluit de avond af" in page
    assert "zat niemand aan tafel" not in page
    assert f'<time datetime="{yesterday}">' in margriet.opens("/verslagen").text, (
        "and not the day it was opened on"
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"date": ""}, "Vul dit in."),
        ({"start": ""}, "Vul dit in."),
        ({"date": "2026-02-30"}, "Deze dag kennen we niet."),
        ({"end": "18:00"}, "Dat is vóór het begin."),
        ({"date": "2027-03-28", "start": "02:30"}, "Dit uur bestaat die nacht niet"),
        ({"title": ""}, "Vul dit in."),
    ],
)
def test_a_wrong_evening_is_refused_in_words_and_not_planned(
    app: Flask, fields: dict[str, str], sentence: str
) -> None:
    margriet = signs_in(app, "Margriet")
    wanted = {"title": "Avond", "date": THURSDAY, "start": "19:30", **fields}
    answer = margriet.sends("/bijeenkomsten/nieuw", **wanted)
    assert (answer.status_code, sentence in answer.text) == (200, True)
    assert stored(app, Gathering.id) == []


@on_both_databases
def test_who_saves_an_older_version_sees_both_and_chooses(app: Flask) -> None:
    margriet, other = signs_in(app, "Margriet"), signs_in(app, "Margriet")
    address = plans(margriet)
    form = f"{address}/wijzigen"
    token = dict(re.findall(r'name="(csrf_token|version)"[^>]*value="([^"]*)"', other.opens(form).text))
    margriet.sends(form, title="Het plein", date=THURSDAY, start="19:30", place="De Linde")
    mine = {**token, "title": "Ons plein", "date": THURSDAY, "start": "20:00", "template": "90"}
    answer = other.browser.post(form, data=mine)
    assert answer.status_code == 409
    assert "De Linde" in answer.text
    assert 'value="Ons plein"' in answer.text
    assert stored(app, Gathering.place) == ["De Linde"]  # type: ignore[attr-defined]
    again = dict(re.findall(r'name="(csrf_token|version)"[^>]*value="([^"]*)"', answer.text))
    assert other.browser.post(form, data={**mine, **again}).status_code == 303
    assert stored(app, Gathering.start) == ["20:00"]  # type: ignore[attr-defined]


def test_a_copy_has_all_but_the_day_the_people_and_the_links(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet, place="De Linde", expectation="Wat er gebeurt.", words_kept="6")
    posts(margriet, f"{address}/mensen", address, member="", name="Ineke", role="facilitator")
    answer = posts(margriet, f"{address}/kopieren")
    copy = answer.headers["Location"].partition("/wijzigen")[0]
    assert 'selected value="6"' in margriet.opens(answer.headers["Location"]).text, "as long as before"
    assert copy != address
    page = margriet.opens(copy).text
    assert "De Linde" in page
    assert "Ineke" not in page
    assert sorted(stored(app, Gathering.date)) == ["", THURSDAY]  # type: ignore[attr-defined]
    assert stored(app, Gathering.start) == ["19:30", "19:30"]  # type: ignore[attr-defined]
    assert stored(app, Gathering.end) == ["21:30", "21:30"]


def test_a_cancelled_evening_opens_no_table_and_its_links_end(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet)
    page = posts(margriet, f"{address}/mensen", address, member="", name="Ineke", role="facilitator").text
    token = re.search(r'id="handed-link">[^<]*/in#([\w-]+)<', page)[1]  # type: ignore[index]
    posts(margriet, f"{address}/afzeggen")
    page = margriet.opens(address).text
    assert "Afgezegd" in page
    assert 'role="status" tabindex="-1" autofocus>De avond is afgezegd.<' in page
    assert "De avond is afgezegd." not in margriet.opens(address).text, "it is said once"
    assert posts(margriet, f"{address}/openen").status_code == 409
    assert posts(margriet, f"{address}/afzeggen").status_code == 409
    assert Visitor(app).browser.post("/in", json={"token": token}).status_code == 401
    assert stored(app, Dialogue.id) == []


def test_who_leads_needs_no_account_and_sees_one_evening(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address, other = plans(margriet), plans(margriet, title="Een andere avond")
    page = posts(margriet, f"{address}/mensen", address, member="", name="Ineke", role="facilitator").text
    token = re.search(r'id="handed-link">[^<]*/in#([\w-]+)<', page)[1]  # type: ignore[index]
    ineke = Visitor(app)
    assert ineke.browser.post("/in", json={"token": token}).json == {"go": address}
    assert "Een plein voor iedereen" in ineke.opens(address).text
    assert "Zoek iemand die leidt" not in page + ineke.opens(address).text
    assert "Ineke" in margriet.opens("/thuis").text
    assert "Zoek iemand die leidt" in margriet.opens(other).text
    assert 'value="Ineke"' not in page, "the next one is somebody else"
    assert ineke.opens(other).status_code == 401
    assert ineke.opens("/bijeenkomsten").status_code == 401
    assert ineke.opens(f"{address}/wijzigen").status_code == 401
    answer = posts(ineke, f"{address}/openen", address)
    assert ineke.opens(answer.headers["Location"]).status_code == 200
    assert "Ineke" in margriet.opens(address).text
    for closed, status in ((wall_ms(), 200), (wall_ms() - 2 * DAY_MS, 401)):
        with transaction(app.extensions["dialoog.engine"]) as connection:
            connection.execute(update(Dialogue).values(closed=closed))
        assert ineke.opens(address).status_code == status
        assert Visitor(app).browser.post("/in", json={"token": token}).status_code == status


@on_both_databases
def test_a_guest_leads_one_evening_until_the_day_on_which_it_was_closed(app: Flask) -> None:
    """Yusuf is of another organisation."""
    margriet, yusuf = signs_in(app, "Margriet"), signs_in(app, "Yusuf")
    address, other = plans(margriet), plans(margriet, title="Een andere avond")
    with transaction(app.extensions["dialoog.engine"]) as connection:
        person = person_by_login(connection, "Yusuf")
        assert person is not None
        assign(connection, address.rpartition("/")[2], person.id, "facilitator", wall_ms())
    assert "Een plein voor iedereen" in yusuf.opens("/thuis").text
    assert (yusuf.opens(address).status_code, yusuf.opens(other).status_code) == (200, 404)
    console = posts(yusuf, f"{address}/openen", address).headers["Location"]
    assert yusuf.opens(console).status_code == 200
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Dialogue).values(closed=wall_ms()))
    assert yusuf.opens(address).status_code == 200
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Dialogue).values(closed=wall_ms() - 2 * DAY_MS))
    for page in (address, f"/verslagen/{console.rpartition('/')[2]}"):
        assert yusuf.opens(page).status_code == 404, page
    assert yusuf.opens(console).status_code == 401
    kept = yusuf.browser.get_cookie(cookie(app, f"facilitator-{console.rpartition('/')[2]}"))
    assert kept is not None
    program = app.test_client()
    answer = program.get("/live/documents", headers={"Authorization": f"Bearer {kept.value}"})
    assert answer.status_code == 401, "nor by the token that the browser was given"
    assert "Een plein voor iedereen" not in yusuf.opens("/thuis").text
    assert "Een plein voor iedereen" not in yusuf.opens("/verslagen").text


def test_a_member_who_was_asked_finds_the_evening_at_home(app: Flask) -> None:
    margriet, els = signs_in(app, "Margriet"), signs_in(app, "Els")
    address = plans(margriet)
    assert els.opens(address).status_code == 404
    members = re.findall(r'<option[^>]*value="([\w-]{12})">([^<]*)<', margriet.opens(address).text)
    [own] = [identifier for identifier, name in members if name == "Els"]
    posts(margriet, f"{address}/mensen", address, member=own, name="", role="scribe")
    assert "Een plein voor iedereen" in els.opens("/thuis").text
    assert posts(els, f"{address}/openen").status_code == 404
    assert posts(els, f"{address}/verslag-leggen").status_code == 400
    posts(margriet, f"{address}/openen")
    answer = posts(els, f"{address}/verslag-leggen", address)
    assert els.opens(answer.headers["Location"]).status_code == 200
    posts(margriet, f"{address}/mensen/{own}/weg")
    assert els.opens(address).status_code == 404


def test_an_evening_of_another_organisation_is_as_if_it_were_not_there(app: Flask) -> None:
    address = plans(signs_in(app, "Margriet"))
    yusuf = signs_in(app, "Yusuf")
    for path in (address, f"{address}/wijzigen", "/bijeenkomsten/bestaatniet1"):
        assert yusuf.opens(path).status_code == 404, path
    for path in ("kopieren", "afzeggen", "openen", "mensen"):
        assert posts(yusuf, f"{address}/{path}").status_code == 404, path
    assert "Een plein" not in yusuf.opens("/bijeenkomsten").text + yusuf.opens("/thuis").text


def test_the_organisation_that_plans_an_evening_keeps_what_is_said_unless_another_is_typed(
    app: Flask,
) -> None:
    page = signs_in(app, "Margriet").opens("/bijeenkomsten/nieuw").text
    [field] = re.findall(r'<input[^>]*name="organisation"[^>]*>', page)
    assert 'value="De Linde"' in field
