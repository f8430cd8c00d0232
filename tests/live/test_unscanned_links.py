"""A link that nobody scanned yet is no phone that is off: every desk hears from the server which ones (T13)."""

from tests.people import Table
from tests.serving import eventually


def test_T13_every_desk_hears_which_links_nobody_scanned(table: Table) -> None:
    facilitator, fatma = table.facilitator(), table.seats("Fatma")
    henk = facilitator.sends("take_seat", name="Henk")["seat"]
    link = facilitator.sends("link_device", seat=henk)["link"]
    facilitator.does("link_device", seat=fatma.seat)  # one more, beside her own phone
    facilitator.sees(lambda me: me.unscanned == [henk], what="the link of who has no phone")
    scribe = table.by_link(facilitator.sends("hand_over", desk="scribe")["link"], "scribe")
    scribe.sees(lambda me: me.unscanned == [henk], what="the same, though it came later")
    assert table.server.asks("POST", "/in", {"token": link.partition("#")[2]}).status == 200
    phone = table.by_link(link, "seat")
    for desk in (facilitator, scribe):
        desk.sees(lambda me: henk in me.present and me.unscanned == [], what="the phone")
    for one in (phone, fatma):
        one.disappears()
    eventually(lambda: facilitator.present == [], what="that both are off")
    assert (facilitator.unscanned, scribe.unscanned) == ([], [])
