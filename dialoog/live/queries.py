"""Queries about one dialogue: its plan, names, texts and state. All of them only read; every package may use them."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, bindparam, select

from dialoog.accounts.models import Organisation
from dialoog.accounts.policy import Resource
from dialoog.live.journal import store
from dialoog.live.journal.texts import commitment
from dialoog.live.models import Dialogue, SeatName, Translation, Word
from dialoog.live.plan import Plan
from dialoog.live.table_names import at_table, named, suffix
from dialoog.rules import evolve
from dialoog.rules.state import Desk, Seat, State, Words


class DialogueInfo(Plan, frozen=True, kw_only=True):
    """The plan of a dialogue that exists, whose title names the table where its evening has several; `created` and `closed` are ms since
    1970, `table_number` 0 for the only table of its evening. `screen_lang` is empty where the screen has the language of the plan."""

    id: str
    code: str
    created: int
    closed: int | None
    table_number: int = 0
    screen_lang: str = ""

    @property
    def language(self) -> str:
        """Of the screen, and first of the desks of this table."""
        return self.screen_lang or self.lang

    @property
    def evening(self) -> str:
        """The title without the table, where that stands beside it."""
        return self.title.removesuffix(suffix(self.table_number, self.lang))

    @property
    def name(self) -> str:
        """What it is about, else what it is called; both name the table."""
        return at_table(self.theme, self.table_number, self.lang) or self.title


class Text(msgspec.Struct, frozen=True):
    """Words in the language of their owner, with their translations by language (C5)."""

    text: str
    lang: str
    translations: dict[str, str]
    salts: dict[str, bytes] = {}
    """Language → that of the translation; "" → that of the text itself."""

    def matches(self, words: Words) -> bool:
        """Whether these are the texts that `words` commits to, not those of an earlier or later version."""
        texts = {"": self.text, **self.translations}
        commitments = {lang: commitment(self.salts[lang], text) for lang, text in texts.items()}
        return commitments == {"": words.commitment, **words.translations}


def dialogue_info(connection: Connection, dialogue: str) -> DialogueInfo | None:
    row = connection.execute(select_info().where(Dialogue.id == dialogue)).one_or_none()
    return msgspec.convert(row._mapping, DialogueInfo) if row else None


def dialogue_info_by_code(connection: Connection, code: str) -> DialogueInfo | None:
    row = connection.execute(select_info().where(Dialogue.code == code)).one_or_none()
    return msgspec.convert(row._mapping, DialogueInfo) if row else None


def resource_of(connection: Connection, dialogue: str) -> Resource:
    """What the policy looks at: this dialogue, and the organisation that it belongs to, if there is any."""
    owner = connection.execute(select(Dialogue.owner).where(Dialogue.id == dialogue)).scalar()
    return Resource(dialogue=dialogue, organisation=owner)


def owner_kind(connection: Connection, dialogue: str) -> str | None:
    """What kind of organisation it belongs to; None where that is none."""
    query = select(Organisation.kind).join(Dialogue, Dialogue.owner == Organisation.id)
    kind: str | None = connection.execute(query.where(Dialogue.id == dialogue)).scalar()
    return kind


def names(connection: Connection, dialogue: str) -> dict[str, str]:
    """Seat → call name, without erased seats."""
    query = select(SeatName.id, SeatName.name).where(SeatName.dialogue == dialogue)
    return {row.id: row.name for row in connection.execute(query)}


class Name(msgspec.Struct, frozen=True):
    """The name of a seat and the one that waits to be read, each with its commitment; who is erased has none."""

    name: str | None = None
    commitment: str = ""
    requested: str | None = None
    requested_commitment: str | None = None
    pronunciation: str | None = None
    pronunciation_commitment: str | None = None

    def matches(self, seat: Seat) -> bool:
        """Whether these are the names that the seat commits to, not those of an earlier or later version."""
        request = seat.name_request and seat.name_request.name
        commitments = (self.commitment, self.requested_commitment, self.pronunciation_commitment)
        return not seat.has_name or commitments == (seat.name, request, seat.pronunciation)


def names_in_full(connection: Connection, dialogue: str) -> dict[str, Name]:
    """Seat → its names, without erased seats."""
    columns = SeatName.__table__.columns
    rows = connection.execute(select(*columns).where(columns.dialogue == dialogue))
    return {
        row.id: Name(
            row.name,
            commitment(row.salt, row.name),
            row.requested,
            row.requested and commitment(row.requested_salt, row.requested),
            row.pronunciation,
            row.pronunciation and commitment(row.pronunciation_salt, row.pronunciation),
        )
        for row in rows
    }


_words, _translations = Word.__table__.columns, Translation.__table__.columns
_texts = (
    select(
        *(_words[name] for name in ("id", "text", "lang", "salt")),
        *(_translations[name].label(f"other_{name}") for name in ("text", "lang", "salt")),
    )
    .outerjoin_from(
        Word.__table__, Translation.__table__,
        and_(_translations.dialogue == _words.dialogue, _translations.word == _words.id),
    )
    .where(_words.dialogue == bindparam("of"))
    .order_by(_translations.lang)
)  # fmt: skip
_some_texts = _texts.where(_words.id.in_(bindparam("ids", expanding=True)))


def texts(connection: Connection, dialogue: str, words: Iterable[str] | None = None) -> dict[str, Text]:
    """Word → its text, in one query, without blanked words. `words` None reads all of them."""
    parameters: dict[str, Any] = {"of": dialogue}
    if words is not None:
        parameters["ids"] = list(words)
    texts_by_word: dict[str, Text] = {}
    for row in connection.execute(_texts if words is None else _some_texts, parameters):
        if row.id not in texts_by_word:
            texts_by_word[row.id] = Text(row.text, row.lang, {}, {"": row.salt})
        if row.other_lang is not None:
            texts_by_word[row.id].translations[row.other_lang] = row.other_text
            texts_by_word[row.id].salts[row.other_lang] = row.other_salt
    return texts_by_word


def pick_translation(text: Text, lang: str, translators: Mapping[str, Desk | None]) -> dict[str, str] | None:
    """The translation to show beside the original, of these languages: in `lang`, else the first; None if there is none.
    `by` names the desk that wrote it (C5)."""
    languages = [language for language in text.translations if language in translators]
    if not languages:
        return None
    language = lang if lang in languages else languages[0]
    desk = translators[language]
    return {"lang": language, "text": text.translations[language], **({"by": desk.value} if desk else {})}


def state(connection: Connection, dialogue: str) -> State:
    """Folds the whole journal; a process that serves sockets uses its state cache instead."""
    return evolve.fold(stored.entry for stored in store.read_entries(connection, dialogue, 0))


@cache
def select_info() -> Select[tuple[str, ...]]:
    """The columns of a `DialogueInfo`, for a query that reads more in one go. It is built once: many tables read it with each command."""
    columns = Dialogue.__table__.columns
    names = (name for name in DialogueInfo.__struct_fields__ if name != "title")
    query: Select[*tuple[Any, ...]] = select(named(columns.title), *(columns[name] for name in names))
    return query.where(columns.erasing.is_(None))
