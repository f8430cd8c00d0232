"""Opens a dialogue: its row, its tokens and the first entry of its journal, in one transaction (S1, S2).

The links are shown once, since only the hashes of tokens are stored.
"""

import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, Engine, insert

from dialoog.accounts import tokens
from dialoog.accounts.queries import first_organisation, organised_by
from dialoog.db.engine import run_in_transaction
from dialoog.jobs.schedule import due_on, schedule
from dialoog.live.commands.access_grants import join_token, new_code
from dialoog.live.commands.execute import execute
from dialoog.live.commands.requests import Accepted, CommandRequest
from dialoog.live.commands.unit_of_work import Save, UnitOfWork
from dialoog.live.days_kept import days_kept, retention_days
from dialoog.live.journal.state_cache import CachedState
from dialoog.live.models import Dialogue
from dialoog.live.plan import Plan, digest_of
from dialoog.rules import commands
from dialoog.rules.state import By, Desk, Step
from dialoog.settings import Settings


class Links(msgspec.Struct, frozen=True):
    """The addresses for console, screen and phones. Whoever has the console link leads the dialogue."""

    dialogue: str
    console: str
    screen: str
    join: str
    code: str


def open_dialogue(
    engine: Engine,
    settings: Settings,
    plan: Plan,
    steps: Sequence[Step],
    save: Save,
    owner: str | None = None,
) -> Links:
    """Creates the dialogue and opens its table, so that participants can join. It belongs to the organisation `owner`, else to the first
    one that there is. Raises ValueError for a programme that the rules refuse."""

    return run_in_transaction(
        engine,
        lambda connection: open_within(
            connection, settings, plan, steps, save, owner or first_organisation(connection)
        ),
    )


def open_within(
    connection: Connection,
    settings: Settings,
    plan: Plan,
    steps: Sequence[Step],
    save: Save,
    owner: str | None,
) -> Links:
    dialogue, now = secrets.token_urlsafe(9), time.time_ns() // 1_000_000
    plan = msgspec.structs.replace(
        plan,
        **days_kept(plan, settings, datetime.now(UTC).date()),
        organisation=plan.organisation or settings.organisation,
        contact=plan.contact or settings.contact,
        organised_by=organised_by(connection, owner),
    )
    code = new_code(connection)
    columns = msgspec.structs.asdict(plan)
    row = insert(Dialogue).values(id=dialogue, code=code, created=now, owner=owner, **columns)
    connection.execute(row)
    for kind, day in retention_days(plan):
        if (due := due_on(day)) is not None:
            schedule(connection, kind, dialogue, due, now)
    join = join_token(settings.secret, dialogue)
    tokens.store(connection, join, "join", dialogue)
    console = tokens.create(connection, "facilitator", dialogue)
    screen = tokens.create(connection, "screen", dialogue)
    request = CommandRequest(
        dialogue=dialogue,
        id="house-open-the-table",
        mac=bytes(32),
        by=By(Desk.FACILITATOR),
        command=commands.OpenTable(tuple(steps), digest_of(plan, dialogue, now)),
    )
    batch = UnitOfWork(connection, settings.secret, save, states={dialogue: CachedState(dialogue)})
    outcome = execute(batch, request, now)
    batch.flush()
    if not isinstance(outcome, Accepted):
        raise ValueError(f"this programme cannot be opened: {outcome}")
    entrance = f"{settings.url}/in#"
    return Links(dialogue, entrance + console, entrance + screen, entrance + join, code)
