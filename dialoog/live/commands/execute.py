"""Executes one command within the writer's transaction: token alive? → seen before? → decide → append and all that follows.

The result is an outcome, which leaves the writer after the commit only. `rules.decide` decides who may do what; whether
the token still opens anything was looked up in this transaction, for every command anew.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, update

from dialoog.accounts import tokens
from dialoog.db import erasure_list
from dialoog.live import cards
from dialoog.live.commands import access_grants
from dialoog.live.commands.requests import Accepted, AlreadyApplied, CommandRequest, Outcome, Rejected
from dialoog.live.commands.unit_of_work import UnitOfWork
from dialoog.live.journal import codec, contacts, erasures, store, texts
from dialoog.live.journal.state_cache import CachedState
from dialoog.live.models import Dialogue
from dialoog.rules import events as e
from dialoog.rules.commands import TakeSeat
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.decide import Late, Refused, decide
from dialoog.rules.events import Entry, Event
from dialoog.rules.state import By, Desk, Status

_close = update(Dialogue).where(Dialogue.id == bindparam("dialogue")).values(closed=bindparam("at"))


@dataclass(frozen=True, slots=True)
class PendingWrite:
    """A command that the rules accept; nothing of it is written yet. `payload` are the entry's events, encoded."""

    request: CommandRequest
    before: CachedState
    after: CachedState
    entry: Entry
    payload: bytes


def decide_on(batch: UnitOfWork, request: CommandRequest, now: int) -> Outcome | PendingWrite:
    """Asks the rules, and writes nothing: a fault in here concerns this command alone."""
    cached = batch.states.get(request.dialogue)
    if cached is None:
        return Rejected("unknown_dialogue")
    if request.token is not None and request.token not in batch.tokens:
        return Rejected("token_ended")
    earlier = batch.earlier.get((request.dialogue, request.id))
    if earlier is not None:
        return _repeat(batch, request, earlier)
    command, free_seat = request.command, f"s{len(cached.state.seats) + 1}"
    by = request.by or By(Desk.SEAT, free_seat)
    if isinstance(command, TakeSeat):
        command = replace(command, seat=free_seat)
    if request.card is not None and (refusal := _check_card(batch, request, by)):
        return refusal
    is_closed = cached.state.status is Status.CLOSED
    at = max(now, cached.last_at) if is_closed else batch.clocks.now(request.dialogue, now, cached.last_at)
    # one entry by a wrong clock must not end the days in which people decide about their words
    decision = decide(cached.state, command, by, now if is_closed else at)
    if isinstance(decision, Late):
        return AlreadyApplied(cached.version)
    if isinstance(decision, Refused):
        return Rejected(decision.reason)
    entry = Entry(cached.version + 1, at, By(Desk.SOMEONE) if request.hidden else by, decision)
    payload = codec.encode(decision)
    digest = store.compute_digest(cached.digest, entry, request.id, request.mac, payload)
    return PendingWrite(request, cached, cached.advance(entry, digest), entry, payload)


def append(batch: UnitOfWork, pending: PendingWrite) -> Accepted:
    """Writes the journal's row and all that follows from it, in this transaction; a fault in here fails the transaction."""
    request, entry, after = pending.request, pending.entry, pending.after
    dialogue = request.dialogue
    erased = _erased_people(batch, pending)
    batch.add(*store.build_insert(dialogue, entry, request.id, request.mac, pending.payload, after.digest))
    for statement, row in texts.build_statements(
        batch.connection.dialect.name, dialogue, entry.events, request.sealed
    ):
        batch.add(statement, row)
    for statement, row in contacts.build_statements(dialogue, entry.events, request.reach):
        batch.add(statement, row)
    for item in erasures.erased_by(pending.before.state, dialogue, entry):
        batch.add(erasure_list.statement(batch.connection.dialect.name), item._asdict())
        batch.erased.append(item)
    batch.erases_text |= texts.erases_text(entry.events)
    batch.erases_text |= contacts.erases_contact(pending.before.state, entry.events, request.reach)
    batch.earlier[dialogue, request.id] = store.StoredCommand(entry.version, request.mac, pending.payload)
    batch.states[dialogue] = after
    batch.changed.add(dialogue)
    batch.entries += 1
    access_grants.apply(batch, dialogue, entry, request.token)
    accepted = _accepted(
        batch, request, entry.version, entry.events, store_token=True, linked_by=_linking_desk(pending)
    )
    if request.card is not None:
        cards.give_to(batch.connection, dialogue, request.card, accepted.seat)
    if after.state.status is Status.CLOSED:
        if pending.before.state.status is not Status.CLOSED:
            batch.add(_close, {"dialogue": dialogue, "at": entry.at})
        batch.flush()
        batch.save(batch.connection, dialogue, after.state, entry.at, erased)
    return accepted


def _erased_people(batch: UnitOfWork, pending: PendingWrite) -> list[tuple[str, str]]:
    """Name and contact of who is erased after closing: once this entry is written nobody knows them any more."""
    seats = [event.seat for event in pending.entry.events if isinstance(event, e.SeatErased)]
    if not seats or pending.after.state.status is not Status.CLOSED:
        return []
    batch.flush()  # a choice of the same transaction may be among them
    names, reach = contacts.read_names_and_contacts(batch.connection, pending.request.dialogue)
    return [(names.get(seat, ""), reach.get(seat, "")) for seat in seats]


def _check_card(batch: UnitOfWork, request: CommandRequest, by: By) -> Rejected | None:
    """Who leads hands out the cards. Nobody's own card goes to another by a number that was misread."""
    if by.desk is not Desk.FACILITATOR:
        return Rejected("not_allowed")
    is_free = cards.is_free(batch.connection, request.dialogue, request.card or 0)
    return None if is_free else Rejected("card_not_free")


def execute(batch: UnitOfWork, request: CommandRequest, now: int) -> Outcome:
    """Decides and appends, for a caller with one command in a transaction of its own."""
    decision = decide_on(batch, request, now)
    return append(batch, decision) if isinstance(decision, PendingWrite) else decision


def _repeat(batch: UnitOfWork, request: CommandRequest, earlier: store.StoredCommand) -> Outcome:
    """R3: the first answer once more; the same id with another content is refused."""
    events = codec.decode(earlier.events)
    if earlier.request_mac != request.mac:
        return Rejected("same_id")
    if request.sealed:
        batch.flush()  # the first may be in this very transaction
        if texts.differs_from_stored(batch.connection, request.dialogue, events, request.sealed.text):
            return Rejected("same_id")
    return _accepted(batch, request, earlier.version, events)


def _linking_desk(pending: PendingWrite) -> str | None:
    """The desk that linked one more device to a seat; None where it is the only device of the seat, or its own device linked it."""
    seats, by = pending.before.state.seats, pending.request.by
    for event in pending.entry.events:
        if isinstance(event, e.DeviceLinked) and by and not by.is_own_device and seats[event.seat].device:
            return Desk.FACILITATOR.value
    return None


def _accepted(
    batch: UnitOfWork,
    request: CommandRequest,
    version: int,
    events: tuple[Event, ...],
    *,
    store_token: bool = False,
    linked_by: str | None = None,
) -> Accepted:
    """The answer, the same each time: a token follows from the id of the command that issued it."""
    purpose: tokens.Purpose
    seat: str | None
    for event in events:
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
        if store_token:
            tokens.store(batch.connection, token, purpose, request.dialogue, seat, linked_by)
        return Accepted(version, seat if isinstance(event, e.SeatTaken) else None, token, purpose)
    return Accepted(version)
