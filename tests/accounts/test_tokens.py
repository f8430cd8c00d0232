"""Secrets: how they are created, what is stored of them, and that each opens the page of its purpose and no other."""

import sqlite3
import stat
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from dialoog.accounts import tokens
from dialoog.accounts.tokens import Purpose
from dialoog.db.engine import read_transaction, transaction
from dialoog.live.entry import admission
from dialoog.live.transport.rate_limits import FailureBudget
from dialoog.settings import Settings, settle
from tests.web.visits import KEY, Visitor, begin, cookie, running_app

PURPOSES: tuple[Purpose, ...] = ("join", "seat", "facilitator", "scribe", "screen", "setup")
DESKS = {"seat": "/plek", "facilitator": "/leiden", "scribe": "/verslag-leggen", "screen": "/scherm"}


def rows(app: Flask, query: str) -> list[tuple[object, ...]]:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def dialogue_of(app: Flask) -> str:
    [(dialogue,)] = rows(app, "SELECT id FROM dialogues")
    return str(dialogue)


def test_each_installation_makes_a_secret_of_its_own_that_only_it_can_read(tmp_path: Path) -> None:
    one, other = (settle(Settings(folder=str(tmp_path / name))) for name in ("one", "other"))
    assert one.secret != other.secret
    assert len(one.secret) == 43  # 256 bits
    assert settle(Settings(folder=str(tmp_path / "one"))).secret == one.secret
    file = tmp_path / "one" / "secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_secret_is_in_no_source(tmp_path: Path) -> None:
    assert Settings().secret == ""
    assert not [name for name in Settings.__struct_fields__ if "password" in name or "token" in name]


def test_a_token_has_128_bits_of_the_systems_chance_and_no_two_are_alike(app: Flask) -> None:
    created = {tokens.new_token() for _ in range(2000)}
    assert len(created) == 2000
    assert {len(token) for token in created} == {22}
    assert len(tokens.derive_token("secret", "join", "x")) == 22
    assert tokens.derive_token("secret", "join", "x") != tokens.derive_token("secret", "join", "y")
    assert tokens.derive_token("secret", "join", "x") != tokens.derive_token("another", "join", "x")


def test_of_a_token_only_its_hash_is_kept(app: Flask, tmp_path: Path) -> None:
    table = Visitor(app).sets_a_table()
    fatma = Visitor(app)
    fatma.sends(f"/d/{table['code']}", name="Fatma")
    console, screen = (table[link].partition("#")[2] for link in ("console", "screen"))
    with sqlite3.connect(tmp_path / "dialoog.sqlite3") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for token in (fatma.token("seat"), console, screen):
        assert token.encode() not in stored
        assert tokens.hash_of(token) in stored


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("desk", DESKS)
def test_a_token_opens_the_desk_that_it_was_made_for_and_no_other(
    app: Flask, purpose: Purpose, desk: Purpose
) -> None:
    Visitor(app).sets_a_table()
    with transaction(app.extensions["dialoog.engine"]) as connection:
        token = tokens.create(connection, purpose, dialogue_of(app), "s1" if purpose == "seat" else None)
    page = Visitor(app).holds(desk, dialogue_of(app), token).opens(f"{DESKS[desk]}/{dialogue_of(app)}")
    assert page.status_code == (200 if purpose == desk else 401)
    headers = {"Authorization": f"Bearer {token}"}
    response = app.test_client().get(f"/live/documents?as={desk}", headers=headers)
    assert response.status_code in ({200, 403} if purpose == desk else {401})


@pytest.mark.parametrize("purpose", DESKS)
def test_a_link_of_one_installation_opens_nothing_in_another(
    app: Flask, tmp_path: Path, purpose: Purpose
) -> None:
    Visitor(app).sets_a_table()
    with transaction(app.extensions["dialoog.engine"]) as connection:
        token = tokens.create(connection, purpose, dialogue_of(app), "s1" if purpose == "seat" else None)
    with running_app(tmp_path / "other") as other:
        browser = Visitor(other).holds(purpose, dialogue_of(app), token)
        assert browser.opens(f"{DESKS[purpose]}/{dialogue_of(app)}").status_code == 401
        assert other.test_client().post("/in", json={"token": token}).status_code == 401


