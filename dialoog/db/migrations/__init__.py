"""Alembic, within the package, so that an installed Dialoog can bring its own database up to date."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from dialoog.db.postgres import AdvisoryLock, acquire_lock

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent


def upgrade(engine: Engine, to: str = "head") -> None:
    """Brings the database to the newest form of its tables; where it already is, Alembic is not even loaded. Nothing goes
    back: a database of a newer release ends the program with one sentence."""
    now = current_revision(engine)
    if to == "head" and now == newest():
        return
    if now is not None and now > newest():
        raise SystemExit(
            "The tables are those of a newer release of Dialoog than this one. Install the newer one."
        )
    from alembic import command

    with engine.connect().execution_options(reads=True) as connection:
        acquire_lock(connection, AdvisoryLock.MIGRATE)  # of two that start at once, the second finds it done
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()


def move(connection: Connection, to: str) -> None:
    """Takes empty tables to this revision, forwards or back, in the transaction of the caller: those of a backup are filled in the form
    that they had."""
    from alembic import command

    config = configuration()
    config.attributes["connection"] = connection
    if to != "head":
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)


def newest() -> str:
    """The last of the revisions, which are numbered in their order."""
    return max(file.stem.partition("_")[0] for file in (HERE / "versions").glob("[0-9]*.py"))


def current_revision(engine: Engine) -> str | None:
    """The revision of this database; None where there is none yet."""
    with engine.connect().execution_options(reads=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


def configuration() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    return config
