"""Dialogues whose day comes: opened, planned, erased, and counted."""

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from dialoog.accounts.models import Token
from dialoog.cli.worker_process import HANDLERS
from dialoog.db.engine import Base, read_transaction, transaction
from dialoog.jobs.models import Job
from dialoog.jobs.schedule import due_on
from dialoog.live.journal import codec, store
from dialoog.live.models import Card, Contact, Dialogue
from dialoog.planning.actions import assign, invite, plan
from dialoog.planning.models import Gathering
from dialoog.records import retention
from dialoog.records.search.index import index_step
from tests.accounts.people import PLANNED, create_person
from tests.jobs.rows import list_jobs
from tests.jobs.working import works_off
from tests.records.evenings import Evening, meerlinden
from tests.records.published import fill_decisions

DAY = "2027-11-12"


def whole_evening(engine: Engine, dialogue: str = "linde") -> Evening:
    """With its journal and a token, so that every table has something of it."""
    held = meerlinden(engine, dialogue)
    held.closes()
    with transaction(engine) as connection:
        write_journal(connection, held)
        token = {"hash": dialogue.encode().ljust(32), "purpose": "seat", "dialogue": dialogue, "made": 1}
        connection.execute(insert(Token).values(token))
        evening = plan(connection, "organisation", PLANNED, 1)
        connection.execute(update(Gathering).where(Gathering.id == evening).values(dialogue=dialogue))
        person = create_person(connection, f"Els van {dialogue}")
        assign(connection, evening, person, "facilitator", 1)
        invite(connection, evening, "Ineke", "ineke@voorbeeld.nl", "scribe", 1)
        connection.execute(insert(Card).values(dialogue=dialogue, number=1, hash=token["hash"], seat="s1"))
        fill_decisions(connection, dialogue)
        connection.execute(insert(Contact).values(dialogue=dialogue, seat="s1", text="06 12 34 56 78"))
        while not index_step(connection, dialogue, 1).done:
            pass
        connection.execute(delete(Job).where(Job.kind == "search"))  # the worker did it long ago
    return held


def write_journal(connection: Connection, held: Evening) -> None:
    before = store.START
    for entry in held.entries:
        payload = codec.encode(entry.events)
        digest = store.compute_digest(before, entry, f"c{entry.version}", bytes(32), payload)
        row = store.build_insert(held.dialogue, entry, f"c{entry.version}", bytes(32), payload, digest)
        connection.execute(*row)
        before = digest


def due(day: str = DAY) -> int:
    moment = due_on(day)
    assert moment is not None
    return moment


def works_on(engine: Engine, moment: int) -> None:
    """A worker whose clock says so, until it has nothing to do."""
    works_off(engine, HANDLERS, moment)


def plans(engine: Engine, moment: int) -> None:
    """What a worker does at its start and every hour."""
    for _page in retention.plan_jobs(engine, moment):
        pass


def moves(engine: Engine, until: str) -> None:
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).where(Dialogue.id == "linde").values(until=until))


def waiting(engine: Engine) -> dict[str, int]:
    with read_transaction(engine) as connection:
        return {row.subject: row.due for row in list_jobs(connection, "waiting")}


def rows(engine: Engine, dialogue: str = "linde") -> dict[str, int]:
    """Table → how many rows there are of this dialogue, in whichever table has such."""
    counts = {}
    with read_transaction(engine) as connection:
        for name, table in Base.metadata.tables.items():
            column = table.c.get("dialogue", table.c.id if name == "dialogues" else None)
            if column is not None:
                query = select(func.count()).select_from(table).where(column == dialogue)
                counts[name] = connection.execute(query).scalar_one()
    return counts
