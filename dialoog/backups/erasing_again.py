"""Doing again, in a restored database, every erasure since its backup, and whatever narrowed or took a right away: in one entry for each
dialogue, as the house, and beside the journal by `ending_again`.

The words of an erasure are not needed: ids say what goes. An entry is appended as any other, so `dialoog verify` proves the journal
with it, and the record of a closed dialogue follows from it.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import groupby

from sqlalchemy import Connection

from dialoog.accounts.actions import erase_account
from dialoog.backups import ending_again
from dialoog.db import erasure_list
from dialoog.db.erasure_list import Erased
from dialoog.live.commands.execute import PendingWrite, append
from dialoog.live.commands.requests import CommandRequest
from dialoog.live.commands.unit_of_work import UnitOfWork
from dialoog.live.journal import codec, erasures, store
from dialoog.live.journal.state_cache import StateCache
from dialoog.records import retention
from dialoog.records.earlier_retention import erase_contacts_now
from dialoog.records.follow_up import agreements
from dialoog.records.follow_up.questions.rows import forget_addressee
from dialoog.records.looking_back.answers import forget_answer
from dialoog.records.saving import save
from dialoog.rules import events as e
from dialoog.rules.commands import BlankUndecided
from dialoog.rules.events import Entry, Event
from dialoog.rules.state import By, Desk, Keep, State

HOUSE = By(Desk.HOUSE)


def erase_again(connection: Connection, items: Collection[Erased], secret: str, now: int) -> int:
    """Erases what the list says and this database still has, and puts it on its list. Returns how many lines were not on it."""
    since = sorted(set(items) - erasure_list.noted(connection), key=lambda item: (item.place, item))
    for place, lines in groupby(since, key=lambda item: item.place):
        of_place = list(lines)
        if any(item.kind == "dialogue" for item in of_place):
            retention.erase_at_once(connection, place, now)
        elif any(item.kind == "account" for item in of_place):
            erase_account(connection, place)
        else:
            if any(item.kind == "contacts" for item in of_place):
                erase_contacts_now(connection, place)
            for item in of_place:
                if item.kind == "answer":
                    forget_answer(connection, place, item.subject)
                if item.kind == "agreement":
                    agreements.forget_answer(connection, place, item.subject)
                if item.kind == "addressee":
                    forget_addressee(connection, place, item.subject)
            _append(connection, place, of_place, secret, now)
            ending_again.end_again(connection, of_place, now)
    erasure_list.note(connection, *sorted(since, key=lambda item: item.kind == "dialogue"))
    return len(since)


def _append(connection: Connection, dialogue: str, items: Collection[Erased], secret: str, now: int) -> None:
    batch = UnitOfWork(connection=connection, secret=secret, save=save)
    batch.load(StateCache(), [(dialogue, "", None)])
    before = batch.states.get(dialogue)
    events = () if before is None else tuple(_events(before.state, items))
    if before is None or not events:
        return
    entry = Entry(before.version + 1, max(now, before.last_at), HOUSE, events)
    request = CommandRequest(
        dialogue=dialogue,
        id=f"house:erase-again-{entry.version}",  # no client can send such an id
        mac=bytes(32),
        by=HOUSE,
        command=BlankUndecided(),
    )
    payload = codec.encode(events)
    digest = store.compute_digest(before.digest, entry, request.id, request.mac, payload)
    append(batch, PendingWrite(request, before, before.advance(entry, digest), entry, payload))
    batch.flush()


def _events(state: State, items: Collection[Erased]) -> Iterator[Event]:
    """What takes away of this state what is on the list; what came after the backup is not in it."""
    seats = {item.subject for item in items if item.kind == "seat"}
    words = {item.subject for item in items if item.kind == "word"}
    for seat in sorted(seats & state.seats.keys()):
        if not state.seats[seat].erased:
            yield e.SeatErased(seat)
    names = {item.subject for item in items if item.kind == "name"} - seats
    if nameless := tuple(seat for seat in sorted(names & state.seats.keys()) if not state.seats[seat].erased):
        yield e.NamesErased(nameless)
    blanked = tuple(
        word.id
        for word in state.words.values()
        if not word.blanked and (word.id in words or word.seat in seats)
    )
    if blanked:
        yield e.WordsBlanked(blanked)
    for item in items:
        match item.kind:
            case "translation":
                word, _, lang = item.subject.partition(":")
                found = state.words.get(word)
                if found is not None and lang in found.translations and word not in blanked:
                    yield e.TranslationRemoved(word, lang)
            case "pronunciation" if item.subject in state.seats.keys() - seats - names:
                if state.seats[item.subject].pronunciation is not None:
                    yield e.PronunciationChanged(item.subject, None)
            case _:
                pass
    yield from _narrowed_consents(state, items, seats)
    yield from _narrowed_choices(state, items, {*blanked, *words})


def _narrowed_consents(state: State, items: Collection[Erased], erased: Collection[str]) -> Iterator[Event]:
    """C2: what somebody no longer wants, in one event for each."""
    refused: dict[str, set[str]] = {}
    for item in items:
        if item.kind == "contact":
            refused.setdefault(item.subject, set()).add("contact")
        if item.kind == "consent":
            seat, _, choice = item.subject.partition(":")
            refused.setdefault(seat, set()).add(choice)
    for seat in sorted(refused.keys() & state.seats.keys() - set(erased)):
        consent = state.seats[seat].consent
        if consent is None or state.seats[seat].erased:
            continue
        changed = replace(consent, **dict.fromkeys(refused[seat], False))
        if changed != consent:
            yield e.ConsentGiven(seat, changed.words, changed.name, changed.contact, consent.aloud)


def _narrowed_choices(state: State, items: Collection[Erased], gone: Collection[str]) -> Iterator[Event]:
    """C3: the newest smaller choice for each sentence. What was to be kept no more is undecided again while its table is open, so that its
    owner is asked: they may have chosen anew since, and a no blanks it at closing."""
    choices = {item.subject.split(":")[0]: item.subject for item in sorted(items) if item.kind == "keep"}
    for subject in sorted(choices.values()):
        id, keep, public = subject.split(":")
        word = state.words.get(id)
        if word is None or word.blanked or id in gone:
            continue
        kept = Keep(keep) if keep in (Keep.NAMED, Keep.UNNAMED) else None
        if (changed := erasures.narrowed(word, kept, is_public=bool(public))) is not None:
            yield e.WordsKept(id, changed[0], aloud=False, public=changed[1])
