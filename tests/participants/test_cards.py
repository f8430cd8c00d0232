"""Numbered cards: made and printed beforehand, handed out, and what their codes open. Guessing costs who guesses."""

import html
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from dialoog.db.engine import read_transaction, transaction
from dialoog.live import cards
from dialoog.live.models import Card
from dialoog.live.transport.rate_limits import FailureBudget
from tests.participants.evenings import Table, hidden_fields, presses
from tests.web.visits import Visitor, running_app, words_of


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(tmp_path_factory.mktemp("cards")) as app:
        yield app


@pytest.fixture
def table(app: Flask) -> Table:
    app.extensions["dialoog"].failure_budget = FailureBudget()
    return Table(app)


def types(app: Flask, code: str) -> Visitor:
    """A browser that knows nobody types this code."""
    visitor = Visitor(app)
    visitor.answer = visitor.sends("/mijn", code=code)  # type: ignore[attr-defined]
    return visitor


def test_a_card_opens_the_words_of_who_has_it_in_any_way_of_typing(app: Flask, table: Table) -> None:
    table.writes_down("Ik zit op het bankje.")
    codes = table.cards()
    assert sorted(codes) == list(range(1, 9))
    table.gives(7, "Henk")
    arabic = codes[7].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (codes[7], codes[7].lower().replace("-", " "), codes[7].replace("-", "  "), arabic):
        henk = types(app, typed)
        assert henk.answer.headers["Location"] == table.page  # type: ignore[attr-defined]
        assert "Ik zit op het bankje." in henk.opens(table.page).text
    assert "Kaart 7 is voor \u2068Henk\u2069." in words_of(table.console.opens(f"/leiden/{table.id}/kaarten"))


def test_what_one_chooses_by_a_card_is_ones_own_choice(app: Flask, table: Table) -> None:
    word = table.writes_down("Ik zit op het bankje.")
    codes = table.cards()
    table.gives(1, "Henk")
    table.closes()
    henk = types(app, codes[1])
    address = f"{table.page}/zin/{word}"
    done = presses(henk, table.page, address, **{f"{word}-keep": "named", f"{word}-public": "y"})
    assert done.status_code == 303
    words = table.state.words[word]
    assert (words.confirmed, words.keep, words.public) == (True, "named", True)
    assert henk.opens(f"/plek/{table.id}").status_code == 401, "a card is no phone"


def test_a_card_of_nobody_of_another_or_of_who_was_erased_opens_nothing(app: Flask, table: Table) -> None:
    table.writes_down("Ik zit op het bankje.")
    codes = table.cards()
    for code in (codes[1], "ABCD-EFGH-JKLM-NPQR", "-"):
        unknown = types(app, code).answer  # type: ignore[attr-defined]
        assert (unknown.status_code, "kennen we niet" in unknown.text) == (404, True)
    table.gives(1, "Henk")
    henk = types(app, codes[1])
    table.gives(1, "Fatma")
    assert henk.opens(table.page).headers["Location"] == "/mijn", "who had it before is out"
    table.gives(2, "Henk")
    henk = types(app, codes[2])
    table.asks(table.console, "erase_seat", seat="s2")
    assert henk.opens(table.page).headers["Location"] == "/mijn"
    assert types(app, codes[2]).answer.status_code == 404  # type: ignore[attr-defined]