def test_a_ticket_is_no_token_and_a_token_no_ticket(app: Flask) -> None:
    table = Visitor(app).sets_a_table()
    console = table["console"].partition("#")[2]
    client = app.test_client()
    ticket = client.post(
        "/live/ticket", json={"desk": "facilitator"}, headers={"Authorization": f"Bearer {console}"}
    ).json["ticket"]
    assert client.get("/live/documents", headers={"Authorization": f"Bearer {ticket}"}).status_code == 401
    assert client.post("/in", json={"token": ticket}).status_code == 401


def test_a_link_carries_its_token_where_no_server_and_no_log_sees_it(app: Flask) -> None:
    table = Visitor(app).sets_a_table()
    for link in (table["console"], table["screen"]):
        assert "?" not in link
        assert link.index("/in#") < link.index("#") + 1
    assert Visitor(app).opens(f"/in?token={table['console'].partition('#')[2]}").status_code == 200
    response = app.test_client().get(f"/live/documents?token={table['console'].partition('#')[2]}")
    assert response.status_code == 401


def test_there_is_no_account_and_no_key_before_the_first_start_makes_one(app: Flask, tmp_path: Path) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        tokens.revoke_all(connection, "setup")
        first, second = tokens.create(connection, "setup"), tokens.create(connection, "setup")
    assert first != second
    for guess in ("admin", "root", "password", "dialoog", "sleutel-voor-de-proef", ""):
        response = Visitor(app).sends("/sleutel", key=guess)
        assert "-setup" not in str(response.headers)


def test_a_new_key_ends_the_old_one_in_every_browser(app: Flask) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        old = tokens.create(connection, "setup")
    visitor = Visitor(app).holds("setup", token=old)
    assert visitor.opens("/verslagen").status_code == 200
    with transaction(app.extensions["dialoog.engine"]) as connection:
        tokens.revoke_all(connection, "setup")
    assert visitor.opens("/verslagen").status_code == 302


def test_wrong_keys_are_budgeted_and_a_long_one_is_not_cut_off(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, delays = Visitor(app), []
    monkeypatch.setattr(app.extensions["dialoog"].socketio, "sleep", delays.append)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        key = tokens.create(connection, "setup")
    assert "-setup" not in str(visitor.sends("/sleutel", key=key + "x" * 42).headers)
    assert "-setup" not in str(visitor.sends("/sleutel", key=key.swapcase()).headers)
    for _ in range(FailureBudget.PER_ADDRESS - 2):
        assert visitor.sends("/sleutel", key="geraden").status_code == 403
    assert delays == []
    assert visitor.sends("/sleutel", key="geraden").status_code == 403
    assert delays == [admission.FAILURE_DELAY_SECONDS]


def test_nobody_shuts_an_organiser_out_by_guessing(app: Flask) -> None:
    budget = app.extensions["dialoog"].failure_budget
    for n in range(FailureBudget.IN_ALL):
        budget.record_failure(str(n))
    organiser = Visitor(app)
    assert organiser.sends("/sleutel", key=f" {KEY} ").status_code == 303
    assert organiser.opens("/verslagen").status_code == 200, "what was typed around it was left out"


@pytest.mark.parametrize("way", ["cookie", "header"])
@pytest.mark.parametrize("address", ["/verslagen", "/nieuw/avond", "/nieuw"])
def test_a_wrong_key_that_is_sent_costs_what_a_typed_one_costs(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, way: str, address: str
) -> None:
    delays: list[float] = []
    monkeypatch.setattr(app.extensions["dialoog"].socketio, "sleep", delays.append)

    def sends(key: str) -> TestResponse:
        browser, headers = app.test_client(), {}
        if way == "cookie":
            browser.set_cookie(cookie(app, "setup"), key)
        else:
            headers["Authorization"] = f"Bearer {key}"
        return browser.open(
            address, method="POST" if address == "/nieuw/avond" else "GET", headers=headers, data="{}"
        )

    with caplog.at_level("INFO", logger="dialoog"):
        for n in range(FailureBudget.PER_ADDRESS):
            assert sends(f"geraden-{n:016}").status_code in (200, 302, 401)
        assert delays == []
        sends("geraden-geraden-geraden")
        assert delays == [admission.FAILURE_DELAY_SECONDS]
        assert caplog.text.count("wrong set-up key refused") == 1, "one line a minute"
        right = sends(KEY)
    assert right.status_code == {"cookie": 401, "header": 400}[way] if "avond" in address else 200
    assert delays == [admission.FAILURE_DELAY_SECONDS], "a right key waits for nobody's mistakes"
    assert "set-up key accepted" in caplog.text
    assert "geraden" not in caplog.text


def test_a_browser_with_a_former_key_gets_the_form_and_a_new_key_opens_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["dialoog"].socketio, "sleep", lambda _seconds: None)
    organiser = Visitor(app).holds("setup", token="a-former-key-of-here")
    for _ in range(FailureBudget.PER_ADDRESS + 5):
        to_form = organiser.opens("/verslagen")
        assert (to_form.status_code, to_form.headers["Location"]) == (302, "/sleutel?back=/verslagen")
    assert 'name="key"' in organiser.opens("/nieuw").text
    assert organiser.sends("/sleutel", key=KEY).status_code == 303
    assert organiser.opens("/verslagen").status_code == 200


