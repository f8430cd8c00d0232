"""Saving the record: the one hook that `app` wires into the running of commands.

It acts inside the transaction of the entry that it belongs to, so a dialogue is never closed without
its record, and a choice is never changed without its record knowing.
"""

from sqlalchemy import Connection, insert, update

from dialoog.records.models import Record
from dialoog.records.snapshot import snapshot_of
from dialoog.rules.state import State


def save(connection: Connection, dialogue: str, state: State, at: int) -> None:
    """Makes the record equal to the state (S1): at closing, and after every later choice or erasure.

    `at` is the moment of the entry in milliseconds. Doing it twice changes nothing.
    """
    snapshot = snapshot_of(state)
    closed = state.closed_at or at
    columns = {
        "version": state.version,
        "changed": at,
        "held": closed if snapshot.began is None else snapshot.began,
        "seats": snapshot.measures.seats,
        "insights": len(snapshot.insights),
        "questions": len(snapshot.questions),
        "agreements": len(snapshot.agreements),
        "document": snapshot.encode(),
    }
    existing = update(Record).where(Record.dialogue == dialogue).values(**columns)
    if connection.execute(existing).rowcount == 0:
        connection.execute(insert(Record).values(id=dialogue, dialogue=dialogue, saved=closed, **columns))
