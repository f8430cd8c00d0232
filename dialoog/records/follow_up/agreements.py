"""The rows of agreements: made equal to what stands in the record, and read with what became of each.

An agreement that leaves the record takes its answer and its note along (C3, C8). A sentence that an organiser hid stays: its owner still
answers for it, and nobody else reads it.
"""

import secrets
from datetime import date

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from dialoog.jobs import outbox
from dialoog.live.journal.contacts import may_be_reached
from dialoog.records.follow_up.models import Agreement, Outcome
from dialoog.records.snapshot import Snapshot
from dialoog.rules.state import Role, State

SYSTEM_ROLES = (Role.MUNICIPALITY, Role.CARE, Role.PROFESSIONAL)
_columns = Agreement.__table__.columns


class AgreementInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One agreement, and the answer to it where there is one. Days are ISO dates, `at` is ms since 1970."""

    dialogue: str
    word: str
    id: str
    seat: str
    lang: str
    is_named: bool
    is_of_resident: bool
    due: str
    ask_on: str
    outcome: Outcome | None = None
    moved_to: str | None = None
    note: str = ""
    at: int | None = None
    caller: str | None = None

    @property
    def day(self) -> str:
        """The day that holds now."""
        return self.moved_to or self.due

    def is_overdue(self, today: date) -> bool:
        """Not before the day after, and not while a later day runs."""
        return bool(self.ask_on) and self.ask_on < today.isoformat()


def sync(connection: Connection, dialogue: str, state: State, snapshot: Snapshot) -> None:
    """Makes the rows equal to the record; what was answered stays with its agreement. Mails about what went, or to who may not be
    approached any more, go."""
    facts_by_word = {
        words.id: _facts(state, owner, words.due, is_named=words.seat is not None)
        for words in snapshot.agreements
        if words.stands and words.due and (owner := state.words[words.id].seat)
    }
    rows = connection.execute(
        select(Agreement.word, Agreement.id, Agreement.seat).where(Agreement.dialogue == dialogue)
    ).all()
    present = {row.word for row in rows}
    for row in rows:
        if row.word not in facts_by_word:
            connection.execute(delete(Agreement).where(Agreement.id == row.id))
        if row.word not in facts_by_word or not may_be_reached(state.seats[row.seat]):
            outbox.forget(connection, row.id)
    for word, facts in facts_by_word.items():
        if word in present:
            of_word = Agreement.dialogue == dialogue, Agreement.word == word
            connection.execute(update(Agreement).where(*of_word).values(**facts))
        else:
            values = {"dialogue": dialogue, "word": word, "id": secrets.token_urlsafe(12), **facts}
            connection.execute(insert(Agreement).values(**values, ask_on=facts["due"], note=""))


def _facts(state: State, owner: str, due: str, *, is_named: bool) -> dict[str, object]:
    seat = state.seats[owner]
    return {
        "seat": owner,
        "lang": seat.lang,
        "is_named": is_named,
        "is_of_resident": seat.role not in SYSTEM_ROLES,
        "due": due,
    }


def list_agreements(connection: Connection, dialogue: str) -> dict[str, AgreementInfo]:
    """Word → the agreement and its answer, of those that stand in the record."""
    query = select(*(_columns[name] for name in AgreementInfo.__struct_fields__))
    rows = connection.execute(query.where(_columns.dialogue == dialogue))
    return {row.word: msgspec.convert(row._mapping, AgreementInfo) for row in rows}


def forget_answer(connection: Connection, dialogue: str, word: str) -> None:
    """As if nobody had answered."""
    this = Agreement.dialogue == dialogue, Agreement.word == word
    nothing: dict[str, object] = dict.fromkeys(("outcome", "moved_to", "at", "caller"))
    connection.execute(update(Agreement).where(*this).values(note="", ask_on=Agreement.due, **nothing))


def forget_callers(connection: Connection, dialogue: str) -> None:
    """On the day on which names go: who rang is a name too."""
    of_dialogue = update(Agreement).where(Agreement.dialogue == dialogue, Agreement.caller.is_not(None))
    connection.execute(of_dialogue.values(caller=""))
