"""The tables of gatherings: evenings that are planned, a row for each table where people will sit, and the cards that were printed for them."""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base
from dialoog.live.plan import PlanColumns


class Gathering(PlanColumns, Base):
    """A table of a planned evening; most evenings have one. Its plan is copied into a dialogue when it is opened (S2), so what all tables
    of an evening share stands in each. Who helps, which links and cards there are, is of one table. Moments are in ms since 1970."""

    __tablename__ = "gatherings"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    owner: Mapped[str] = mapped_column(String(24), index=True)
    """The organisation that it belongs to."""
    evening: Mapped[str] = mapped_column(String(24), index=True)
    """The same for all tables of one evening: the id of the table that was there first, which may be gone by now."""
    number: Mapped[int] = mapped_column(default=1)
    """Of the table within its evening; of one that was taken out nobody gets it again while a later one is there."""
    screen_lang: Mapped[str] = mapped_column(String(8), default="")
    """The language of the screen at this table; empty: that of the plan, in which `lang` says it is written."""
    end: Mapped[str] = mapped_column(String(5), default="")
    """Until which time people meet, such as 21:00; empty where nobody said."""
    programme: Mapped[str] = mapped_column(String(16))
    """The name of a template."""
    dialogue: Mapped[str | None] = mapped_column(String(24), unique=True, default=None)
    """Once its table was opened."""
    cancelled: Mapped[int | None] = mapped_column(BigInteger, default=None)
    created: Mapped[int] = mapped_column(BigInteger)
    changed: Mapped[int] = mapped_column(BigInteger)
    """Also the version of the form: who saves an older one is told."""


class PlannedCard(Base):
    """A numbered card that was printed before the table is open; then the dialogue takes it over."""

    __tablename__ = "planned_cards"

    gathering: Mapped[str] = mapped_column(ForeignKey("gatherings.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """Of its code."""
