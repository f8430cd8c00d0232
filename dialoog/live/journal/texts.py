"""Texts and names beside the journal: the statements that store them with their entry, or erase them.

A commitment is `sha256(salt‖text)` in hex. Blanking deletes text and salt in the transaction of the
entry that says so; without the salt nobody can guess a short text back from its commitment.
"""

import hashlib
import secrets
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    Connection,
    Delete,
    Executable,
    Insert,
    Update,
    bindparam,
    delete,
    null,
    select,
    union_all,
    update,
)

from dialoog.live.models import SeatName, Translation, Word
from dialoog.rules import events as e
from dialoog.rules.events import Event


class SealedText(msgspec.Struct, frozen=True):
    """A text with its salt, and the commitment that the journal holds."""

    text: str
    salt: bytes
    commitment: str


def seal(text: str) -> SealedText:
    salt = secrets.token_bytes(16)
    return SealedText(text, salt, commitment(salt, text))


def commitment(salt: bytes, text: str) -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()


Statement = tuple[Insert | Update | Delete, dict[str, Any]]


def build_statements(
    dialect: str, dialogue: str, events: tuple[Event, ...], sealed: SealedText | None
) -> Iterator[Statement]:
    """The statements that these events cause, in their order, each with its parameters."""
    for event in events:
        match event:
            case e.SeatTaken():
                assert sealed is not None
                row = {"dialogue": dialogue, "id": event.seat, "name": sealed.text, "salt": sealed.salt}
                yield _upsert(dialect, SeatName), {**row, **_NAME_ALONE}
            case e.NameChanged() | e.NameRequested():
                assert sealed is not None
                statement = _change_name if isinstance(event, e.NameChanged) else _request_name
                row = {"of": dialogue, "which": event.seat, "new_name": sealed.text, "new_salt": sealed.salt}
                yield statement, row
            case e.NameAccepted():
                yield _accept_name, {"of": dialogue, "which": event.seat}
            case e.NameDeclined():
                yield _decline_name, {"of": dialogue, "which": event.seat}
            case e.PronunciationChanged():
                text, salt = (sealed.text, sealed.salt) if sealed is not None else (None, None)
                key = {"of": dialogue, "which": event.seat}
                yield _change_pronunciation, {**key, "new_text": text, "new_text_salt": salt}
            case e.WordsWritten() | e.WordsChanged():
                assert sealed is not None
                row = {"dialogue": dialogue, "id": event.word, "lang": event.lang}
                yield _upsert(dialect, Word), {**row, "text": sealed.text, "salt": sealed.salt}
                if isinstance(event, e.WordsChanged):
                    yield _delete_translations, {"of": dialogue, "which": event.word}
            case e.WordsTranslated():
                assert sealed is not None
                row = {"dialogue": dialogue, "word": event.word, "lang": event.lang}
                yield _upsert(dialect, Translation), {**row, "text": sealed.text, "salt": sealed.salt}
            case e.WordsWithdrawn() | e.WordsBlanked():
                words = event.words if isinstance(event, e.WordsBlanked) else (event.word,)
                yield from ((_delete_word, {"of": dialogue, "which": word}) for word in words)
                yield from ((_delete_translations, {"of": dialogue, "which": word}) for word in words)
            case e.TranslationRemoved():
                yield _delete_translation, {"of": dialogue, "which": event.word, "lang_of": event.lang}
            case e.SeatErased():
                yield _delete_name, {"of": dialogue, "which": event.seat}
            case e.NamesErased():
                yield from ((_delete_name, {"of": dialogue, "which": seat}) for seat in event.seats)
            case _:
                pass


_NAME_ALONE = dict.fromkeys(("requested", "requested_salt", "pronunciation", "pronunciation_salt"))
"""What a seat that was just taken has besides its name."""
ERASING_EVENTS = (
    e.NameChanged, e.NameRequested, e.NameAccepted, e.NameDeclined, e.PronunciationChanged, e.WordsChanged,
    e.WordsWithdrawn, e.WordsBlanked, e.TranslationRemoved, e.SeatErased, e.NamesErased,
)  # fmt: skip


def erases_text(events: tuple[Event, ...]) -> bool:
    """Whether these events blank or replace a text."""
    return any(isinstance(event, ERASING_EVENTS) for event in events)


def differs_from_stored(connection: Connection, dialogue: str, events: tuple[Event, ...], text: str) -> bool:
    """R3: whether these events committed to another text. A text that was blanked or replaced since cannot be
    compared; then the id of the command suffices."""
    query: Executable
    for event in events:
        match event:
            case e.SeatTaken() | e.NameChanged() | e.NameRequested():
                key = (SeatName.dialogue == dialogue, SeatName.id == event.seat)
                commitment_in_journal = event.name
                query = union_all(
                    select(SeatName.salt, SeatName.name.label("text")).where(*key),
                    select(SeatName.requested_salt, SeatName.requested).where(
                        *key, SeatName.requested.is_not(None)
                    ),
                )
            case e.PronunciationChanged():
                if event.pronunciation is None:
                    return True
                commitment_in_journal = event.pronunciation
                query = select(
                    SeatName.pronunciation_salt.label("salt"), SeatName.pronunciation.label("text")
                ).where(
                    SeatName.dialogue == dialogue,
                    SeatName.id == event.seat,
                    SeatName.pronunciation.is_not(None),
                )
            case e.WordsWritten() | e.WordsChanged():
                query = select(Word.salt, Word.text).where(Word.dialogue == dialogue, Word.id == event.word)
                commitment_in_journal = event.commitment
            case e.WordsTranslated():
                key = (Translation.dialogue == dialogue, Translation.word == event.word)
                query = select(Translation.salt, Translation.text).where(*key, Translation.lang == event.lang)
                commitment_in_journal = event.commitment
            case _:
                continue
        for row in connection.execute(query):
            if row.text != text and commitment(row.salt, row.text) == commitment_in_journal:
                return True
    return False


@cache
def _upsert(dialect: str, table: type[SeatName] | type[Word] | type[Translation]) -> Insert:
    """Inserts a row or replaces its fields. Only the dialect in use is imported."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]

    statement = insert(table)
    key = [column.name for column in statement.table.primary_key]
    fields = {column.name: column for column in statement.excluded if column.name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=fields)


_dialogue: BindParameter[str] = bindparam("of")
_id: BindParameter[str] = bindparam("which")
_lang: BindParameter[str] = bindparam("lang_of")
_delete_word = delete(Word).where(Word.dialogue == _dialogue, Word.id == _id)
_delete_name = delete(SeatName).where(SeatName.dialogue == _dialogue, SeatName.id == _id)
_seat = update(SeatName).where(SeatName.dialogue == _dialogue, SeatName.id == _id)
_new_name: BindParameter[str] = bindparam("new_name")
_new_salt: BindParameter[bytes] = bindparam("new_salt")
_no_request = {"requested": null(), "requested_salt": null()}
_change_name = _seat.values(name=_new_name, salt=_new_salt, **_no_request)
_request_name = _seat.values(requested=_new_name, requested_salt=_new_salt)
_accept_name = _seat.values(name=SeatName.requested, salt=SeatName.requested_salt, **_no_request)
_decline_name = _seat.values(**_no_request)
_new_text: BindParameter[str | None] = bindparam("new_text")
_new_text_salt: BindParameter[bytes | None] = bindparam("new_text_salt")
_change_pronunciation = _seat.values(pronunciation=_new_text, pronunciation_salt=_new_text_salt)
_delete_translations = delete(Translation).where(Translation.dialogue == _dialogue, Translation.word == _id)
_delete_translation = _delete_translations.where(Translation.lang == _lang)
