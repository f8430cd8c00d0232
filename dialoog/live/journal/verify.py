"""Verifies that nothing was changed afterwards: the chain of every journal, the plan and every text against what the chain says of them."""

from collections.abc import Callable, Iterator, Sequence

import msgspec
from sqlalchemy import Connection, Engine, select

from dialoog.db.engine import read_transaction
from dialoog.live.journal import contacts, store
from dialoog.live.journal.texts import commitment
from dialoog.live.models import Dialogue, SeatName, Translation, Word
from dialoog.live.plan import Plan, digest_of
from dialoog.rules import evolve
from dialoog.rules.events import Entry, TableOpened
from dialoog.rules.state import State

_dialogues = select(Dialogue.id).where(Dialogue.erasing.is_(None))
"""Without dialogues that are being erased: part of their texts is gone."""


VerifyMore = Callable[[Connection, str, Sequence[Entry]], Iterator[str]]
"""Yields the problems of what else follows from the entries of a dialogue."""


def verify_all(
    engine: Engine, verify_more: VerifyMore | None = None
) -> Iterator[tuple[str, int, int, list[str]]]:
    """Yields (dialogue, number of entries, number of texts and names, problems) for each dialogue. `verify_more` is not called where an
    entry is unreadable or changed, since nothing follows from such a journal."""
    with read_transaction(engine) as connection:
        yield from verify_in(connection, verify_more)


def verify_in(
    connection: Connection, verify_more: VerifyMore | None = None
) -> Iterator[tuple[str, int, int, list[str]]]:
    """`verify_all` within a transaction of the caller."""
    for dialogue in connection.execute(_dialogues.order_by(Dialogue.created)).scalars().all():
        yield dialogue, *verify_dialogue(connection, dialogue, verify_more)


def read_last_digests(engine: Engine) -> dict[str, str]:
    """Dialogue → the last digest of its chain, in hex: written down elsewhere, it proves the whole chain."""
    with read_transaction(engine) as connection:
        dialogues = connection.execute(_dialogues).scalars().all()
        return {dialogue: store.read_last_digest(connection, dialogue).hex() for dialogue in dialogues}


def verify_dialogue(
    connection: Connection, dialogue: str, verify_more: VerifyMore | None
) -> tuple[int, int, list[str]]:
    problems: list[str] = []
    entries = []
    for version, entry, problem in store.check_entries(connection, dialogue):
        if entry is not None:
            entries.append(entry)
        if problem is not None:
            problems.append(f"entry {version}: {problem}")
    if verify_more is not None and not problems:
        problems += verify_more(connection, dialogue, entries)
    problems += _verify_plan(connection, dialogue, entries)
    stored = _stored_commitments(connection, dialogue)
    state = evolve.fold(entries)
    problems += _compare(_journal_commitments(state), stored)
    problems += contacts.verify_contacts(connection, dialogue, state)
    return len(entries), len(stored), problems


def _verify_plan(connection: Connection, dialogue: str, entries: Sequence[Entry]) -> Iterator[str]:
    """Yields that the plan was changed. A journal of an older release says nothing of its plan."""
    opened = next(
        (event for entry in entries[:1] for event in entry.events if isinstance(event, TableOpened)), None
    )
    columns = Dialogue.__table__.columns
    row = connection.execute(select(*columns).where(columns.id == dialogue)).one()
    plan = msgspec.convert({name: row._mapping[name] for name in Plan.__struct_fields__}, Plan)
    if opened is not None and opened.plan_digest not in ("", digest_of(plan, dialogue, row.created)):
        yield "plan: its title, theme or another line is not the one that the journal began with"


def _journal_commitments(state: State) -> dict[str, str]:
    """Place → the commitment in the journal, without erased names and blanked words."""
    expected = {f"name of {s.id}": s.name for s in state.seats.values() if s.has_name}
    expected |= {f"new name of {s.id}": s.name_request.name for s in state.seats.values() if s.name_request}
    expected |= {f"pronunciation of {s.id}": s.pronunciation for s in state.seats.values() if s.pronunciation}
    for word in state.words.values():
        if word.alive:
            expected[f"words {word.id}"] = word.commitment
            for lang, translated in word.translations.items():
                expected[f"words {word.id} in {lang}"] = translated
    return expected


def _stored_commitments(connection: Connection, dialogue: str) -> dict[str, str]:
    """Place → the commitment of the stored text."""
    names = select(SeatName.id, SeatName.salt, SeatName.name).where(SeatName.dialogue == dialogue)
    new_names = select(SeatName.id, SeatName.requested_salt, SeatName.requested).where(
        SeatName.dialogue == dialogue, SeatName.requested.is_not(None)
    )
    pronunciations = select(SeatName.id, SeatName.pronunciation_salt, SeatName.pronunciation).where(
        SeatName.dialogue == dialogue, SeatName.pronunciation.is_not(None)
    )
    words = select(Word.id, Word.salt, Word.text).where(Word.dialogue == dialogue)
    translations = select(Translation.word, Translation.lang, Translation.salt, Translation.text).where(
        Translation.dialogue == dialogue
    )
    stored = {f"name of {row.id}": commitment(row.salt, row.name) for row in connection.execute(names)}
    stored |= {
        f"new name of {row.id}": commitment(row.requested_salt or b"", row.requested)
        for row in connection.execute(new_names)
    }
    stored |= {
        f"pronunciation of {row.id}": commitment(row.pronunciation_salt or b"", row.pronunciation)
        for row in connection.execute(pronunciations)
    }
    stored |= {f"words {row.id}": commitment(row.salt, row.text) for row in connection.execute(words)}
    stored |= {
        f"words {row.word} in {row.lang}": commitment(row.salt, row.text)
        for row in connection.execute(translations)
    }
    return stored


def _compare(expected: dict[str, str], stored: dict[str, str]) -> Iterator[str]:
    for place in sorted(expected.keys() | stored.keys()):
        if place not in stored:
            yield f"{place}: its text is missing"
        elif place not in expected:
            yield f"{place}: there is a text that the journal does not know or has blanked"
        elif expected[place] != stored[place]:
            yield f"{place}: the text is not the one that the journal committed to"
