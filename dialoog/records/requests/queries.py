"""Reading requests: those of one record, and of which records an organiser has some to answer."""

import re

import msgspec
from sqlalchemy import Connection, and_, case, func, or_, select

from dialoog.accounts.policy import Scope
from dialoog.live.models import Dialogue
from dialoog.records.models import Record, RemovalRequest
from dialoog.records.review.editing import Sentence

MOST = 20
"""Requests on one page, and records at home; what does not fit stands there once others are done."""
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


class RecordWithRequests(msgspec.Struct, frozen=True):
    """`waiting` have no answer; of those that have one `to_ring` did not hear it yet. `created` is that of the oldest."""

    id: str
    title: str
    theme: str
    lang: str
    waiting: int
    to_ring: int
    created: int


_columns = RemovalRequest.__table__.columns
_dialogue = Dialogue.__table__.columns
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


def records_with_requests(connection: Connection, scope: Scope) -> list[RecordWithRequests]:
    """Who asked first stands first."""
    names = ("id", "title", "theme", "lang")
    query = (
        select(
            *(_dialogue[name] for name in names),
            func.count().filter(_is_waiting).label("waiting"),
            func.count().filter(_is_to_ring).label("to_ring"),
            func.min(_columns.created).label("created"),
        )
        .join(RemovalRequest, _columns.dialogue == _dialogue.id)
        .join(Record, Record.dialogue == Dialogue.id)
        .where(_dialogue.erasing.is_(None), or_(_is_waiting, _is_to_ring))
        .group_by(*(_dialogue[name] for name in names))
    )
    query = scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)
    rows = connection.execute(query.order_by(func.min(_columns.created), _dialogue.id).limit(MOST))
    return [msgspec.convert(row._mapping, RecordWithRequests) for row in rows]


def likely_sentences(sentences: list[Sentence], request: RequestInfo) -> list[Sentence]:
    """Those that share most words or a name with what was asked, the likeliest first; the organiser decides which it is."""
    words = _words(f"{request.text or ''} {request.wish}")
    shared = {one.id: len(words & _words(f"{one.text} {one.name or ''}")) for one in sentences}
    found = [one for one in sentences if shared[one.id]]
    return sorted(found, key=lambda one: -shared[one.id])[:MOST_LIKELY]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= SHORTEST_WORD}
