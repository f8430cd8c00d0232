"""The rows of questions, kept equal to what stands in the record: a question that leaves it takes its addressee and its replies along
(C3, C8). One that an organiser hid keeps them; its addressee reads it no more.
"""

from sqlalchemy import Connection, delete, select, update

from dialoog.jobs import outbox
from dialoog.records.follow_up.agreements import SYSTEM_ROLES
from dialoog.records.follow_up.questions.models import Addressee, Question, Reply
from dialoog.records.snapshot import Snapshot
from dialoog.rules.state import State


def sync(connection: Connection, dialogue: str, state: State, snapshot: Snapshot) -> None:
    """What was asked and replied stays with its question; of what went, mails go too."""
    is_named = {words.id: words.seat is not None for words in snapshot.questions}
    rows = connection.execute(select(Question.word, Question.id).where(Question.dialogue == dialogue)).all()
    for row in rows:
        if row.word not in is_named:
            delete_question(connection, dialogue, row.word)
            continue
        own = Question.dialogue == dialogue, Question.word == row.word
        facts = facts_of(state, row.word, is_named=is_named[row.word])
        connection.execute(update(Question).where(*own).values(**facts))


def facts_of(state: State, word: str, *, is_named: bool) -> dict[str, object]:
    """What the journal says of a question. `is_named`: whether the record names who asks it."""
    seat = state.words[word].seat
    is_of_resident = seat is not None and state.seats[seat].role not in SYSTEM_ROLES
    return {"seat": seat, "is_named": is_named, "is_of_resident": is_of_resident}


def delete_question(connection: Connection, dialogue: str, word: str) -> None:
    own = Question.dialogue == dialogue, Question.word == word
    outbox.forget(connection, *connection.execute(select(Question.id).where(*own)).scalars())
    for table in (Reply, Addressee):
        connection.execute(delete(table).where(table.dialogue == dialogue, table.word == word))
    connection.execute(delete(Question).where(*own))


def forget_addressee(connection: Connection, dialogue: str, identifier: str) -> None:
    """How the addressee of this question is reached, and mails to them; the question and its replies stay."""
    of_question = select(Question.word).where(Question.dialogue == dialogue, Question.id == identifier)
    own = Addressee.dialogue == dialogue, Addressee.word == of_question.scalar_subquery()
    connection.execute(delete(Addressee).where(*own))
    outbox.forget(connection, identifier)


def forget_enterers(connection: Connection, dialogue: str) -> None:
    """On the day on which names go: who entered a reply, and who wrote down what the asker said of it."""
    for column in (Reply.enterer, Reply.judge):
        named = update(Reply).where(Reply.dialogue == dialogue, column.is_not(None))
        connection.execute(named.values({column.key: ""}))
