"""What is pushed: sections that changed, with base and version, to whom it is for and to nobody else."""

import json
import time

import msgspec
import pytest

from dialoog.live.push.document import Document
from tests.people import Person, Table, a_table
from tests.serving import Server, eventually


def same(person: Person) -> None:
    """The documents somebody merged from pushes equal the whole ones."""
    whole = {push["doc"]: push for push in person.fetches()}
    for doc, push in whole.items():
        if push["version"] == person.versions[doc]:
            assert person.docs[doc] == push["sections"], doc


def test_R7_sections_merged_from_pushes_equal_the_view_made_anew(table: Table) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    people = table.a_circle_of(3)
    facilitator.opens_round("introductions")
    facilitator.next()
    people[0].passes()
    facilitator.next()
    people[1].is_done()
    version = facilitator.presses("rest")
    for person in (facilitator, screen, *people):
        person.sees(lambda me: me.versions["table"] >= version, what="the newest table")
        same(person)
        assert not person.behind


def test_a_push_holds_only_what_changed_and_builds_on_the_version_before(table: Table) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    fatma, _ = table.a_circle_of(2)
    facilitator.opens_round("introductions")
    before = facilitator.versions["table"]
    screen.sees(lambda me: me.versions["table"] == before, what="the round")
    version = facilitator.next()
    screen.sees(lambda me: me.versions["table"] == version, what="the turn")
    push = screen.pushes[-1]
    assert (push["doc"], push["base"], push["version"]) == ("table", before, version)
    assert list(push["sections"]) == ["floor"]
    assert fatma.has_the_word() == version


def test_the_table_is_the_same_bytes_for_screen_and_phones(table: Table) -> None:
    screen = table.screen()
    facilitator = table.facilitator()
    fatma, henk = table.a_circle_of(2)
    version = facilitator.next()
    for person in (screen, fatma, henk, facilitator):
        person.sees(lambda me: me.versions["table"] >= version, what="the step")
    pushed = [
        [p for p in person.pushes if p["doc"] == "table"][-1] for person in (screen, fatma, henk, facilitator)
    ]
    assert pushed.count(pushed[0]) == 4


def test_V2_no_phone_gets_what_is_anothers(table: Table) -> None:
    facilitator = table.facilitator()
    fatma, henk = table.a_circle_of(2)
    word = fatma.writes("Alleen voor mij, kanarie", "introduction", ticked=False)
    facilitator.sees(lambda me: me.docs["desk"]["words.0"], what="her words")
    assert "kanarie" not in json.dumps(henk.pushes, ensure_ascii=False)
    assert henk.reads(f"{word}.1") == {}
    assert table.screen().reads(f"{word}.1") == {}
    assert fatma.reads(f"{word}.1")[f"{word}.1"]["text"] == "Alleen voor mij, kanarie"
    assert facilitator.reads(f"{word}.1")[f"{word}.1"]["kind"] == "introduction"


def test_V1_presence_goes_to_the_desks_only(table: Table) -> None:
    facilitator = table.facilitator()
    fatma, henk = table.a_circle_of(2)
    facilitator.sees(lambda me: me.present == [fatma.seat, henk.seat], what="both phones")
    before = fatma.versions["table"]
    henk.disappears()
    eventually(lambda: facilitator.present == [fatma.seat], what="the phone that went")
    assert fatma.present == []
    assert fatma.versions["table"] == before


def test_who_comes_back_with_the_newest_gets_nothing_and_with_less_what_lacks(table: Table) -> None:
    facilitator = table.facilitator()
    fatma, _ = table.a_circle_of(2)
    facilitator.sees(lambda me: len(me.docs["table"]["circle"]) == 2, what="both seats")
    fatma.sees(lambda me: len(me.docs["table"]["circle"]) == 2, what="both seats")
    fatma.disappears()
    fatma.pushes.clear()
    fatma.connects()
    assert fatma.fetches(**fatma.versions) == []
    time.sleep(0.2)
    assert fatma.pushes == []
    fatma.disappears()
    version = facilitator.next()
    fatma.connects()
    fatma.sees(lambda me: me.versions["table"] == version, what="what she missed")
    assert fatma.pushes[0]["base"] == 0
    same(fatma)


