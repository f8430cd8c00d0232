"""The link in the mail that asks after an agreement: it opens that agreement and nothing else, for ninety days after the newest mail.

Its token follows from the secret of the installation, so that every mail about one agreement has the same; only its hash is stored.
"""

import msgspec
from sqlalchemy import Connection, select

from dialoog.accounts import tokens
from dialoog.jobs.clock import DAY_MS
from dialoog.live.models import Dialogue, SeatName, Word
from dialoog.live.table_names import named_columns
from dialoog.records.follow_up.agreements import AgreementInfo
from dialoog.records.follow_up.models import Agreement

DAYS = 90
LONGEST_TOKEN = 64
_columns, _plan = Agreement.__table__.columns, Dialogue.__table__.columns


class AgreementLink(msgspec.Struct, frozen=True):
    """An agreement with what its owner is shown of it. `name` is None once names went."""

    agreement: AgreementInfo
    text: str
    lang: str
    name: str | None
    title: str
    contact: str
    made: int
    """When the newest mail with it was written, in ms since 1970."""

    @property
    def written_in(self) -> str:
        return self.agreement.lang

    def has_expired(self, now: int) -> bool:
        return self.made + DAYS * DAY_MS <= now


def token_of(secret: str, agreement: str) -> str:
    return tokens.derive_for_mail(secret, "agreement", agreement)


def find(connection: Connection, token: str) -> AgreementLink | None:
    """None for a token that opens nothing (any more). One look-up by hash."""
    query = (
        select(
            *(_columns[name] for name in AgreementInfo.__struct_fields__),
            _columns.link_made,
            Word.text,
            Word.lang.label("text_lang"),
            SeatName.name,
            *named_columns("title", "contact"),
        )
        .join(Dialogue, Dialogue.id == _columns.dialogue)
        .join(Word, (Word.dialogue == _columns.dialogue) & (Word.id == _columns.word))
        .outerjoin(SeatName, (SeatName.dialogue == _columns.dialogue) & (SeatName.id == _columns.seat))
        .where(_columns.link_hash == tokens.hash_of(token[:LONGEST_TOKEN]), Dialogue.erasing.is_(None))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    fields = {name: row._mapping[name] for name in AgreementInfo.__struct_fields__}
    return AgreementLink(
        msgspec.convert(fields, AgreementInfo),
        row.text,
        row.text_lang,
        row.name,
        row.title,
        row.contact,
        row.link_made,
    )
