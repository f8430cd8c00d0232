"""A desk that was opened from a page ends with the right of who opened it, its open socket too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, update

from dialoog.accounts import account_links, tokens
from dialoog.accounts.models import Membership
from dialoog.accounts.queries import person_by_login
from dialoog.accounts.tokens import Identity
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import DAY_MS, wall_ms
from dialoog.live.models import Dialogue
from dialoog.live.push.presence import BoundSocket
from dialoog.live.tasks import heartbeat
from dialoog.planning.actions import assign
from tests.accounts.people import create_member, create_organisation
from tests.accounts.test_accounts import handed_link, opens_link
from tests.planning.test_gatherings import plans, posts, signs_in
from tests.web.visits import Visitor, cookie, running_app


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """Margriet and Els organise; Yusuf is of another organisation."""
    with running_app(tmp_path / "app") as app:
        with transaction(app.extensions["dialoog.engine"]) as connection:
            organisation = create_organisation(connection, "De Linde")
            create_member(connection, organisation, "Margriet")
            create_member(connection, organisation, "Els")
            create_member(connection, create_organisation(connection, "Elders"), "Yusuf")
        yield app


def person(app: Flask, name: str) -> str:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        found = person_by_login(connection, name)
    assert found is not None
    return found.id


def opens(visitor: Visitor, address: str) -> str:
    """The address of the console."""
    return posts(visitor, f"{address}/openen", address).headers["Location"]


class Sockets:
    """The sockets of consoles, as far as the server knows them, and which it closed."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.runtime = app, app.extensions["dialoog"]
        self.closed: list[str] = []
        self.said: list[tuple[str, str]] = []
        monkeypatch.setattr(self.runtime, "disconnect_soon", lambda bound: self.closed.append(bound.sid))
        monkeypatch.setattr(
            self.runtime.socketio, "emit", lambda event, message, to: self.said.append((event, to))
        )

    def connects(self, visitor: Visitor, console: str, sid: str) -> None:
        kept = visitor.browser.get_cookie(cookie(self.app, f"facilitator-{console.rpartition('/')[2]}"))
        assert kept is not None
        with read_transaction(self.runtime.engine) as connection:
            identity = tokens.find(connection, kept.value)
        assert isinstance(identity, Identity)
        self.runtime.presence.enter(BoundSocket(sid, identity))

    def after_a_pulse(self) -> list[str]:
        heartbeat.end_desks(self.runtime)
        return self.closed


def test_who_is_taken_from_an_evening_loses_its_console_and_its_socket(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    margriet, yusuf, ineke = signs_in(app, "Margriet"), signs_in(app, "Yusuf"), Visitor(app)
    address = plans(margriet)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        assign(connection, address.rpartition("/")[2], person(app, "Yusuf"), "facilitator", wall_ms())
    page = posts(margriet, f"{address}/mensen", address, member="", name="Ineke", role="facilitator").text
    opens_link(ineke, handed_link(page))
    console = opens(margriet, address)
    sockets = Sockets(app, monkeypatch)
    for visitor, name in ((margriet, "margriet"), (yusuf, "yusuf"), (ineke, "ineke")):
        assert opens(visitor, address) == console
        assert visitor.opens(console).status_code == 200
        sockets.connects(visitor, console, name)
    assert sockets.after_a_pulse() == []
    posts(margriet, f"{address}/mensen/{person(app, 'Yusuf')}/weg", address)
    assert (yusuf.opens(console).status_code, sockets.after_a_pulse()) == (401, ["yusuf"])
    assert ("gone", "yusuf") in sockets.said
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        [link] = account_links.links_to(connection, address.rpartition("/")[2])
    posts(margriet, f"{address}/mensen/{link.id}/weg", address)
    assert ineke.opens(console).status_code == 401
    assert sorted(set(sockets.after_a_pulse())) == ["ineke", "yusuf"]
    assert margriet.opens(console).status_code == 200


def test_the_socket_of_a_guest_closes_the_day_after_closing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    margriet, yusuf = signs_in(app, "Margriet"), signs_in(app, "Yusuf")
    address = plans(margriet)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        assign(connection, address.rpartition("/")[2], person(app, "Yusuf"), "facilitator", wall_ms())
    console = opens(yusuf, address)
    opens(margriet, address)
    sockets = Sockets(app, monkeypatch)
    sockets.connects(margriet, console, "margriet")
    sockets.connects(yusuf, console, "yusuf")
    for closed, expected in ((wall_ms(), []), (wall_ms() - 2 * DAY_MS, ["yusuf"])):
        with transaction(app.extensions["dialoog.engine"]) as connection:
            connection.execute(update(Dialogue).values(closed=closed))
        assert sockets.after_a_pulse() == expected


def test_an_organiser_who_is_taken_out_leaves_no_console_and_no_invitation(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    margriet, els = signs_in(app, "Margriet"), signs_in(app, "Els")
    address = plans(margriet)
    console = opens(els, address)
    posts(margriet, f"{address}/openen", address)
    of_els = handed_link(posts(els, "/beheer/uitnodigen", name="Kwaadwil", role="organiser").text)
    of_margriet = handed_link(posts(margriet, "/beheer/uitnodigen", name="Fatma", role="reader").text)
    sockets = Sockets(app, monkeypatch)
    sockets.connects(els, console, "els")
    sockets.connects(margriet, console, "margriet")
    assert posts(margriet, f"/beheer/mensen/{person(app, 'Els')}/weg").status_code == 303
    assert (els.opens(console).status_code, sockets.after_a_pulse()) == (401, ["els"])
    assert margriet.opens(console).status_code == 200
    guest = Visitor(app)
    assert guest.browser.post("/in", json={"token": of_els}).status_code == 401
    assert opens_link(guest, of_margriet) == "/welkom"


@pytest.mark.parametrize("way", ["weg", "rol"])
def test_who_organises_no_longer_has_no_way_in_left(app: Flask, way: str) -> None:
    """Els belongs elsewhere too, so her account stays; as a facilitator she may be asked anew."""
    margriet, els = signs_in(app, "Margriet"), signs_in(app, "Els")
    own, address = person(app, "Els"), plans(margriet)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        elsewhere = create_organisation(connection, "Wijkraad")
        connection.execute(
            insert(Membership).values(person=own, organisation=elsewhere, role="reader", created=1)
        )
        assign(connection, address.rpartition("/")[2], own, "facilitator", wall_ms())
    console = opens(els, address)
    invitation = handed_link(posts(els, "/beheer/uitnodigen", name="Kwaadwil", role="organiser").text)
    way_in = handed_link(posts(els, f"/beheer/mensen/{person(app, 'Margriet')}/link").text)
    fields = {"role": "facilitator"} if way == "rol" else {}
    assert posts(margriet, f"/beheer/mensen/{own}/{way}", **fields).status_code == 303
    for token in (invitation, way_in):
        assert Visitor(app).browser.post("/in", json={"token": token}).status_code == 401
    assert els.opens(console).status_code == 401
    assert els.opens(address).status_code == (404 if way == "weg" else 200)
