"""Records that an earlier release saved, made anew from their journal in today's form, so that they say what that release did not yet
(such as how long the steps took, on which day people came together, and which words are the whole table's). The worker does it; nothing
that people chose changes.
"""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import Connection, Engine, LargeBinary, func, select, update

from dialoog.db.engine import read_transaction
from dialoog.jobs.schedule import schedule_at_once
from dialoog.jobs.worker import Handler, Progress, Step
from dialoog.live import queries
from dialoog.records.models import Record
from dialoog.records.saving import hidden_ids
from dialoog.records.search import index
from dialoog.records.snapshot import FORM, Snapshot, snapshot_of
from dialoog.records.visibility import without

PLANNED_AT_ONCE = 200
_BEGIN = b'{"form":%d,' % FORM
"""What every document of today begins with."""
_is_earlier = func.substr(Record.document, 1, len(_BEGIN), type_=LargeBinary) != _BEGIN


def renew_step(connection: Connection, dialogue: str, _now: int) -> Progress:
    """A long journal is folded outside of the transaction: the phones' writer waits for it."""
    query = select(Record.dialogue).where(Record.dialogue == dialogue, _is_earlier)
    if connection.execute(query).scalar() is None:
        return Progress(done=True)
    return Progress(outside=partial(_fold, connection.engine, dialogue))


def _fold(engine: Engine, dialogue: str) -> Step:
    with read_transaction(engine) as connection:
        state = queries.state(connection, dialogue)
    return partial(_store, snapshot_of(state), state.version)


def _store(snapshot: Snapshot, version: int, connection: Connection, dialogue: str, now: int) -> Progress:
    """One that was saved meanwhile has today's form already."""
    same = (Record.dialogue == dialogue, Record.version == version, _is_earlier)
    held = Record.saved if snapshot.began is None else snapshot.began
    stored = connection.execute(update(Record).where(*same).values(document=snapshot.encode(), held=held))
    if stored.rowcount:
        index.sync(connection, dialogue, without(snapshot, hidden_ids(connection, dialogue)), now)
    return Progress(done=True)


def plan_jobs(engine: Engine, now: int) -> Iterator[None]:
    last: str | None = ""
    while last is not None:
        last = _plan_page(engine, last, now)
        yield


def _plan_page(engine: Engine, after: str, now: int) -> str | None:
    query = select(Record.dialogue).where(Record.dialogue > after, _is_earlier).order_by(Record.dialogue)
    with read_transaction(engine) as connection:
        page = connection.execute(query.limit(PLANNED_AT_ONCE)).scalars().all()
    schedule_at_once(engine, "record_form", page, now)
    return page[-1] if len(page) == PLANNED_AT_ONCE else None


HANDLER = Handler(step=renew_step, finish=lambda _engine: None, plan=plan_jobs, is_irreversible=False)
