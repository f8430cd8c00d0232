"""What becomes of a command: the four answers, once only, and what stands in the journal afterwards."""

import time

from tests.live.journals import journal, rows
from tests.people import Table, fresh_id


def test_R1_what_was_acknowledged_is_in_the_journal(table: Table) -> None:
    fatma, _ = table.a_circle_of(2)
    version = fatma.does("choose_language", lang="en")
    entry = journal(table)[version - 1]
    assert (entry["version"], entry["desk"], entry["seat"]) == (version, "seat", fatma.seat)
    assert entry["kinds"] == ["language_chosen"]


def test_R3_a_command_sent_twice_applies_once_and_is_answered_the_same(table: Table) -> None:
    fatma = table.seats("Fatma")
    once = fresh_id()
    first = fatma.sends("write", once, text="Ik woon hier.", word_kind="introduction")
    again = fatma.sends("write", once, text="Ik woon hier.", word_kind="introduction")
    over_http = fatma.sends_over_http("write", once, text="Ik woon hier.", word_kind="introduction")
    assert first["answer"] == "ok"
    assert first == again == over_http.json
    assert [entry["id"] for entry in journal(table)].count(once) == 1


def test_R3_the_same_id_with_other_content_is_refused(table: Table) -> None:
    fatma = table.seats("Fatma")
    once = fresh_id()
    fatma.does("write", once, text="Ik woon hier.", word_kind="introduction")
    other = fatma.sends("write", once, text="Ik woon daar.", word_kind="introduction")
    assert (other["answer"], other["reason"]) == ("refused", "same_id")
    assert fatma.reads(f"{once}.1")[f"{once}.1"]["text"] == "Ik woon hier."


def test_R3_somebody_else_with_the_same_id_is_refused(table: Table) -> None:
    fatma, henk = table.a_circle_of(2)
    once = fresh_id()
    fatma.does("choose_language", once, lang="en")
    assert henk.sends("choose_language", once, lang="en")["reason"] == "same_id"


def test_T21_late_or_doubled_changes_nothing_and_is_no_error(table: Table) -> None:
    facilitator = table.facilitator()
    fatma, _henk = table.a_circle_of(2)
    facilitator.opens_round("introductions")
    facilitator.next()
    turn = fatma.has_the_word()
    fatma.passes()
    before = len(journal(table))
    late = fatma.sends("pass_turn", turn=turn)
    assert late == {"answer": "late", "version": before}
    assert len(journal(table)) == before


def test_a_refusal_leaves_nothing_behind_and_says_why_in_the_readers_language(table: Table) -> None:
    facilitator = table.facilitator()
    fatma, henk = table.a_circle_of(2)
    facilitator.opens_round("introductions")
    facilitator.next()
    fatma.has_the_word()
    before = len(journal(table))
    once = fresh_id()
    not_his = henk.sends("end_turn", once, turn=fatma.now["turn"])
    assert not_his["answer"] == "refused"
    assert not_his["say"].endswith(".")
    assert len(journal(table)) == before
    in_english = table.server.asks(
        "POST", "/live/command", {"id": fresh_id(), "kind": "end_turn", "turn": fatma.now["turn"]},
        Authorization=f"Bearer {henk.token}", Accept_Language="en",
    )  # fmt: skip
    assert in_english.status == 409
    assert in_english.json["reason"] == not_his["reason"]


def test_T19_no_row_says_who_asked_for_rest_or_help(table: Table) -> None:
    facilitator = table.facilitator()
    fatma, henk = table.a_circle_of(2)
    facilitator.next()
    fatma.does("ask_rest")
    henk.does("ask_help")
    for entry in journal(table)[-2:]:
        assert (entry["desk"], entry["seat"]) == ("someone", None)
        assert fatma.seat not in str(entry["events"])
    facilitator.sees(lambda me: me.docs["desk"]["calls"]["rest"], what="the call for rest")


def test_words_and_names_are_never_in_the_journal(table: Table) -> None:
    fatma = table.seats("Fatmaxyzzy")
    fatma.writes("Een kanarie in de mijn", "introduction")
    everything = str(rows(table, "SELECT * FROM journal"))
    assert "kanarie" not in everything
    assert "xyzzy" not in everything
    assert rows(table, "SELECT name FROM seats WHERE dialogue = ?", table.id) == [("Fatmaxyzzy",)]


