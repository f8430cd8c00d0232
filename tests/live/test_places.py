"""What a page asks with is bound to what it shows: one browser at several tables, and at two installations on one host."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from dialoog.accounts import authentication
from dialoog.db.engine import read_transaction
from dialoog.web.cookies import former_cookie_name
from tests.web.visits import KEY, Visitor, running_app, words_of


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with running_app(tmp_path) as app:
        yield app


def opens_link(visitor: Visitor, link: str) -> str:
    """Opens a link as `/in` does; gives the address of its page."""
    answer = visitor.browser.post("/in", json={"token": link.partition("#")[2]})
    address: str = answer.json["go"]
    return address


def place_of(visitor: Visitor, address: str) -> str:
    page = visitor.opens(address)
    assert page.status_code == 200, address
    [place] = [part.split('"')[1] for part in page.text.split() if part.startswith("data-place=")]
    return place


def takes_a_seat(visitor: Visitor, table: dict[str, str], name: str) -> str:
    """Gives the address of its page."""
    return visitor.sends(f"/d/{table['code']}", name=name).headers["Location"]


def sends(visitor: Visitor, place: str, kind: str, **fields: Any) -> Any:
    command = {"id": f"{kind}-0123456789abcdef", "kind": kind, **fields}
    return visitor.browser.post(f"/live/command?place={place}", json=command)


def words_at(app: Flask, dialogue: str) -> list[str]:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return list(
            connection.execute(
                text("SELECT text FROM words WHERE dialogue = :id"), {"id": dialogue}
            ).scalars()
        )


def test_an_organiser_with_three_tables_open_leads_the_one_that_each_page_shows(app: Flask) -> None:
    organiser = Visitor(app)
    tables = [organiser.sets_a_table(title=title) for title in ("De Linde", "De Eik", "De Beuk")]
    addresses = [opens_link(organiser, table["console"]) for table in tables]
    assert len(set(addresses)) == 3
    for address, title in zip(addresses, ("De Linde", "De Eik", "De Beuk"), strict=True):
        place = place_of(organiser, address)
        assert place == f"{address.rpartition('/')[2]}.facilitator"
        documents = organiser.browser.get(f"/live/documents?place={place}").json["documents"]
        assert [push["sections"]["about"]["title"] for push in documents if push["doc"] == "table"] == [title]
        assert organiser.browser.post("/live/ticket", json={"place": place}).status_code == 200
        assert sends(organiser, place, "blank_screen", on=True).json["answer"] == "ok"


def test_what_is_written_at_one_table_is_never_kept_at_another(app: Flask) -> None:
    first, second = Visitor(app).sets_a_table(), Visitor(app).sets_a_table()
    phone = Visitor(app)
    addresses = [
        phone.sends(f"/d/{table['code']}", name="Fatma").headers["Location"] for table in (first, second)
    ]
    places = [place_of(phone, address) for address in addresses]
    for place, sentence in zip(places, ("Bij de linde.", "Bij de eik."), strict=True):
        assert sends(phone, place, "write", text=sentence, word_kind="introduction").json["answer"] == "ok"
    dialogues = [place.partition(".")[0] for place in places]
    assert [words_at(app, dialogue) for dialogue in dialogues] == [["Bij de linde."], ["Bij de eik."]]


def test_a_page_of_a_seat_that_another_took_over_in_this_browser_asks_as_nobody(app: Flask) -> None:
    """Two people take their seat with one borrowed phone: the first one's open page does not go on as the second."""
    table = Visitor(app).sets_a_table()
    phone = Visitor(app)
    fatma = place_of(phone, phone.sends(f"/d/{table['code']}", name="Fatma").headers["Location"])
    phone.leaves_its_seats()
    henk = place_of(phone, phone.sends(f"/d/{table['code']}", name="Henk").headers["Location"])
    assert fatma != henk
    refused = sends(phone, fatma, "write", text="Van Fatma.", word_kind="introduction")
    assert (refused.status_code, refused.json["reason"]) == (401, "no_token")
    assert phone.browser.post("/live/ticket", json={"place": fatma}).status_code == 401
    assert phone.browser.post("/live/ticket", json={"place": henk}).status_code == 200


@pytest.mark.parametrize("place", ["", "facilitator", ".facilitator", "x.facilitator", "{}.screen", "{}.s1"])
def test_a_place_that_this_browser_does_not_have_is_refused(app: Flask, place: str) -> None:
    organiser = Visitor(app)
    dialogue = opens_link(organiser, organiser.sets_a_table()["console"]).rpartition("/")[2]
    asked = place.format(dialogue)
    assert organiser.browser.get(f"/live/documents?place={asked}").status_code == 401
    assert organiser.browser.post("/live/ticket", json={"place": asked}).status_code == 401


def test_a_desk_that_is_not_the_one_of_the_place_is_refused(app: Flask) -> None:
    organiser = Visitor(app)
    dialogue = opens_link(organiser, organiser.sets_a_table()["console"]).rpartition("/")[2]
    asked = {"place": f"{dialogue}.facilitator", "desk": "scribe"}
    assert organiser.browser.post("/live/ticket", json=asked).status_code == 401


