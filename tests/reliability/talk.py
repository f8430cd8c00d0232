"""What people at a table do meanwhile, so that there is something to lose: they write, change a name, a language, a mind;
the console changes the screen. In order and at the pace of people."""

import asyncio
from typing import Any

from tests.reliability.phones import Phone

MOST_WAITING = 3


async def talks(phone: Phone, seconds: float, each: float = 1.0) -> None:
    """Until then, now and then something; who has no line waits before saying more."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    count = 0
    await asyncio.sleep(phone.chance.random() * each)
    while loop.time() < until:
        if len(phone.outbox.pending) < MOST_WAITING:
            count += 1
            says(phone, count)
        await asyncio.sleep(each * (0.5 + phone.chance.random()))


def says(phone: Phone, n: int) -> "asyncio.Future[dict[str, Any]]":
    """Most of all words; all of it is different each time."""
    chance = phone.chance.random()
    if chance < 0.7:
        return phone.sends("write", text=f"Zin {n} van {phone.name}.", word_kind="experience")
    if chance < 0.85:
        return phone.sends("change_name", name=f"Buur {phone.place.seat} {n}")
    return phone.sends("choose_language", lang=("en", "nl")[n % 2])


async def steers(console: Phone, seconds: float, each: float = 0.5) -> None:
    """The console changes what everybody sees: the theme, to and fro."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    turn = 0
    while loop.time() < until:
        if len(console.outbox.pending) < MOST_WAITING:
            turn += 1
            console.sends("theme_screen", theme=("dark", "light")[turn % 2])
        await asyncio.sleep(each)


async def all_have_a_line(phones: list[Phone], within: float = 30.0) -> None:
    for phone in phones:
        await phone.sees(lambda me: me.up and me.version(), within, "a line")
