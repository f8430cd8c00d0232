"""The tables of questions that somebody outside was asked to answer: the question, how the addressee is reached, and every reply.

They lie beside the journal, as agreements do, and hold the ids of a question's words, never the words. A question nobody was asked yet has no row.
"""

from typing import Literal, get_args

from sqlalchemy import BigInteger, Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base

ReplyKind = Literal["interim", "yes", "partly", "no"]
"""Tussenbericht with a new date, ja, deels, nee."""
REPLY_KINDS: tuple[ReplyKind, ...] = get_args(ReplyKind)
QuestionState = Literal["asked", "replied", "closed"]
"""`asked`: a reply is awaited. `replied`: the asker still says whether it was an answer. `closed`: it was."""


class Question(Base):
    """A question of a record for which somebody was asked. The row goes with its words."""

    __tablename__ = "questions"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    """Names it in the addressee's link and as the cause of mails. Another addressee gets another, so that the former link opens nothing."""
    seat: Mapped[str | None] = mapped_column(String(64), default=None)
    """Whose question it is; None where it is the whole table's."""
    is_named: Mapped[bool] = mapped_column(Boolean)
    """Whether the record may say whose it is."""
    is_of_resident: Mapped[bool] = mapped_column(Boolean)
    """Of somebody who is not there for a municipality, a care organisation or a profession."""
    organisation: Mapped[str] = mapped_column(Text)
    """Who is asked, as the record says it."""
    state: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[int] = mapped_column(BigInteger)
    """When it was last asked or opened again, in ms since 1970."""
    reply_by: Mapped[str] = mapped_column(String(10))
    """The ISO date by which a reply was asked."""
    ask_on: Mapped[str] = mapped_column(String(10), index=True)
    """That date, or that of a running interim reply; empty where no reply is awaited."""
    told_at: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """When the addressee was told what is asked now; None while an organiser has still to hand over the link."""
    reminded_for: Mapped[str | None] = mapped_column(String(10), default=None)
    """The day for which a reminder was last mailed."""
    ends: Mapped[str] = mapped_column(String(10))
    """The ISO date on which the link stops and how the addressee is reached is erased."""


class Addressee(Base):
    """How the addressee of a question is reached: contact data, for the organisers alone. Each line may be empty."""

    __tablename__ = "addressees"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text, default="")
    mail: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(Text, default="")
    lang: Mapped[str] = mapped_column(String(8))
    """The language in which they are written to: that of the organiser who asked."""


class Reply(Base):
    """A reply, kept as it came: a later one stands beside it."""

    __tablename__ = "question_replies"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    organisation: Mapped[str] = mapped_column(Text)
    """Whose reply it is: the addressee then."""
    text: Mapped[str] = mapped_column(Text, default="")
    lang: Mapped[str] = mapped_column(String(8))
    until: Mapped[str | None] = mapped_column(String(10), default=None)
    """Of an interim reply: the ISO date by which the next one comes."""
    at: Mapped[int] = mapped_column(BigInteger)
    """When it was stored, in ms since 1970."""
    written: Mapped[str] = mapped_column(String(10))
    """The ISO date of the letter it was taken from, otherwise that of `at`."""
    enterer: Mapped[str | None] = mapped_column(Text, default=None)
    """The name of the organiser who entered it; None where the addressee wrote it by their link."""
    is_answer: Mapped[bool | None] = mapped_column(Boolean, default=None)
    """What the asker says of it."""
    judged: Mapped[int | None] = mapped_column(BigInteger, default=None)
    judge: Mapped[str | None] = mapped_column(Text, default=None)
    """The name of who wrote that down for the asker; None where they said it themselves."""
    remark: Mapped[str] = mapped_column(Text, default="")
    """What the asker still misses, for the addressee and the organisers."""
