"""R1: what a phone showed as "bewaard" survives `kill -9` of the server, and of PostgreSQL, at any instant."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.postgres import Postgres, a_postgres
from tests.reliability.hall import Hall, Seated, a_hall
from tests.reliability.runs import sized
from tests.reliability.talk import all_have_a_line, steers, talks

SECONDS = sized("R1", short=12.0, long=90.0)
PHONES = 30
Fate = Callable[[], Awaitable[None]]


def test_R1_what_was_acknowledged_survives_kill_9_of_the_server_on_sqlite(tmp_path: Path, seed: int) -> None:
    with a_hall("R1-sqlite", tmp_path, seed) as hall:
        table = hall.sets_up(PHONES)
        hall.holds(people_talk_while(hall, table, server_is_killed(hall)))
        assert acknowledged(hall) > PHONES
        hall.is_as_promised()


def test_R1_what_was_acknowledged_survives_kill_9_of_postgres_too(tmp_path: Path, seed: int) -> None:
    with (
        a_postgres() as postgres,
        a_hall("R1-postgres", tmp_path, seed, database=postgres.database()) as hall,
    ):
        table = hall.sets_up(PHONES)
        hall.holds(people_talk_while(hall, table, postgres_is_killed(hall, postgres), server_is_killed(hall)))
        assert acknowledged(hall) > PHONES
        hall.is_as_promised()


def postgres_is_killed(hall: Hall, postgres: Postgres) -> Fate:
    async def strikes() -> None:
        hall.history.says("kill -9 of PostgreSQL")
        await asyncio.to_thread(postgres.kill9)
        await asyncio.to_thread(postgres.starts)

    return strikes


def server_is_killed(hall: Hall) -> Fate:
    async def strikes() -> None:
        hall.history.says("kill -9 of the server")
        await asyncio.to_thread(hall.server.is_killed)
        await asyncio.to_thread(hall.server.starts)

    return strikes


async def people_talk_while(hall: Hall, table: Seated, *fates: Fate) -> None:
    """One fate after the other, one to four seconds apart, as long as people talk."""
    phones, console = table.phones(), table.desk("facilitator")
    table.desk("screen")
    await all_have_a_line(hall.phones)
    loop = asyncio.get_running_loop()
    until = loop.time() + SECONDS
    talking = [asyncio.create_task(talks(phone, SECONDS)) for phone in phones]
    talking.append(asyncio.create_task(steers(console, SECONDS)))
    struck = 0
    while loop.time() < until:
        await asyncio.sleep(1 + hall.chance.random() * 3)
        await fates[struck % len(fates)]()
        struck += 1
    await asyncio.gather(*talking)
    for phone in hall.phones:
        phone.hurries()
    await hall.settles(within=60)


def acknowledged(hall: Hall) -> int:
    return sum(entry.what == "ok" for entry in hall.history.entries) - 2 * PHONES
