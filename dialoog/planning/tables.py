"""What people do with the tables of an evening, each in one transaction: add one, change it, take it out, open them all.

Every function takes the moment `now` in ms since 1970.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, update

from dialoog.live.commands.unit_of_work import Save
from dialoog.live.models import Dialogue
from dialoog.planning import actions, gathering_retention
from dialoog.planning.actions import PLANNED, NotPlanned, lock_evening
from dialoog.planning.models import Gathering
from dialoog.settings import Settings

MOST = 12
"""Tables of one evening: more are another evening in the same house."""


class TooMany(Exception):
    """There is no room for one more table."""


def add(connection: Connection, gathering: str, own: Mapping[str, str], now: int) -> str:
    """A table beside this one, with the same plan but for what it has of its own; returns its id. Raises NotPlanned and TooMany."""
    first, *others = lock_evening(connection, gathering)
    if first.cancelled is not None:
        raise NotPlanned
    if len(others) + 1 >= MOST:
        raise TooMany
    _name(connection, (first, *others))
    fields = {**{name: getattr(first, name) for name in PLANNED}, **own}
    number = max(table.number for table in (first, *others)) + 1
    return actions.plan(connection, first.owner, fields, now, evening=first.evening, number=number)


def change(connection: Connection, table: str, own: Mapping[str, str], now: int) -> None:
    """Raises NotPlanned."""
    _require_planned(connection, table)
    connection.execute(update(Gathering).where(Gathering.id == table).values(changed=now, **own))


def remove(connection: Connection, table: str) -> None:
    """With its links, cards and who would have led it. Raises NotPlanned, also for the only table."""
    others = _require_planned(connection, table)
    if not others:
        raise NotPlanned
    gathering_retention.delete(connection, table)
    if len(others) == 1:
        _name(connection, others, is_only=True)


def open_all(connection: Connection, settings: Settings, save: Save, gathering: str, now: int) -> None:
    """Opens each table of this evening that is not open yet. Raises NotPlanned for one that was cancelled."""
    for table in lock_evening(connection, gathering):
        actions.open_table(connection, settings, save, table.id, now)


def _require_planned(connection: Connection, table: str) -> list[Row[Any]]:
    """Raises NotPlanned. Returns the other tables."""
    tables = lock_evening(connection, table)
    if any(one.id == table and (one.dialogue is not None or one.cancelled is not None) for one in tables):
        raise NotPlanned
    return [one for one in tables if one.id != table]


def _name(connection: Connection, tables: Iterable[Row[Any]], *, is_only: bool = False) -> None:
    """Of those that are open the screen, the phones and the record name the table, unless it is the only one of its evening."""
    for table in tables:
        opened = update(Dialogue).where(Dialogue.id == table.dialogue)
        connection.execute(opened.values(table_number=0 if is_only else table.number))
