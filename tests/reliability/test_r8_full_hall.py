"""R8: 150 phones and 15 commands a second: acknowledged, shown, nobody left behind. Times are printed, never asserted."""

import asyncio
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.reliability.hall import Hall, Seated, a_hall
from tests.reliability.history import Entry
from tests.reliability.phones import Phone
from tests.reliability.runs import percentiles, sized, tells
from tests.reliability.talk import all_have_a_line, says

pytestmark = pytest.mark.seconds
PHONES = sized("R8", short=60, long=150)
SECONDS = sized("R8", short=10.0, long=60.0)
A_SECOND = 15.0


def test_R8_everything_is_acknowledged_and_shown_to_everybody(tmp_path: Path, seed: int) -> None:
    with a_hall("R8", tmp_path, seed) as hall:
        table = hall.sets_up(PHONES)
        hall.holds(a_full_hall(hall, table))
        entries = hall.history.entries
        tells(f"R8: {PHONES} phones, {A_SECOND:.0f} commands a second for {SECONDS:.0f} s")
        tells(f"R8: until acknowledged: {percentiles(list(until_acknowledged(entries)))}")
        tells(f"R8: until shown to the sender: {percentiles(list(until_shown(entries)))}")
        tells(
            f"R8: until the last of all had a change of the table: {percentiles(list(until_the_last(entries)))}"
        )
        assert len(list(until_acknowledged(entries))) > A_SECOND * SECONDS / 2
        hall.is_as_promised()


async def a_full_hall(hall: Hall, table: Seated) -> None:
    """Somebody says something 15 times a second, whoever it is; now and then the console changes what all see."""
    phones, console = table.phones(), table.desk("facilitator")
    table.desk("screen")
    await all_have_a_line(hall.phones, within=60)
    loop = asyncio.get_running_loop()
    began = moment = loop.time()
    for n in count(1):
        moment += hall.chance.expovariate(A_SECOND)
        if moment > began + SECONDS:
            break
        await asyncio.sleep(moment - loop.time())
        if n % 15 == 0:
            console.sends("theme_screen", theme=("dark", "light")[n // 15 % 2])
        else:
            says(quietest(phones, hall), n)
    await hall.settles(within=60)


def quietest(phones: list[Phone], hall: Hall) -> Phone:
    """Anybody whose outbox is empty; in a hall that size there is always somebody."""
    return next((one for one in hall.chance.sample(phones, 20) if one.settled), phones[0])


def until_acknowledged(entries: list[Entry]) -> Iterator[float]:
    """From the first sending of a command to its `ok`."""
    asked: dict[str, float] = {}
    ids = {}
    for entry in entries:
        if entry.what == "invoke" and entry.client != "the door":
            asked.setdefault(entry.id, entry.at)
            ids[entry.n] = entry.id
        elif entry.what == "ok" and entry.of in ids:
            yield entry.at - asked[ids[entry.of]]


def until_shown(entries: list[Entry]) -> Iterator[float]:
    """From the sending of words to their writer's own phone having them."""
    asked = {}
    for entry in entries:
        if entry.what == "invoke" and entry.kind == "write":
            asked.setdefault((entry.client, entry.id), entry.at)
        elif entry.what == "shown" and entry.doc == "mine":
            for word in entry.words:
                if (entry.client, word) in asked:
                    yield entry.at - asked[entry.client, word]


def until_the_last(entries: list[Entry]) -> Iterator[float]:
    """From the console's command to the last client that holds it."""
    asked, of, theirs = {}, {}, {}
    for entry in entries:
        if entry.what == "invoke" and entry.kind == "theme_screen":
            asked.setdefault(entry.id, entry.at)
            of[entry.n] = entry.id
        elif entry.what == "ok" and entry.of in of and entry.version:
            theirs[entry.version] = asked[of[entry.of]]
    waiting = {entry.client for entry in entries if entry.what == "shown" and entry.doc == "table"}
    for version, began in theirs.items():
        first: dict[str, float] = {}
        for entry in entries:
            if entry.what == "shown" and entry.doc == "table" and (entry.version or 0) >= version:
                first.setdefault(entry.client, entry.at)
        if set(first) == waiting:
            yield max(first.values()) - began
