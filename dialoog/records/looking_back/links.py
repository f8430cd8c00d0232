"""The link in the mail that asks what changed: it opens the question of one person and nothing else, for ninety days.

Its token follows from the secret of the installation; only its hash is stored.
"""

import msgspec
from sqlalchemy import Connection, select

from dialoog.accounts import tokens
from dialoog.jobs.clock import DAY_MS
from dialoog.live.models import Dialogue
from dialoog.live.table_names import named_columns
from dialoog.records.looking_back.answers import AnswerInfo
from dialoog.records.looking_back.models import LookingBack

DAYS = 90
LONGEST_TOKEN = 64
_columns, _plan = LookingBack.__table__.columns, Dialogue.__table__.columns


class LookingBackLink(msgspec.Struct, frozen=True):
    """A person who was asked, and of which evening."""

    answer: AnswerInfo
    title: str
    contact: str

    @property
    def written_in(self) -> str:
        return self.answer.lang

    def has_expired(self, now: int) -> bool:
        return self.answer.asked_at + DAYS * DAY_MS <= now


def token_of(secret: str, dialogue: str, seat: str) -> str:
    return tokens.derive_for_mail(secret, "looking back", dialogue, seat)


def find(connection: Connection, token: str) -> LookingBackLink | None:
    """None for a token that opens nothing (any more). One look-up by hash."""
    query = (
        select(
            *(_columns[name] for name in AnswerInfo.__struct_fields__),
            *named_columns("title", "contact"),
        )
        .join(Dialogue, Dialogue.id == _columns.dialogue)
        .where(_columns.link_hash == tokens.hash_of(token[:LONGEST_TOKEN]), Dialogue.erasing.is_(None))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    fields = {name: row._mapping[name] for name in AnswerInfo.__struct_fields__}
    return LookingBackLink(msgspec.convert(fields, AnswerInfo), row.title, row.contact)