def test_an_address_without_its_table_goes_to_the_only_one_or_lets_choose(app: Flask) -> None:
    organiser = Visitor(app)
    linde = opens_link(organiser, organiser.sets_a_table(title="De Linde")["console"])
    assert organiser.opens("/leiden").headers["Location"] == linde
    assert organiser.opens("/leiden/papier").headers["Location"] == f"{linde}/papier"
    opens_link(organiser, organiser.sets_a_table(title="De Eik")["console"])
    page = organiser.opens("/leiden")
    assert "Welke tafel?" in words_of(page)
    assert "De Linde" in words_of(page)
    assert "De Eik" in words_of(page)
    assert f'href="{linde}"' in page.text
    assert organiser.opens("/leiden/papier").headers["Location"] == "/leiden"


def test_two_installations_on_two_ports_of_one_host_do_not_sign_each_other_out(
    app: Flask, tmp_path: Path
) -> None:
    """Browsers share the cookies of a host between its ports."""
    here = Visitor(app)
    place = place_of(here, opens_link(here, here.sets_a_table()["console"]))
    here.sends("/sleutel", key=KEY)
    form = re.findall(r'name="(csrf_token)"[^>]*value="([^"]+)"', here.opens("/sleutel").text)
    with running_app(tmp_path / "there", secret="t" * 32) as other:
        there = Visitor(other)
        there.browser._cookies.update(here.browser._cookies)
        there_place = place_of(there, opens_link(there, there.sets_a_table()["console"]))
        there.sends("/weg")
        there.sends("/sleutel", key=KEY)
        assert there.browser.get(f"/live/documents?place={there_place}").status_code == 401
        here.browser._cookies.clear()
        here.browser._cookies.update(there.browser._cookies)
    assert here.browser.get(f"/live/documents?place={place}").status_code == 200
    assert here.opens("/verslagen").status_code == 200
    again = here.browser.post("/sleutel", data={**dict(form), "key": KEY})
    assert again.status_code == 303, "a form that was open here did not expire"


def test_who_sat_down_before_cookies_were_per_table_stays_seated(app: Flask) -> None:
    """The program was replaced during an evening: pages that are open, and pages that are opened again, go on."""
    table = Visitor(app).sets_a_table()
    fatma = Visitor(app)
    address = fatma.sends(f"/d/{table['code']}", name="Fatma").headers["Location"]
    token = fatma.token("seat")
    fatma.browser._cookies.clear()
    fatma.browser.set_cookie("dialoog-seat", token)
    for asked in ("as=seat", f"place={place_of(fatma, address)}"):
        assert fatma.browser.get(f"/live/documents?{asked}").status_code == 200
    assert fatma.browser.post("/live/ticket", json={"desk": "seat"}).status_code == 200
    assert fatma.opens(f"/d/{table['code']}").headers["Location"] == address
    other = Visitor(app).sets_a_table()
    elsewhere = place_of(fatma, fatma.sends(f"/d/{other['code']}", name="Fatma").headers["Location"])
    seat = fatma.browser.get("/live/documents?as=seat").json["documents"][0]
    assert fatma.browser.get(f"/live/documents?place={elsewhere}").json["documents"][0] != seat


def test_of_too_many_tables_a_browser_keeps_the_newest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authentication, "MAX_TABLES", 2)
    organiser = Visitor(app)
    addresses = [opens_link(organiser, organiser.sets_a_table()["console"]) for _ in range(3)]
    assert [organiser.opens(address).status_code for address in addresses] == [401, 200, 200]


def test_former_names_are_those_that_browsers_hold(app: Flask) -> None:
    for base_url, name in (("http://localhost", "dialoog-seat"), ("https://localhost", "__Host-seat")):
        with app.test_request_context(base_url=base_url):
            assert former_cookie_name("seat") == name


def test_a_link_to_another_seat_takes_no_seat_away_unasked(app: Flask) -> None:
    """A stranger may have stuck the QR code of a seat of their own over the real one."""
    organiser, fatma, stranger = Visitor(app), Visitor(app), Visitor(app)
    linde = organiser.sets_a_table(title="De Linde")
    address = takes_a_seat(fatma, linde, "Fatma")
    other = takes_a_seat(stranger, linde, "Vreemde")
    link = sends(stranger, place_of(stranger, other), "link_device").json["link"]
    token = {"token": link.partition("#")[2]}
    answer = fatma.browser.post("/in", json=token)
    assert answer.status_code == 409
    assert "als Fatma" in answer.json["say"]
    assert answer.json["stay"] == address
    assert "Set-Cookie" not in answer.headers
    assert place_of(fatma, address).endswith(".s1"), "the seat stays Fatma's"
    assert fatma.browser.post("/in", json={**token, "instead": True}).json == {"go": address}
    assert place_of(fatma, address).endswith(".s2"), "after a yes it is the other's"


def test_a_link_to_ones_own_seat_and_to_a_seat_elsewhere_asks_nothing(app: Flask) -> None:
    organiser, fatma = Visitor(app), Visitor(app)
    linde, eik = (organiser.sets_a_table(title=title) for title in ("De Linde", "De Eik"))
    address = takes_a_seat(fatma, linde, "Fatma")
    link = sends(fatma, place_of(fatma, address), "link_device").json["link"]
    assert opens_link(fatma, link) == address
    elsewhere = Visitor(app)
    there = takes_a_seat(elsewhere, eik, "Henk")
    assert (
        opens_link(fatma, sends(elsewhere, place_of(elsewhere, there), "link_device").json["link"]) == there
    )
