"""R6: after any disconnection shorter than the dialogue a phone shows what the screen shows: within 3 s of its return (p99)
where the browser knows that it was away, within 10 s where the connection died silently."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.reliability.hall import Hall, Seated, a_hall
from tests.reliability.phones import Phone
from tests.reliability.proxy import Line, Lines
from tests.reliability.runs import percentile, percentiles, sized, tells
from tests.reliability.talk import all_have_a_line, steers, talks

pytestmark = pytest.mark.seconds
PHONES = sized("R6", short=10, long=40)
DROPS = sized("R6", short=3, long=6)
AWAY = sized("R6", short=(0.5, 4.0), long=(0.5, 12.0))
"""Seconds that a phone is away, at least and at most."""
SIGNAL_PHONES = 10
CUTS = sized("R6", short=3, long=30)
KNOWN_WITHIN, SILENT_WITHIN = 3.0, 10.0

Drop = Callable[[Phone, Line, float], Awaitable[None]]


async def ends_cleanly(phone: Phone, line: Line, away: float) -> None:
    await _knows_that_it_was_away(phone, line, away, line.closes)


async def is_cut(phone: Phone, line: Line, away: float) -> None:
    await _knows_that_it_was_away(phone, line, away, line.cuts)


async def _knows_that_it_was_away(phone: Phone, line: Line, away: float, ends: Callable[[], None]) -> None:
    line.is_away("cut")
    ends()
    await asyncio.sleep(away)
    line.heals()
    phone.hurries()  # a browser says `online`


async def falls_silent(phone: Phone, line: Line, away: float) -> None:
    """Out of reach without a word, and back without a word; what was open is dead."""
    line.is_away("silent")
    line.falls_silent()
    await asyncio.sleep(away)
    line.heals()


async def hears_nothing(phone: Phone, line: Line, away: float) -> None:
    """Only what comes to the phone is lost; it was never away for itself."""
    line.half_open("down")


async def is_not_heard(phone: Phone, line: Line, away: float) -> None:
    line.half_open("up")


async def is_slow(phone: Phone, line: Line, away: float) -> None:
    line.slows(400)
    await asyncio.sleep(away)
    line.heals()


KNOWN: tuple[Drop, ...] = (ends_cleanly, is_cut)
SILENT: tuple[Drop, ...] = (falls_silent, hears_nothing, is_not_heard, is_slow)
Times = dict[Drop, list[float]]


def test_R6_who_was_away_shows_what_the_screen_shows(tmp_path: Path, seed: int) -> None:
    times: Times = defaultdict(list)
    with a_hall("R6", tmp_path, seed) as hall, Lines(hall.server.port) as lines:
        table = hall.sets_up(PHONES)
        hall.holds(everybody_drops(hall, table, lines, times), within=900)
        hall.is_as_promised()
    for drop, taken in times.items():
        tells(f"R6: {drop.__name__.replace('_', ' ')}: {percentiles(taken)}")
    known = [second for drop in KNOWN for second in times[drop]]
    silent = [second for drop in SILENT for second in times[drop]]
    assert len(known) + len(silent) == PHONES * DROPS
    assert percentile(known, 0.99) < KNOWN_WITHIN
    assert max(silent) < SILENT_WITHIN


def test_R6_where_signals_between_processes_are_lost_nobody_stays_behind_on_postgres(
    tmp_path: Path, seed: int, postgres: Postgres
) -> None:
    taken: list[float] = []
    address = postgres.database()
    with a_hall("R6-signals", tmp_path, seed, processes=2, database=address) as hall:
        table = hall.sets_up(SIGNAL_PHONES)
        hall.holds(
            listeners_are_cut(hall, table, lambda: postgres.cuts_listeners(address), taken), within=300
        )
        hall.is_as_promised()
    tells(f"R6: signals between processes lost: {percentiles(taken)}")
    assert max(taken) < SILENT_WITHIN


async def listeners_are_cut(hall: Hall, table: Seated, cuts: Callable[[], int], taken: list[float]) -> None:
    """The console and the screen are at one process, the phones at the other, which hears of nothing."""
    here, there = (server.port for server in hall.servers)
    phones = [table.comes(n, there) for n in range(SIGNAL_PHONES)]
    console, screen = table.desk("facilitator", here), table.desk("screen", here)
    await all_have_a_line(hall.phones)
    for turn in range(CUTS):
        hall.history.says("the connections that listen are cut")
        await asyncio.wait_for(until_somebody_is_cut(cuts), 30)
        answer = await console.sends("theme_screen", theme=("dark", "light")[turn % 2])
        loop = asyncio.get_running_loop()
        began = loop.time()
        for phone in (*phones, screen):
            await phone.sees(lambda me, wanted=answer["version"]: me.version() >= wanted, 60, "the change")
        taken.append(loop.time() - began)
        await asyncio.sleep(hall.chance.random())
    await hall.settles()


async def until_somebody_is_cut(cuts: Callable[[], int]) -> None:
    """Who was cut before may not listen again yet."""
    while not await asyncio.to_thread(cuts):
        await asyncio.sleep(0.1)


async def everybody_drops(hall: Hall, table: Seated, lines: Lines, times: Times) -> None:
    laid = [lines.lays() for _ in range(PHONES)]
    phones = [table.comes(n, line.port) for n, line in enumerate(laid)]
    console, screen = table.desk("facilitator"), table.desk("screen")
    await all_have_a_line(hall.phones)
    steering = asyncio.create_task(steers(console, 3600, each=0.4))
    talking = [asyncio.create_task(talks(phone, 3600, each=3.0)) for phone in phones]
    try:
        await asyncio.gather(
            *(
                drops(phone, line, screen, n, times)
                for n, (phone, line) in enumerate(zip(phones, laid, strict=True))
            )
        )
    finally:
        for task in (steering, *talking):
            task.cancel()
        await asyncio.gather(steering, *talking, return_exceptions=True)
    await hall.settles()


async def drops(phone: Phone, line: Line, screen: Phone, n: int, times: Times) -> None:
    """One kind after the other, each phone beginning with another, with some peace between them."""
    kinds = (*KNOWN, *SILENT)
    await asyncio.sleep(phone.chance.random() * 3)
    for turn in range(DROPS):
        drop = kinds[(n + turn) % len(kinds)]
        phone.history.notes("note", client=phone.name, why=drop.__name__.replace("_", " "))
        await drop(phone, line, phone.chance.uniform(*AWAY))
        times[drop].append(await until_it_shows_what_the_screen_shows(phone, screen, drop))
        await all_have_a_line([phone])
        await asyncio.sleep(1 + phone.chance.random())


async def until_it_shows_what_the_screen_shows(phone: Phone, screen: Phone, drop: Drop) -> float:
    """Seconds from now, when it is back, until it shows what the screen shows now. Whose line died without its knowing
    was never away: there it counts from when the screen shows something new."""
    loop = asyncio.get_running_loop()
    if drop in (hears_nothing, is_not_heard):
        before = screen.version()
        await screen.sees(lambda me: me.version() > before, what="a change")
    back, wanted = loop.time(), screen.version()
    await phone.sees(lambda me: me.version() >= wanted, 60, f"version {wanted}")
    return loop.time() - back
