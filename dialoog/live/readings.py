"""Looking a dialogue up: what it is about, its names and texts, its state. Only reads, for every part."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, Select, select

from dialoog.live import journal
from dialoog.live.models import Dialogue, SeatName, Translation, Word
from dialoog.live.texts import commitment
from dialoog.rules import evolve
from dialoog.rules.state import State, Words


class About(msgspec.Struct, frozen=True):
    """What was planned. `until` is an ISO date; `created` and `closed` are ms since 1970."""

    id: str
    code: str
    title: str
    theme: str
    expectation: str
    neighbourhood: str
    municipality: str
    facilitator: str
    organisation: str
    contact: str
    lang: str
    until: str
    created: int
    closed: int | None


class Text(msgspec.Struct, frozen=True):
    """Words in the language of their owner, with their translations by language (C5)."""

    text: str
    lang: str
    translations: dict[str, str]
    commitments: dict[str, str] = {}
    """What the journal must say of each: of the text itself under "", of its translations by language."""

    def is_of(self, words: Words) -> bool:
        """Whether the journal, as far as it was folded to this, means these texts: not earlier or later ones."""
        return self.commitments == {"": words.commitment, **words.translations}


def about(connection: Connection, dialogue: str) -> About | None:
    row = connection.execute(_about().where(Dialogue.id == dialogue)).one_or_none()
    return msgspec.convert(row._mapping, About) if row else None


def about_code(connection: Connection, code: str) -> About | None:
    row = connection.execute(_about().where(Dialogue.code == code)).one_or_none()
    return msgspec.convert(row._mapping, About) if row else None


def dialogues(connection: Connection) -> list[About]:
    """All of them, the newest first."""
    return [
        msgspec.convert(row._mapping, About)
        for row in connection.execute(_about().order_by(Dialogue.created.desc()))
    ]


def names(connection: Connection, dialogue: str) -> dict[str, str]:
    """Seat → call name; who was erased is not in it."""
    asked = select(SeatName.id, SeatName.name).where(SeatName.dialogue == dialogue)
    return {row.id: row.name for row in connection.execute(asked)}


def salted_names(connection: Connection, dialogue: str) -> dict[str, tuple[str, bytes]]:
    """The same with the salts of their commitments."""
    asked = select(SeatName.id, SeatName.name, SeatName.salt).where(SeatName.dialogue == dialogue)
    return {row.id: (row.name, row.salt) for row in connection.execute(asked)}


def texts(connection: Connection, dialogue: str, words: Iterable[str] | None = None) -> dict[str, Text]:
    """Word → its text; what was blanked is not in it. `words` None: all of them."""
    asked = select(Word.id, Word.text, Word.lang, Word.salt).where(Word.dialogue == dialogue)
    translated = select(Translation.word, Translation.lang, Translation.text, Translation.salt).where(
        Translation.dialogue == dialogue
    )
    if words is not None:
        wanted = tuple(words)
        asked = asked.where(Word.id.in_(wanted))
        translated = translated.where(Translation.word.in_(wanted))
    beside: dict[str, dict[str, str]] = {}
    says: dict[str, dict[str, str]] = {}
    for row in connection.execute(translated):
        beside.setdefault(row.word, {})[row.lang] = row.text
        says.setdefault(row.word, {})[row.lang] = commitment(row.salt, row.text)
    return {
        row.id: Text(
            row.text,
            row.lang,
            beside.get(row.id, {}),
            {"": commitment(row.salt, row.text), **says.get(row.id, {})},
        )
        for row in connection.execute(asked)
    }


def translation(text: Text, lang: str) -> dict[str, str] | None:
    """The one translation that is shown beside the original: in `lang` where there is one."""
    if not text.translations:
        return None
    chosen = lang if lang in text.translations else next(iter(text.translations))
    return {"lang": chosen, "text": text.translations[chosen]}


def state(connection: Connection, dialogue: str) -> State:
    """Folded anew from the whole journal."""
    return evolve.fold(written.entry for written in journal.since(connection, dialogue, 0))


def _about() -> Select[tuple[str, ...]]:
    columns = Dialogue.__table__.columns
    return select(*(columns[name] for name in About.__struct_fields__))
