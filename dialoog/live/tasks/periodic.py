"""What runs by itself beside the requests: pushing what is new, the pulse, and the hourly sweep (C3)."""

import threading
import time
from functools import partial

from sqlalchemy import or_, select, update

from dialoog.db.engine import asking, reading, transaction, with_patience
from dialoog.live.commands.execute import AlreadySo, Done, Request
from dialoog.live.commands.translate import Asked
from dialoog.live.journal import store
from dialoog.live.models import Dialogue
from dialoog.live.runtime import House
from dialoog.rules import commands
from dialoog.rules.released import SEVEN_DAYS_MS
from dialoog.rules.state import By, Desk
from dialoog.telemetry.logging import log
from dialoog.telemetry.metrics import tally

PULSE_SECONDS = 5.0
LOOK_SECONDS = 0.3
"""How long a pulse waits for the journal, so that it names the newest there is."""
PUSH_AGAIN_SECONDS = 1.0
PUSH_REST_SECONDS = 0.03
BATCHES_FIRST = 3
UNUSED_SECONDS = 60.0
SWEEP_SECONDS = 3600.0


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def see_that_it_is_pushed(house: House, dialogue: str) -> None:
    """Starts the pusher of this dialogue where none runs."""
    bell = house.signals.listen(dialogue)
    if bell is not None:
        house.start(_push, house, dialogue, bell)


def _push(house: House, dialogue: str, bell: threading.Event) -> None:
    """One per dialogue and process; it ends when the last socket has left. A push that fails is tried again,
    since nothing else would tell the phones what they missed. After a push it rests for as long as that took: where
    commands come thick, pushing leaves them half of the processor, and several versions go as one."""
    try:
        while house.present.of(dialogue):
            if bell.wait(PULSE_SECONDS * 2):
                lets_go_first(house)
                bell.clear()
                began = time.perf_counter()
                try:
                    with tally.push_seconds.timed():
                        house.table(dialogue).push(house.dismiss)
                    house.socketio.sleep(min(time.perf_counter() - began, PUSH_REST_SECONDS))
                except Exception as error:
                    log.error("nothing could be pushed", fault=error)
                    bell.set()
                    house.socketio.sleep(PUSH_AGAIN_SECONDS)
    finally:
        house.signals.leave(dialogue)
    if house.present.of(dialogue):  # somebody came in while the last one left
        see_that_it_is_pushed(house, dialogue)
        house.signals.ring(dialogue)


def lets_go_first(house: House) -> None:
    """Lets the writer have the commands that are here already: a push before them would be old at once. A few batches at most,
    since others wait for the push."""
    for _ in range(BATCHES_FIRST):
        if house.writer.waiting:
            house.socketio.sleep(0)


def pulse(house: House) -> None:
    """Every 5 s the newest version of every dialogue here, so that nobody stays behind. It goes out too while the database
    says nothing: who hears no pulse takes the line for dead, and is not told what is the matter (R11)."""
    looked = threading.Event()
    looked.set()
    while True:
        house.socketio.sleep(PULSE_SECONDS)
        try:
            if looked.is_set():
                looked.clear()
                house.start(_look, house, looked)
            looked.wait(LOOK_SECONDS)
            now = now_ms()
            for dialogue in house.present.dialogues():
                house.table(dialogue).pulse(now)
            _let_go(house)
        except Exception as error:
            log.error("no pulse", fault=error)


def _look(house: House, looked: threading.Event) -> None:
    try:
        catch_up(house)
        house.writer.forget()
    except Exception as error:
        log.error("the journal could not be looked at", fault=error)
    finally:
        looked.set()


def catch_up(house: House) -> None:
    """Rings for every dialogue here that is further than what was pushed."""
    here = house.present.dialogues()
    if not here:
        return
    with asking(house.engine) as connection:
        newest = store.newest(connection, here)
        behind = [dialogue for dialogue, version in newest.items() if version > house.table(dialogue).pushed]
        house.ledger.follow(connection, behind)
    for dialogue in behind:
        house.signals.ring(dialogue)


def _let_go(house: House) -> None:
    """Tables that nobody reads any more."""
    for dialogue, table in list(house.tables.items()):
        if not house.present.of(dialogue) and time.monotonic() - table.used > UNUSED_SECONDS:
            del house.tables[dialogue]


def sweep(house: House) -> None:
    """C3: at the start and every hour, what was undecided for seven days after closing is blanked."""
    while True:
        try:
            sweep_once(house, now_ms())
        except Exception as error:
            log.error("the sweep will try again", fault=error)
        house.socketio.sleep(SWEEP_SECONDS)


def sweep_once(house: House, now: int) -> int:
    """How many dialogues were swept."""
    due = select(Dialogue.id).where(
        Dialogue.closed < now - SEVEN_DAYS_MS,
        or_(Dialogue.swept.is_(None), Dialogue.swept < Dialogue.closed + SEVEN_DAYS_MS),
    )
    with reading(house.engine) as connection:
        dialogues = connection.execute(due).scalars().all()
    for dialogue in dialogues:
        outcome = house.writer.ask(
            Request(
                dialogue=dialogue,
                id="house:blank-undecided",  # no client can send such an id
                mac=bytes(32),
                by=By(Desk.HOUSE),
                prepare=lambda _: Asked(commands.BlankUndecided()),
            )
        )
        if isinstance(outcome, Done | AlreadySo):
            with_patience(partial(_note_swept, house, dialogue, now), house.socketio.sleep)
    return len(dialogues)


def _note_swept(house: House, dialogue: str, now: int) -> None:
    with transaction(house.engine) as connection:
        connection.execute(update(Dialogue).where(Dialogue.id == dialogue).values(swept=now))
