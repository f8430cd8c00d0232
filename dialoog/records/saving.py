"""Saves the record: the hook that `app` passes to the execution of commands.

It runs in the transaction of the entry, so no dialogue is closed without its record, and no choice changes without
the record changing too.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, insert, select, update

from dialoog.records import evening_rows
from dialoog.records.downloads import contents
from dialoog.records.follow_up import agreements
from dialoog.records.follow_up.questions import rows as questions
from dialoog.records.looking_back import answers
from dialoog.records.models import HiddenWord, Publication, Record
from dialoog.records.own_texts import note_naming
from dialoog.records.requests.forgetting import forget_person
from dialoog.records.search import index
from dialoog.records.sheet.queries import count_lost_sentences
from dialoog.records.snapshot import Snapshot, decode, snapshot_of
from dialoog.records.visibility import without
from dialoog.rules.state import State


def save(
    connection: Connection, dialogue: str, state: State, at: int, erased: Collection[tuple[str, str]] = ()
) -> None:
    """Makes the record equal to the state (S1): at closing, and after every later choice or erasure.

    `at` is the moment of the entry, ms since 1970. `erased`: name and contact of who was erased by it; mails and requests that name or
    reach them go too (C8), and where an organiser's own text names them is noted. Saving the same state twice changes nothing.
    """
    row = select(Record.document).where(Record.dialogue == dialogue).with_for_update()
    former = connection.execute(row).scalar()
    hidden = hidden_ids(connection, dialogue)
    snapshot = snapshot_of(state)
    columns = columns_of(state, snapshot, hidden, at)
    index.sync(connection, dialogue, without(snapshot, hidden), at)
    answers.sync(connection, dialogue, state, at)
    contents.sync(connection, dialogue, without(snapshot, hidden), at)
    agreements.sync(connection, dialogue, state, snapshot)
    questions.sync(connection, dialogue, state, snapshot)
    evening_rows.forget_unreachable(connection, dialogue, state)
    for name, contact in erased:
        evening_rows.delete_mails_about(connection, dialogue, name, contact)
        forget_person(connection, dialogue, name, contact)
        note_naming(connection, dialogue, name)
    if former is None:
        connection.execute(
            insert(Record).values(id=dialogue, dialogue=dialogue, saved=state.closed_at or at, **columns)
        )
        return
    connection.execute(update(Record).where(Record.dialogue == dialogue).values(**columns))
    count_lost_insights(connection, dialogue, without(decode(former), hidden), without(snapshot, hidden))
    count_lost_sentences(connection, dialogue, without(snapshot, hidden))


def columns_of(state: State, snapshot: Snapshot, hidden: Collection[str], at: int) -> dict[str, Any]:
    """What the record of this state holds, of which this is the snapshot; `at` as in `save`."""
    closed = state.closed_at or at
    return {
        "version": state.version,
        "changed": at,
        "held": closed if snapshot.began is None else snapshot.began,
        "seats": snapshot.measures.seats,
        "document": snapshot.encode(),
        **counts_of(snapshot, hidden),
    }


def counts_of(snapshot: Snapshot, hidden: Collection[str]) -> dict[str, int]:
    """What lists say of a record: of what is shown, so not of hidden sentences."""
    shown = without(snapshot, hidden)
    return {part: len(getattr(shown, part)) for part in ("insights", "questions", "agreements")}


def hidden_ids(connection: Connection, dialogue: str) -> frozenset[str]:
    return frozenset(
        connection.execute(select(HiddenWord.word).where(HiddenWord.dialogue == dialogue)).scalars()
    )


def count_lost_insights(
    connection: Connection, dialogue: str, before: Snapshot, after: Snapshot, but: Collection[str] = ()
) -> None:
    """C7: an insight went with the last words that it rested on. The organiser finds the number at home, and on the record's page.
    `but`: what was taken out itself."""
    left = {insight.id for insight in after.insights}.union(but)
    if lost := sum(insight.id not in left for insight in before.insights):
        own = Publication.dialogue == dialogue
        more = update(Publication).where(own).values(lost_insights=Publication.lost_insights + lost)
        if connection.execute(more).rowcount == 0:
            connection.execute(insert(Publication).values(dialogue=dialogue, lost_insights=lost))
