"""Tables of running dialogues: the dialogue, its journal, and beside the journal the words and names.

The journal holds no texts. Texts and names have tables of their own, each row with the salt of its
commitment: deleting a row erases the text and leaves the chain of digests intact.
"""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base
from dialoog.live.plan import PlanColumns
from dialoog.live.programme_names import UNKNOWN


class Dialogue(PlanColumns, Base):
    __tablename__ = "dialogues"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    code: Mapped[str] = mapped_column(String(7), unique=True)
    created: Mapped[int] = mapped_column(BigInteger)
    closed: Mapped[int | None] = mapped_column(BigInteger, default=None)
    swept: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """When undecided words were blanked, seven days after closing (C3)."""
    erasing: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """When the worker began to erase it, on its last day: from then on nobody finds it, whatever still lies there."""
    owner: Mapped[str | None] = mapped_column(String(24), index=True, default=None)
    """The organisation that it belongs to; None before there is one."""
    programme: Mapped[str] = mapped_column(String(16), default=UNKNOWN)
    """The name of the programme that it was opened with."""
    table_number: Mapped[int] = mapped_column(default=0)
    """Within its evening; 0 where it is the only table."""
    screen_lang: Mapped[str] = mapped_column(String(8), default="")
    """The language of the screen, where that is not the one in which its plan is written."""


class JournalRow(Base):
    """One accepted command. `by_seat` is empty if the rules hide who sent it (T19)."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("dialogue", "command_id"),)

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    command_id: Mapped[str] = mapped_column(String(64))
    request_mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    by_desk: Mapped[str] = mapped_column(String(16))
    by_seat: Mapped[str | None] = mapped_column(String(64), default=None)
    at: Mapped[int] = mapped_column(BigInteger)
    events: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class Word(Base):
    """One text, in the language of its owner."""

    __tablename__ = "words"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    lang: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))


class Translation(Base):
    """A translation, shown beside the original and never in its place (C5)."""

    __tablename__ = "translations"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    lang: Mapped[str] = mapped_column(String(8), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))


class Contact(Base):
    """How somebody can be reached who chose that (C2). The journal says nothing of it, not even a commitment: so few digits could be
    tried out."""

    __tablename__ = "contacts"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    seat: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class Card(Base):
    """A numbered card of paper, which opens the page of one seat's own words; of nobody until it was handed out, and after it was lost."""

    __tablename__ = "cards"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """Of its code."""
    seat: Mapped[str | None] = mapped_column(String(64), default=None)
    origin: Mapped[str | None] = mapped_column(String(24), default=None)
    """The planned evening that it was printed for, from whose id its code follows; None: it follows from the dialogue's."""
    lost: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """When it was said to be lost, in ms since 1970."""


class SeatName(Base):
    __tablename__ = "seats"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    requested: Mapped[str | None] = mapped_column(Text, default=None)
    """The name that waits to be read by a desk (C1)."""
    requested_salt: Mapped[bytes | None] = mapped_column(LargeBinary(16), default=None)
    pronunciation: Mapped[str | None] = mapped_column(Text, default=None)
    """How the name is said, in letters that the facilitator reads (C1)."""
    pronunciation_salt: Mapped[bytes | None] = mapped_column(LargeBinary(16), default=None)
