"""The rights matrix over real sockets, a sample: tests/policy holds every command and every role over HTTP.

A socket has the identity of its ticket, so these are the ones that could act as another.
"""

from tests.live.journals import journal
from tests.people import Table, a_table
from tests.serving import Server

BY_KIND = {
    "remove_seat": {"seat": "s1"}, "set_away": {"seat": "s1"}, "hand_over": {"desk": "facilitator"},
    "blank_screen": {"on": True}, "close_dialogue": {"reason": "time"}, "rest": {}, "admit": {"seat": "s1"},
    "theme_screen": {"theme": "dark"}, "order_circle": {"seats": ["s1"]}, "show_words": {"word": "x"},
}  # fmt: skip
"""What a phone would like to do as if it were the console."""


def test_a_screen_shows_and_asks_nothing(table: Table) -> None:
    screen = table.screen()
    before = journal(table)
    for kind, fields in BY_KIND.items():
        assert screen.sends(kind, **fields)["reason"] == "not_allowed"
    assert journal(table) == before


def test_a_phone_is_no_console_whatever_it_sends(table: Table) -> None:
    henk = table.seats("Henk")
    before = journal(table)
    answers = [henk.sends(kind, **fields) for kind, fields in list(BY_KIND.items())[:4]]
    assert [answer["reason"] for answer in answers] == ["not_allowed"] * 4
    assert journal(table) == before


def test_R9_a_phone_of_another_dialogue_reaches_nothing_by_its_ids(server: Server, table: Table) -> None:
    fatma = table.seats("Fatma")
    word = fatma.writes("Een kanarie zingt", "introduction")
    before = journal(table)
    with a_table(server) as elsewhere:
        stranger = elsewhere.seats("Vreemde")
        for kind, fields in (
            ("withdraw_words", {"word": word}),
            ("change_words", {"word": word, "text": "anders"}),
            ("keep_words", {"word": word, "keep": "named"}),
        ):
            assert stranger.sends(kind, **fields)["answer"] == "refused"
        assert stranger.reads(f"{word}.1") == {}
        assert "Fatma" not in str(stranger.docs)
        assert "kanarie" not in str(stranger.pushes)
    assert journal(table) == before


def test_T14_who_waits_at_the_door_acts_for_nobody_and_is_told_no_name(table: Table) -> None:
    facilitator = table.facilitator()
    fatma, _ = table.a_circle_of(2)
    facilitator.opens_round("introductions")
    late = table.seats("Laat")
    before = journal(table)
    for kind, fields in (
        ("ask_rest", {}),
        ("leave", {"seat": fatma.seat}),
        ("erase_seat", {"seat": fatma.seat}),
    ):
        assert late.sends(kind, **fields)["answer"] == "refused"
    assert journal(table) == before
    assert "Fatma" not in str(late.docs)