def test_a_removed_seat_is_told_and_shut_out_within_a_second(table: Table) -> None:
    facilitator = table.facilitator()
    _fatma, henk = table.a_circle_of(2)
    facilitator.next()
    started = time.monotonic()
    facilitator.presses("remove_seat", seat=henk.seat)
    eventually(lambda: henk.gone == "removed" and not henk.connected, 2, "his going")
    assert time.monotonic() - started < 1
    assert henk.sends_over_http("ask_help").status == 403
    refused = table.server.asks(
        "POST", "/live/ticket", {"desk": "seat"}, Authorization=f"Bearer {henk.token}"
    )
    assert (refused.status, refused.json["reason"]) == (403, "removed")
    facilitator.does("restore_seat", seat=henk.seat)
    henk.connects()
    assert henk.now["phase"] != "removed"


def test_T14_who_waits_at_the_door_learns_nothing_of_the_table_until_let_in(table: Table) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    fatma = table.seats("Fatmakanarie")
    facilitator.opens_round("introductions")
    word = fatma.writes("Een kanarie hier", "introduction", ticked=True)
    facilitator.presses("show_words", word=word)
    joris = table.seats("Joris")
    assert joris.reads(f"{word}.1") == {}
    facilitator.next()
    facilitator.presses("set_clock", on=False)
    eventually(lambda: joris.pulses, 7, "a pulse at the door")
    text = json.dumps([joris.pushes, joris.fetches()], ensure_ascii=False)
    assert "kanarie" not in text
    assert f'"{fatma.seat}"' not in text
    assert joris.docs["table"]["about"]["title"] == "Wijkdialoog"
    version = facilitator.presses("admit", seat=joris.seat)
    fatma.is_done()
    for person in (joris, screen):
        person.sees(lambda me: me.versions["table"] > version, what="the turn's end")
        same(person)
    assert joris.docs["table"] == screen.docs["table"]
    assert not joris.behind
    assert joris.reads(f"{word}.1")[f"{word}.1"]["text"] == "Een kanarie hier"


def test_R9_no_byte_of_another_dialogue(server: Server, table: Table) -> None:
    with a_table(server) as other:
        here, there = table.seats("Fatmakanarie"), other.seats("Henk")
        facilitator = other.facilitator()
        word = here.writes("Een kanarie hier", "introduction")
        for stranger in (there, facilitator, other.screen()):
            assert stranger.reads(f"{word}.1") == {}
            assert "kanarie" not in json.dumps([stranger.pushes, stranger.fetches()], ensure_ascii=False)
        assert facilitator.sends("show_words", word=word)["answer"] == "refused"


def test_the_pulse_carries_both_versions_and_the_clock(table: Table) -> None:
    fatma = table.seats("Fatma")
    eventually(lambda: fatma.pulses, 7, "a pulse")
    pulse = fatma.pulses[0]
    assert pulse["table"] == fatma.versions["table"]
    assert pulse["version"] >= pulse["table"]
    assert abs(pulse["now"] - time.time() * 1000) < 2000


@pytest.mark.parametrize("seats", [60])
def test_with_60_seats_the_first_table_and_a_change_of_turn_stay_small(table: Table, seats: int) -> None:
    facilitator = table.facilitator()
    names = ("Willemijn", "Fatma", "Abdelkader", "Jo")
    for n in range(seats):
        facilitator.does("take_seat", name=f"{names[n % 4]} {n}")
    phone = table.seats("Samira")
    first = next(push for push in phone.pushes if push["doc"] == "table")
    assert len(json.dumps(first["sections"], ensure_ascii=False, separators=(",", ":")).encode()) <= 4096
    facilitator.opens_round("introductions")
    version = facilitator.next()
    phone.sees(lambda me: me.versions["table"] == version, what="the turn")
    assert len(json.dumps(phone.pushes[-1], ensure_ascii=False, separators=(",", ":")).encode()) <= 400


def test_R6_what_another_process_showed_and_was_put_back_before_this_one_looked_is_told() -> None:
    table = Document("table")
    table.update(4, {"shown": b"[]"}, {})
    assert table.update(6, {"shown": b"[]"}, {}) is None  # at 5 the other process showed something
    push = table.push_for(5, journal_version=6)
    assert push is not None
    assert (push.base, push.version, push.sections) == (0, 6, {"shown": msgspec.Raw(b"[]")})
    assert table.push_for(4, journal_version=6) is None
    assert table.push_for(6, journal_version=6) is None
