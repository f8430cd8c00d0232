"""What people do with a planned evening, each in one transaction: plan, change, copy, cancel, ask somebody to lead, open a table. What
they do with its tables is in `tables`.

Every function takes the moment `now` in ms since 1970.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, exists, insert, select, update

from dialoog.accounts import account_links, assignments, tokens
from dialoog.accounts.account_links import Link
from dialoog.accounts.models import Assignment, Membership, Person
from dialoog.accounts.queries import organisation as organisation_info
from dialoog.db import erasure_list
from dialoog.db.erasure_list import Erased
from dialoog.jobs import outbox
from dialoog.live.commands.open_dialogue import open_within
from dialoog.live.commands.unit_of_work import Save
from dialoog.live.models import Dialogue
from dialoog.live.plan import Plan
from dialoog.planning import cards, queries
from dialoog.planning.models import Gathering
from dialoog.planning.programmes import template
from dialoog.settings import Settings

NOT_COPIED = ("date", "until", "names_until", "contacts_until")
"""A copy is held on another day, from which the last days are counted; people, links and cards are not copied either."""
OF_A_TABLE = ("place", "facilitator", "start", "screen_lang")
"""What a table may have of its own; where it has what the evening has, it follows that."""
GIVES, TAKES = "municipality", "collective"
PLANNED = (*Plan.__struct_fields__, "screen_lang", "end", "programme")
"""The columns of what is planned."""
HelperRole = Literal["facilitator", "scribe"]


class Changed(Exception):
    """Somebody else changed the evening since this form was opened."""


class NotGiven(Exception):
    """Ownership passes from a municipality to a residents' collective, and to nobody else."""


class NotPlanned(Exception):
    """The evening was cancelled, or a table was opened: its plan stays as it is."""


def plan(
    connection: Connection,
    owner: str,
    fields: Mapping[str, str],
    now: int,
    *,
    evening: str = "",
    number: int = 1,
) -> str:
    """Returns the id of the new evening, or of a new table of `evening`. `fields` are those of a plan, with `screen_lang`, `end` and `programme`."""
    identifier = secrets.token_urlsafe(9)
    of_evening = {"evening": evening or identifier, "number": number}
    connection.execute(
        insert(Gathering).values(id=identifier, owner=owner, created=now, changed=now, **of_evening, **fields)
    )
    return identifier


def change(connection: Connection, gathering: str, fields: Mapping[str, str], version: int, now: int) -> None:
    """`version` is what `changed` was when the form was opened. The other tables that are not open yet follow, but for what they have of
    their own. Raises Changed and NotPlanned."""
    former, *others = sorted(lock_evening(connection, gathering), key=lambda row: row.id != gathering)
    if former.dialogue is not None or former.cancelled is not None:
        raise NotPlanned
    same = update(Gathering).where(Gathering.id == gathering, Gathering.changed == version)
    if connection.execute(same.values(changed=max(now, version + 1), **fields)).rowcount != 1:
        raise Changed
    for table in others:
        if table.dialogue is None:
            of_its_own = {name for name in OF_A_TABLE if getattr(table, name) != getattr(former, name)}
            values = {name: value for name, value in fields.items() if name not in of_its_own}
            followed = update(Gathering).where(Gathering.id == table.id)
            connection.execute(followed.values(changed=max(now, table.changed + 1), **values))


def copy(connection: Connection, gathering: str, now: int) -> str:
    """A new evening with the same plan and tables, but for the day; returns its id."""
    evening = ""
    for table in lock_evening(connection, gathering):
        fields = {name: "" if name in NOT_COPIED else getattr(table, name) for name in PLANNED}
        copied = plan(connection, table.owner, fields, now, evening=evening, number=table.number)
        evening = evening or copied
    return evening


def cancel(connection: Connection, gathering: str, now: int) -> None:
    """Nobody can open its tables any more, and their links and cards end. Raises NotPlanned."""
    tables = lock_evening(connection, gathering)
    if any(table.dialogue is not None or table.cancelled is not None for table in tables):
        raise NotPlanned
    for table in tables:
        connection.execute(update(Gathering).where(Gathering.id == table.id).values(cancelled=now))
        account_links.withdraw_from(connection, table.id)
        connection.execute(delete(Assignment).where(Assignment.gathering == table.id))
        cards.forget(connection, table.id)


def assign(connection: Connection, gathering: str, person: str, role: HelperRole, now: int) -> None:
    """Somebody with an account leads the evening, or takes its minutes, from now on."""
    _end_help(connection, gathering, person)
    connection.execute(insert(Assignment).values(gathering=gathering, person=person, role=role, created=now))


def invite(
    connection: Connection, gathering: str, name: str, email: str | None, role: HelperRole, now: int
) -> str:
    """The token of a link with which somebody without an account does so."""
    return account_links.create(
        connection, "evening", now, gathering=gathering, role=role, name=name, email=email
    )


