"""The journal as it is in the end, and the texts and names beside it, read through SQLAlchemy from any database."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from dialoog.db.engine import make_engine, read_transaction
from dialoog.live.models import JournalRow, SeatName, Word


@dataclass(frozen=True)
class Row:
    dialogue: str
    version: int
    id: str
    desk: str
    seat: str | None
    events: tuple[tuple[str, dict[str, Any]], ...]
    """Kind and fields of each."""

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(kind for kind, _ in self.events)


@dataclass(frozen=True)
class Final:
    """`rows` in the order of their versions; texts and names by dialogue and id."""

    rows: tuple[Row, ...]
    texts: dict[tuple[str, str], str]
    names: dict[tuple[str, str], str]


def final_of(database_url: str) -> Final:
    engine = make_engine(database_url)
    try:
        with read_transaction(engine) as connection:
            query = select(*JournalRow.__table__.columns).order_by(JournalRow.dialogue, JournalRow.version)
            rows = tuple(
                Row(
                    row.dialogue,
                    row.version,
                    row.command_id,
                    row.by_desk,
                    row.by_seat,
                    tuple((kind, fields) for kind, _, fields in json.loads(row.events)),
                )
                for row in connection.execute(query)
            )
            words = connection.execute(select(Word.dialogue, Word.id, Word.text)).all()
            names = connection.execute(select(SeatName.dialogue, SeatName.id, SeatName.name)).all()
    finally:
        engine.dispose()
    return Final(
        rows, {(d, word): text for d, word, text in words}, {(d, seat): name for d, seat, name in names}
    )
