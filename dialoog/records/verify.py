"""Verifies saved records: what each holds follows from the journal of its dialogue (S1), so a record changed afterwards is found."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from dialoog.records.models import Record
from dialoog.records.saving import columns_of, hidden_ids
from dialoog.records.snapshot import FORM, UnknownForm, decode, form_of, snapshot_in_form
from dialoog.rules import evolve
from dialoog.rules.events import Entry
from dialoog.rules.state import Status


def verify_record(connection: Connection, dialogue: str, entries: Sequence[Entry]) -> Iterator[str]:
    """Yields what is wrong with the record of this dialogue; `entries` are all of its journal."""
    columns = Record.__table__.columns
    row = connection.execute(select(*columns).where(columns.dialogue == dialogue)).one_or_none()
    state = evolve.fold(entries)
    if state.status is not Status.CLOSED or not entries:
        if row is not None:
            yield "record: there is one, though the journal does not close the dialogue"
        return
    if row is None:
        yield "record: it is missing"
        return
    try:
        stored, form = decode(row.document), form_of(row.document)
    except (msgspec.MsgspecError, UnknownForm, TypeError, KeyError):
        stored, form = None, FORM
    snapshot = snapshot_in_form(state, form)
    hidden = hidden_ids(connection, dialogue)
    expected: dict[str, Any] = columns_of(state, snapshot, hidden, entries[-1].at)
    expected |= {"id": dialogue, "saved": state.closed_at}
    expected.pop("document")
    for name, value in expected.items():
        if getattr(row, name) != value:
            yield f"record: its {name} does not follow from the journal"
    if stored != decode(snapshot.encode()):
        yield "record: its document does not follow from the journal"
