"""The table of saved records.

A record holds structure and ids, never words or names: those are read from the tables beside the
journal. So erasing or blanking stays one action, in one place, and a record, its JSON and every list
made from it forget at the same moment (C3, C8).
"""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base


class Record(Base):
    __tablename__ = "records"

    dialogue: Mapped[str] = mapped_column(
        String(24), ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True
    )
    saved: Mapped[int] = mapped_column(BigInteger)
    """When the dialogue was closed."""
    changed: Mapped[int] = mapped_column(BigInteger)
    """When somebody last changed a choice, withdrew or erased; the closing itself at first (S1)."""
    document: Mapped[bytes] = mapped_column(LargeBinary)
    """A `record.saved.Saved` as JSON."""
