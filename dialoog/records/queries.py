"""Finding records: one to read, or all that somebody may see, and the evenings that nobody closed."""

import msgspec
from sqlalchemy import Connection, select

from dialoog.accounts.policy import Scope
from dialoog.live import queries
from dialoog.live.plan import Plan
from dialoog.records.document import Document, build_document
from dialoog.records.models import Record
from dialoog.records.snapshot import Snapshot, decode


class RecordRow(msgspec.Struct, frozen=True):
    """One line of the list. `saved` is None for an evening that nobody closed."""

    about: queries.DialogueInfo
    at: int
    saved: Snapshot | None = None


def read_record(connection: Connection, dialogue: str) -> Document | None:
    """The record of one dialogue with its texts and names; None when there is none."""
    query = select(Record.saved, Record.changed, Record.document).where(Record.dialogue == dialogue)
    row = connection.execute(query).one_or_none()
    about = queries.dialogue_info(connection, dialogue)
    if row is None or about is None:
        return None
    plan = Plan(**{name: getattr(about, name) for name in Plan.__struct_fields__})
    texts = queries.texts(connection, dialogue)
    names = queries.names(connection, dialogue)
    return build_document(dialogue, decode(row.document), (row.saved, row.changed), plan, texts, names)


def list_records(connection: Connection, scope: Scope) -> tuple[list[RecordRow], list[RecordRow]]:
    """Saved and never closed, newest first, of the dialogues in the scope."""
    query = select(Record.dialogue, Record.saved, Record.document)
    rows = connection.execute(scope.narrow(query, dialogue=Record.dialogue))
    records = {row.dialogue: (row.saved, row.document) for row in rows}
    saved, never_closed = [], []
    for about in queries.dialogues(connection, scope):
        if about.id in records:
            at, document = records[about.id]
            saved.append(RecordRow(about, at, decode(document)))
        else:
            never_closed.append(RecordRow(about, about.created))
    return sorted(saved, key=lambda line: -line.at), never_closed
