"""Who was taken from the table still decides about the own three choices (C2) and takes back the own words (C4), and hears and
may nothing else (R9)."""

import json
import re
from html import unescape
from urllib.parse import urlencode

import pytest

from tests.live.journals import journal, rows
from tests.people import Facilitator, Person, Table, fresh_id
from tests.serving import Json, Said, eventually
from tests.websocket.raw_client import Raw

CANARY = "kanarieregel"


@pytest.fixture
def els(table: Table) -> Facilitator:
    return table.facilitator()


@pytest.fixture
def henk(table: Table, els: Facilitator) -> Person:
    """Henk sat beside Fatma, wrote a sentence, and was removed by mistake."""
    fatma, henk = table.seats(f"Fatma {CANARY}"), table.seats("Henk")
    els.next()
    henk.writes("De soep was lekker.", "introduction")
    fatma.writes(CANARY, "introduction", ticked=True)
    els.presses("remove_seat", seat=henk.seat)
    eventually(lambda: henk.gone == "removed" and not henk.connected, 2, "his going")
    return henk


def words_of(henk: Person) -> list[Json]:
    """What the page of somebody who was removed says of the own words."""
    page = henk.server.asks("GET", f"/plek/{henk.table.id}", Authorization=f"Bearer {henk.token}").text
    [attribute] = re.findall(r'data-words="([^"]*)"', page)
    words: list[Json] = json.loads(unescape(attribute))
    return words


def test_C4_who_was_removed_takes_back_the_own_words_before_closing_too(
    table: Table, els: Facilitator, henk: Person
) -> None:
    [word] = words_of(henk)
    assert (word["text"], word["lang"]) == ("De soep was lekker.", "nl")
    taking_back = fresh_id()
    for _ in range(2):
        response = henk.sends_over_http("withdraw_words", taking_back, word=word["id"])
        assert (response.status, response.json) == (200, {"answer": "ok"}), "not even how far the dialogue is"
    assert words_of(henk) == []
    assert rows(table, "SELECT text FROM words WHERE id = ?", word["id"]) in ([], [(None,)])
    els.does("restore_seat", seat=henk.seat)
    henk.connects()
    henk.sees(lambda me: me.docs["mine"]["words"] == [], what="that the words are gone")


def test_C4_R9_of_the_words_of_another_one_hears_not_even_whether_there_are_any(
    table: Table, henk: Person
) -> None:
    [(fatmas,)] = rows(table, "SELECT id FROM words WHERE dialogue = ? AND text = ?", table.id, CANARY)
    before = journal(table)
    answers = [henk.sends_over_http("withdraw_words", word=word) for word in (fatmas, "none", [fatmas], None)]
    assert {(response.status, response.json["reason"]) for response in answers} == {(403, "removed")}
    assert journal(table) == before


def chooses(henk: Person, id: str = "", **choices: bool) -> Said:
    return henk.sends_over_http(
        "give_consent", id, **{"words": False, "name": False, "contact": False, **choices}
    )


def test_C2_who_was_removed_changes_the_own_three_choices(
    table: Table, els: Facilitator, henk: Person
) -> None:
    response = chooses(henk, contact=True)
    assert (response.status, response.json) == (200, {"answer": "ok"}), "not even how far the dialogue is"
    keeps = els.sees(
        lambda me: [p for p in me.docs["desk"]["people"] if p["seat"] == henk.seat and not p["keeps"]]
    )
    assert keeps[0]["presence"] == "removed"
    els.does("restore_seat", seat=henk.seat)
    henk.connects()
    chosen = {"words": False, "name": False, "contact": True}
    henk.sees(lambda me: me.docs["mine"]["me"]["consent"] == chosen, what="what was chosen")


def test_R3_a_choice_of_who_was_removed_counts_once(table: Table, henk: Person) -> None:
    choosing = fresh_id()
    first, again = chooses(henk, choosing), chooses(henk, choosing)
    assert first.json == again.json
    assert [row["id"] for row in journal(table)].count(choosing) == 1
    assert chooses(henk, choosing, words=True).json["reason"] == "same_id"


def test_R9_a_ticket_from_before_the_removal_lets_nobody_in(table: Table, els: Facilitator) -> None:
    henk, raw = table.seats("Henk"), Raw(table.server)
    ticket = henk.ticket()
    els.does("remove_seat", seat=henk.seat)
    raw.says("40" + json.dumps({"ticket": ticket}))
    assert json.loads(raw.hears_but_pings().removeprefix("44"))["message"] == "removed"
    raw.closes()


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("write", {"text": "Toch nog iets.", "word_kind": "introduction"}), ("ask_help", {}), ("ask_rest", {}),
        ("change_name", {"name": "Hein"}), ("choose_language", {"lang": "en"}), ("erase_seat", {}),
        ("come_back", {}), ("link_device", {}), ("end_devices", {}), ("undo", {"version": 3}),
    ],
)  # fmt: skip
def test_R9_nothing_else_opens_to_who_was_removed(
    table: Table, henk: Person, kind: str, fields: dict[str, str]
) -> None:
    before = journal(table)
    response = henk.sends_over_http(kind, **fields)
    assert (response.status, response.json["reason"]) == (403, "removed")
    assert journal(table) == before


def test_R9_the_choices_of_another_are_not_ones_own(table: Table, henk: Person) -> None:
    before = journal(table)
    response = chooses(henk, seat="s1")  # type: ignore[arg-type]
    assert (response.status, response.json["reason"]) == (409, "not_yours")
    assert journal(table) == before


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'"give_consent"', b'{"kind": "give_consent"}', b'{"kind": ["give_consent"]}']
)
def test_what_is_no_choice_changes_nothing_and_is_answered_with_a_sentence(
    table: Table, henk: Person, body: bytes
) -> None:
    before = journal(table)
    response = table.server.asks("POST", "/live/command?as=seat", body, Authorization=f"Bearer {henk.token}")
    assert response.status in (400, 403)
    assert response.json["say"].endswith(".")
    assert journal(table) == before


def test_R9_no_byte_of_the_table_comes_with_it(table: Table, els: Facilitator, henk: Person) -> None:
    for n in range(3):
        els.does("theme_screen", theme=("dark", "light")[n % 2])
        answers = [
            chooses(henk, words=bool(n % 2)),
            table.server.asks("GET", f"/plek/{henk.table.id}", Authorization=f"Bearer {henk.token}"),
            table.server.asks(
                "GET", "/live/documents?" + urlencode({"as": "seat"}), Authorization=f"Bearer {henk.token}"
            ),
            table.server.asks("POST", "/live/ticket", {"desk": "seat"}, Authorization=f"Bearer {henk.token}"),
        ]
        assert [answer.status for answer in answers] == [200, 200, 403, 403]
        assert CANARY not in json.dumps([answer.text for answer in answers])


def test_C2_the_page_of_who_was_removed_says_what_they_chose(
    table: Table, els: Facilitator, henk: Person
) -> None:
    def page() -> str:
        return table.server.asks("GET", f"/plek/{henk.table.id}", Authorization=f"Bearer {henk.token}").text

    assert 'data-choices="words name"' in page()
    chooses(henk, contact=True)
    assert 'data-choices="contact"' in page()
    els.does("restore_seat", seat=henk.seat)
    assert "data-choices" not in page()
