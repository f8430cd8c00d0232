"""One number tells names that look alike apart, the same for everybody at the table."""

import json

from sqlalchemy import select, update

from dialoog.db.engine import make_engine
from dialoog.live.journal.verify import verify_dialogue
from dialoog.live.models import SeatName
from dialoog.live.push.seat_names import number_look_alikes
from tests.people import Table


def shown_of(*names: str, removed: int = 0) -> list[str]:
    """The names as shown; the last `removed` seats were removed."""
    in_order = [(f"s{n}", name, n >= len(names) - removed) for n, name in enumerate(names)]
    return list(number_look_alikes(in_order).shown.values())


def test_numbers_follow_the_order_and_never_meet_a_name_that_was_typed_so() -> None:
    assert shown_of("Fatma", "Henk", "FATMA", "F\u0430tma") == [
        "Fatma",
        "Henk",
        "FATMA (2)",
        "F\u0430tma (3)",
    ]
    assert shown_of("Ali", "Ali (2)", "Ali", "Ali") == ["Ali", "Ali (2)", "Ali (3)", "Ali (4)"]
    assert shown_of("Ali", "Ali", "Ali 2") == ["Ali", "Ali (2)", "Ali 2 (2)"]


def test_who_was_removed_makes_nobody_a_look_alike() -> None:
    names = number_look_alikes([("s2", "Fatma", False), ("s1", "Fatma", True)])
    assert (names.shown, names.look_alikes) == ({"s2": "Fatma", "s1": "Fatma (2)"}, frozenset())


def test_a_full_table_of_one_name_is_numbered_in_one_walk() -> None:
    shown = shown_of(*(name for _ in range(150) for name in ("Ali", "ALI", "\u0410li", "Al\u00ed")))
    assert len(set(shown)) == 600
    assert shown[-1] == "Al\u00ed (600)"


def test_names_that_look_alike_get_a_number_everywhere(table: Table) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    typed = ("Fatma", "Fat\u200bma", "F\u0430tma", "Fatma\u3164", "Henk")
    people = [table.seats(name) for name in typed]
    wanted = ["Fatma", "Fatma (2)", "F\u0430tma (3)", "Fatma (4)", "Henk"]
    for person in (facilitator, screen, *people):
        person.sees(lambda me: [name for _, name in me.docs["table"]["circle"]] == wanted, what="numbers")
    assert [person.docs["mine"]["me"]["name"] for person in people] == wanted
    at_desk = [(each["name"], each["typed"], each["alike"]) for each in facilitator.docs["desk"]["people"]]
    bare = ["Fatma", "Fatma", "F\u0430tma", "Fatma", "Henk"]
    assert at_desk == list(zip(wanted, bare, [True, True, True, True, False], strict=True))
    facilitator.does("change_name", seat=people[1].seat, name="Fatma Demir")
    screen.sees(
        lambda me: "Fatma Demir" in [name for _, name in me.docs["table"]["circle"]], what="the new name"
    )


def test_T14_a_number_tells_nobody_at_the_door_who_is_inside(table: Table) -> None:
    facilitator = table.facilitator()
    table.seats("Fatma")
    facilitator.opens_round("introductions")
    other = table.seats("Fatma")
    facilitator.sees(lambda me: me.docs["desk"]["people"][-1]["name"] == "Fatma (2)", what="who asks")
    assert other.docs["mine"]["me"]["name"] == "Fatma"
    assert "(2)" not in json.dumps([other.pushes, other.fetches()])
    facilitator.presses("admit", seat=other.seat)
    other.sees(lambda me: me.docs["mine"]["me"]["name"] == "Fatma (2)", what="the number")


def test_C1_a_name_changed_during_the_dialogue_waits_until_the_console_has_read_it(table: Table) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    fatma, henk = table.seats("Fatma"), table.seats("Henk")
    facilitator.opens_round("introductions")
    newest = [fatma.does("change_name", name=f"Weg met straat {n}") for n in range(4)][-1]
    request = fatma.sees(lambda me: me.docs["mine"]["me"].get("name_request"), what="that it waits")
    assert request["name"].startswith("Weg met")
    facilitator.sees(
        lambda me: (
            "Weg met straat 3" in [(x["name_request"] or {}).get("name") for x in me.docs["desk"]["people"]]
        ),
        what="the request",
    )
    assert fatma.docs["mine"]["me"]["name"] == "Fatma"
    assert "Weg met" not in json.dumps([screen.docs, screen.pushes, henk.docs, henk.pushes])
    assert facilitator.sends("accept_name", seat=fatma.seat, request=newest - 1)["answer"] == "late"
    facilitator.does("decline_name", seat=fatma.seat, request=newest)
    fatma.sees(lambda me: me.docs["mine"]["me"]["name_request"] is None, what="that the old one stays")
    accepted = fatma.does("change_name", name="Fatma Demir")
    facilitator.does("accept_name", seat=fatma.seat, request=accepted)
    screen.sees(
        lambda me: [name for _, name in me.docs["table"]["circle"]] == ["Fatma Demir", "Henk"], what="both"
    )


def test_who_takes_the_name_of_another_gets_the_number(table: Table) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    henk, samira = table.seats("Henk"), table.seats("Samira")
    facilitator.opens_round("introductions")
    request = henk.does("change_name", name="Samira")
    at_desk = facilitator.sees(lambda me: me.docs["desk"]["people"][0]["name_request"], what="that it waits")
    assert at_desk == {"name": "Samira", "request": request, "alike": True}
    facilitator.does("accept_name", seat=henk.seat, request=request)
    screen.sees(
        lambda me: [name for _, name in me.docs["table"]["circle"]] == ["Samira (2)", "Samira"], what="both"
    )
    assert samira.docs["mine"]["me"]["name"] == "Samira"
    other = henk.does("change_name", name="Hendrik")
    at_desk = facilitator.sees(lambda me: me.docs["desk"]["people"][0]["name_request"], what="the next one")
    assert at_desk == {"name": "Hendrik", "request": other, "alike": False}


def test_a_name_that_waits_is_verified_and_goes_with_its_seat(table: Table) -> None:
    facilitator, fatma, henk = table.facilitator(), table.seats("Fatma"), table.seats("Henk")
    facilitator.opens_round("introductions")
    for person in (fatma, henk):
        person.does("change_name", name="Anders")
    fatma.does("erase_seat")
    engine = make_engine(table.server.database)
    waiting = select(SeatName.requested).where(SeatName.dialogue == table.id)
    try:
        with engine.connect() as connection:
            assert connection.execute(waiting).scalars().all() == ["Anders"]
            assert verify_dialogue(connection, table.id, None)[2] == []
            changed = (
                update(SeatName).where(SeatName.dialogue == table.id).values(requested="Weg met straat 7")
            )
            connection.execute(changed)
            assert verify_dialogue(connection, table.id, None)[2] == [
                f"new name of {henk.seat}: the text is not the one that the journal committed to"
            ]
            connection.rollback()
    finally:
        engine.dispose()
