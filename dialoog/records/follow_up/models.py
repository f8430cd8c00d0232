"""The table of agreements that stand in a record: whose, for which day, and what became of each.

It lies beside the journal, which a closed dialogue does not change any more. What was agreed follows from the journal; the answer does not.
"""

from typing import Literal, get_args

from sqlalchemy import BigInteger, Boolean, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base

Outcome = Literal["done", "busy", "moved", "released"]
"""What its owner says of an agreement: gedaan, nog bezig, verplaatst, losgelaten."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


class Agreement(Base):
    """An agreement with an owner and a day (T23). The row goes with its words."""

    __tablename__ = "agreements"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    """Names it where a word's id would be too long: as the cause of mails, and in addresses."""
    seat: Mapped[str] = mapped_column(String(64))
    """Its owner."""
    lang: Mapped[str] = mapped_column(String(8))
    """The language in which the owner is written to."""
    is_named: Mapped[bool] = mapped_column(Boolean)
    """Whether the record may say who the owner is."""
    is_of_resident: Mapped[bool] = mapped_column(Boolean)
    """Of somebody who is not there for a municipality, a care organisation or a profession."""
    due: Mapped[str] = mapped_column(String(10))
    """The ISO date that was agreed at the table."""
    ask_on: Mapped[str] = mapped_column(String(10), index=True)
    """The ISO date on which its owner is asked, or asked again; empty where there is nothing more to ask."""
    outcome: Mapped[str | None] = mapped_column(String(16), default=None)
    moved_to: Mapped[str | None] = mapped_column(String(10), default=None)
    """The new date that the owner chose."""
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """When it was answered, in ms since 1970."""
    caller: Mapped[str | None] = mapped_column(Text, default=None)
    """The name of who rang the owner and wrote down the answer; None where the owner did it."""
    mailed_for: Mapped[str | None] = mapped_column(String(10), default=None)
    """The day for which the owner was last asked by mail."""
    link_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True, default=None)
    """Of the token in the link that was mailed."""
    link_made: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """When the newest mail with that link was written, in ms since 1970."""
