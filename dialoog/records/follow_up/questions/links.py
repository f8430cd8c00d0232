"""The link by which an addressee replies without an account: it opens one question and nothing else, until the day on which it ends.

Its token names the question and proves itself by the secret of the installation, so that none is stored, and so that of a question that
was withdrawn the link can still say so.
"""

import hmac

import msgspec
from sqlalchemy import Connection, select

from dialoog.accounts import tokens
from dialoog.jobs.schedule import day_at
from dialoog.live.models import Dialogue, Word
from dialoog.live.table_names import named_columns
from dialoog.records.follow_up.questions.models import Addressee
from dialoog.records.follow_up.questions.queries import QuestionInfo, list_questions, questions
from dialoog.records.models import HiddenWord

ID_SIGNS = 16
LONGEST_TOKEN = 64
_plan = Dialogue.__table__.columns


class QuestionLink(msgspec.Struct, frozen=True):
    """A question with what its addressee is shown: nobody's name but their own."""

    question: QuestionInfo
    text: str
    lang: str
    title: str
    neighbourhood: str
    sender: str
    contact: str
    name: str
    mail: str
    written_in: str
    """The language in which the addressee is written to."""
    owner: str | None
    """The organisation that asks."""

    def has_expired(self, now: int) -> bool:
        return self.question.ends <= day_at(now).isoformat()


def token_of(secret: str, identifier: str) -> str:
    """The id and 128 bits, in signs that every mail program leaves as they are."""
    return identifier + _proof(secret, identifier)


def opens(secret: str, token: str) -> str | None:
    """The id of the question that this token is about; None for one that nobody here made."""
    identifier, proof = token[:ID_SIGNS], token[ID_SIGNS:LONGEST_TOKEN]
    return identifier if hmac.compare_digest(_proof(secret, identifier).encode(), proof.encode()) else None


def find(connection: Connection, identifier: str) -> QuestionLink | None:
    """None where nobody is asked by this id any more: the question was withdrawn or hidden, somebody else is asked, or it was erased."""
    hidden = HiddenWord.dialogue == questions.dialogue, HiddenWord.word == questions.word
    query = (
        select(
            questions.dialogue,
            questions.word,
            Word.text,
            Word.lang,
            Addressee.name,
            Addressee.mail,
            Addressee.lang.label("written_in"),
            *named_columns("title", "neighbourhood", "organisation", "facilitator", "contact", "owner"),
        )
        .join(Dialogue, Dialogue.id == questions.dialogue)
        .join(Word, (Word.dialogue == questions.dialogue) & (Word.id == questions.word))
        .outerjoin(
            Addressee, (Addressee.dialogue == questions.dialogue) & (Addressee.word == questions.word)
        )
        .where(questions.id == identifier, Dialogue.erasing.is_(None), ~select(HiddenWord.word).where(*hidden).exists())
    )  # fmt: skip
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    question = list_questions(connection, questions.id == identifier)[row.word]
    return QuestionLink(
        question,
        row.text,
        row.lang,
        row.title,
        row.neighbourhood,
        row.organisation or row.facilitator,
        row.contact,
        row.name or "",
        row.mail or "",
        row.written_in or "nl",
        row.owner,
    )


def _proof(secret: str, identifier: str) -> str:
    return tokens.derive_for_mail(secret, "question", identifier)
