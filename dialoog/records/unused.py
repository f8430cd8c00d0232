"""Deleting a dialogue that was made in vain: nobody ever sat down there, and nothing was written."""

from sqlalchemy import ColumnElement, Connection, column, exists, or_, select, table, update

from dialoog.live import queries
from dialoog.live.commands.unit_of_work import lock_dialogues
from dialoog.live.models import Dialogue, SeatName, Word
from dialoog.records.retention import erase_at_once

_gatherings = table("gatherings", column("id"), column("dialogue"))
"""By name, since planning lies beside records."""


class InUse(Exception):
    """Somebody sat there, or something was written: it is erased on its day, and not before."""


def looks_unused() -> ColumnElement[bool]:
    """For a list: no name and no words. Who sat there and was forgotten since is found only in the journal."""
    return ~or_(
        exists().where(SeatName.dialogue == Dialogue.id), exists().where(Word.dialogue == Dialogue.id)
    )


def is_unused(connection: Connection, dialogue: str) -> bool:
    written = select(Word.id).where(Word.dialogue == dialogue).limit(1)
    return not queries.state(connection, dialogue).seats and connection.execute(written).first() is None


def delete_unused(connection: Connection, dialogue: str, now: int) -> None:
    """Nothing of it is left. Where its evening was planned, that is as before: its table can be opened anew. Raises InUse."""
    lock_dialogues(connection, {dialogue})
    if not is_unused(connection, dialogue):
        raise InUse
    planned = update(_gatherings).where(_gatherings.c.dialogue == dialogue)
    connection.execute(planned.values(dialogue=None))
    erase_at_once(connection, dialogue, now)
