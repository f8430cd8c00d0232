"""The tables of saved records, and beside them what an organiser decides about one and writes above it.

A record holds structure, ids and numbers, never words, names or the plan: those are read from the tables beside the
journal. So erasing or blanking stays one action, in one place, and a record, its JSON and every list
made from it forget at the same moment (C3, C8).
"""

from typing import Literal, get_args

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base

Stage = Literal["concept", "review", "final"]
"""`review`: it lies open for seven days to who took part. `final`: the organiser settled it after that."""
STAGES: tuple[Stage, ...] = get_args(Stage)
Audience = Literal["participants", "organisation", "public"]
"""Who may read it, each with those before: who took part, the members of the organisation, everybody."""
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


class Record(Base):
    """The columns before `document` are those that lists show, sort and filter by: no list decodes a snapshot.

    `document` comes last, since SQLite reads what stands behind it through all the pages that it fills.
    """

    __tablename__ = "records"
    __table_args__ = (Index("ix_records_held_dialogue", "held", "dialogue"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    """What stands in the record's address. The record of one dialogue has that dialogue's id."""
    dialogue: Mapped[str] = mapped_column(
        String(24), ForeignKey("dialogues.id", ondelete="CASCADE"), unique=True
    )
    version: Mapped[int]
    """The version of the journal that the record is equal to (S1)."""
    saved: Mapped[int] = mapped_column(BigInteger)
    """When the dialogue was closed."""
    changed: Mapped[int] = mapped_column(BigInteger)
    """When somebody last changed a choice, withdrew or erased; the closing itself at first (S1)."""
    held: Mapped[int] = mapped_column(BigInteger)
    """When the first step began; the closing, where none did."""
    seats: Mapped[int]
    insights: Mapped[int]
    questions: Mapped[int]
    agreements: Mapped[int]
    document: Mapped[bytes] = mapped_column(LargeBinary)
    """A `snapshot.Snapshot` as JSON."""


class Publication(Base):
    """What an organiser decided about a record and wrote above it. A record without a row is a concept for who took part.

    It stands apart from `Record`, which follows from the journal alone."""

    __tablename__ = "publications"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(16), default="concept")
    audience: Mapped[str] = mapped_column(String(16), default="participants", index=True)
    review_ends: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """While it is in review, and after: when the seven days end, in ms since 1970."""
    introduction: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[int] = mapped_column(default=0)
    """That of the newest version; 0 before there is one."""
    lost_insights: Mapped[int] = mapped_column(default=0)
    """Insights that went since an organiser last looked, with the last words that they rested on."""
    named_in: Mapped[str] = mapped_column(Text, default="")
    """The tables in which a text of the organiser's own names somebody who was erased since an organiser last looked."""


class RecordVersion(Base):
    """What an organiser's change left: their own text, and the ids of the words that stood in the record then. Never the words
    themselves, so that what is withdrawn is gone from every version."""

    __tablename__ = "record_versions"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger)
    person: Mapped[str | None] = mapped_column(String(24), default=None)
    """The account of who made it. Their name is read from there, and goes with the account."""
    stage: Mapped[str] = mapped_column(String(16))
    audience: Mapped[str] = mapped_column(String(16))
    introduction: Mapped[str] = mapped_column(Text)
    conclusion: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    """Ids, separated by spaces."""


class HiddenWord(Base):
    """A whole sentence that an organiser hid, with the reason, which its owner reads. It is shown again by deleting the row."""

    __tablename__ = "hidden_words"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[int] = mapped_column(BigInteger)
    person: Mapped[str | None] = mapped_column(String(24), default=None)


