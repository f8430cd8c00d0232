"""R3: a command applies at most once: sent again on another socket, on two server processes at once where two may serve, after a
restart, the next day. The first answer is given again; the same id with another content is refused."""

import asyncio
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from tests.reliability.hall import Hall, Seated, a_hall, processes_on
from tests.reliability.outbox import fresh_id
from tests.reliability.phones import Phone
from tests.reliability.proxy import Line, Lines
from tests.reliability.runs import is_long, sized
from tests.reliability.talk import all_have_a_line

COMMANDS = sized("R3", short=100, long=5000)
PHONES = sized("R3", short=25, long=60)
CUT = 0.1
WAYS = ("its answer is cut off", "from both phones at once", "sent again", "again with another content")
"""What becomes of a tenth of the commands each, beside being sent."""
PACE = 2.2
"""Seconds between two commands of a seat, each of which may be sent twice: a seat may ask once a second."""

Kept = tuple[Phone, dict[str, Any], dict[str, Any]]
"""Who sent it, the command, the answer."""


def test_R3_sent_again_it_is_one_command_with_one_answer(tmp_path: Path, seed: int, database: str) -> None:
    with (
        a_hall("R3", tmp_path, seed, processes=processes_on(database), database=database) as hall,
        Lines(hall.server.port) as lines,
    ):
        table = hall.sets_up(PHONES)
        hall.holds(a_dialogue_with_cut_answers(hall, table, lines), within=1200)
        assert cut_off(hall) > COMMANDS * CUT / 3
        hall.is_as_promised()


async def a_dialogue_with_cut_answers(hall: Hall, table: Seated, lines: Lines) -> None:
    laid = [lines.lays(hall.servers[n % len(hall.servers)].port) for n in range(PHONES)]
    phones = [table.comes(n, laid[n].port) for n in range(PHONES)]
    beside = [
        hall.comes(f"second phone {n + 1}", table.places[n], hall.servers[(n + 1) % len(hall.servers)].port)
        for n in range(PHONES)
    ]
    await all_have_a_line(hall.phones)
    kept: list[Kept] = []
    numbers, ways = count(1), iter(shuffled_ways(hall))
    each = COMMANDS // PHONES
    await asyncio.gather(
        *(says_everything(*who, each, numbers, ways, kept) for who in zip(phones, beside, laid, strict=True))
    )
    if is_long("R3"):
        await again_after_a_restart(hall, some(hall, kept))
    await again_the_next_day(hall, some(hall, kept))
    await hall.settles(within=60)


def shuffled_ways(hall: Hall) -> list[str]:
    """One for each command; dealt, not drawn, so that each way comes as often as it should in a short run too."""
    ways = [way for way in WAYS for _ in range(round(COMMANDS * CUT))]
    ways += ["sent"] * (COMMANDS - len(ways))
    hall.chance.shuffle(ways)
    return ways


async def says_everything(
    phone: Phone,
    second: Phone,
    line: Line,
    each: int,
    numbers: Iterator[int],
    ways: Iterator[str],
    kept: list[Kept],
) -> None:
    """One command after the other; of some the answer is cut off, and some are sent in two ways."""
    await asyncio.sleep(phone.chance.random() * PACE)
    for _ in range(each):
        began = asyncio.get_running_loop().time()
        command = something(phone, next(numbers))
        match next(ways):
            case "its answer is cut off":
                answer = await with_its_answer_cut_off(phone, line, command)
            case "from both phones at once":
                answer = await from_both_phones_at_once(phone, second, command)
            case "sent again":
                answer = await phone.sends(**command)
                await is_answered_the_same(second, command, answer)
            case "again with another content":
                answer = await phone.sends(**command)
                await is_refused_with_another_content(second, command)
            case _:
                answer = await phone.sends(**command)
        kept.append((phone, command, answer))
        await asyncio.sleep(
            max(0.0, PACE * (0.8 + phone.chance.random() * 0.4) - (asyncio.get_running_loop().time() - began))
        )


def something(phone: Phone, n: int) -> dict[str, Any]:
    """Half of it would show if it were done twice, even where nobody looks at ids."""
    id = fresh_id(phone.chance)
    if n % 2:
        return {"id": id, "kind": "write", "text": f"Zin {n} van {phone.name}.", "word_kind": "experience"}
    return {"id": id, "kind": "change_name", "name": f"Naam {n}"}


async def with_its_answer_cut_off(phone: Phone, line: Line, command: dict[str, Any]) -> dict[str, Any]:
    """The command arrives, its answer does not; the outbox sends it again over the next socket."""
    line.swallows()
    return await phone.sends(**command)


async def from_both_phones_at_once(phone: Phone, second: Phone, command: dict[str, Any]) -> dict[str, Any]:
    """Over two sockets, of two server processes where two serve, at the same moment."""
    answer, other = await asyncio.gather(phone.sends(**command), second.sends(**command))
    assert answer == other, (command, answer, other)
    return answer


async def is_answered_the_same(second: Phone, command: dict[str, Any], answer: dict[str, Any]) -> None:
    again = await second.sends(**command)
    assert again == answer, (command, answer, again)


async def is_refused_with_another_content(second: Phone, command: dict[str, Any]) -> None:
    field = "text" if "text" in command else "name"
    other = await second.sends(**{**command, field: "Iets anders"})
    assert (other["answer"], other.get("reason")) == ("refused", "same_id"), (command, other)


def some(hall: Hall, kept: list[Kept]) -> list[Kept]:
    """One of each phone: its bucket allows that at once."""
    return [
        hall.chance.choice([one for one in kept if one[0] is phone])
        for phone in dict.fromkeys(p for p, _, _ in kept)
    ]


async def again_after_a_restart(hall: Hall, chosen: list[Kept]) -> None:
    hall.history.says("both servers are stopped and started")
    await both_start_anew(hall)
    await all_again(hall, chosen)


async def again_the_next_day(hall: Hall, chosen: list[Kept]) -> None:
    hall.history.says("a day later")
    for server in hall.servers:
        server.program = ("tests.reliability.tomorrow",)
    await both_start_anew(hall)
    await all_again(hall, chosen)


async def both_start_anew(hall: Hall) -> None:
    for server in hall.servers:
        await asyncio.to_thread(server.stops)
    await asyncio.gather(*(asyncio.to_thread(server.starts) for server in hall.servers))


async def all_again(hall: Hall, chosen: list[Kept]) -> None:
    for phone in hall.phones:
        phone.hurries()
    await all_have_a_line(hall.phones)
    await asyncio.gather(*(is_answered_the_same(phone, command, answer) for phone, command, answer in chosen))


def cut_off(hall: Hall) -> int:
    """How many sendings were never answered."""
    return sum(entry.what == "unknown" and not entry.answer for entry in hall.history.entries)
