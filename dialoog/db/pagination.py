"""One page of a list that a query gives: which lines stand on it, and how many pages there are."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Connection, Row, Select, func

PAGE_SIZE = 20
T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True):
    """`lines` is empty for a `number` that is no page; `pages` is at least 1; `count` counts the lines of all pages."""

    lines: list[T]
    number: int
    pages: int
    count: int

    @property
    def exists(self) -> bool:
        return 1 <= self.number <= self.pages


def read_page(
    connection: Connection,
    count: int,
    ordered: Select[*tuple[Any, ...]],
    line_of: Callable[[Row[*tuple[Any, ...]]], T],
    number: int,
    size: int = PAGE_SIZE,
) -> Page[T]:
    """Page `number` (from 1) of the `count` rows that `ordered` gives, `size` of them. Asks nothing for a number that is no page."""
    page: Page[T] = Page([], number, max(1, -(-count // size)), count)
    if not page.exists:
        return page
    rows = connection.execute(ordered.limit(size).offset((number - 1) * size))
    return msgspec.structs.replace(page, lines=[line_of(row) for row in rows])


def read_first_page(
    connection: Connection,
    ordered: Select[*tuple[Any, ...]],
    line_of: Callable[[Row[*tuple[Any, ...]]], T],
    size: int,
) -> Page[T]:
    """The first `size` rows that `ordered` gives, counted in the same query: of few rows."""
    counted = ordered.add_columns(func.count().over().label("in_all")).limit(size)
    rows = connection.execute(counted).all()
    count: int = rows[0].in_all if rows else 0
    return Page([line_of(row) for row in rows], 1, max(1, -(-count // size)), count)
