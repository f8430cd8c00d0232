"""Reading what is kept: dialogues by the day on which something of them goes."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Select, SQLColumnExpression, and_, case, func, select

from dialoog.accounts.policy import Scope
from dialoog.db.pagination import Page, read_page
from dialoog.live.models import Dialogue
from dialoog.live.table_names import named_columns

_dialogue = Dialogue.__table__.columns


class KeptDialogue(msgspec.Struct, frozen=True):
    """`next_day` is the next of its three days; empty where nobody was told one. `created` is ms since 1970."""

    id: str
    title: str
    theme: str
    neighbourhood: str
    lang: str
    date: str
    created: int
    contacts_until: str
    names_until: str
    until: str
    next_day: str

    @property
    def what_goes(self) -> str:
        """`contacts`, `names` or `all`."""
        if self.next_day == self.until:
            return "all"
        return "contacts" if self.next_day == self.contacts_until else "names"


def list_kept(connection: Connection, scope: Scope, number: int, today: str) -> Page[KeptDialogue]:
    """Page `number` (from 1): what goes first stands first, and what was told no day last. `today` is an ISO date."""
    count = connection.execute(_in_scope(scope, func.count())).scalar_one()
    next_day = _next_day(today)
    columns = named_columns(*(name for name in KeptDialogue.__struct_fields__ if name != "next_day"))
    query = _in_scope(scope, *columns, next_day.label("next_day"))
    ordered = query.order_by(case((next_day == "", 1), else_=0), next_day, _dialogue.created, _dialogue.id)
    return read_page(connection, count, ordered, lambda row: KeptDialogue(**row._mapping), number)


def _next_day(today: str) -> SQLColumnExpression[str]:
    def comes(column: Any) -> Any:
        return and_(column != "", column > today)

    return case(
        (comes(_dialogue.contacts_until), _dialogue.contacts_until),
        (comes(_dialogue.names_until), _dialogue.names_until),
        else_=_dialogue.until,
    )


def _in_scope(scope: Scope, *columns: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    query = select(*columns).select_from(Dialogue).where(Dialogue.erasing.is_(None))
    return scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)
