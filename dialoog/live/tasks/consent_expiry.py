"""Blanks words whose speaker did not decide within seven days after closing, at the start and every hour (C3).

Nobody can bring them back, so a clock that jumped ahead is not believed for an hour, as for what the worker does.
"""

from functools import partial

from sqlalchemy import or_, select, update

from dialoog.db.engine import read_transaction, retry_while_locked, transaction
from dialoog.jobs.clock import WallClock
from dialoog.live.commands.requests import Accepted, AlreadyApplied, CommandRequest
from dialoog.live.models import Dialogue
from dialoog.live.runtime import Runtime
from dialoog.rules import commands
from dialoog.rules.released import SEVEN_DAYS_MS
from dialoog.rules.state import By, Desk
from dialoog.telemetry.logging import log

SWEEP_SECONDS = 3600.0
DOUBT_SECONDS = 300.0
"""Between two looks at a clock that is not believed yet."""


def sweep(runtime: Runtime) -> None:
    """The background task; it never ends."""
    clock = WallClock(runtime.engine)
    while True:
        runtime.socketio.sleep(sweep_if_credible(runtime, clock))


def sweep_if_credible(runtime: Runtime, clock: WallClock) -> float:
    """Sweeps where the clock is believed. Returns after how many seconds to come back."""
    try:
        if not clock.is_credible():
            return DOUBT_SECONDS
        sweep_once(runtime, clock.now())
    except Exception as error:
        log.error("consent expiry failed, retrying in an hour", fault=error)
    return SWEEP_SECONDS


def sweep_once(runtime: Runtime, now: int) -> int:
    """Blanks what is due at `now` (ms since 1970). Returns for how many dialogues."""
    due = select(Dialogue.id).where(
        Dialogue.closed < now - SEVEN_DAYS_MS,
        Dialogue.erasing.is_(None),
        or_(Dialogue.swept.is_(None), Dialogue.swept < Dialogue.closed + SEVEN_DAYS_MS),
    )
    with read_transaction(runtime.engine) as connection:
        dialogues = connection.execute(due).scalars().all()
    for dialogue in dialogues:
        outcome = runtime.writer.execute(
            CommandRequest(
                dialogue=dialogue,
                id="house:blank-undecided",  # no client can send such an id
                mac=bytes(32),
                by=By(Desk.HOUSE),
                command=commands.BlankUndecided(),
            )
        )
        if isinstance(outcome, Accepted | AlreadyApplied):
            retry_while_locked(partial(_note_swept, runtime, dialogue, now), runtime.socketio.sleep)
    return len(dialogues)


def _note_swept(runtime: Runtime, dialogue: str, now: int) -> None:
    with transaction(runtime.engine) as connection:
        connection.execute(update(Dialogue).where(Dialogue.id == dialogue).values(swept=now))
