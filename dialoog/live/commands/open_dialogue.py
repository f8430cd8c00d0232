"""Opens a dialogue: its row, its tokens and the first entry of its journal, in one transaction (S1, S2).

Of its tokens only hashes are stored. They are derived from a seed, which the browser that made the dialogue keeps: with it the links are
shown again, and without it never.
"""

import time
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import IntegrityError

from dialoog.accounts import tokens
from dialoog.accounts.queries import first_organisation, organised_by
from dialoog.accounts.tokens import Purpose
from dialoog.db.engine import read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at, due_on, schedule
from dialoog.live import queries
from dialoog.live.commands.access_grants import join_token, new_code
from dialoog.live.commands.execute import execute
from dialoog.live.commands.requests import Accepted, CommandRequest
from dialoog.live.commands.unit_of_work import Save, UnitOfWork
from dialoog.live.days_kept import days_kept, retention_days
from dialoog.live.journal.state_cache import CachedState
from dialoog.live.models import Dialogue
from dialoog.live.plan import Plan, digest_of
from dialoog.live.programme_names import UNKNOWN
from dialoog.rules import commands
from dialoog.rules.state import By, Desk, Step
from dialoog.settings import Settings


class Links(msgspec.Struct, frozen=True):
    """The addresses for console, screen and phones; empty for a link that was ended. Whoever has the console link leads the dialogue."""

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
    seed: str | None = None,
    *,
    programme: str = UNKNOWN,
) -> Links:
    """Creates the dialogue and opens its table, so that participants can join. It belongs to the organisation `owner`, else to the first
    one that there is. Called again with the same seed it finds that dialogue. Raises ValueError for a programme that the rules refuse."""
    seed = seed or tokens.new_token()

    def find_or_open(connection: Connection) -> Links:
        found = find_links(connection, settings, seed)
        if found:
            return found
        of = owner or first_organisation(connection)
        return open_within(connection, settings, plan, steps, save, of, seed, programme=programme)

    try:
        return run_in_transaction(engine, find_or_open)
    except IntegrityError:  # another process opened it meanwhile
        with read_transaction(engine) as connection:
            found = find_links(connection, settings, seed)
        if found is None:
            raise
        return found


def find_links(connection: Connection, settings: Settings, seed: str) -> Links | None:
    """The links of the dialogue that was opened with this seed; None where there is none."""
    dialogue = dialogue_id(settings.secret, seed)
    about = queries.dialogue_info(connection, dialogue)
    if about is None:
        return None
    version = queries.state(connection, dialogue).code_version
    candidates = {
        "console": _desk_token(settings.secret, seed, "facilitator"),
        "screen": _desk_token(settings.secret, seed, "screen"),
        "join": join_token(settings.secret, dialogue, version),
    }
    links = {
        name: _address(settings, token) if tokens.find(connection, token) else ""
        for name, token in candidates.items()
    }
    return Links(dialogue=dialogue, code=about.code, **links)


def dialogue_id(secret: str, seed: str) -> str:
    return tokens.derive_token(secret, "dialogue", seed)[:12]


def _desk_token(secret: str, seed: str, desk: Purpose) -> str:
    return tokens.derive_token(secret, "opened", seed, desk)


def _address(settings: Settings, token: str) -> str:
    return f"{settings.url}/in#{token}"


def open_within(
    connection: Connection,
    settings: Settings,
    plan: Plan,
    steps: Sequence[Step],
    save: Save,
    owner: str | None,
    seed: str | None = None,
    *,
    programme: str = UNKNOWN,
    table_number: int = 0,
    screen_lang: str = "",
) -> Links:
    """`programme` is the name of these steps; `table_number` 0 for the only table of its evening, `screen_lang` empty for a screen in the
    language of the plan."""
    seed = seed or tokens.new_token()
    dialogue, now = dialogue_id(settings.secret, seed), time.time_ns() // 1_000_000
    plan = msgspec.structs.replace(
        plan,
        **days_kept(plan, settings, day_at(wall_ms())),
        organisation=plan.organisation or settings.organisation,
        contact=plan.contact or settings.contact,
        organised_by=organised_by(connection, owner),
    )
    code = new_code(connection)
    columns = msgspec.structs.asdict(plan)
    connection.execute(
        insert(Dialogue).values(
            id=dialogue,
            code=code,
            created=now,
            owner=owner,
            programme=programme,
            table_number=table_number,
            screen_lang=screen_lang,
            **columns,
        )
    )
    for kind, day in retention_days(plan):
        if (due := due_on(day)) is not None:
            schedule(connection, kind, dialogue, due, now)
    join = join_token(settings.secret, dialogue)
    tokens.store(connection, join, "join", dialogue)
    console = _desk_token(settings.secret, seed, "facilitator")
    screen = _desk_token(settings.secret, seed, "screen")
    tokens.store(connection, console, "facilitator", dialogue)
    tokens.store(connection, screen, "screen", dialogue)
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
    addresses = [_address(settings, token) for token in (console, screen, join)]
    return Links(dialogue, addresses[0], addresses[1], addresses[2], code)
