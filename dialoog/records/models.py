"""The table of saved records.

A record holds structure, ids and numbers, never words, names or the plan: those are read from the tables beside the
journal. So erasing or blanking stays one action, in one place, and a record, its JSON and every list
made from it forget at the same moment (C3, C8).
"""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base


class Record(Base):
    """The columns before `document` are those that lists show, sort and filter by: no list decodes a snapshot.

    `document` comes last, since SQLite reads what stands behind it through all the pages that it fills.
    """

    __tablename__ = "records"

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
