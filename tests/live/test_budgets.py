"""What a phone may cost in a hall with bad wifi: the first view, a change of turn, the page itself. In bytes as sent."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dialoog.app import STATIC, manifest
from dialoog.settings import LANGUAGES
from dialoog.web.languages import COOKIE
from tests.people import Facilitator, Person, Table, a_table
from tests.serving import Server
from tests.websocket.raw_client import Raw

KB = 1024
SEATS = 60
# Call names as people have them; every eighth is as long as they come.
NAMES = ("Fatma", "Henk", "Samira", "Joris", "Willemijn", "Ruud", "Tadesse", "Abdoelrachman")


class Packets:
    """A phone as the wire sees it: every packet that came, as text."""

    def __init__(self, phone: Person) -> None:
        self.raw = Raw(phone.server).enters(phone)

    def next(self, doc: str) -> tuple[int, Any]:
        """The next push of this document: how many bytes were sent, and its sections."""
        while not (packet := self.raw.hears_but_pings()).startswith(f'42["push",{{"doc":"{doc}"'):
            assert packet, "the socket was closed"
        return len(packet.encode()), json.loads(packet[2:])[1]["sections"]


@pytest.fixture
def wires() -> Iterator[list[Packets]]:
    """Every wire that a test tapped, shut at its end."""
    tapped: list[Packets] = []
    yield tapped
    for one in tapped:
        one.raw.closes()


@pytest.fixture
def hall(server: Server) -> Iterator[Table]:
    """Sixty people at one table: more than anybody should, and as many as it must bear."""
    planned = {
        "title": "Wijkdialoog Meerlinden",
        "theme": "elkaar kennen en een beetje op elkaar letten",
        "expectation": "Vanavond geen besluit. De gemeente antwoordt binnen vier weken.",
        "facilitator": "Els",
        "organisation": "Buurthuis De Linde",
        "contact": "Els, 06 12 34 56 78",
    }
    with a_table(server, **planned) as table:
        els = table.facilitator()
        for number in range(SEATS - 2):
            els.does("take_seat", name=NAMES[number % len(NAMES)])
        yield table


def tap(wires: list[Packets], phone: Person) -> Packets:
    wires.append(Packets(phone))
    return wires[-1]


def a_round_is_open(table: Table) -> tuple[Facilitator, Person, Person]:
    """Anna and Zohra have phones; they come last."""
    anna, zohra = table.seats("Anna"), table.seats("Zohra")
    els = table.facilitator()
    els.goes_to("introductions")
    return els, anna, zohra


def test_the_first_view_of_sixty_seats_is_at_most_four_kilobytes(hall: Table, wires: list[Packets]) -> None:
    els, anna, _ = a_round_is_open(hall)
    els.next()
    size, table = tap(wires, anna).next("table")
    assert len(table["circle"]) == SEATS
    assert table["floor"]["phase"] == "turn"
    assert size <= 4 * KB, {name: len(json.dumps(section)) for name, section in table.items()}


def test_a_change_of_turn_is_at_most_400_bytes(hall: Table, wires: list[Packets]) -> None:
    """For everybody who just listens."""
    els, anna, _ = a_round_is_open(hall)
    listening = tap(wires, anna)
    listening.next("table")
    for _ in range(3):
        els.next()
        size, table = listening.next("table")
        assert set(table) == {"floor"}
        assert size <= 400, table


def test_who_comes_next_gets_the_own_document_within_as_much_again(
    server: Server, wires: list[Packets]
) -> None:
    with a_table(server) as few:
        els, anna, zohra = a_round_is_open(few)
        phones = [tap(wires, anna), tap(wires, zohra)]
        for phone in phones:
            phone.next("table")
            phone.next("mine")
        els.next()  # Anna has the word, Zohra comes next
        for phone in phones:
            size, mine = phone.next("mine")
            assert set(mine) == {"now"}
            assert size <= 400, mine


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_a_phone_is_at_most_30_kilobytes_and_8_requests(table: Table, lang: str) -> None:
    """Cold, with brotli, in every language; the page itself goes as it is, then a ticket and a socket."""
    anna = table.seats("Anna")
    page = table.server.asks(
        "GET", f"/plek/{table.id}", Cookie=f"{COOKIE}={lang}", Authorization=f"Bearer {anna.token}"
    )
    assert f'<html lang="{lang}"' in page.text
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    assert {file.rpartition("/")[2] for file in files} <= set(manifest().values())
    sizes = {file: size_on_the_wire(table.server, file) for file in files}
    assert len([page, *files, "ticket", "socket"]) <= 8
    whole = len(page.body) + sum(sizes.values())
    assert whole <= 30 * KB, sizes


def size_on_the_wire(server: Server, file: str) -> int:
    sent = server.asks("GET", file, Accept_Encoding="br")
    assert sent.status == 200
    assert sent.headers["content-encoding"] == "br", file
    assert "immutable" in sent.headers["cache-control"]
    return len(sent.body)


def test_nothing_that_a_phone_loads_comes_with_a_font() -> None:
    """Phones use the system's own letters."""
    style = (STATIC / "dist" / manifest()["phone.css"]).read_text()
    assert "@font-face" not in style
