"""The tables of the search: every released sentence folded, and the keys of its words.

They are ordinary tables, the same on both databases. An index of SQLite's own would keep erased words in its file until all of it is
written anew; a row that is deleted here is overwritten at once.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    false,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base

WHOLE_TABLE = ""
"""No seat has this id."""


class SearchText(Base):
    """A released sentence in one language: its own, or that of a translation."""

    __tablename__ = "search_texts"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    lang: Mapped[str] = mapped_column(String(8), primary_key=True)
    is_original: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(16))
    source: Mapped[str | None] = mapped_column(String(16))
    seat: Mapped[str | None] = mapped_column(String(64))
    """Whose it is, where the name is released; `WHOLE_TABLE` where it is everybody's."""
    folded: Mapped[str] = mapped_column(Text)


def is_of_table() -> ColumnElement[bool]:
    """Whether a sentence is the whole table's: then nobody's name stays out."""
    is_whole: ColumnElement[Any] = SearchText.__table__.columns.seat == WHOLE_TABLE
    return func.coalesce(is_whole, false()).label("of_table")


class SearchKey(Base):
    """The key of a word of a released sentence (`keys.key_of`), in the order in which a page shows them: the newest are read first, and
    no more than fit."""

    __tablename__ = "search_keys"
    __table_args__ = (
        ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        Index("ix_search_keys_dialogue_word", "dialogue", "word"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    held: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    """As that of the record."""
    dialogue: Mapped[str] = mapped_column(String(24), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), primary_key=True)


class SearchVocabulary(Base):
    """Every key that some sentence has, once: parts of words are looked for here, and not in a hundred thousand sentences."""

    __tablename__ = "search_vocabulary"

    key: Mapped[str] = mapped_column(Text, primary_key=True)


class SearchState(Base):
    """To which state of its record the index of a dialogue is equal: `records.changed` of then. No row: it was never indexed."""

    __tablename__ = "search_states"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int]
