"""The tables of themes: the name that people gave, and the ids of the sentences that they put under it."""

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base


class Theme(Base):
    """Of one organisation, over all its evenings. One without sentences is deleted."""

    __tablename__ = "themes"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    organisation: Mapped[str] = mapped_column(String(24), index=True)
    name: Mapped[str] = mapped_column(Text)
    created: Mapped[int] = mapped_column(BigInteger)


class ThemeWord(Base):
    """A sentence of a theme. The row outlives a sentence that was withdrawn: it says an id, and what reads it asks which are shown."""

    __tablename__ = "theme_words"

    theme: Mapped[str] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True)
    dialogue: Mapped[str] = mapped_column(
        ForeignKey("dialogues.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    word: Mapped[str] = mapped_column(String(64), primary_key=True)
