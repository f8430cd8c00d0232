"""What people do with themes: give one to sentences of an evening, name it otherwise, and take sentences out of it.

Each runs in the transaction of its caller. Who saves changes what they ticked and nothing else, so that two people at once lose nothing.
"""

import secrets
from collections.abc import Collection

from sqlalchemy import Connection, delete, exists, insert, select, update

from dialoog.records.themes.models import Theme, ThemeWord


class NameTaken(Exception):
    """Another theme of the organisation is called so."""


def create_theme(connection: Connection, organisation: str, name: str, now: int) -> str:
    """The id of the new theme, which its caller gives to at least one sentence. Raises NameTaken."""
    _require_free(connection, organisation, name)
    theme = secrets.token_urlsafe(9)
    connection.execute(insert(Theme).values(id=theme, organisation=organisation, name=name, created=now))
    return theme


def rename_theme(connection: Connection, organisation: str, theme: str, name: str) -> None:
    """Raises NameTaken."""
    _require_free(connection, organisation, name, but=theme)
    connection.execute(update(Theme).where(Theme.id == theme).values(name=name))


def change_words(
    connection: Connection, theme: str, dialogue: str, added: Collection[str], removed: Collection[str]
) -> None:
    """Puts sentences of an evening under the theme and takes others out; a theme without any is deleted."""
    of_theme = (ThemeWord.theme == theme, ThemeWord.dialogue == dialogue)
    connection.execute(delete(ThemeWord).where(*of_theme, ThemeWord.word.in_(sorted({*added, *removed}))))
    if added:
        rows = [{"theme": theme, "dialogue": dialogue, "word": word} for word in sorted(added)]
        connection.execute(insert(ThemeWord), rows)
    delete_empty_themes(connection)


def delete_empty_themes(connection: Connection) -> None:
    """A name that stands at no sentence serves nobody, and may name somebody."""
    connection.execute(delete(Theme).where(~exists().where(ThemeWord.theme == Theme.id)))


def _require_free(connection: Connection, organisation: str, name: str, but: str = "") -> None:
    query = select(Theme.id, Theme.name).where(Theme.organisation == organisation)
    folded = name.casefold()
    if any(row.id != but and row.name.casefold() == folded for row in connection.execute(query)):
        raise NameTaken
