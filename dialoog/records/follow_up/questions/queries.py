"""Reading the questions of a record that somebody was asked to answer, with every reply, and how their addressees are reached."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select

from dialoog.records.follow_up.questions.models import (
    Addressee,
    Question,
    QuestionState,
    Reply,
    ReplyKind,
)

questions, replies, addressees = (table.__table__.columns for table in (Question, Reply, Addressee))


class ReplyInfo(msgspec.Struct, frozen=True):
    """One reply. `until` and `written` are ISO dates, `at` and `judged` ms since 1970; models.py says what each is."""

    number: int
    kind: ReplyKind
    organisation: str
    text: str
    lang: str
    until: str | None
    at: int
    written: str
    enterer: str | None
    is_answer: bool | None
    judged: int | None
    judge: str | None
    remark: str


class QuestionInfo(msgspec.Struct, frozen=True):
    """One question and its replies, the earliest first; models.py says what each field is. Days are ISO dates, moments ms since 1970."""

    dialogue: str
    word: str
    id: str
    seat: str | None
    is_named: bool
    is_of_resident: bool
    organisation: str
    state: QuestionState
    asked_at: int
    reply_by: str
    ask_on: str
    told_at: int | None
    ends: str
    replies: tuple[ReplyInfo, ...] = ()

    @property
    def newest(self) -> ReplyInfo | None:
        return self.replies[-1] if self.replies else None

    @property
    def answer(self) -> ReplyInfo | None:
        """The newest that is more than an interim reply."""
        return next((one for one in reversed(self.replies) if one.kind != "interim"), None)

    @property
    def was_no_answer(self) -> bool:
        """Whether the asker opened it again."""
        return self.state == "asked" and self.answer is not None and self.answer.is_answer is False

    @property
    def is_to_tell(self) -> bool:
        """Whether the addressee knows nothing yet of what is asked now."""
        return self.state == "asked" and self.told_at is None

    def is_late(self, today: date) -> bool:
        """Not before the day after, and not while an interim reply runs."""
        return self.state == "asked" and self.ask_on < today.isoformat()


class AddresseeInfo(msgspec.Struct, frozen=True):
    """How an addressee is reached; all of it is empty once it was erased."""

    name: str = ""
    mail: str = ""
    phone: str = ""
    lang: str = "nl"


def questions_of(connection: Connection, dialogue: str) -> dict[str, QuestionInfo]:
    """Word → the question with its replies, of those in the record for which somebody was asked. One query; those that an organiser
    hid are among them."""
    return list_questions(connection, questions.dialogue == dialogue)


def list_questions(connection: Connection, which: ColumnElement[bool]) -> dict[str, QuestionInfo]:
    """The same of the questions of one dialogue for which `which` holds."""
    return {word: _question(rows) for word, rows in _rows_by_word(connection, _select().where(which)).items()}


def questions_with_addressees(
    connection: Connection, dialogue: str
) -> dict[str, tuple[QuestionInfo, AddresseeInfo]]:
    """The same as `questions_of`, each with how its addressee is reached: for the organisers of that organisation alone. One query."""
    of_question = and_(addressees.dialogue == questions.dialogue, addressees.word == questions.word)
    query = (
        _select()
        .add_columns(*(addressees[name].label(f"to_{name}") for name in AddresseeInfo.__struct_fields__))
        .outerjoin(Addressee, of_question)
        .where(questions.dialogue == dialogue)
    )
    return {
        word: (_question(rows), _addressee(rows[0], "to_"))
        for word, rows in _rows_by_word(connection, query).items()
    }


def _select() -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(questions[name] for name in QuestionInfo.__struct_fields__ if name != "replies"),
            *(replies[name].label(f"reply_{name}") for name in ReplyInfo.__struct_fields__),
        )
        .outerjoin(Reply, and_(replies.dialogue == questions.dialogue, replies.word == questions.word))
        .order_by(questions.asked_at, questions.word, replies.number)
    )


def _rows_by_word(connection: Connection, query: Select[*tuple[Any, ...]]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.word, []).append(row)
    return found


def _question(rows: list[Row[Any]]) -> QuestionInfo:
    own = {name: rows[0]._mapping[name] for name in QuestionInfo.__struct_fields__ if name != "replies"}
    of_question = tuple(
        msgspec.convert(
            {name: row._mapping[f"reply_{name}"] for name in ReplyInfo.__struct_fields__}, ReplyInfo
        )
        for row in rows
        if row.reply_number is not None
    )
    return msgspec.convert({**own, "replies": of_question}, QuestionInfo)


def find_addressee(connection: Connection, dialogue: str, word: str) -> AddresseeInfo:
    columns = (addressees[name] for name in AddresseeInfo.__struct_fields__)
    query = select(*columns).where(addressees.dialogue == dialogue, addressees.word == word)
    row = connection.execute(query).one_or_none()
    return AddresseeInfo() if row is None else _addressee(row)


def _addressee(row: Row[Any], prefix: str = "") -> AddresseeInfo:
    fields = {name: row._mapping[f"{prefix}{name}"] for name in AddresseeInfo.__struct_fields__}
    return AddresseeInfo(**{name: text for name, text in fields.items() if text is not None})
