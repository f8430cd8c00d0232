"""What runs by itself beside the requests: pushing what is new, the pulse, and the hourly sweep (C3)."""

import threading
import time
from functools import partial

from sqlalchemy import or_, select, update

from dialoog.db.engine import connect_for_query, read_transaction, retry_while_locked, transaction
from dialoog.live.commands.execute import Accepted, AlreadyApplied, CommandRequest
from dialoog.live.commands.translate import TranslatedCommand
from dialoog.live.journal import store
from dialoog.live.models import Dialogue
from dialoog.live.runtime import Runtime
from dialoog.rules import commands
from dialoog.rules.released import SEVEN_DAYS_MS
from dialoog.rules.state import By, Desk
from dialoog.telemetry.logging import log
from dialoog.telemetry.metrics import metrics

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


def ensure_pusher(runtime: Runtime, dialogue: str) -> None:
    """Starts the pusher of this dialogue where none runs."""
    bell = runtime.notifier.listen(dialogue)
    if bell is not None:
        runtime.start(_push, runtime, dialogue, bell)


def _push(runtime: Runtime, dialogue: str, bell: threading.Event) -> None:
    """One per dialogue and process; it ends when the last socket has left. A push that fails is tried again,
    since nothing else would tell the phones what they missed. After a push it rests for as long as that took: where
    commands come thick, pushing leaves them half of the processor, and several versions go as one."""
    try:
        while runtime.presence.of(dialogue):
            if bell.wait(PULSE_SECONDS * 2):
                yield_to_writer(runtime)
                bell.clear()
                began = time.perf_counter()
                try:
                    with metrics.push_seconds.timed():
                        runtime.broadcaster(dialogue).push(runtime.dismiss)
                    runtime.socketio.sleep(min(time.perf_counter() - began, PUSH_REST_SECONDS))
                except Exception as error:
                    log.error("nothing could be pushed", fault=error)
                    bell.set()
                    runtime.socketio.sleep(PUSH_AGAIN_SECONDS)
    finally:
        runtime.notifier.leave(dialogue)
    if runtime.presence.of(dialogue):  # somebody came in while the last one left
        ensure_pusher(runtime, dialogue)
        runtime.notifier.ring(dialogue)


def yield_to_writer(runtime: Runtime) -> None:
    """Lets the writer have the commands that are here already: a push before them would be old at once. A few batches at most,
    since others wait for the push."""
    for _ in range(BATCHES_FIRST):
        if runtime.writer.waiting:
            runtime.socketio.sleep(0)


def pulse(runtime: Runtime) -> None:
    """Every 5 s the newest version of every dialogue here, so that nobody stays behind. It goes out too while the database
    says nothing: who hears no pulse takes the line for dead, and is not told what is the matter (R11)."""
    looked = threading.Event()
    looked.set()
    while True:
        runtime.socketio.sleep(PULSE_SECONDS)
        try:
            if looked.is_set():
                looked.clear()
                runtime.start(_look, runtime, looked)
            looked.wait(LOOK_SECONDS)
            now = now_ms()
            for dialogue in runtime.presence.dialogues():
                runtime.broadcaster(dialogue).pulse(now)
            _let_go(runtime)
        except Exception as error:
            log.error("no pulse", fault=error)


def _look(runtime: Runtime, looked: threading.Event) -> None:
    try:
        catch_up(runtime)
        runtime.writer.forget()
    except Exception as error:
        log.error("the journal could not be looked at", fault=error)
    finally:
        looked.set()


def catch_up(runtime: Runtime) -> None:
    """Rings for every dialogue here that is further than what was pushed."""
    here = runtime.presence.dialogues()
    if not here:
        return
    with connect_for_query(runtime.engine) as connection:
        newest = store.newest(connection, here)
        behind = [
            dialogue for dialogue, version in newest.items() if version > runtime.broadcaster(dialogue).pushed
        ]
        runtime.state_cache.follow(connection, behind)
    for dialogue in behind:
        runtime.notifier.ring(dialogue)


def _let_go(runtime: Runtime) -> None:
    """Tables that nobody reads any more."""
    for dialogue, table in list(runtime.broadcasters.items()):
        if not runtime.presence.of(dialogue) and time.monotonic() - table.used > UNUSED_SECONDS:
            del runtime.broadcasters[dialogue]


def sweep(runtime: Runtime) -> None:
    """C3: at the start and every hour, what was undecided for seven days after closing is blanked."""
    while True:
        try:
            sweep_once(runtime, now_ms())
        except Exception as error:
            log.error("the sweep will try again", fault=error)
        runtime.socketio.sleep(SWEEP_SECONDS)


def sweep_once(runtime: Runtime, now: int) -> int:
    """How many dialogues were swept."""
    due = select(Dialogue.id).where(
        Dialogue.closed < now - SEVEN_DAYS_MS,
        or_(Dialogue.swept.is_(None), Dialogue.swept < Dialogue.closed + SEVEN_DAYS_MS),
    )
    with read_transaction(runtime.engine) as connection:
        dialogues = connection.execute(due).scalars().all()
    for dialogue in dialogues:
        outcome = runtime.writer.ask(
            CommandRequest(
                dialogue=dialogue,
                id="house:blank-undecided",  # no client can send such an id
                mac=bytes(32),
                by=By(Desk.HOUSE),
                prepare=lambda _: TranslatedCommand(commands.BlankUndecided()),
            )
        )
        if isinstance(outcome, Accepted | AlreadyApplied):
            retry_while_locked(partial(_note_swept, runtime, dialogue, now), runtime.socketio.sleep)
    return len(dialogues)


def _note_swept(runtime: Runtime, dialogue: str, now: int) -> None:
    with transaction(runtime.engine) as connection:
        connection.execute(update(Dialogue).where(Dialogue.id == dialogue).values(swept=now))