def test_R10_wrong_codes_slow_their_address_and_right_ones_still_open(
    app: Flask, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    runtime = app.extensions["dialoog"]
    monkeypatch.setattr(runtime.socketio, "sleep", waits.append)
    codes = table.cards()
    table.gives(1, "Henk")
    wrong = codes[1][:-1] + ("2" if codes[1][-1] != "2" else "3")
    answers = [types(app, wrong).answer.status_code for _ in range(21)]  # type: ignore[attr-defined]
    assert answers == [404] * 20 + [429]
    assert waits == [1.0]
    assert types(app, codes[1]).answer.status_code == 303  # type: ignore[attr-defined]
    assert waits == [1.0], "who types the right one waits for nobody"


def test_what_somebody_has_is_not_printed_again_and_no_code_is_stored(app: Flask, table: Table) -> None:
    codes = table.cards()
    table.gives(3, "Henk")
    printed = table.console.opens(f"/leiden/{table.id}/kaarten/papier").text
    assert codes[3] not in printed
    assert codes[4] in printed
    assert "niet op dit blad: kaart 3. Is zo’n kaart nog niet afgedrukt?" in html.unescape(printed)
    links = re.findall(r'href="[^"]*kaarten[^"]*"', printed)
    assert not any(code in link for code in codes.values() for link in links)
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        stored = connection.execute(select(Card.hash).where(Card.dialogue == table.id)).scalars().all()
        dump = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert len(set(stored)) == 8
    assert not [code for code in codes.values() if code in dump or code.replace("-", "") in dump]


def test_after_a_new_secret_printed_cards_open_and_none_is_printed_wrongly(app: Flask, table: Table) -> None:
    codes = table.cards()
    with transaction(app.extensions["dialoog.engine"]) as connection:
        assert cards.printable_codes(connection, "another-secret", table.id) == {}
        cards.give_to(connection, table.id, 1, "s2")
        assert cards.find(connection, codes[1]) is not None


def test_one_person_has_one_card(app: Flask, table: Table) -> None:
    table.cards()
    table.gives(1, "Henk")
    table.gives(2, "Henk")
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        given = {card.number: card.seat for card in cards.list_cards(connection, table.id) if card.seat}
    assert given == {2: "s2"}


def test_a_card_that_was_lost_opens_nothing_and_is_given_to_nobody_again(app: Flask, table: Table) -> None:
    codes = table.cards()
    table.gives(2, "Henk")
    henk = types(app, codes[2])
    page = f"/leiden/{table.id}/kaarten"
    assert presses(table.console, page, f"{page}/2/kwijt").status_code == 303
    assert henk.opens(table.page).headers["Location"] == "/mijn", "who opened it before is out"
    assert types(app, codes[2]).answer.status_code == 404  # type: ignore[attr-defined]
    assert "Kaart 2 is kwijt en opent niets meer." in words_of(table.console.opens(page))
    assert codes[2] not in table.console.opens(f"{page}/papier").text
    fields = {"card2-seat": "s1", **hidden_fields(table.console.opens(page).text, f"{page}/1")}
    assert table.console.browser.post(f"{page}/2", data=fields).status_code == 404
    table.gives(3, "Henk")
    assert types(app, codes[3]).answer.status_code == 303  # type: ignore[attr-defined]


def test_who_sits_down_without_a_phone_is_handed_a_card_in_the_same_step(app: Flask, table: Table) -> None:
    assert "data-has-cards" not in table.console.opens(f"/leiden/{table.id}").text
    codes = table.cards()
    assert "data-has-cards" in table.console.opens(f"/leiden/{table.id}").text
    table.asks(table.console, "take_seat", name="Willemijn", card=7)
    assert types(app, codes[7]).answer.headers["Location"] == table.page  # type: ignore[attr-defined]
    assert "Kaart 7 is voor \u2068Willemijn\u2069." in words_of(
        table.console.opens(f"/leiden/{table.id}/kaarten")
    )
    presses(table.console, f"/leiden/{table.id}/kaarten", f"/leiden/{table.id}/kaarten/8/kwijt")
    seats = len(table.state.seats)
    for card in (7, 8, 9, 2**31):
        address = f"/live/command?place={table.id}.facilitator"
        command = {"id": f"no-such-card-{card:010}", "kind": "take_seat", "name": "Ruud", "card": card}
        answer = table.console.browser.post(address, json=command).json
        assert (answer["answer"], answer["reason"]) == ("refused", "card_not_free"), card
    assert len(table.state.seats) == seats, "nobody sits there twice because a card was misread"


def test_R3_the_same_step_sent_again_hands_out_no_second_card(app: Flask, table: Table) -> None:
    codes = table.cards()
    command = {"id": "willemijn-sits-down", "kind": "take_seat", "name": "Willemijn", "card": 7}
    for _sent in range(2):
        answer = table.console.browser.post(f"/live/command?place={table.id}.facilitator", json=command).json
        assert answer["answer"] == "ok"
    assert types(app, codes[7]).answer.status_code == 303  # type: ignore[attr-defined]
    assert len(table.state.seats) == 3


def test_who_takes_the_minutes_hands_out_no_card(app: Flask, table: Table) -> None:
    table.cards()
    scribe = Visitor(app).holds("scribe", table.id)
    command = {"id": "ruud-sits-down-here", "kind": "take_seat", "name": "Ruud", "card": 1}
    answer = scribe.browser.post(f"/live/command?place={table.id}.scribe", json=command).json
    assert (answer["answer"], answer["reason"]) == ("refused", "not_allowed")
