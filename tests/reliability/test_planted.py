"""The checker is tested itself: servers that break one promise each, in a run of a few seconds, and it finds each of
them; the server as it is shipped goes through the same run and is found whole."""

import ast
import asyncio
from pathlib import Path

import pytest

from tests.reliability.hall import Hall, Seated, a_hall, processes_on
from tests.reliability.outbox import fresh_id
from tests.reliability.phones import Phone

FOUND_AS = {
    "acknowledged_before_the_commit": "lost",
    "no_unique_key": "doubled",
    "dialogue_from_the_message": "leaked",
    "a_push_is_dropped": "left behind",
    "versions_are_skipped": "reordered",
    "two_writers_without_catching_up": "lost",
    "texts_are_changed": "phantom",
    "words_are_stored_twice": "phantom",
    "answers_go_to_the_wrong_phone": "lost",
    "one_phones_order_is_lost": "reordered",
    "anothers_own_is_pushed": "leaked",
    "sent_again_it_is_refused": "doubled",
}
ONLY_A_POWER_CUT_SHOWS = "synchronous_normal"


def test_every_planted_fault_has_its_finding() -> None:
    """Read, not imported: the module makes the standard library cooperative."""
    tree = ast.parse(Path(__file__).with_name("planted.py").read_text())
    planted = {one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name[0] != "_"}
    assert {*FOUND_AS, ONLY_A_POWER_CUT_SHOWS} == planted


@pytest.mark.parametrize("fault", FOUND_AS)
def test_the_checker_finds(fault: str, tmp_path: Path, seed: int) -> None:
    kills = fault == "acknowledged_before_the_commit"
    processes = 2 if fault == "two_writers_without_catching_up" else 1
    with a_hall("planted", tmp_path, seed, planted=fault, processes=processes) as hall:
        table, other = hall.sets_up(3), hall.sets_up(1, "neighbour")
        hall.holds(a_short_run(hall, table, other, kills=kills, still=1.5))
        assert FOUND_AS[fault] in {found.fault for found in hall.findings()}


def test_the_server_as_it_is_shipped_is_found_whole(tmp_path: Path, seed: int, database: str) -> None:
    processes = processes_on(database)
    with a_hall("planted-nothing", tmp_path, seed, processes=processes, database=database) as hall:
        table, other = hall.sets_up(3), hall.sets_up(1, "neighbour")
        hall.holds(a_short_run(hall, table, other, kills=True))
        hall.is_as_promised()


async def a_short_run(hall: Hall, table: Seated, other: Seated, *, kills: bool, still: float = 12.0) -> None:
    """Words, names, the screen; one phone that says too much at once, one that says where it belongs, one that sends
    again what was answered; a kill right after an answer."""
    phones = [*table.phones(), *other.phones()]
    console, _ = table.desk("facilitator"), table.desk("screen")
    for phone in hall.phones:
        await phone.sees(lambda me: me.up, what="a line")
    waiting = [phone.sends("write", **sentence(phone, n)) for n in range(3) for phone in phones]
    waiting += [console.sends("theme_screen", theme=theme) for theme in ("dark", "light", "dark")]
    await asyncio.wait(waiting, timeout=10)
    await many_at_once(console, table.places[1].seat)
    await astray(phones[0], other.id)
    await again_on_another_socket(phones[2])
    if kills:
        await asyncio.wait_for(phones[0].sends("write", **sentence(phones[0], 9)), 10)
        hall.history.says("kill -9")
        await asyncio.to_thread(hall.server.is_killed)
        await asyncio.to_thread(hall.server.starts)
        for phone in hall.phones:
            phone.hurries()
    await hall.settles(within=8, still=still)


def sentence(phone: Phone, n: int) -> dict[str, str]:
    return {"text": f"Zin {n} van {phone.name}, zoals die Gezegd werd.", "word_kind": "experience"}


async def many_at_once(console: Phone, seat: str | None) -> None:
    """What the wire allows, though our own outbox does not do it: the next before the answer."""
    commands = [
        {"id": fresh_id(console.chance), "kind": "change_name", "seat": seat, "name": f"Buur {n}"}
        for n in "abcdefgh"
    ]
    await asyncio.gather(*map(console.delivers, commands))


async def astray(phone: Phone, dialogue: str) -> None:
    """A command that names the dialogue it would like to be in."""
    id = fresh_id(phone.chance)
    await phone.delivers({"id": id, "kind": "write", "dialogue": dialogue, **sentence(phone, 7)})


async def again_on_another_socket(phone: Phone) -> None:
    command = {"id": fresh_id(phone.chance), "kind": "change_name", "name": "Nogmaals"}
    await phone.delivers(command)
    phone.up = False
    phone.hurries()
    await phone.sees(lambda me: me.up, what="another socket")
    await phone.delivers(command)
