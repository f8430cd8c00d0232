"""Evenings with several tables through their pages: adding one, opening all, following the evening, copying, cancelling, handing over."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import Connection, select, update

from dialoog.accounts.models import Assignment
from dialoog.accounts.queries import person_by_login
from dialoog.db.engine import read_transaction, run_in_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.models import Dialogue
from dialoog.planning import gathering_retention, tables
from dialoog.planning.actions import assign
from dialoog.planning.models import Gathering
from tests.accounts.people import create_member, create_organisation
from tests.planning.test_gatherings import (
    THURSDAY,
    app,
    on_both_databases,
    plans,
    posts,
    signs_in,
    stored,
)
from tests.planning.test_ownership import offered
from tests.web.visits import Visitor, running_app, words_of

__all__ = ["app"]
WEAVERS = {"place": "Wevershuis", "facilitator": "Tadesse", "start": "20:00", "language": "ar"}


def id_of(address: str) -> str:
    return address.rpartition("/")[2]


def adds(visitor: Visitor, address: str, **own: str) -> str:
    """The address of one more table of this evening."""
    answer = posts(
        visitor, f"{address}/tafels", **{"place": "", "facilitator": "", "start": "", "language": "nl"} | own
    )
    assert answer.headers["Location"] == f"{address}#tafels", answer.text
    return re.findall(r'href="(/bijeenkomsten/[^"/]+)">Tafel \d+<', visitor.opens(address).text)[-1]


def rows(app: Flask, *names: str) -> list[tuple[object, ...]]:
    """These columns of all tables that are planned, by evening and number."""
    columns = Gathering.__table__.columns
    query = select(*(columns[name] for name in names)).order_by(columns.created, columns.number)
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return [tuple(row) for row in connection.execute(query)]


@on_both_databases
def test_each_table_is_a_dialogue_with_its_own_place_hour_language_and_name(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet, place="Buurtkamer", facilitator="Els")
    assert "Tafel 1" not in margriet.opens(address).text
    adds(margriet, address, **WEAVERS)
    adds(margriet, address)
    page = re.sub("[\u2068\u2069]", "", words_of(margriet.opens(address)))
    assert "Tafel 1 19:30 uur, Buurtkamer Els leidt. Staat klaar" in page
    assert "Tafel 2 20:00 uur, Wevershuis, scherm: العربية Tadesse leidt. Staat klaar" in page
    assert "Tafel 3 19:30 uur, Buurtkamer Zoek iemand die leidt" in page
    assert posts(margriet, f"{address}/tafels/openen").status_code == 303
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        opened_ones = connection.execute(select(Dialogue.table_number, Dialogue.id, Dialogue.code)).all()
    assert sorted(row.table_number for row in opened_ones) == [1, 2, 3]
    assert set(stored(app, Dialogue.screen_lang)) == {"ar", "nl"}
    assert set(stored(app, Dialogue.lang)) == {"nl"}, "what is typed stays Dutch"  # type: ignore[attr-defined]
    opened = margriet.opens(address).text
    assert all(f"{row.code[:3]} {row.code[3:]}" in opened for row in opened_ones)
    assert opened.count("/in#") == 0, "the codes of the pictures are no text"
    assert opened.count("qr-card") == 3
    for number, dialogue, code in opened_ones:
        assert f"Een plein voor iedereen (tafel {number})" in Visitor(app).opens(f"/d/{code}").text
        answer = posts(margriet, f"{address if number == 1 else table_of(app, dialogue)}/openen")
        assert answer.headers["Location"] == f"/leiden/{dialogue}"
        assert f"Schuif aan bij tafel {number}" in margriet.opens(f"/leiden/{dialogue}/papier").text
        assert f'data-table="Tafel {number}"' in margriet.opens(f"/leiden/{dialogue}").text
    assert posts(margriet, f"{address}/tafels/openen").status_code == 303
    assert len(stored(app, Dialogue.id)) == 3
    assert "Tafel 2" in margriet.opens("/verslagen").text


def table_of(app: Flask, dialogue: str) -> str:
    [row] = [row for row in rows(app, "id", "dialogue") if row[1] == dialogue]
    return f"/bijeenkomsten/{row[0]}"


@on_both_databases
def test_lists_show_an_evening_once_with_its_tables(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address, other = plans(margriet, theme="Het plein"), plans(margriet, theme="De straat")
    second = adds(margriet, address)
    for page in ("/bijeenkomsten", "/thuis"):
        text = margriet.opens(page).text
        assert (text.count("Het plein"), text.count("De straat"), text.count("2 tafels")) == (1, 1, 1), page
        assert f'"{address}"' in text
    posts(margriet, f"{second}/openen")
    assert "De tafels zijn open" in margriet.opens("/bijeenkomsten").text
    assert "Open ook de andere tafels" in margriet.opens(address).text
    assert other in margriet.opens("/bijeenkomsten").text
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(update(Dialogue).values(closed=wall_ms()))
    page = margriet.opens(address).text
    assert "De tafels zijn open" not in page + margriet.opens("/bijeenkomsten").text, (
        "one is closed, the other never was opened"
    )
    assert f'"{address}/openen"' in page


def test_a_guest_of_one_table_sees_that_one(app: Flask) -> None:
    margriet, yusuf = signs_in(app, "Margriet"), signs_in(app, "Yusuf")
    address = plans(margriet, place="Buurtkamer")
    second = adds(margriet, address, place="Wevershuis")
    with transaction(app.extensions["dialoog.engine"]) as connection:
        person = person_by_login(connection, "Yusuf")
        assert person is not None
        assign(connection, id_of(second), person.id, "facilitator", wall_ms())
    home = yusuf.opens("/thuis").text
    assert (second in home, address in home, "tafels" in home) == (True, False, False)
    page = yusuf.opens(second).text
    assert ("Tafel 2" in page, "Wevershuis" in page, "Buurtkamer" in page) == (True, True, False)
    assert yusuf.opens(address).status_code == 404
    for path in ("/tafels", "/tafels/openen", "/tafel", "/tafel/weg", "/wijzigen", "/afzeggen"):
        assert posts(yusuf, second + path, language="nl").status_code == 404, path
    assert posts(yusuf, f"{second}/openen").status_code == 303
    assert stored(app, Dialogue.table_number) == [2]


@on_both_databases
def test_a_table_follows_its_evening_but_for_what_it_has_of_its_own(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet, place="Buurtkamer", facilitator="Els")
    second, third = adds(margriet, address, **WEAVERS), adds(margriet, address)
    moved = {"title": "Anders", "theme": "De straat", "place": "Kerk", "start": "19:00", "end": "21:00"}
    assert margriet.sends(f"{address}/wijzigen", date=THURSDAY, **moved).status_code == 303
    assert rows(app, "title", "theme", "place", "start", "screen_lang", "facilitator") == [
        ("Anders", "De straat", "Kerk", "19:00", "nl", "Els"),
        ("Anders", "De straat", "Wevershuis", "20:00", "ar", "Tadesse"),
        ("Anders", "De straat", "Kerk", "19:00", "nl", ""),
    ]
    refused = margriet.sends(f"{address}/wijzigen", date=THURSDAY, **moved | {"end": "20:00"}).text
    assert "Tafel 2 begint om 20:00 uur." in refused
    assert margriet.opens(f"{second}/wijzigen").headers["Location"] == f"{second}/tafel"
    assert margriet.sends(f"{third}/tafel", facilitator="Ineke", start="20:30").status_code == 303
    assert rows(app, "facilitator", "start")[2] == ("Ineke", "20:30")
    assert posts(margriet, f"{second}/tafel/weg").headers["Location"] == f"{address}#tafels"
    assert [number for (number,) in rows(app, "number")] == [1, 3]
    assert posts(margriet, f"{address}/tafel/weg").status_code == 409
    assert margriet.opens(second).status_code == 404


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({"start": "25:00"}, "Deze tijd kennen we niet."),
        ({"start": "21:30"}, "Dat is na het einde van de avond."),
        ({"language": "de"}, "Not a valid choice"),
        ({"place": "\u0000"}, ""),
    ],
)
def test_a_wrong_table_is_refused_in_words_and_not_added(
    app: Flask, own: dict[str, str], sentence: str
) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet)
    answer = posts(margriet, f"{address}/tafels", **{"language": "nl"} | own)
    assert (answer.status_code, len(rows(app, "id"))) == (400, 1)
    assert "utrecht-form-field-error-message" in answer.text or own == {"language": "de"}
    assert sentence in answer.text or own == {"language": "de"}


def test_an_evening_has_twelve_tables_at_most(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        for _ in range(tables.MOST - 1):
            tables.add(connection, id_of(address), {}, wall_ms())
    answer = posts(margriet, f"{address}/tafels", language="nl")
    assert (answer.status_code, "Meer tafels heeft een avond niet." in answer.text) == (409, True)
    assert len(rows(app, "id")) == tables.MOST


def test_a_copy_has_the_tables_without_day_people_and_links(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet, place="Buurtkamer")
    second = adds(margriet, address, **WEAVERS)
    posts(margriet, f"{second}/mensen", second, member="", name="Ineke", role="facilitator")
    copied = posts(margriet, f"{address}/kopieren").headers["Location"].partition("/wijzigen")[0]
    assert rows(app, "number", "place", "screen_lang", "date", "start", "dialogue")[2:] == [
        (1, "Buurtkamer", "nl", "", "19:30", None),
        (2, "Wevershuis", "ar", "", "20:00", None),
    ]
    page = margriet.opens(copied).text
    [table] = re.findall(r'href="(/bijeenkomsten/[^"/]+)">Tafel 2<', page)
    assert "Ineke" not in margriet.opens(table).text
    assert len({evening for (evening,) in rows(app, "evening")}) == 2


def test_an_evening_is_cancelled_with_all_its_tables_and_with_none_once_one_is_open(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet)
    second = adds(margriet, address)
    page = posts(margriet, f"{second}/mensen", second, member="", name="Ineke", role="facilitator").text
    token = re.search(r'id="handed-link">[^<]*/in#([\w-]+)<', page)[1]  # type: ignore[index]
    posts(margriet, f"{address}/afzeggen")
    assert all(cancelled for (cancelled,) in rows(app, "cancelled"))
    assert Visitor(app).browser.post("/in", json={"token": token}).status_code == 401
    for path in ("/tafels/openen", "/tafels", "/openen"):
        assert posts(margriet, address + path, language="nl").status_code == 409, path
    other = plans(margriet)
    posts(margriet, f"{adds(margriet, other)}/openen")
    assert posts(margriet, f"{other}/afzeggen").status_code == 409
    assert stored(app, Assignment.person) == []


def test_an_evening_passes_to_a_collective_with_all_its_tables(tmp_path: Path) -> None:
    with running_app(tmp_path / "app") as app:
        with transaction(app.extensions["dialoog.engine"]) as connection:
            linde = create_organisation(connection, "De Linde")
            create_member(connection, linde, "Margriet")
            town = create_organisation(connection, "Gemeente Oosterwaard", "municipality")
            create_member(connection, town, "Ruud")
        ruud, margriet = signs_in(app, "Ruud"), signs_in(app, "Margriet")
        address = plans(ruud)
        posts(ruud, f"{adds(ruud, address)}/openen")
        margriet.browser.post("/in", json={"token": offered(ruud, address)})
        assert margriet.sends("/overnemen").headers["Location"] == address
        assert rows(app, "owner") == [(linde,), (linde,)]
        assert stored(app, Dialogue.owner) == [linde]
        assert ruud.opens(address).status_code == 404


def test_the_other_tables_go_on_where_the_first_is_gone(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet, theme="Het plein")
    second = adds(margriet, address)
    adds(margriet, address)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        gathering_retention.delete(connection, id_of(address))
    assert margriet.opens("/bijeenkomsten").text.count("Het plein") == 1
    page = words_of(margriet.opens(second))
    assert ("Tafel 2" in page, "Tafel 3" in page, "Open alle tafels nu al" in page) == (True, True, True)


def test_a_table_that_is_open_is_named_once_there_is_another(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet)
    posts(margriet, f"{address}/openen")
    assert stored(app, Dialogue.table_number) == [0]
    console = posts(margriet, f"{address}/openen").headers["Location"]
    assert "afel 1" not in margriet.opens(console).text
    second = adds(margriet, address)
    assert stored(app, Dialogue.table_number) == [1]
    assert 'data-table="Tafel 1"' in margriet.opens(console).text
    posts(margriet, f"{second}/tafel/weg")
    assert stored(app, Dialogue.table_number) == [0], "and no longer once there is none"


def test_the_screen_of_each_table_has_its_language_and_what_was_typed_keeps_its_own(app: Flask) -> None:
    margriet = signs_in(app, "Margriet")
    address = plans(margriet, theme="Het plein", language="tr")
    adds(margriet, address, **WEAVERS)
    assert "Türkçe" in margriet.opens(address).text
    assert 'value="tr" selected' in re.sub(
        'selected (value="tr")', r"\1 selected", margriet.opens(f"{address}/wijzigen").text
    )
    posts(margriet, f"{address}/tafels/openen")
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        opened = connection.execute(select(Dialogue.id, Dialogue.code, Dialogue.screen_lang)).all()
    for dialogue, code, lang in opened:
        screen = Visitor(app).holds("screen", dialogue)
        assert f'<html lang="{lang}"' in screen.opens(f"/scherm/{dialogue}").text
        assert '<bdi lang="nl">Het plein</bdi>' in Visitor(app).opens(f"/d/{code}").text
    assert {lang for *_, lang in opened} == {"tr", "ar"}


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_of_two_who_add_the_last_table_at_once_one_does(app: Flask) -> None:
    evening, both = id_of(plans(signs_in(app, "Margriet"))), Barrier(2)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        for _ in range(tables.MOST - 2):
            tables.add(connection, evening, {}, wall_ms())

    def adds_one(_number: int) -> bool:
        meets = [both.wait]  # who waited too long for the other's lock tries again, alone

        def add(connection: Connection) -> str:
            while meets:
                meets.pop()(30)
            return tables.add(connection, evening, {}, wall_ms())

        try:
            return bool(run_in_transaction(app.extensions["dialoog.engine"], add))
        except tables.TooMany:
            return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(adds_one, range(2))) == [False, True]
    assert sorted(stored(app, Gathering.number)) == list(range(1, tables.MOST + 1))
