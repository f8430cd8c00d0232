"""Finding records: one to read, and the list of all dialogues that somebody may see, page by page.

The list is filtered, sorted and cut in SQL, and decodes no snapshot. It starts from the scope of who asks. CONTRIBUTING.md
names the places of one more column.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, Label, Select, SQLColumnExpression, and_, case, func, or_, select

from dialoog.accounts.policy import Scope
from dialoog.db.pagination import Page, read_page
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.live import queries
from dialoog.live.journal import contacts
from dialoog.live.models import Dialogue
from dialoog.live.plan import Plan
from dialoog.live.programme_names import NAMES
from dialoog.live.push.seat_names import list_in_order, number_look_alikes
from dialoog.live.queries import DialogueInfo
from dialoog.live.time_slices import rest
from dialoog.records.document import Document, build_document
from dialoog.records.follow_up.agreements import list_agreements
from dialoog.records.follow_up.questions.queries import questions_of
from dialoog.records.models import Audience, Publication, Record, Stage
from dialoog.records.publication import (
    RecordHead,
    audience_of_record,
    find_head,
    is_published,
    stage_of_record,
)
from dialoog.records.search.filters import SearchFilters, has_such_words, narrow_evenings
from dialoog.records.unused import looks_unused
from dialoog.records.visibility import all_words, for_everybody, without
from dialoog.rules import state as rules_state
from dialoog.rules.released import SEVEN_DAYS_MS

State = Literal["open", "choosing", "saved"]
"""`open`: nobody closed the dialogue. `choosing`: people may still decide about their words (C3). `saved`: seven days
have passed."""


class ListedDialogue(msgspec.Struct, frozen=True):
    """One line of the list. `held`, and `saved` where there is a record, are ms since 1970."""

    dialogue: str
    title: str
    theme: str
    neighbourhood: str
    table_number: int
    lang: str
    owner: str | None
    unused: bool
    """Nobody sat there, as far as a list can tell."""
    date: str
    """The ISO date for which it was planned; empty where it has none."""
    held: int
    state: State
    saved: int | None
    seats: int | None
    insights: int | None
    questions: int | None
    agreements: int | None
    stage: Stage
    audience: Audience
    review_ends: int | None

    @property
    def choosing_until(self) -> int:
        return (self.saved or 0) + SEVEN_DAYS_MS


class Choices(msgspec.Struct, frozen=True):
    """What there is to filter by: how many dialogues, of which neighbourhoods, years (the newest first) and programmes."""

    dialogues: int
    neighbourhoods: tuple[str, ...]
    years: tuple[int, ...]
    programmes: tuple[str, ...]


_plan = Dialogue.__table__.columns
_held: SQLColumnExpression[int] = func.coalesce(Record.held, Dialogue.created)
_state = case(
    (Record.id.is_(None), "open"),
    (or_(Dialogue.swept.is_(None), Dialogue.swept < Record.saved + SEVEN_DAYS_MS), "choosing"),
    else_="saved",
)
_listed: dict[str, SQLColumnExpression[Any]] = {
    "dialogue": Dialogue.id,
    **{
        name: _plan[name]
        for name in ("title", "theme", "neighbourhood", "table_number", "lang", "owner", "date")
    },
    "unused": looks_unused(),
    "held": _held,
    "state": _state,
    **{
        name: Record.__table__.columns[name]
        for name in ("saved", "seats", "insights", "questions", "agreements")
    },
    "stage": stage_of_record,
    "audience": audience_of_record,
    "review_ends": Publication.review_ends,
}


class Reachable(msgspec.Struct, frozen=True):
    """Somebody who may be approached later (C2); `reach` is empty where they did not say how."""

    seat: str
    name: str
    reach: str
    lang: str


def read_record(
    connection: Connection, dialogue: str, audience: Audience = "participants"
) -> Document | None:
    """The record of one dialogue as this audience reads it, with its texts and names; None when there is none."""
    head = find_head(connection, dialogue)
    return None if head is None else document_of(connection, head, audience)


def document_of(
    connection: Connection, head: RecordHead, audience: Audience, names: Mapping[str, str] | None = None
) -> Document | None:
    """Of what this audience may not see no text is read. `names` are those of `read_names`, where the caller has them."""
    if head.snapshot is None or head.saved is None or head.changed is None:
        return None
    about, dialogue = head.about, head.about.id
    plan = Plan(**{name: getattr(about, name) for name in Plan.__struct_fields__})
    snapshot = without(head.snapshot, head.hidden)
    if audience == "public":
        snapshot = for_everybody(snapshot)
    texts = queries.texts(connection, dialogue, [word.id for word in all_words(snapshot)])
    rest(connection)
    if names is None:
        names = read_names(connection, dialogue)
    moments = head.saved, head.changed, head.written
    answered = list_agreements(connection, dialogue) if snapshot.agreements else {}
    put = questions_of(connection, dialogue) if snapshot.questions else {}
    rest(connection)
    return build_document(
        dialogue, snapshot, moments, plan, head.decided, audience, texts, names, answered, put
    )


def read_names(
    connection: Connection, dialogue: str, state: rules_state.State | None = None
) -> Mapping[str, str]:
    """Seat → call name, with the number that tells it from one that looks alike, as the table read it. Where there are such, the
    journal is folded, unless the caller has the state."""
    typed = queries.names(connection, dialogue)
    if not number_look_alikes([(seat, name, False) for seat, name in typed.items()]).look_alikes:
        return typed
    return _numbered(typed, state or queries.state(connection, dialogue))


def _numbered(typed: Mapping[str, str], state: rules_state.State) -> Mapping[str, str]:
    return {**typed, **number_look_alikes(list_in_order(state, typed)).shown}


def list_reachable(connection: Connection, about: DialogueInfo, state: rules_state.State) -> list[Reachable]:
    """Who chose to be approached later, in the order in which they sat down; nobody from the day on until which that may be."""
    return read_people(connection, about, state)[1]


def read_people(
    connection: Connection, about: DialogueInfo, state: rules_state.State
) -> tuple[Mapping[str, str], list[Reachable]]:
    """The names of `read_names`, and who is reachable, in one query."""
    typed, reach = contacts.read_names_and_contacts(connection, about.id)
    names = _numbered(typed, state)
    is_over = about.last_day_of_contacts and about.last_day_of_contacts <= _today()
    return names, [
        Reachable(seat.id, names[seat.id], reach.get(seat.id, ""), seat.lang)
        for seat in (() if is_over else state.seats.values())
        if contacts.may_be_reached(seat) and seat.id in names
    ]


def list_choices(connection: Connection, scope: Scope) -> Choices:
    """Of all dialogues in the scope, whatever is filtered."""
    counts = func.count().label("number"), func.min(_held).label("oldest"), func.max(_held).label("newest")
    columns = _plan.neighbourhood, _plan.programme
    rows = connection.execute(_in_scope(scope, *columns, *counts).group_by(*columns)).all()
    neighbourhoods, programmes = {row.neighbourhood for row in rows}, {row.programme for row in rows}
    newest, oldest = (
        max((row.newest for row in rows), default=0),
        min((row.oldest for row in rows), default=0),
    )
    return Choices(
        dialogues=sum(row.number for row in rows),
        neighbourhoods=tuple(sorted(filter(None, neighbourhoods), key=str.casefold)),
        years=tuple(range(_year(newest), _year(oldest) - 1, -1)) if rows else (),
        programmes=tuple(name for name in NAMES if name in programmes),
    )


def list_dialogues(
    connection: Connection, scope: Scope, filters: SearchFilters, number: int
) -> Page[ListedDialogue]:
    """Page `number` (from 1) of the dialogues in the scope, neighbourhood by neighbourhood, in each the newest first."""
    count = connection.execute(_filtered(_in_scope(scope, func.count()), filters)).scalar_one()
    rest(connection)
    columns: list[Label[Any]] = [column.label(name) for name, column in _listed.items()]
    where = (
        case((_plan.neighbourhood == "", 1), else_=0),
        func.lower(_plan.neighbourhood),
        _plan.neighbourhood,
    )
    ordered = _filtered(_in_scope(scope, *columns), filters).order_by(*where, _held.desc(), Dialogue.id)
    return read_page(connection, count, ordered, lambda row: ListedDialogue(**row._mapping), number)


def _in_scope(scope: Scope, *columns: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    """Every question about the list starts here: each dialogue that may be seen, with its record where it has one."""
    query = select(*columns).select_from(Dialogue).outerjoin(Record, Record.dialogue == Dialogue.id)
    query = query.outerjoin(Publication, Publication.dialogue == Dialogue.id)
    query = query.where(Dialogue.erasing.is_(None))
    return scope.narrow(
        query,
        dialogue=Dialogue.id,
        organisation=Dialogue.owner,
        published=and_(Record.id.is_not(None), is_published),
    )


def _filtered(query: Select[*tuple[Any, ...]], filters: SearchFilters) -> Select[*tuple[Any, ...]]:
    stage = case((Record.id.is_(None), "open"), else_=stage_of_record)
    return narrow_evenings(query, filters, _held, stage).where(*has_such_words(filters))


def _today() -> str:
    return day_at(wall_ms()).isoformat()


def _year(milliseconds: int) -> int:
    return datetime.fromtimestamp(milliseconds // 1000, UTC).year
