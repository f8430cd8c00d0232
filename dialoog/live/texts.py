"""Texts and names beside the journal: writing them with the entry that commits to them, and blanking.

A commitment is `sha256(salt‖text)` in hex. Blanking deletes text and salt in the transaction of the
entry that says so; without the salt nobody can guess a short text back from its commitment.
"""

import hashlib
import secrets
from typing import Any

import msgspec
from sqlalchemy import Connection, Delete, delete, select
from sqlalchemy.dialects import sqlite

from dialoog.live.models import SeatName, Translation, Word
from dialoog.rules import events as e
from dialoog.rules.events import Event


class Sealed(msgspec.Struct, frozen=True):
    """A text on its way into the tables, and what the journal will say of it."""

    text: str
    salt: bytes
    commitment: str


def seal(text: str) -> Sealed:
    salt = secrets.token_bytes(16)
    return Sealed(text, salt, commitment(salt, text))


def commitment(salt: bytes, text: str) -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()


def follow(connection: Connection, dialogue: str, happened: tuple[Event, ...], sealed: Sealed | None) -> bool:
    """Does to the tables what these events say; True when a text was blanked or replaced."""
    forgot = False
    for event in happened:
        match event:
            case e.SeatTaken() | e.NameChanged():
                assert sealed is not None
                _put(
                    connection,
                    SeatName,
                    ("dialogue", "id"),
                    sealed,
                    dialogue=dialogue,
                    id=event.seat,
                    name=sealed.text,
                )
                forgot |= isinstance(event, e.NameChanged)
            case e.WordsWritten() | e.WordsChanged():
                assert sealed is not None
                key = {"dialogue": dialogue, "id": event.word}
                _put(connection, Word, ("dialogue", "id"), sealed, **key, lang=event.lang, text=sealed.text)
                if isinstance(event, e.WordsChanged):
                    connection.execute(_translations_of(dialogue, (event.word,)))
                    forgot = True
            case e.WordsTranslated():
                assert sealed is not None
                key = {"dialogue": dialogue, "word": event.word, "lang": event.lang}
                _put(connection, Translation, tuple(key), sealed, **key, text=sealed.text)
            case e.WordsWithdrawn():
                _blank(connection, dialogue, (event.word,))
                forgot = True
            case e.WordsBlanked():
                _blank(connection, dialogue, event.words)
                forgot = True
            case e.SeatErased():
                connection.execute(
                    delete(SeatName).where(SeatName.dialogue == dialogue, SeatName.id == event.seat)
                )
                forgot = True
            case _:
                pass
    return forgot


def told_otherwise(connection: Connection, dialogue: str, happened: tuple[Event, ...], text: str) -> bool:
    """R3: whether these events committed to another text. One that was blanked or replaced since cannot be
    compared any more, and then the command's id is enough."""
    for event in happened:
        match event:
            case e.SeatTaken() | e.NameChanged():
                lies, committed = (SeatName.dialogue == dialogue, SeatName.id == event.seat), event.name
                kept = select(SeatName.salt, SeatName.name.label("text")).where(*lies)
            case e.WordsWritten() | e.WordsChanged():
                kept = select(Word.salt, Word.text).where(Word.dialogue == dialogue, Word.id == event.word)
                committed = event.commitment
            case e.WordsTranslated():
                lies = (Translation.dialogue == dialogue, Translation.word == event.word)
                kept = select(Translation.salt, Translation.text).where(*lies, Translation.lang == event.lang)
                committed = event.commitment
            case _:
                continue
        row = connection.execute(kept).one_or_none()
        if row is not None and row.text != text and commitment(row.salt, row.text) == committed:
            return True
    return False


def _put(
    connection: Connection,
    table: type[SeatName] | type[Word] | type[Translation],
    key: tuple[str, ...],
    sealed: Sealed,
    **columns: str,
) -> None:
    row = {**columns, "salt": sealed.salt}
    changed = {name: value for name, value in row.items() if name not in key}
    put: Any = _insert_of(connection)(table)
    connection.execute(put.values(**row).on_conflict_do_update(index_elements=list(key), set_=changed))


def _insert_of(connection: Connection) -> Any:
    """Both know "on conflict"; the one that is not used is not loaded either."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql

    return postgresql.insert


def _blank(connection: Connection, dialogue: str, words: tuple[str, ...]) -> None:
    connection.execute(delete(Word).where(Word.dialogue == dialogue, Word.id.in_(words)))
    connection.execute(_translations_of(dialogue, words))


def _translations_of(dialogue: str, words: tuple[str, ...]) -> Delete:
    return delete(Translation).where(Translation.dialogue == dialogue, Translation.word.in_(words))
