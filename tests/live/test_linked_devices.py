"""Devices of a seat that became its own: the first one, and the one that stays alone."""

from tests.live.journals import journal
from tests.people import Table


def test_T11_the_first_device_of_a_seat_and_the_only_one_left_are_its_own(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")
    linked = facilitator.sends("link_device", seat=henk.seat)
    fresh = table.by_link(linked["link"], "seat")
    facilitator.does("end_devices", seat=henk.seat, but=linked["version"])
    fresh.connects()
    fresh.writes("Op mijn nieuwe telefoon.", "introduction")
    assert fresh.sees(lambda me: me.docs["mine"]["words"], what="the sentence")[0]["linked"] is False
    own = table.seats("Fatma")
    own.sends("link_device")
    assert own.docs["mine"]["me"]["linked"] is None
    assert {entry["desk"] for entry in journal(table)} == {"facilitator", "seat"}


def test_T11_what_was_written_on_the_device_that_stays_alone_is_its_own(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")
    linked = facilitator.sends("link_device", seat=henk.seat)
    fresh = table.by_link(linked["link"], "seat").connects()
    fresh.writes("Nog naast de oude.", "introduction")
    henk.sees(lambda me: [word["linked"] for word in me.docs["mine"]["words"]] == [True], what="its device")
    facilitator.does("end_devices", seat=henk.seat, but=linked["version"])
    fresh.sees(
        lambda me: [word["linked"] for word in me.docs["mine"]["words"]] == [False], what="that it is its own"
    )
