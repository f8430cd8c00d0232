"""Answering for an agreement: gedaan, nog bezig, verplaatst, losgelaten, by its owner or by who rang them.

Every function takes the moment `now` in ms since 1970 and acts within a transaction of its caller.
"""

from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection, select, update

from dialoog.accounts.policy import may_close_agreement
from dialoog.db.erasure_list import Erased, note
from dialoog.jobs.schedule import day_at
from dialoog.live.queries import owner_kind
from dialoog.records.follow_up.agreements import AgreementInfo, forget_answer
from dialoog.records.follow_up.models import Agreement, Outcome

INTERIM_DAYS = 14
"""After "nog bezig" nobody asks again for so long."""
FURTHEST_DAYS = 730
"""Further away is a slip of the hand."""
_columns = Agreement.__table__.columns


class Answer(msgspec.Struct, frozen=True):
    """`moved_to` is the ISO date of "verplaatst"."""

    outcome: Outcome
    moved_to: str = ""
    note: str = ""


class NotThere(Exception):
    """There is no such agreement in the record (any more)."""


class NotADay(Exception):
    """`reason` is `missing`, `past` or `far`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotTheirs(Exception):
    """A municipality or care organisation never closes what is a resident's: an agreement, or a question."""


def answer_agreement(
    connection: Connection, dialogue: str, word: str, answer: Answer, now: int, caller: str | None = None
) -> bool:
    """`caller` is the name of who writes it down for the owner. The same answer again changes nothing, and a note that is left empty
    then stays; whether something changed. Raises NotThere, NotADay and NotTheirs."""
    agreement = _lock(connection, dialogue, word)
    today = day_at(now)
    moved_to = agreement.moved_to if answer.outcome == "busy" else None
    if answer.outcome == "moved":
        moved_to = check_day(answer.moved_to, today).isoformat()
    if caller is not None and answer.outcome in ("done", "released"):
        require_close(connection, dialogue, is_of_resident=agreement.is_of_resident)
    is_due_again = bool(agreement.ask_on) and agreement.ask_on <= today.isoformat()
    is_same = (agreement.outcome, agreement.moved_to) == (answer.outcome, moved_to) and not is_due_again
    if is_same and answer.note in ("", agreement.note):
        return False
    values = {
        "outcome": answer.outcome,
        "moved_to": moved_to,
        "note": answer.note,
        "at": now,
        "caller": caller,
    }
    ask_on = _ask_on(answer.outcome, moved_to or agreement.due, today)
    this = Agreement.dialogue == dialogue, Agreement.word == word
    connection.execute(update(Agreement).where(*this).values(ask_on=ask_on, **values))
    if agreement.note and agreement.note != answer.note:
        note(connection, Erased(now, "agreement", dialogue, word))
    return True


def take_back(connection: Connection, dialogue: str, word: str, now: int) -> None:
    """As if nobody had answered, in a backup too that is older; of an agreement without an answer nothing changes. Raises NotThere."""
    if _lock(connection, dialogue, word).outcome is not None:
        forget_answer(connection, dialogue, word)
        note(connection, Erased(now, "agreement", dialogue, word))


def check_day(typed: str, today: date) -> date:
    """Raises NotADay for what is no date, a past one, and one too far away."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise NotADay("missing") from None
    if day < today:
        raise NotADay("past")
    if day > today + timedelta(days=FURTHEST_DAYS):
        raise NotADay("far")
    return day


def require_close(connection: Connection, dialogue: str, *, is_of_resident: bool) -> None:
    """Raises NotTheirs where who works for the owner of this dialogue never closes what is a resident's."""
    if not may_close_agreement(owner_kind(connection, dialogue), is_of_resident=is_of_resident):
        raise NotTheirs


def _lock(connection: Connection, dialogue: str, word: str) -> AgreementInfo:
    query = select(*(_columns[name] for name in AgreementInfo.__struct_fields__))
    locked = query.where(_columns.dialogue == dialogue, _columns.word == word).with_for_update()
    row = connection.execute(locked).one_or_none()
    if row is None:
        raise NotThere
    return msgspec.convert(row._mapping, AgreementInfo)


def _ask_on(outcome: Outcome, day: str, today: date) -> str:
    match outcome:
        case "done" | "released":
            return ""
        case "moved":
            return day
        case "busy":
            return max(day, (today + timedelta(days=INTERIM_DAYS)).isoformat())
