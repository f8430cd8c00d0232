"""What of themes is read in a process beside the loop of the phones (`web.blocking`)."""

from sqlalchemy import Engine

from dialoog.db.engine import read_transaction
from dialoog.records.themes import queries
from dialoog.records.themes.queries import ThemeInfo, ThemeLine


def count_themes(engine: Engine, organisation: str, dialogue: str) -> list[ThemeLine]:
    """It counts the sentences of each theme in all evenings."""
    with read_transaction(engine) as connection:
        return queries.themes_of_organisation(connection, organisation, dialogue)


def find_proposals(engine: Engine, theme: ThemeInfo, dialogue: str) -> set[str]:
    """The first of a process reads a dictionary."""
    with read_transaction(engine) as connection:
        return queries.proposals_of(connection, theme, dialogue)
