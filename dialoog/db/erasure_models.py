"""The tables of backups: which installation this is, and what was erased, by ids and moments alone."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base


class Installation(Base):
    """One row: the id by which a backup names its installation."""

    __tablename__ = "installation"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(24))


class Erasure(Base):
    """Something that was erased. It stays when what it names is gone, and so does the dialogue's id in it."""

    __tablename__ = "erasures"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    """What it was: see `erasures.erasure_list.Kind`."""
    place: Mapped[str] = mapped_column(String(24), primary_key=True)
    """The id of the dialogue that it was in, or that it was; of an account or membership that of the person."""
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    """The id within the dialogue; empty where the whole is meant."""
    at: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """In ms since 1970."""
