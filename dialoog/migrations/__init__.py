"""Alembic, within the package, so that an installed Dialoog can bring its own database up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

HERE = Path(__file__).parent


def upgrade(engine: Engine, to: str = "head") -> None:
    """Brings the database to the newest form of its tables; does nothing where it already is."""
    with engine.connect().execution_options(reads=True) as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    return config
