"""One number tells names that look alike apart, the same for everybody at the table."""

import json

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
