"""The table of who was asked, three months after an evening, what changed; and what they answered.

It lies beside the journal, which a closed dialogue does not change any more.
"""

from typing import Literal, get_args

from sqlalchemy import BigInteger, Boolean, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base

Amount = Literal["much", "little", "nothing", "unknown"]
"""How much changed: veel, een beetje, niets, weet ik niet."""
AMOUNTS: tuple[Amount, ...] = get_args(Amount)


class LookingBack(Base):
    """One person who was asked. The row goes with the person, and while nobody answered with the choice to be approached."""

    __tablename__ = "looking_back"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    seat: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked_at: Mapped[int] = mapped_column(BigInteger)
    """When, in ms since 1970."""
    is_mailed: Mapped[bool] = mapped_column(Boolean)
    """Whether a mail was written; who has none is rung, or answers with a card."""
    link_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """Of the token in the link that was mailed."""
    amount: Mapped[str | None] = mapped_column(String(16), default=None)
    text: Mapped[str] = mapped_column(Text, default="")
    lang: Mapped[str] = mapped_column(String(8))
    """Before there is a text, the language in which the person is asked; then that of the text."""
    keep: Mapped[str | None] = mapped_column(String(16), default=None)
    """What may be told of the text: named or unnamed; None where there is none."""
    public: Mapped[bool] = mapped_column(Boolean, default=False)
    """C3: the further yes for public pages."""
    at: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """When it was answered, in ms since 1970."""
    caller: Mapped[str | None] = mapped_column(Text, default=None)
    """The name of who rang and wrote down the answer; None where the person did it."""
