"""The table of tokens, with which a browser, phone or program authenticates. It holds their hashes, never the tokens."""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base


class Token(Base):
    """`purpose` is join, seat, facilitator, scribe, screen or setup. `made` and `revoked` are ms since 1970. `link` is the hash
    of the link that created this token for a browser; None for a link itself."""

    __tablename__ = "tokens"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    dialogue: Mapped[str | None] = mapped_column(
        ForeignKey("dialogues.id", ondelete="CASCADE"), index=True, default=None
    )
    seat: Mapped[str | None] = mapped_column(String(64), default=None)
    made: Mapped[int] = mapped_column(BigInteger)
    revoked: Mapped[int | None] = mapped_column(BigInteger, default=None)
    linked_by: Mapped[str | None] = mapped_column(String(16), default=None)
    """The desk that linked this device to a seat; also of a device that such a device linked on."""
    link: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
