"""A lost phone, a leaked link, a code on the internet: ended for everything at once, and the seat goes on (T11, T14)."""

import json

from tests.live.journals import journal, rows
from tests.people import Person, Table, fresh_id
from tests.serving import eventually
from tests.websocket.raw_client import Raw

WITHIN = 1.0
"""Seconds: a removal works within a second (keeping people out)."""


def secret_of(answer: dict[str, str]) -> str:
    return answer["link"].partition("#")[2]


def is_shut_out(person: Person) -> None:
    """Told why, its socket closed, and nothing that it holds opens anything."""
    eventually(lambda: person.gone == "ended", WITHIN, "being told")
    eventually(lambda: not person.connected, what="the socket's end")
    response = person.server.asks(
        "POST", "/live/ticket", {"desk": person.desk}, Authorization=f"Bearer {person.token}"
    )
    assert (response.status, response.json["reason"]) == (401, "token_ended")
    assert person.sends_over_http("ask_help").status == 401


def test_T11_a_stolen_phone_is_shut_out_within_a_second_and_the_new_one_goes_on(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")
    fatma = table.seats("Fatma")
    stolen_too = table.by_link(henk.sends("link_device")["link"], "seat")
    facilitator.does("end_devices", seat=henk.seat)
    is_shut_out(henk)
    is_shut_out(stolen_too)
    fresh = table.by_link(facilitator.sends("link_device", seat=henk.seat)["link"], "seat")
    assert fresh.seat == henk.seat
    assert fresh.sends("choose_language", lang="en")["answer"] == "ok"
    assert fatma.connected
    assert fatma.gone is None


def test_T11_the_phone_that_was_linked_first_goes_on_without_a_break(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")
    linked = facilitator.sends("link_device", seat=henk.seat)
    fresh = table.by_link(linked["link"], "seat")
    facilitator.does("end_devices", seat=henk.seat, but=linked["version"])
    is_shut_out(henk)
    assert fresh.gone is None
    assert fresh.sends("choose_language", lang="en")["answer"] == "ok"


def test_T11_ones_own_phone_ends_the_others_and_stays(table: Table) -> None:
    henk = table.seats("Henk")
    old = table.by_link(henk.sends("link_device")["link"], "seat")
    henk.does("end_devices")
    is_shut_out(old)
    assert henk.gone is None
    assert henk.sends("choose_language", lang="en")["answer"] == "ok"


def test_a_link_that_two_devices_opened_is_left_for_a_fresh_one(table: Table) -> None:
    """Whoever copied the console's link holds the same token: a new one is made first, the old one is ended by it."""
    facilitator = table.facilitator()
    copied = table.by_link(table.links.console, "facilitator")
    made = facilitator.sends("hand_over", desk="facilitator")
    ended = facilitator.sends_over_http("end_links", desk="facilitator", but=made["version"])
    assert ended.json["answer"] == "ok"
    is_shut_out(copied)
    is_shut_out(facilitator)
    fresh = table.by_link(made["link"], "facilitator")
    assert fresh.sends("blank_screen", on=True)["answer"] == "ok"


def browser_with(table: Table, link: str, desk: str = "facilitator", **tokens: str) -> Person:
    """Whoever opens a link in a browser that has these cookies already: purpose → token; it stores what it is given."""
    cookies = "; ".join(f"dialoog-{purpose}={token}" for purpose, token in tokens.items())
    response = table.server.asks(
        "POST",
        "/in",
        {"token": link.partition("#")[2]},
        Origin=table.server.url,
        **({"Cookie": cookies} if cookies else {}),
    )
    new = {name.split("-")[2]: token for name, token in response.cookies.items() if name != "lang"}
    token = {**tokens, **new}[desk]
    return table.by_link(f"#{token}", desk)


def test_T11_of_two_browsers_with_one_link_each_can_end_the_other_and_the_link(table: Table) -> None:
    mine, stolen = browser_with(table, table.links.console), browser_with(table, table.links.console)
    assert len({mine.token, stolen.token, table.links.console.partition("#")[2]}) == 3
    mine.does("end_links", desk="facilitator")
    is_shut_out(stolen)
    assert mine.sends("blank_screen", on=True)["answer"] == "ok"
    again = table.server.asks("POST", "/in", {"token": table.links.console.partition("#")[2]})
    assert (again.status, again.json["reason"]) == (401, "token_ended")


def test_T11_of_two_phones_with_one_link_each_can_end_the_other(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")
    link = facilitator.sends("link_device", seat=henk.seat)["link"]
    own, borrowed = browser_with(table, link, "seat"), browser_with(table, link, "seat")
    own.does("end_devices")
    is_shut_out(borrowed)
    is_shut_out(henk)
    assert own.sends("choose_language", lang="en")["answer"] == "ok"


def test_T11_a_link_that_is_named_goes_on_with_whoever_opened_it(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")
    linked = facilitator.sends("link_device", seat=henk.seat)
    fresh = browser_with(table, linked["link"], "seat")
    facilitator.does("end_devices", seat=henk.seat, but=linked["version"])
    is_shut_out(henk)
    assert fresh.gone is None
    assert browser_with(table, linked["link"], "seat").seat == fresh.seat


def test_a_link_that_one_browser_opens_again_gives_it_nothing_new(table: Table) -> None:
    first = browser_with(table, table.links.console)
    assert browser_with(table, table.links.console, facilitator=first.token).token == first.token
    held = rows(table, "SELECT count(*) FROM tokens WHERE dialogue = ? AND link IS NOT NULL", table.id)
    assert held == [(1,)]


def test_a_link_that_is_opened_without_end_fills_no_disk_and_still_lets_in(table: Table) -> None:
    link = table.links.screen
    for _ in range(25):
        assert table.server.asks("POST", "/in", {"token": link.partition("#")[2]}).status == 200
    made = rows(table, "SELECT count(*) FROM tokens WHERE dialogue = ? AND link IS NOT NULL", table.id)
    assert made == [(20,)]
    assert browser_with(table, link, "screen").docs["table"]["stage"]["status"] == "open"


def test_a_browser_is_let_in_no_longer_than_its_link(table: Table) -> None:
    browser_with(table, table.links.console)
    query = "SELECT count(DISTINCT made) FROM tokens WHERE dialogue = ? AND purpose = 'facilitator'"
    assert rows(table, query, table.id) == [(1,)]


def test_whoever_ends_the_other_consoles_stays(table: Table) -> None:
    facilitator = table.facilitator()
    lost = table.by_link(facilitator.sends("hand_over", desk="facilitator")["link"], "facilitator")
    scribe = table.by_link(facilitator.sends("hand_over", desk="scribe")["link"], "scribe")
    facilitator.does("end_links", desk="facilitator")
    is_shut_out(lost)
    assert facilitator.sends("blank_screen", on=True)["answer"] == "ok"
    assert scribe.gone is None
    facilitator.does("end_links", desk="scribe")
    is_shut_out(scribe)


def test_a_screen_whose_link_was_on_a_photo_gets_a_new_one(table: Table) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    made = facilitator.sends("hand_over", desk="screen")
    fresh = table.by_link(made["link"], "screen")
    facilitator.does("end_links", desk="screen", but=made["version"])
    eventually(lambda: screen.gone == "ended", WITHIN, "the old screen being told")
    version = facilitator.does("theme_screen", theme="dark")
    fresh.sees(lambda me: me.versions["table"] >= version, what="what the table shows")
    assert screen.versions["table"] < version


def test_R3_a_resent_command_gives_the_same_link_and_brings_no_ended_one_to_life(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")
    linking, ending = fresh_id(), fresh_id()
    first = facilitator.sends("link_device", linking, seat=henk.seat)
    done = facilitator.sends("end_devices", ending, seat=henk.seat)
    again = facilitator.sends("link_device", linking, seat=henk.seat)
    assert again == first
    entered = table.server.asks("POST", "/in", {"token": secret_of(again)})
    assert (entered.status, entered.json["reason"]) == (401, "token_ended")
    fresh = table.by_link(facilitator.sends("link_device", seat=henk.seat)["link"], "seat")
    assert facilitator.sends("end_devices", ending, seat=henk.seat) == done
    assert fresh.sends("choose_language", lang="en")["answer"] == "ok", "sent twice it ends once"


def test_a_ticket_from_before_the_ending_opens_no_ear(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")
    ticket = henk.ticket()
    facilitator.does("end_devices", seat=henk.seat)
    is_shut_out(henk)
    raw = Raw(table.server)
    raw.says("40" + json.dumps({"ticket": ticket}))
    packets = []
    while (packet := raw.hears_but_pings()) not in ("", "1", "41"):
        packets.append(packet)
    raw.closes()
    assert [packet for packet in packets if packet.startswith("42")] == ['42["gone",{"reason":"ended"}]']


def test_no_token_stands_in_the_journal(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")
    linked = facilitator.sends("link_device", seat=henk.seat)
    facilitator.does("end_devices", seat=henk.seat, but=linked["version"])
    facilitator.does("renew_code")
    code = facilitator.sees(
        lambda me: me.docs["desk"]["links"]["code"] != table.code and me.docs["desk"]["links"]["code"]
    )
    written = repr(journal(table))
    for secret in (secret_of(linked), henk.token, facilitator.token, code, table.code):
        assert secret not in written


def test_the_page_of_an_ended_phone_says_what_to_do(table: Table) -> None:
    facilitator, henk = table.facilitator(), table.seats("Henk")
    facilitator.does("end_devices", seat=henk.seat)
    page = table.server.asks("GET", f"/plek/{table.id}", Authorization=f"Bearer {henk.token}")
    assert page.status == 401
    assert "Dit toestel is afgemeld" in page.text
    assert "Vraag de gespreksleider om een nieuwe link." in page.text
    assert "Dit toestel is afgemeld" not in table.server.asks("GET", f"/plek/{table.id}").text


def test_T14_a_new_code_lets_in_and_the_old_one_no_longer_typed_or_scanned(table: Table) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    henk = table.seats("Henk")
    old, scanned = table.code, table.links.join.partition("#")[2]
    facilitator.does("renew_code")
    new = facilitator.sees(
        lambda me: me.docs["desk"]["links"]["code"] != old and me.docs["desk"]["links"]["code"]
    )
    version = screen.sees(lambda me: me.docs["table"]["stage"]["code"], what="that there is a new code")
    assert table.server.asks("GET", f"/d/{old}").status == 404
    assert table.server.asks("POST", "/in", {"token": scanned}).status == 401
    page = table.server.asks("GET", f"/scherm/{table.id}", Authorization=f"Bearer {screen.token}")
    assert f'data-code="{new}"' in page.text
    assert f'data-code-version="{version}"' in page.text
    table.code = new
    assert table.seats("Fatma").seat != henk.seat
    assert henk.connected


def test_T14_the_new_qr_code_lets_in(table: Table) -> None:
    from dialoog.live.commands.access_grants import join_token
    from dialoog.settings import from_environment, settle

    facilitator = table.facilitator()
    version = facilitator.does("renew_code")
    secret = settle(from_environment(table.server.environment)).secret
    entered = table.server.asks("POST", "/in", {"token": join_token(secret, table.id, version)})
    code = facilitator.sees(
        lambda me: me.docs["desk"]["links"]["code"] != table.code and me.docs["desk"]["links"]["code"]
    )
    assert entered.json == {"go": f"/d/{code}"}


def test_T14_a_door_that_asks_lets_in_whom_the_console_lets_in(table: Table) -> None:
    facilitator = table.facilitator()
    facilitator.does("set_door", asks=True)
    joris = table.seats("Joris")
    assert joris.now["phase"] == "asking"
    assert joris.docs["table"]["stage"]["door"] == "asks"
    facilitator.does("admit", seat=joris.seat)
    joris.sees(lambda me: me.now["phase"] == "sitting", what="being let in")


def test_T14_a_flood_is_shut_out_at_once_and_comes_back_with_one_step_back(table: Table) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    fatma, *flood = table.a_circle_of(12)
    first, *also = (one.seat for one in flood)
    version = facilitator.does("remove_seat", seat=first, also=also)
    eventually(lambda: all(one.gone == "removed" for one in flood), WITHIN, "all of them being told")
    screen.sees(lambda me: me.docs["table"]["circle"] == [[fatma.seat, "Fatma"]], what="who is left")
    assert [row["kinds"] for row in journal(table) if row["version"] == version] == [["seat_removed"] * 11]
    facilitator.does("undo", version=version)
    screen.sees(lambda me: len(me.docs["table"]["circle"]) == 12, what="everybody again")


def phone_page(person: Person) -> str:
    own = {"Authorization": f"Bearer {person.token}"}
    return str(person.server.asks("GET", f"/plek/{person.table.id}", **own).text)


def test_T11_what_a_device_does_that_the_facilitator_linked_is_marked_and_shown(table: Table) -> None:
    """Whoever opened that link speaks in Henk's name, so Henk's own phone says so, and can end it."""
    facilitator, henk = table.facilitator(), table.seats("Henk")
    word = henk.writes("Mijn eigen zin.", "introduction")
    assert henk.docs["mine"]["me"]["linked"] is None
    stranger = browser_with(table, facilitator.sends("link_device", seat=henk.seat)["link"], "seat")
    henk.sees(lambda me: me.docs["mine"]["me"]["linked"], what="that a device was linked")
    assert "data-linked" in phone_page(stranger), "which says nothing of itself"
    assert "data-linked" not in phone_page(henk)
    version = stranger.does("change_words", word=word, text="Heel iets anders.")
    henk.sees(lambda me: me.docs["mine"]["words"][0]["linked"], what="which device changed it")
    stands = {entry["version"]: (entry["desk"], entry["seat"]) for entry in journal(table)}
    assert stands[version] == ("linked", henk.seat)
    assert table.server.runs("verify").returncode == 0
    henk.does("keep_words", word=word, keep="no")
    henk.sees(lambda me: not me.docs["mine"]["words"][0]["linked"], what="that Henk decided himself")
    henk.does("end_devices")
    is_shut_out(stranger)
    henk.sees(lambda me: not me.docs["mine"]["me"]["linked"], what="that it was ended")
