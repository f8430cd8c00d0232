"""The table of what organisers told back about an evening: their own text above and below what became of it, and when it was sent.

What stands between is read anew each time from the record and the answers to it, so no words of others are here.
"""

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base


class ReportBack(Base):
    """One text. The newest may be a draft; of those that were sent all stay, and readers see the newest of them."""

    __tablename__ = "report_backs"

    dialogue: Mapped[str] = mapped_column(ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    introduction: Mapped[str] = mapped_column(Text)
    closing: Mapped[str] = mapped_column(Text)
    at: Mapped[int] = mapped_column(BigInteger)
    """When it was written, in ms since 1970."""
    person: Mapped[str | None] = mapped_column(String(24), default=None)
    """The account of who wrote or sent it. Their name is read from there, and goes with the account."""
    sent: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """None while it is a draft."""
    copy: Mapped[int | None] = mapped_column(default=None)
    """The number of the copy that its mails are, where it went by mail."""
