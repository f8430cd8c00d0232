"""What people answered to "Wat is er veranderd?": their own answer whole, and of all answers what readers may see.

How many said how much is told from three answers on, so that nobody's can be told apart.
"""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, Select, delete, func, select, update

from dialoog.accounts.policy import Scope
from dialoog.db.erasure_list import Erased, note
from dialoog.live.journal.contacts import may_be_reached
from dialoog.live.models import Dialogue
from dialoog.live.table_names import named_columns
from dialoog.records.looking_back.models import AMOUNTS, Amount, LookingBack
from dialoog.records.models import Audience
from dialoog.rules.state import Keep, State

FEWEST = 3
MOST = 20
"""Evenings on one page; what does not fit stands there once others are done."""
_columns = LookingBack.__table__.columns


class AnswerInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One person who was asked, with the answer where there is one. Moments are ms since 1970."""

    dialogue: str
    seat: str
    asked_at: int
    is_mailed: bool
    lang: str
    amount: Amount | None = None
    text: str = ""
    keep: Keep | None = None
    public: bool = False
    at: int | None = None
    caller: str | None = None


class ToldAnswer(msgspec.Struct, frozen=True):
    """A sentence that readers may see; `name` is None where it is without."""

    seat: str
    text: str
    lang: str
    name: str | None


class Answers(msgspec.Struct, frozen=True):
    """What readers see: sentences, and how many said how much where that is told."""

    released: tuple[ToldAnswer, ...] = ()
    counts: dict[Amount, int] = {}

    def __bool__(self) -> bool:
        return bool(self.released or self.counts)


_answer = select(*(_columns[name] for name in AnswerInfo.__struct_fields__))


def find_answer(connection: Connection, dialogue: str, seat: str) -> AnswerInfo | None:
    """None for who was not asked."""
    row = connection.execute(
        _answer.where(_columns.dialogue == dialogue, _columns.seat == seat)
    ).one_or_none()
    return None if row is None else msgspec.convert(row._mapping, AnswerInfo)


def list_answers(connection: Connection, dialogue: str) -> list[AnswerInfo]:
    rows = connection.execute(_answer.where(_columns.dialogue == dialogue).order_by(_columns.seat))
    return [msgspec.convert(row._mapping, AnswerInfo) for row in rows]


def told_answers(answers: Iterable[AnswerInfo], names: Mapping[str, str], audience: Audience) -> Answers:
    """For this audience. `names`: seat → call name."""
    answered = [one for one in answers if one.amount is not None]
    counts = {amount: sum(one.amount == amount for one in answered) for amount in AMOUNTS}
    return Answers(
        tuple(
            ToldAnswer(one.seat, one.text, one.lang, names.get(one.seat) if one.keep is Keep.NAMED else None)
            for one in answered
            if one.text and one.keep is not None and (one.public or audience != "public")
        ),
        {amount: count for amount, count in counts.items() if count} if len(answered) >= FEWEST else {},
    )


def contents_of(connection: Connection, dialogue: str, audience: Audience) -> frozenset[str]:
    """What of it stands in a copy: ids of sentences, and of names beside them."""
    found = set[str]()
    for one in list_answers(connection, dialogue):
        if one.text and (one.public or audience != "public"):
            found.add(f"answer.{one.seat}")
            if one.keep is Keep.NAMED:
                found.add(f"answer.{one.seat}:{one.seat}")
    return frozenset(found)


def sync(connection: Connection, dialogue: str, state: State, now: int) -> None:
    """C2, C8: after a choice or an erasure. Who is gone goes, who may not be approached is not asked any more; a text stays as far as the
    choices reach. `now` in ms since 1970."""
    for one in list_answers(connection, dialogue):
        this = LookingBack.dialogue == dialogue, LookingBack.seat == one.seat
        seat = state.seats.get(one.seat)
        is_asked_in_vain = one.at is None and not may_be_reached(seat)
        if seat is None or seat.erased or is_asked_in_vain:
            connection.execute(delete(LookingBack).where(*this))
        elif one.text and (seat.consent is None or not seat.consent.words):
            connection.execute(update(LookingBack).where(*this).values(text="", keep=None, public=False))
            note(connection, Erased(now, "answer", dialogue, one.seat))
        elif one.keep is Keep.NAMED and not (seat.consent and seat.consent.name):
            connection.execute(update(LookingBack).where(*this).values(keep=Keep.UNNAMED.value))


def forget_answer(connection: Connection, dialogue: str, seat: str) -> None:
    """As if nobody had answered; in a backup too that is older than its taking back."""
    nothing: dict[str, object] = dict.fromkeys(("amount", "keep", "at", "caller"))
    this = LookingBack.dialogue == dialogue, LookingBack.seat == seat
    connection.execute(update(LookingBack).where(*this).values(**nothing, text="", public=False))


def forget_callers(connection: Connection, dialogue: str) -> None:
    """On the day on which names go: who rang is a name too."""
    of_dialogue = update(LookingBack).where(LookingBack.dialogue == dialogue, LookingBack.caller.is_not(None))
    connection.execute(of_dialogue.values(caller=""))


class EveningToRing(msgspec.Struct, frozen=True):
    """An evening of which so many people were asked, had no mail and did not answer."""

    id: str
    title: str
    theme: str
    neighbourhood: str
    lang: str
    persons: int


def to_ring() -> Select[str, int]:
    """Per dialogue how many `persons` were asked, had no mail and did not answer."""
    query = select(LookingBack.dialogue, func.count().label("persons"))
    return query.where(LookingBack.at.is_(None), LookingBack.is_mailed.is_(False)).group_by(
        LookingBack.dialogue
    )


def list_to_ring(connection: Connection, scope: Scope) -> list[EveningToRing]:
    """The oldest first."""
    plan, waiting = Dialogue.__table__.columns, to_ring().subquery()
    columns = named_columns(*(name for name in EveningToRing.__struct_fields__ if name != "persons"))
    query = select(*columns, waiting.c.persons).join(waiting, waiting.c.dialogue == Dialogue.id)
    query = scope.narrow(
        query.where(Dialogue.erasing.is_(None)), dialogue=Dialogue.id, organisation=Dialogue.owner
    )
    rows = connection.execute(query.order_by(plan.created, plan.id).limit(MOST))
    return [msgspec.convert(row._mapping, EveningToRing) for row in rows]


class Progress(msgspec.Struct, frozen=True):
    """How many were asked, by mail, and answered."""

    invited: int
    mailed: int
    answered: int


def count_answers(connection: Connection, dialogue: str) -> Progress:
    query = select(
        func.count(),
        func.count().filter(LookingBack.is_mailed),
        func.count(LookingBack.at),
    ).where(LookingBack.dialogue == dialogue)
    return Progress(*connection.execute(query).one())