def test_withdrawn_words_and_their_salt_are_gone_and_the_chain_is_whole(table: Table) -> None:
    fatma = table.seats("Fatma")
    word = fatma.writes("Dit neem ik terug", "introduction")
    fatma.does("withdraw_words", word=word)
    assert rows(table, "SELECT * FROM words WHERE id = ?", word) == []
    assert b"Dit neem ik terug" not in (table.server.folder / "dialoog.sqlite3").read_bytes()
    assert b"Dit neem ik terug" not in (table.server.folder / "dialoog.sqlite3-wal").read_bytes()
    proof = table.server.runs("verify")
    assert proof.returncode == 0, proof.stdout


def test_T11_a_linked_device_is_the_same_seat_and_asked_twice_gives_the_same_link(table: Table) -> None:
    henk = table.seats("Henk")
    once = fresh_id()
    answer = henk.sends("link_device", once)
    assert answer["answer"] == "ok"
    assert answer["qr"]["size"] > 20
    assert answer["link"] == henk.sends("link_device", once)["link"]
    other_phone = table.by_link(answer["link"], "seat")
    assert other_phone.seat == henk.seat
    assert henk.connected


def test_the_facilitator_hands_a_scribe_a_link(table: Table) -> None:
    facilitator = table.facilitator()
    henk = table.seats("Henk")
    link = facilitator.sends("hand_over", desk="scribe")["link"]
    scribe = table.by_link(link, "scribe")
    word = fresh_id()
    scribe.does("write", word, text="Henk komt graag in het park.", word_kind="introduction", seat=henk.seat)
    henk.sees(lambda me: me.docs["mine"]["words"], what="the words that were written down for him")
    assert henk.docs["mine"]["words"][0]["other"] is True
    assert scribe.sends("close_dialogue")["reason"] == "not_allowed"


def test_a_screen_may_ask_nothing(table: Table) -> None:
    assert table.screen().sends("ask_help")["reason"] == "not_allowed"


def test_T13_who_has_no_phone_gets_a_seat_from_the_facilitator(table: Table) -> None:
    facilitator = table.facilitator()
    added = facilitator.sends("take_seat", name="Henk")
    assert (added["answer"], added["seat"]) == ("ok", "s1")
    facilitator.sees(lambda me: [p["name"] for p in me.docs["desk"]["people"]] == ["Henk"], what="Henk")
    assert facilitator.docs["desk"]["people"][0]["device"] is False


def test_a_seat_that_asks_too_much_at_once_is_told_later_and_loses_nothing(table: Table) -> None:
    fatma = table.seats("Fatma")
    time.sleep(1.1)
    ids = [fresh_id() for _ in range(8)]
    answers = [fatma.sends("choose_language", id, lang="en" if n % 2 else "tr") for n, id in enumerate(ids)]
    told_later = [id for id, answer in zip(ids, answers, strict=True) if answer["answer"] == "later"]
    assert 1 <= len(told_later) <= 4
    assert all(answer["answer"] == "ok" for answer in answers[:4])
    time.sleep(1.2)
    assert fatma.sends("choose_language", told_later[0], lang="ar")["answer"] == "ok"


def test_C1_a_form_that_is_sent_twice_takes_one_seat(table: Table) -> None:
    once = fresh_id()
    assert table.form_of("Henk", id=once) == table.form_of("Henk", id=once)
    assert rows(table, "SELECT count(*) FROM seats WHERE dialogue = ?", table.id) == [(1,)]


def test_T14_after_the_first_step_the_code_only_asks(table: Table) -> None:
    facilitator = table.facilitator()
    table.a_circle_of(2)
    facilitator.next()
    joris = table.seats("Joris")
    assert joris.now["phase"] == "asking"
    facilitator.sees(lambda me: me.docs["desk"]["calls"]["asking"] == [joris.seat], what="who asks")
    facilitator.does("admit", seat=joris.seat)
    joris.sees(lambda me: me.now["phase"] != "asking", what="being let in")