@pytest.mark.parametrize("revoked", [False, True])
def test_the_token_of_a_desk_is_no_attempt_at_the_key(app: Flask, revoked: bool) -> None:
    """A phone that goes on asking for its ended table must not make the keeper of the machine believe in a thief."""
    Visitor(app).sets_a_table()
    with transaction(app.extensions["dialoog.engine"]) as connection:
        screen = tokens.create(connection, "screen", dialogue_of(app))
        if revoked:
            tokens.revoke(connection, "screen", dialogue_of(app))
    budget = app.extensions["dialoog"].failure_budget
    browser = app.test_client()
    for address in ("/verslagen", "/nieuw", "/live/documents?as=screen", "/scherm"):
        browser.get(address, headers={"Authorization": f"Bearer {screen}"})
    browser.set_cookie(cookie(app, "setup"), "a-former-key-of-here")
    for address in ("/", "/sleutel", "/d/KANARIE", "/live/documents?as=screen", "/scherm", "/leiden/papier"):
        browser.get(address)
        browser.get(address, headers={"Authorization": "Bearer of-nothing-of-nothing"})
    assert "set-up key" not in budget._by_address


def test_who_sits_down_gets_a_token_that_nobody_had_before(app: Flask) -> None:
    """A token that somebody put into the browser beforehand is not taken over (fixation)."""
    table = Visitor(app).sets_a_table()
    planted = tokens.new_token()
    fatma = Visitor(app).holds("seat", dialogue_of(app), planted)
    fatma.sends(f"/d/{table['code']}", name="Fatma")
    assert fatma.token("seat") != planted
    browser = Visitor(app).holds("seat", dialogue_of(app), planted)
    assert browser.opens(f"/plek/{dialogue_of(app)}").status_code == 401


def test_a_closed_dialogue_lets_nobody_sit_down_any_more(app: Flask) -> None:
    table = Visitor(app).sets_a_table()
    begin(Visitor(app), table)
    console = {"Authorization": f"Bearer {table['console'].partition('#')[2]}"}
    closing = {"id": "close-the-dialogue-1", "kind": "close_dialogue", "reason": "time"}
    assert app.test_client().post("/live/command", headers=console, json=closing).json["answer"] == "ok"
    latecomer = Visitor(app)
    assert (
        "<form"
        not in latecomer.opens(f"/d/{table['code']}").text.partition("<main")[2].partition("</main>")[0]
    )
    assert latecomer.browser.post(f"/d/{table['code']}", data={"name": "Wil"}).status_code in (400, 403)


def test_T11_each_browser_that_opens_a_link_has_a_token_of_its_own_as_long_as_there_are_any(
    app: Flask,
) -> None:
    link = Visitor(app).sets_a_table()["console"].partition("#")[2]
    with transaction(app.extensions["dialoog.engine"]) as connection:
        browser_tokens = [
            tokens.create_for_browser(connection, link, None) for _ in range(tokens.OPENINGS + 2)
        ]
        own, shared = set(browser_tokens[: tokens.OPENINGS]), set(browser_tokens[tokens.OPENINGS :])
        assert len(own) == tokens.OPENINGS
        assert link not in own
        assert shared == {link}
