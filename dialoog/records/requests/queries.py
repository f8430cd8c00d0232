"""Reading requests: those of one record, and how many each has for an organiser to answer."""

import re
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, case, func, or_, select

from dialoog.records.models import RemovalRequest
from dialoog.records.review.editing import Sentence

MOST = 20
"""Requests on one page; what does not fit stands there once others are done."""
MOST_LIKELY = 3
SHORTEST_WORD = 4


class RequestInfo(msgspec.Struct, frozen=True):
    """Somebody does not want to be in the record. `reach` is empty where they did not say how, and once they were mailed; `text` is
    None once it was erased. Moments are in ms since 1970."""

    id: str
    text: str | None
    wish: str
    reach: str
    lang: str
    created: int
    answered: int | None
    outcome: str | None
    reason: str


_columns = RemovalRequest.__table__.columns
_is_waiting = _columns.answered.is_(None)
_is_to_ring = and_(_columns.answered.is_not(None), _columns.reach.is_not(None))
_requests = select(
    _columns.id,
    _columns.text,
    *(func.coalesce(_columns[name], "").label(name) for name in ("wish", "reach", "reason")),
    *(_columns[name] for name in ("lang", "created", "answered", "outcome")),
)


def open_requests(connection: Connection, dialogue: str) -> list[RequestInfo]:
    """Those that wait for an answer, the oldest first, and after them those whose asker is to be told."""
    query = _requests.where(_columns.dialogue == dialogue, or_(_is_waiting, _is_to_ring))
    ordered = query.order_by(case((_is_waiting, 0), else_=1), _columns.created, _columns.id).limit(MOST)
    return [msgspec.convert(row._mapping, RequestInfo) for row in connection.execute(ordered)]


def find_request(connection: Connection, dialogue: str, request: str) -> RequestInfo | None:
    query = _requests.where(_columns.dialogue == dialogue, _columns.id == request)
    row = connection.execute(query).one_or_none()
    return None if row is None else msgspec.convert(row._mapping, RequestInfo)


def of_requests() -> Select[*tuple[Any, ...]]:
    """Per dialogue how many have no answer, to how many it is still to be told, and when the oldest of both was `asked`."""
    return (
        select(
            _columns.dialogue,
            func.count().filter(_is_waiting).label("waiting"),
            func.count().filter(_is_to_ring).label("to_ring"),
            func.min(_columns.created).label("asked"),
        )
        .where(or_(_is_waiting, _is_to_ring))
        .group_by(_columns.dialogue)
    )


def likely_sentences(sentences: list[Sentence], request: RequestInfo) -> list[Sentence]:
    """Those that share most words or a name with what was asked, the likeliest first; the organiser decides which it is."""
    words = _words(f"{request.text or ''} {request.wish}")
    shared = {one.id: len(words & _words(f"{one.text} {one.name or ''}")) for one in sentences}
    found = [one for one in sentences if shared[one.id]]
    return sorted(found, key=lambda one: -shared[one.id])[:MOST_LIKELY]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= SHORTEST_WORD}
