"""Saves the record: the hook that `app` passes to the execution of commands.

It runs in the transaction of the entry, so no dialogue is closed without its record, and no choice changes without
the record changing too.
"""

from typing import Any

from sqlalchemy import Connection, insert, update

from dialoog.records.models import Record
from dialoog.records.snapshot import snapshot_of
from dialoog.rules.state import State


def save(connection: Connection, dialogue: str, state: State, at: int) -> None:
    """Makes the record equal to the state (S1): at closing, and after every later choice or erasure.

    `at` is the moment of the entry, ms since 1970. Saving the same state twice changes nothing.
    """
    columns = columns_of(state, at)
    existing = update(Record).where(Record.dialogue == dialogue).values(**columns)
    if connection.execute(existing).rowcount == 0:
        connection.execute(
            insert(Record).values(id=dialogue, dialogue=dialogue, saved=state.closed_at or at, **columns)
        )


def columns_of(state: State, at: int) -> dict[str, Any]:
    """What the record of this state holds; `at` as in `save`."""
    snapshot = snapshot_of(state)
    closed = state.closed_at or at
    return {
        "version": state.version,
        "changed": at,
        "held": closed if snapshot.began is None else snapshot.began,
        "seats": snapshot.measures.seats,
        "insights": len(snapshot.insights),
        "questions": len(snapshot.questions),
        "agreements": len(snapshot.agreements),
        "document": snapshot.encode(),
    }
