"""One process among others on the same PostgreSQL: it hears what they wrote, and each tells who is connected to it.

One connection of its own listens and holds up nobody. Whenever it was lost it comes back by itself, and every dialogue
here is looked at, since nobody knows what was missed. Presence is never stored: it is told again every few seconds, so
that of a process that was killed nothing stays.
"""

import select
import time
from typing import Any

from sqlalchemy import Engine

from dialoog.db.engine import asking
from dialoog.db.postgres import TELL
from dialoog.live.push.notifier import CHANNEL, PROCESS, notify
from dialoog.live.runtime import House
from dialoog.live.tasks import periodic
from dialoog.live.tasks.periodic import PUSH_REST_SECONDS
from dialoog.telemetry.logging import log
from dialoog.telemetry.metrics import tally

HERE = "dialoog_here"
LISTENS = "dialoog listens"
LOOK_SECONDS = 10.0
TELL_SECONDS = 3.0
TOGETHER_SECONDS = 0.1
LONGEST_PAUSE = 5.0
NOBODY: frozenset[str] = frozenset()


def listen(house: House) -> None:
    """The background task that hears the others, until the process ends."""
    pause = 0.1
    while True:
        began = time.monotonic()
        try:
            _hear(house)
        except Exception as error:
            tally.reconnects += 1
            log.warning("no signals from other processes for now", fault=error)
        pause = 0.1 if time.monotonic() - began > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
        house.socketio.sleep(pause)


def _hear(house: House) -> None:
    """Listens until the connection is lost."""
    connection = _line(house.engine)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
            cursor.execute(f"LISTEN {HERE}")
        periodic.catch_up(house)
        while True:
            # cooperatively: everybody else in this process goes on meanwhile
            select.select([connection.fileno()], [], [], LOOK_SECONDS)
            connection.poll()
            heard = list(connection.notifies)
            connection.notifies.clear()
            tally.signals += len(heard)
            _of_who_is_there(house, [one.payload for one in heard if one.channel == HERE])
            _of_versions(house, [one.payload for one in heard if one.channel == CHANNEL])
    finally:
        connection.close()


def _line(engine: Engine) -> Any:
    """A connection that is none of the pool's, where every statement is a transaction."""
    places, told = engine.dialect.create_connect_args(engine.url)
    connection: Any = engine.dialect.connect(*places, **told, **TELL | {"application_name": LISTENS})
    connection.autocommit = True
    return connection


def _of_versions(house: House, told: list[str]) -> None:
    """What several dialogues are behind is read at once; a rest as long as that took lets more come together."""
    newest: dict[str, int] = {}
    for one in told:
        process, dialogue, number = (*one.split(" "), "", "")[:3]
        if process != PROCESS and number.isdecimal() and house.signals.heard(dialogue):
            newest[dialogue] = max(int(number), newest.get(dialogue, 0))
    behind = [
        dialogue for dialogue, version in newest.items() if version > house.ledger.known(dialogue).version
    ]
    began = time.perf_counter()
    if behind:
        with asking(house.engine) as connection:
            house.ledger.follow(connection, behind)
    for dialogue, version in newest.items():
        if version > house.table(dialogue).pushed:
            house.signals.ring(dialogue)
    if behind:
        house.socketio.sleep(min(time.perf_counter() - began, PUSH_REST_SECONDS))


def _of_who_is_there(house: House, told: list[str]) -> None:
    for one in told:
        process, dialogue, seats = (*one.split(" "), "", "")[:3]
        if process != PROCESS:
            here = frozenset(filter(None, seats.split(",")))
            if house.present.elsewhere.told(process, dialogue, here):
                _tell_desks(house, dialogue)


def tell(house: House) -> None:
    """The background task that tells the others who is connected here: what changed at once, all of it now and then."""
    told: dict[str, frozenset[str] | None] = {}
    again = time.monotonic()
    while True:
        house.present.changed.wait(TELL_SECONDS)
        house.socketio.sleep(TOGETHER_SECONDS)  # a hall that comes in is told in a few messages
        house.present.changed.clear()
        if time.monotonic() >= again:
            told = dict.fromkeys(told)
            again = time.monotonic() + TELL_SECONDS
        here = {dialogue: house.present.here(dialogue) for dialogue in (*told, *house.present.dialogues())}
        news = {dialogue: seats for dialogue, seats in here.items() if told.get(dialogue, NOBODY) != seats}
        try:
            _say(house, news)
            told = {dialogue: seats for dialogue, seats in here.items() if seats}
        except Exception as error:
            log.warning("nobody else knows who is connected here", fault=error)
        for dialogue in house.present.elsewhere.forget():
            _tell_desks(house, dialogue)


def _say(house: House, news: dict[str, frozenset[str]]) -> None:
    if news:
        with asking(house.engine) as connection:
            notify(connection, HERE, [f"{PROCESS} {d} {','.join(sorted(s))}" for d, s in news.items()])


def _tell_desks(house: House, dialogue: str) -> None:
    if dialogue in house.tables:
        house.tables[dialogue].tell_presence()
