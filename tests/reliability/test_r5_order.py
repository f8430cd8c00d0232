"""R5: versions have no gaps, everybody sees the same order, one phone's commands keep theirs: on two server processes where two may
serve, else on one."""

import asyncio
from pathlib import Path
from typing import Any

from tests.reliability.final import final_of
from tests.reliability.hall import Hall, Seated, a_hall, processes_on
from tests.reliability.outbox import fresh_id
from tests.reliability.phones import Phone
from tests.reliability.runs import sized
from tests.reliability.talk import all_have_a_line

EVENTS = sized("R5", short=600, long=10_000)
PHONES = sized("R5", short=45, long=80)
AT_ONCE_PHONE, AT_ONCE_CONSOLE = 3, 8


def test_R5_all_processes_have_one_order(tmp_path: Path, seed: int, database: str) -> None:
    with a_hall("R5", tmp_path, seed, processes=processes_on(database), database=database) as hall:
        table = hall.sets_up(PHONES)
        hall.holds(everybody_at_once(hall, table), within=900)
        assert len(final_of(hall.database).rows) >= EVENTS
        hall.is_as_promised()


async def everybody_at_once(hall: Hall, table: Seated) -> None:
    """Phones and the console say several things before they hear an answer, which the wire allows: the order of one
    phone is then the socket's, not the outbox's."""
    phones, console = table.phones(), table.desk("facilitator")
    table.desk("screen", hall.servers[-1].port)
    await all_have_a_line(hall.phones)
    enough = asyncio.Event()
    saying = [asyncio.create_task(keeps_saying(phone, AT_ONCE_PHONE, 1.0, enough)) for phone in phones]
    saying.append(asyncio.create_task(keeps_saying(console, AT_ONCE_CONSOLE, 20.0, enough)))
    try:
        while newest(hall) < EVENTS:
            done, _ = await asyncio.wait(saying, timeout=0.2, return_when=asyncio.FIRST_EXCEPTION)
            for one in done:
                one.result()
    finally:
        enough.set()
    await asyncio.gather(*saying)
    await hall.settles(within=60)


async def keeps_saying(phone: Phone, at_once: int, a_second: float, enough: asyncio.Event) -> None:
    """So many at once, on the whole so many a second; what was told `later` goes into the outbox."""
    n = 0
    await asyncio.sleep(phone.chance.random() * at_once / a_second)
    while not enough.is_set():
        commands = [something(phone, n + more) for more in range(at_once)]
        n += at_once
        answers = await asyncio.gather(*map(phone.delivers, commands))
        for command, answer in zip(commands, answers, strict=True):
            if answer is None or answer["answer"] == "later":
                await phone.sends(**command)
        await asyncio.sleep(at_once / a_second)


def something(phone: Phone, n: int) -> dict[str, Any]:
    id = fresh_id(phone.chance)
    if phone.place.desk == "facilitator":
        seat = f"s{n % PHONES + 1}"
        return {"id": id, "kind": "change_name", "seat": seat, "name": f"Naam {n}"}
    if n % 3 == 0:
        return {"id": id, "kind": "change_name", "name": f"Zelf {n}"}
    return {"id": id, "kind": "write", "text": f"Zin {n} van {phone.name}.", "word_kind": "experience"}


def newest(hall: Hall) -> int:
    """The highest version that anybody was told of or saw."""
    return max((phone.version(doc) for phone in hall.phones for doc in phone.copies), default=0)
