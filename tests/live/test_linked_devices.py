"""Devices of a seat that became its own: the first one, and the one that stays alone."""

from tests.live.journals import journal
from tests.people import Person, Table


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


def test_T11_a_phone_speaks_of_another_device_only_where_there_may_be_one(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")

    def sees_others(phone: Person, expected: bool) -> None:
        phone.sees(lambda me: me.docs["mine"]["me"]["other_devices"] is expected, what=f"{expected}")

    sees_others(henk, False)
    henk.sends("link_device")
    sees_others(henk, True)
    henk.does("end_devices")
    sees_others(henk, False)
    linked = facilitator.sends("link_device", seat=henk.seat)
    sees_others(henk, True)
    fresh = table.by_link(linked["link"], "seat").connects()
    sees_others(fresh, True)
    facilitator.does("end_devices", seat=henk.seat, but=linked["version"])
    sees_others(fresh, False)
    without = facilitator.sends("take_seat", name="Riet")["seat"]
    riet = table.by_link(facilitator.sends("link_device", seat=without)["link"], "seat").connects()
    sees_others(riet, False)
    riet.does("end_devices")
    riet.sends("link_device")
    sees_others(riet, True)


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
