"""Texts and names beside the journal: writing them with the entry that commits to them, and blanking.

A commitment is `sha256(salt‖text)` in hex. Blanking deletes text and salt in the transaction of the
entry that says so; without the salt nobody can guess a short text back from its commitment.
"""

import hashlib
import secrets
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, Delete, Insert, bindparam, delete, select

from dialoog.live.models import SeatName, Translation, Word
from dialoog.rules import events as e
from dialoog.rules.events import Event


class SealedText(msgspec.Struct, frozen=True):
    """A text on its way into the tables, and what the journal will say of it."""

    text: str
    salt: bytes
    commitment: str


def seal(text: str) -> SealedText:
    salt = secrets.token_bytes(16)
    return SealedText(text, salt, commitment(salt, text))


def commitment(salt: bytes, text: str) -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()


Act = tuple[Insert | Delete, dict[str, Any]]


def acts(
    dialect: str, dialogue: str, happened: tuple[Event, ...], sealed: SealedText | None
) -> Iterator[Act]:
    """What these events ask of the tables, in their order: statements, each with its row."""
    for event in happened:
        match event:
            case e.SeatTaken() | e.NameChanged():
                assert sealed is not None
                row = {"dialogue": dialogue, "id": event.seat, "name": sealed.text, "salt": sealed.salt}
                yield _put(dialect, SeatName), row
            case e.WordsWritten() | e.WordsChanged():
                assert sealed is not None
                row = {"dialogue": dialogue, "id": event.word, "lang": event.lang}
                yield _put(dialect, Word), {**row, "text": sealed.text, "salt": sealed.salt}
                if isinstance(event, e.WordsChanged):
                    yield _no_translations, {"of": dialogue, "which": event.word}
            case e.WordsTranslated():
                assert sealed is not None
                row = {"dialogue": dialogue, "word": event.word, "lang": event.lang}
                yield _put(dialect, Translation), {**row, "text": sealed.text, "salt": sealed.salt}
            case e.WordsWithdrawn() | e.WordsBlanked():
                words = event.words if isinstance(event, e.WordsBlanked) else (event.word,)
                yield from ((_no_word, {"of": dialogue, "which": word}) for word in words)
                yield from ((_no_translations, {"of": dialogue, "which": word}) for word in words)
            case e.SeatErased():
                yield _no_name, {"of": dialogue, "which": event.seat}
            case _:
                pass


FORGETTING = (e.NameChanged, e.WordsChanged, e.WordsWithdrawn, e.WordsBlanked, e.SeatErased)


def forgets(happened: tuple[Event, ...]) -> bool:
    """Whether a text was blanked or replaced."""
    return any(isinstance(event, FORGETTING) for event in happened)


def differs_from_stored(
    connection: Connection, dialogue: str, happened: tuple[Event, ...], text: str
) -> bool:
    """R3: whether these events committed to another text. One that was blanked or replaced since cannot be
    compared any more, and then the command's id is enough."""
    for event in happened:
        match event:
            case e.SeatTaken() | e.NameChanged():
                lies, committed = (SeatName.dialogue == dialogue, SeatName.id == event.seat), event.name
                query = select(SeatName.salt, SeatName.name.label("text")).where(*lies)
            case e.WordsWritten() | e.WordsChanged():
                query = select(Word.salt, Word.text).where(Word.dialogue == dialogue, Word.id == event.word)
                committed = event.commitment
            case e.WordsTranslated():
                lies = (Translation.dialogue == dialogue, Translation.word == event.word)
                query = select(Translation.salt, Translation.text).where(
                    *lies, Translation.lang == event.lang
                )
                committed = event.commitment
            case _:
                continue
        row = connection.execute(query).one_or_none()
        if row is not None and row.text != text and commitment(row.salt, row.text) == committed:
            return True
    return False


@cache
def _put(dialect: str, table: type[SeatName] | type[Word] | type[Translation]) -> Insert:
    """Written, or written over. Both databases know "on conflict"; the one that is not used is not loaded either."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]

    put = insert(table)
    key = [column.name for column in put.table.primary_key]
    changed = {column.name: column for column in put.excluded if column.name not in key}
    return put.on_conflict_do_update(index_elements=key, set_=changed)


_of: BindParameter[str] = bindparam("of")
_which: BindParameter[str] = bindparam("which")
_no_word = delete(Word).where(Word.dialogue == _of, Word.id == _which)
_no_name = delete(SeatName).where(SeatName.dialogue == _of, SeatName.id == _which)
_no_translations = delete(Translation).where(Translation.dialogue == _of, Translation.word == _which)
