"""One command, within the writer's transaction: token alive? → seen before? → decide → what is to be written.

What comes out is an outcome; nobody is told of it before the commit. Who may do what is decided in
`rules.decide`, whether a token still opens anything was looked up in this transaction, for every command anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import bindparam, update

from dialoog.accounts import tokens
from dialoog.live.commands import access_grants
from dialoog.live.commands.translate import TranslatedCommand
from dialoog.live.commands.unit_of_work import UnitOfWork
from dialoog.live.journal import codec, store, texts
from dialoog.live.journal.state_cache import CachedState
from dialoog.live.models import Dialogue
from dialoog.rules import events as e
from dialoog.rules.decide import Late, Refused, decide
from dialoog.rules.events import Entry, Event
from dialoog.rules.state import By, Desk, Status
from dialoog.web.text_validation import InvalidText

_close = update(Dialogue).where(Dialogue.id == bindparam("dialogue")).values(closed=bindparam("at"))


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command on its way. `by` None: somebody at the door, who gets a seat by it."""

    dialogue: str
    id: str
    mac: bytes
    by: By | None
    prepare: Callable[[str], TranslatedCommand]
    token: bytes | None = None
    hidden: bool = False
    """T19: the journal does not say who."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Accepted: now, or when it was sent before. `seat` is the one that was taken, `made` the token that came with it and
    `made_for` what that lets in to."""

    version: int
    seat: str | None = None
    made: str | None = None
    made_for: str | None = None


@dataclass(frozen=True, slots=True)
class AlreadyApplied:
    version: int


@dataclass(frozen=True, slots=True)
class Rejected:
    reason: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """Nothing was decided or kept; the same command may come again. Why is for who looks after the machine."""

    cause: str = field(default="not_committed", compare=False)


Outcome = Accepted | AlreadyApplied | Rejected | Postponed


@dataclass(frozen=True, slots=True)
class PendingWrite:
    """A command that the rules accept; nothing of it is written yet."""

    request: CommandRequest
    before: CachedState
    after: CachedState
    entry: Entry
    kept: bytes
    asked: TranslatedCommand


def decide_on(batch: UnitOfWork, request: CommandRequest, now: int) -> Outcome | PendingWrite:
    """What the rules say now. It only looks: what goes wrong here concerns this command alone."""
    running = batch.open.get(request.dialogue)
    if running is None:
        return Rejected("unknown_dialogue")
    if request.token is not None and request.token not in batch.tokens:
        return Rejected("token_ended")
    before = batch.seen.get((request.dialogue, request.id))
    if before is not None:
        return _again(batch, request, before)
    seat = f"s{len(running.state.seats) + 1}"
    by = request.by or By(Desk.SEAT, seat)
    try:
        asked = request.prepare(seat)
    except InvalidText as unfit:
        return Rejected(unfit.reason)
    at = max(now, running.last_at)
    decision = decide(running.state, asked.command, by, at)
    if isinstance(decision, Late):
        return AlreadyApplied(running.version)
    if isinstance(decision, Refused):
        return Rejected(decision.reason)
    entry = Entry(running.version + 1, at, By(Desk.SOMEONE) if request.hidden else by, decision)
    kept = codec.encode(decision)
    digest = store.digest_of(running.digest, entry, request.id, request.mac, kept)
    return PendingWrite(request, running, running.after(entry, digest), entry, kept, asked)


def carry_out(batch: UnitOfWork, decided: PendingWrite) -> Accepted:
    """The row in the journal and all that goes with it, in this transaction; what fails here fails it whole."""
    request, entry, after = decided.request, decided.entry, decided.after
    dialogue = request.dialogue
    batch.write(*store.row_of(dialogue, entry, request.id, request.mac, decided.kept, after.digest))
    for statement, row in texts.acts(
        batch.connection.dialect.name, dialogue, entry.events, decided.asked.sealed
    ):
        batch.write(statement, row)
    batch.forgot |= texts.forgets(entry.events)
    batch.seen[dialogue, request.id] = store.StoredCommand(entry.version, request.mac, decided.kept)
    batch.open[dialogue] = after
    batch.changed.add(dialogue)
    batch.entries += 1
    access_grants.follow(batch, dialogue, entry, request.token)
    done = _done(batch, request, entry.version, entry.events, keep=True)
    if after.state.status is Status.CLOSED:
        if decided.before.state.status is not Status.CLOSED:
            batch.write(_close, {"dialogue": dialogue, "at": entry.at})
        batch.write_down()
        batch.save(batch.connection, dialogue, after.state, entry.at)
    return done


def run(batch: UnitOfWork, request: CommandRequest, now: int) -> Outcome:
    """Decides and carries out, for who has one command alone."""
    decided = decide_on(batch, request, now)
    return carry_out(batch, decided) if isinstance(decided, PendingWrite) else decided


def _again(batch: UnitOfWork, request: CommandRequest, before: store.StoredCommand) -> Outcome:
    """R3: the first answer once more; the same id with another content is refused."""
    happened = codec.decode(before.events)
    if before.request_mac != request.mac:
        return Rejected("same_id")
    try:
        sealed = request.prepare("").sealed
    except InvalidText:
        return Rejected("same_id")
    if sealed:
        batch.write_down()  # the first may be in this very transaction
        if texts.differs_from_stored(batch.connection, request.dialogue, happened, sealed.text):
            return Rejected("same_id")
    return _done(batch, request, before.version, happened)


def _done(
    batch: UnitOfWork,
    request: CommandRequest,
    version: int,
    happened: tuple[Event, ...],
    *,
    keep: bool = False,
) -> Accepted:
    """The answer, the same each time: a token follows from the command that asked for it."""
    purpose: tokens.Purpose
    seat: str | None
    for event in happened:
        match event:
            case e.SeatTaken():
                if request.by is not None:
                    return Accepted(version, event.seat)
                purpose, seat = "seat", event.seat
            case e.DeviceLinked():
                purpose, seat = "seat", event.seat
            case e.HandedOver():
                purpose, seat = access_grants.PURPOSES[event.desk], None
            case _:
                continue
        token = tokens.derive_token(batch.secret, request.dialogue, request.id)
        if keep:
            tokens.store(batch.connection, token, purpose, request.dialogue, seat)
        return Accepted(version, seat if isinstance(event, e.SeatTaken) else None, token, purpose)
    return Accepted(version)
