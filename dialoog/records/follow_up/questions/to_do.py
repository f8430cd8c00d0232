"""What an organiser has to do about questions, over all evenings: tell an addressee who could not be mailed, ring one whose reply is late, say
of a reply to the whole table whether it is an answer, and ring an asker who did not say so within a week.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any, Literal, get_args

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, select

from dialoog.accounts.policy import Scope
from dialoog.jobs.schedule import TIME_ZONE, day_at
from dialoog.live.journal.contacts import is_in_time
from dialoog.live.models import Contact, Dialogue, SeatName, Word
from dialoog.live.table_names import named_columns
from dialoog.records.follow_up.call_list import phone_in
from dialoog.records.follow_up.questions.models import Addressee, Question, Reply
from dialoog.records.models import HiddenWord

Why = Literal["late", "tell", "judge", "ring"]
TO_RING: tuple[Why, ...] = ("late", "tell", "ring")
"""Those for which somebody is rung: the addressee, and for the last the asker."""
ASKER_DAYS = 7
MOST = 50
_questions, _plan = Question.__table__.columns, Dialogue.__table__.columns


class ToDo(msgspec.Struct, frozen=True):
    """One line. `day`: the ISO date on which a reply was awaited, or came. `name` and `phone` are of who is rung; `name` is None where it
    may not be told, or nobody is rung."""

    why: Why
    dialogue: str
    word: str
    text: str
    lang: str
    organisation: str
    title: str
    neighbourhood: str
    day: str
    name: str | None
    phone: str | None

    @property
    def dial(self) -> str:
        """The number as a link has it."""
        return re.sub(r"[^\d+]", "", self.phone or "")


def list_to_do(
    connection: Connection, scope: Scope, today: date, limit: int = MOST, kinds: tuple[Why, ...] = get_args(Why)
) -> list[ToDo]:  # fmt: skip
    """The first of these, what keeps others waiting longest first. One query."""
    rows = connection.execute(_select(scope, today, kinds).limit(limit))
    return [_line(row, today) for row in rows]


def _select(scope: Scope, today: date, kinds: tuple[Why, ...]) -> Select[*tuple[Any, ...]]:
    why, last_reply = _why(today)
    query = (
        select(
            why.label("why"),
            *(_questions[name] for name in ("dialogue", "word", "organisation", "ask_on", "is_named")),
            last_reply.label("replied"),
            Word.text,
            Word.lang,
            *named_columns("title", "theme", "neighbourhood"),
            Addressee.name.label("addressee"),
            Addressee.phone,
            SeatName.name.label("asker"),
            case((is_in_time(today.isoformat()), Contact.text)).label("reach"),
        )
        .join(Dialogue, Dialogue.id == _questions.dialogue)
        .join(Word, and_(Word.dialogue == _questions.dialogue, Word.id == _questions.word))
        .outerjoin(Addressee, and_(Addressee.dialogue == _questions.dialogue, Addressee.word == _questions.word))
        .outerjoin(SeatName, and_(SeatName.dialogue == _questions.dialogue, SeatName.id == _questions.seat))
        .outerjoin(Contact, and_(Contact.dialogue == _questions.dialogue, Contact.seat == _questions.seat))
        .where(Dialogue.erasing.is_(None), why.in_(kinds), _is_shown())
        .order_by(func.nullif(_questions.ask_on, "").is_(None), _questions.ask_on, last_reply, _questions.id)
    )  # fmt: skip
    return scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner)


def first_of_each(today: date) -> Select[*tuple[Any, ...]]:
    """Per dialogue the question that keeps others waiting longest (`place` 1): its words, to whom it was put, the ISO date on which a reply is
    awaited, why something is to be done about it, and how many there are in all (`questions`)."""
    why, _last_reply = _why(today)
    order = (why != "late", _questions.ask_on, _questions.id)
    return (
        select(
            _questions.dialogue,
            _questions.word,
            Word.text,
            Word.lang,
            _questions.organisation,
            _questions.ask_on,
            why.label("why"),
            func.count().over(partition_by=_questions.dialogue).label("questions"),
            func.row_number().over(partition_by=_questions.dialogue, order_by=order).label("place"),
        )
        .join(Word, and_(Word.dialogue == _questions.dialogue, Word.id == _questions.word))
        .where(why.is_not(None), _is_shown())
    )


def _is_shown() -> ColumnElement[bool]:
    hidden = and_(HiddenWord.dialogue == _questions.dialogue, HiddenWord.word == _questions.word)
    return ~select(HiddenWord.word).where(hidden).exists()


def _why(today: date) -> tuple[ColumnElement[str | None], ColumnElement[int | None]]:
    """Why something is to be done about a question, and when the newest reply to it came."""
    last_reply = (
        select(func.max(Reply.at))
        .where(Reply.dialogue == _questions.dialogue, Reply.word == _questions.word)
        .correlate(Question)
        .scalar_subquery()
    )
    since = datetime.combine(today - timedelta(days=ASKER_DAYS), datetime.min.time(), TIME_ZONE)
    awaited, is_replied = _questions.state == "asked", _questions.state == "replied"
    why = case(
        (and_(awaited, _questions.ask_on < today.isoformat()), "late"),
        (and_(awaited, _questions.told_at.is_(None)), "tell"),
        (and_(is_replied, _questions.seat.is_(None)), "judge"),
        (and_(is_replied, last_reply < int(since.timestamp()) * 1000), "ring"),
    )
    return why, last_reply


def _line(row: Row[Any], today: date) -> ToDo:
    replied = day_at(row.replied) if row.replied else today
    is_of_asker = row.why == "ring"
    phone = phone_in(row.reach or "") if is_of_asker and row.is_named else None if is_of_asker else row.phone
    return ToDo(
        row.why,
        row.dialogue,
        row.word,
        row.text,
        row.lang,
        row.organisation,
        row.theme or row.title,
        row.neighbourhood,
        day=row.ask_on or replied.isoformat(),
        name=(row.asker if row.is_named else None) if is_of_asker else row.addressee or row.organisation,
        phone=phone or None,
    )