def dismiss(connection: Connection, gathering: str, helper: str, now: int) -> None:
    """The person or the link with this id leads it no longer, and the desks that they opened end."""
    if _end_help(connection, gathering, helper):
        erasure_list.note(connection, Erased(now, "assignment", helper, gathering))


def _end_help(connection: Connection, gathering: str, helper: str) -> bool:
    """Whether that was somebody with an account."""
    of_gathering = select(Gathering.dialogue).where(Gathering.id == gathering)
    tokens.revoke_opened_by(connection, helper, of_gathering.scalar_subquery())
    account_links.withdraw_from(connection, gathering, helper)
    return assignments.end_assignment(connection, gathering, helper)


def open_table(connection: Connection, settings: Settings, save: Save, gathering: str, now: int) -> str:
    """Opens this table, unless it is open; returns the id of its dialogue. Raises NotPlanned for one that was cancelled."""
    lock = select(Gathering.dialogue, Gathering.cancelled).where(Gathering.id == gathering)
    dialogue, cancelled = connection.execute(lock.with_for_update()).one()
    if cancelled is not None:
        raise NotPlanned
    if dialogue is not None:
        return str(dialogue)
    planned = queries.gathering(connection, gathering)
    assert planned is not None
    plan = Plan(**{name: getattr(planned, name) for name in Plan.__struct_fields__})
    steps = template(planned.programme, plan.theme)
    links = open_within(
        connection,
        settings,
        plan,
        steps,
        save,
        planned.owner,
        programme=planned.programme,
        table_number=planned.number if planned.tables > 1 else 0,
        screen_lang=planned.screen_lang,
    )
    opened = update(Gathering).where(Gathering.id == gathering)
    connection.execute(opened.values(dialogue=links.dialogue, changed=now))
    cards.hand_over(connection, gathering, links.dialogue)
    return links.dialogue


def offer(connection: Connection, gathering: str, person: str | None, now: int) -> str:
    """The token of a link with which a residents' collective takes the evening over; it ends when this person organises no longer. Raises
    NotGiven where the evening is not a municipality's."""
    owner = _owner(connection, gathering)
    _require_kind(connection, owner, GIVES)
    return account_links.create(
        connection, "ownership", now, gathering=gathering, organisation=owner, made_by=person
    )


def take_over(connection: Connection, link: Link, organisation: str, now: int) -> str:
    """The evening, with its dialogues, belongs to this collective from now on; there is no way back. Returns its id. Raises NotGiven."""
    gathering = link.gathering or ""
    _require_kind(connection, _owner(connection, gathering), GIVES)
    _require_kind(connection, organisation, TAKES)
    if not account_links.spend(connection, link.id):
        raise NotGiven
    give(connection, gathering, organisation)
    erasure_list.note(connection, Erased(now, "owner", gathering, organisation))
    return gathering


def give(connection: Connection, gathering: str, organisation: str) -> None:
    """All tables of this evening to a collective; also where a restored backup has the former owner again."""
    tables = lock_evening(connection, gathering)
    for table in tables:
        connection.execute(update(Gathering).where(Gathering.id == table.id).values(owner=organisation))
        connection.execute(update(Dialogue).where(Dialogue.id == table.dialogue).values(owner=organisation))
        links = (link.id for link in account_links.links_to(connection, table.id))
        outbox.hand_over(connection, organisation, *links)
    others = select(Person.id).where(~_belongs_to(organisation))
    dialogues = [table.dialogue for table in tables if table.dialogue]
    tokens.become_guests(connection, dialogues, others.scalar_subquery())


def _belongs_to(organisation: str) -> ColumnElement[bool]:
    return exists().where(Membership.person == Person.id, Membership.organisation == organisation)


def _owner(connection: Connection, gathering: str) -> str | None:
    owner = select(Gathering.owner).where(Gathering.id == gathering)
    identifier: str | None = connection.execute(owner.with_for_update()).scalar()
    return identifier


def _require_kind(connection: Connection, organisation: str | None, kind: str) -> None:
    found = organisation_info(connection, organisation or "")
    if found is None or found.kind != kind:
        raise NotGiven


def fields_of(planned: queries.GatheringInfo) -> dict[str, str]:
    """What a form shows of a planned evening."""
    return {name: value for name, value in msgspec.structs.asdict(planned).items() if name in PLANNED}


def lock_evening(connection: Connection, gathering: str) -> Sequence[Row[Any]]:
    """All tables of the evening of this one, by number, for who changes more than one. They are read once they are locked: a table that
    somebody else added meanwhile is among them."""
    evening = select(Gathering.evening).where(Gathering.id == gathering).scalar_subquery()
    query = select(Gathering.__table__).where(Gathering.evening == evening).order_by(Gathering.number)
    connection.execute(query.with_for_update())
    return connection.execute(query).all()
