"""One command, within the writer's transaction: seen before? → catch up → decide → append.

What comes out is an outcome; nobody is told of it before the commit. Who may do what is decided in
`rules.decide`, whether a token still opens anything is looked up here, for every command anew.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, select, update

from dialoog.accounts import tokens
from dialoog.live import codec, journal, texts
from dialoog.live.asking import Asked
from dialoog.live.ledger import Running
from dialoog.live.models import Dialogue
from dialoog.live.text import Unfit
from dialoog.rules import events as e
from dialoog.rules.decide import Late, Refused, decide
from dialoog.rules.events import Entry, Event
from dialoog.rules.state import By, Desk, State, Status

Save = Callable[[Connection, str, State, int], None]
"""Makes the record equal to a closed dialogue; wired in by `app`."""


@dataclass(frozen=True, slots=True)
class Request:
    """A command on its way. `by` None: somebody at the door, who gets a seat by it."""

    dialogue: str
    id: str
    mac: bytes
    by: By | None
    prepare: Callable[[str], Asked]
    token: bytes | None = None
    hidden: bool = False
    """T19: the journal does not say who."""


@dataclass(frozen=True, slots=True)
class Done:
    """Accepted: now, or when it was sent before; `made` is the token that came with it."""

    version: int
    seat: str | None = None
    made: str | None = None
    made_for: str | None = None


@dataclass(frozen=True, slots=True)
class AlreadySo:
    version: int


@dataclass(frozen=True, slots=True)
class No:
    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing was decided or kept; the same command may come again. Why is for who looks after the machine."""

    cause: str = field(default="not_committed", compare=False)


Outcome = Done | AlreadySo | No | Later


@dataclass(slots=True)
class Page:
    """What the writer has open in one transaction: dialogues as they will be after the commit."""

    connection: Connection
    secret: str
    save: Save
    open: dict[str, Running] = field(default_factory=dict)
    forgot: bool = False


def run(page: Page, running: Running, request: Request, now: int) -> tuple[Outcome, Running]:
    """What became of the request, and the dialogue after it."""
    connection, dialogue = page.connection, request.dialogue
    if request.token is not None and tokens.find_hash(connection, request.token) is None:
        return No("token_ended"), running
    before = journal.answered(connection, dialogue, request.id)
    if before is not None:
        return _again(page, request, before), running
    seat = f"s{len(running.state.seats) + 1}"
    by = request.by or By(Desk.SEAT, seat)
    try:
        asked = request.prepare(seat)
    except Unfit as unfit:
        return No(unfit.reason), running
    at = max(now, running.last_at)
    decision = decide(running.state, asked.command, by, at)
    if isinstance(decision, Late):
        return AlreadySo(running.version), running
    if isinstance(decision, Refused):
        return No(decision.reason), running
    entry = Entry(running.version + 1, at, By(Desk.SOMEONE) if request.hidden else by, decision)
    digest = journal.append(connection, dialogue, entry, request.id, request.mac, running.digest)
    after = running.after(entry, digest)
    page.forgot |= texts.follow(connection, dialogue, decision, asked.sealed)
    done = _done(page, request, entry.version, decision, keep=True)
    if after.state.status is Status.CLOSED:
        if after.state.closed_at == at and running.state.status is not Status.CLOSED:
            connection.execute(update(Dialogue).where(Dialogue.id == dialogue).values(closed=at))
        page.save(connection, dialogue, after.state, at)
    return done, after


def _again(page: Page, request: Request, before: journal.Answered) -> Outcome:
    """R3: the first answer once more; the same id with another content is refused."""
    happened = codec.decode(before.events)
    if before.request_mac != request.mac:
        return No("same_id")
    try:
        sealed = request.prepare("").sealed
    except Unfit:
        return No("same_id")
    if sealed and texts.told_otherwise(page.connection, request.dialogue, happened, sealed.text):
        return No("same_id")
    return _done(page, request, before.version, happened)


def lock(connection: Connection, dialogue: str) -> bool:
    """Whether the dialogue is there; on PostgreSQL its row is held until the commit."""
    asked = select(Dialogue.id).where(Dialogue.id == dialogue)
    if connection.dialect.name != "sqlite":
        asked = asked.with_for_update()
    return connection.execute(asked).first() is not None


def _done(
    page: Page, request: Request, version: int, happened: tuple[Event, ...], *, keep: bool = False
) -> Done:
    """The answer, the same each time: a token follows from the command that asked for it."""
    for event in happened:
        purpose: tokens.Purpose | None = None
        seat: str | None = None
        match event:
            case e.SeatTaken():
                seat = event.seat
                purpose = "seat" if request.by is None else None
            case e.DeviceLinked():
                purpose, seat = "seat", event.seat
            case e.HandedOver():
                purpose = "scribe" if event.desk == "scribe" else "facilitator"
            case _:
                continue
        if purpose is None:
            return Done(version, seat)
        token = tokens.token_for(page.secret, request.dialogue, request.id)
        if keep:
            tokens.keep(page.connection, token, purpose, request.dialogue, seat)
        return Done(version, seat if isinstance(event, e.SeatTaken) else None, token, purpose)
    return Done(version)
