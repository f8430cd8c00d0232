"""What happens to a request, each in one transaction: somebody asks, an organiser answers, who asked was told, and what they wrote goes.

An answer hides whole sentences or none. Every function takes the moment `now` in ms since 1970.
"""

import secrets
from collections.abc import Collection
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from dialoog.db.erasure_list import Erased, note
from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.schedule import day_at, schedule
from dialoog.live.queries import dialogue_info
from dialoog.records.actions import NotNow, hide_word
from dialoog.records.models import RemovalRequest

DAYS_AFTER_ANSWER = 7
"""So long who asked can be rung, and the organiser knows about what."""
Outcome = Literal["hidden", "kept"]
_columns = RemovalRequest.__table__.columns


def request_removal(
    connection: Connection, dialogue: str, text: str, wish: str, reach: str, lang: str, now: int
) -> None:
    """Sent twice it is stored once. How to reach them is not stored from the day on which that of everybody was erased."""
    if not keeps_contacts(connection, dialogue, now):
        reach = ""
    values = {"dialogue": dialogue, "text": text, "wish": wish or None, "reach": reach or None}
    same = select(_columns.id).where(
        _columns.answered.is_(None), *(_columns[name].is_not_distinct_from(value) for name, value in values.items())
    )  # fmt: skip
    if connection.execute(same.limit(1)).first() is None:
        connection.execute(
            insert(RemovalRequest).values(id=secrets.token_urlsafe(16), lang=lang, created=now, **values)
        )


def keeps_contacts(connection: Connection, dialogue: str, now: int) -> bool:
    """Whether the day on which people can be reached no more is still to come."""
    about = dialogue_info(connection, dialogue)
    day = about.last_day_of_contacts if about else ""
    return not day or day > day_at(now).isoformat()


def answer_request(
    connection: Connection, dialogue: str, request: str, person: str, words: Collection[str], reason: str, now: int
) -> bool:  # fmt: skip
    """Hides these sentences, or none. False where it has an answer already. Raises NotNow where none of them stands in the record any more."""
    outcome: Outcome = "hidden" if words else "kept"
    waits = update(RemovalRequest).where(
        _columns.id == request, _columns.dialogue == dialogue, _columns.answered.is_(None)
    )
    values = {"answered": now, "outcome": outcome, "reason": reason, "person": person}
    if connection.execute(waits.values(**values)).rowcount == 0:
        return False
    _hide(connection, dialogue, words, person, reason, now)
    schedule(connection, "request_retention", request, now + DAYS_AFTER_ANSWER * DAY_MS, now)
    note(connection, Erased(now, "request", dialogue, f"{request}:{outcome}"))
    return True


def answer_again(connection: Connection, dialogue: str, request: str, outcome: str, now: int) -> None:
    """Where a restored backup has it open again: who asked was answered, and is not answered twice."""
    waits = _columns.id == request, _columns.dialogue == dialogue, _columns.answered.is_(None)
    connection.execute(update(RemovalRequest).where(*waits).values(answered=now, outcome=outcome, reason=""))
    finish_request(connection, dialogue, request)


def _hide(connection: Connection, dialogue: str, words: Collection[str], person: str, reason: str, now: int) -> None:  # fmt: skip
    """An insight goes with the last words that it rests on, so of several the later ones may be gone already."""
    refusals = []
    for word in words:
        try:
            hide_word(connection, dialogue, word, person, reason, now, on_request=True)
        except NotNow as refusal:
            refusals.append(refusal)
    if words and len(refusals) == len(words):
        raise refusals[0]


def forget_reach(connection: Connection, request: str) -> None:
    """The answer is on its way by mail, which has the address itself."""
    connection.execute(update(RemovalRequest).where(_columns.id == request).values(reach=None))


def finish_request(connection: Connection, dialogue: str, request: str) -> None:
    """Who asked was told: what they wrote and how to reach them go. One that waits for an answer stays."""
    has_answer = _columns.id == request, _columns.dialogue == dialogue, _columns.answered.is_not(None)
    gone = {"text": None, "wish": None, "reach": None}
    connection.execute(update(RemovalRequest).where(*has_answer).values(**gone))