class Sheet(Base):
    """What an organiser chose for the folded sheet of a record, and their own text on it. Of people's words it holds ids in their order, so
    that the next print is without a sentence that went."""

    __tablename__ = "sheets"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    """How often it was changed: it stands on the paper, and tells whether somebody else changed it meanwhile."""
    title: Mapped[str] = mapped_column(Text, default="")
    introduction: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    """Whom a neighbour may call."""
    phone: Mapped[str] = mapped_column(Text, default="")
    visit: Mapped[str] = mapped_column(Text, default="")
    """Where and when one may walk in."""
    words: Mapped[str] = mapped_column(Text, default="")
    """Ids, separated by spaces."""
    lost: Mapped[int] = mapped_column(default=0)
    """How many of them may not stand on it now: withdrawn, hidden, or public no more."""
    changed: Mapped[int] = mapped_column(BigInteger)
    """When an organiser last changed it, ms since 1970."""


class RemovalRequest(Base):
    """Somebody who is in a record and does not want that. What they wrote, and how to reach them, goes seven
    days after the answer at the latest."""

    __tablename__ = "removal_requests"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), index=True)
    text: Mapped[str | None] = mapped_column(Text, default=None)
    """Which sentence, or where it stands, in their own words."""
    wish: Mapped[str | None] = mapped_column(Text, default=None)
    lang: Mapped[str] = mapped_column(String(8), default="nl", server_default="nl")
    """That of the page on which they asked, and of the answer."""
    reach: Mapped[str | None] = mapped_column(Text, default=None)
    created: Mapped[int] = mapped_column(BigInteger)
    answered: Mapped[int | None] = mapped_column(BigInteger, default=None)
    outcome: Mapped[str | None] = mapped_column(String(16), default=None)
    """`hidden` or `kept`."""
    reason: Mapped[str | None] = mapped_column(Text, default=None)
    """Why, in the organiser's own text."""
    person: Mapped[str | None] = mapped_column(String(24), default=None)


class Download(Base):
    """A file of a record that somebody took along, by the ids of what stood in it, never the words. The same file on the same day for the
    same person is one row."""

    __tablename__ = "record_downloads"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """It stands in the file."""
    at: Mapped[int] = mapped_column(BigInteger)
    """When it was first made, in ms since 1970."""
    format: Mapped[str] = mapped_column(String(8))
    """An extension, `sheet` for the folded sheet, or how it was told back what became of it: `report`, `mail`."""
    audience: Mapped[str] = mapped_column(String(16))
    taker: Mapped[str] = mapped_column(String(16))
    """`account`, `seat`, `desk`, `key`, or `everybody` for a public page."""
    person: Mapped[str | None] = mapped_column(String(24), default=None)
    """The account of who took it; nobody at the table is named."""
    archive: Mapped[str | None] = mapped_column(String(24), default=None)
    """The zip in which it was taken along. No foreign key: the zip is gone after a day, and what was fetched of it is not."""
    times: Mapped[int] = mapped_column(default=1)
    version: Mapped[int]
    """The organiser's newest version then, of a sheet its number."""
    contents: Mapped[str] = mapped_column(Text)
    """Ids, separated by spaces; `downloads.contents` says of what."""
    missing_sentences: Mapped[int] = mapped_column(default=0)
    missing_names: Mapped[int] = mapped_column(default=0)
    """How much of it left the record since."""
    acknowledged: Mapped[int] = mapped_column(default=0)
    """As much was missing when an organiser last looked."""


class Archive(Base):
    """A zip of the records of an organisation, in the folder of this installation. `state` is making, ready, withdrawn or failed."""

    __tablename__ = "archives"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    organisation: Mapped[str] = mapped_column(String(24))
    person: Mapped[str] = mapped_column(String(24), index=True)
    """The account of who asked for it, who alone fetches it."""
    format: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(8))
    neighbourhood: Mapped[str] = mapped_column(Text)
    since: Mapped[str] = mapped_column(String(10))
    until: Mapped[str] = mapped_column(String(10))
    """The first and the last day on which its dialogues were held; empty: any."""
    state: Mapped[str] = mapped_column(String(16), default="making")
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    last: Mapped[str] = mapped_column(String(24), default="")
    """The dialogue that was added last; they are added by id."""
    created: Mapped[int] = mapped_column(BigInteger)
    expires: Mapped[int] = mapped_column(BigInteger)
    """When it is removed, in ms since 1970."""
