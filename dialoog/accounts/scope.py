"""Which rows of a table somebody may see. The policy says it; the package that owns the table narrows its query by it."""

from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, false, or_

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])


class Scope(msgspec.Struct, frozen=True):
    """The rows of a table that somebody may see: those of these dialogues, gatherings and organisations, what these publishers published, or
    all."""

    dialogues: frozenset[str] = frozenset()
    gatherings: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    everything: bool = False

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.dialogues | other.dialogues,
            self.gatherings | other.gatherings,
            self.organisations | other.organisations,
            self.publishers | other.publishers,
            self.everything or other.everything,
        )

    def narrow(
        self,
        query: Query,
        *,
        dialogue: SQLColumnExpression[str] | None = None,
        gathering: SQLColumnExpression[str] | None = None,
        organisation: SQLColumnExpression[str | None],
        published: SQLColumnExpression[bool] | None = None,
    ) -> Query:
        """The query with these rows only; the columns hold the ids of the dialogue and the organisation that a row belongs to, and
        whether its record is published."""
        if self.everything:
            return query
        own: list[ColumnElement[bool]] = [
            column.in_(sorted(ids))
            for column, ids in (
                (dialogue, self.dialogues),
                (gathering, self.gatherings),
                (organisation, self.organisations),
            )
            if column is not None and ids
        ]
        if published is not None and self.publishers:
            own.append(and_(published, organisation.in_(sorted(self.publishers))))
        return query.where(or_(false(), *own))
