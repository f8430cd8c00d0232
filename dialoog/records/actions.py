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
    document = snapshot_of(state).encode()
    again = update(Record).where(Record.dialogue == dialogue).values(changed=at, document=document)
    if connection.execute(again).rowcount == 0:
        closed = state.closed_at or at
        connection.execute(
            insert(Record).values(dialogue=dialogue, saved=closed, changed=at, document=document)
        )
