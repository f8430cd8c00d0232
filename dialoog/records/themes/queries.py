"""Reading themes: those of an organisation, those of one record, and the sentences of several evenings by theme.

Sentences are read through the index of the search, which has exactly what an organisation may read: what was withdrawn or hidden is in
no theme any more, whatever ids a theme has.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    Select,
    SQLColumnExpression,
    and_,
    case,
    distinct,
    func,
    literal,
    select,
    tuple_,
    union_all,
)

from dialoog.accounts.scope import Scope
from dialoog.live.models import Dialogue, SeatName, Translation, Word
from dialoog.live.table_names import named
from dialoog.records.models import Publication, Record
from dialoog.records.publication import is_published
from dialoog.records.search.keys import keys_of
from dialoog.records.search.models import SearchKey, SearchText, is_of_table
from dialoog.records.themes.models import Theme, ThemeWord
from dialoog.records.themes.proposals import propose

_dialogue = Dialogue.__table__.columns
_is_shown = and_(
    SearchText.dialogue == ThemeWord.dialogue, SearchText.word == ThemeWord.word, SearchText.is_original
)


class ThemeLine(msgspec.Struct, frozen=True):
    """A theme with its sentences in one evening, and the other evenings in which it has any."""

    id: str
    name: str
    sentences: int
    other_evenings: int


class ThemeInfo(msgspec.Struct, frozen=True):
    id: str
    organisation: str
    name: str


class ThemeSentence(msgspec.Struct, frozen=True):
    """A sentence under a theme. `name` is None where it is not released, or is the whole table's."""

    theme: str
    theme_name: str
    dialogue: str
    word: str
    kind: str
    lang: str
    text: str
    name: str | None
    of_table: bool
    translations: tuple[tuple[str, str], ...] = ()
    """Language and text."""


class Evening(msgspec.Struct, frozen=True):
    """`held` is ms since 1970."""

    dialogue: str
    title: str
    theme: str
    lang: str
    neighbourhood: str
    programme: str
    held: int
    seats: int


def themes_of_organisation(connection: Connection, organisation: str, dialogue: str) -> list[ThemeLine]:
    """By name, with the shown sentences of this evening; also one whose sentences were all withdrawn, since its name is in use."""
    of_evening = func.count(case((ThemeWord.dialogue == dialogue, SearchText.word)))
    others = func.count(distinct(case((ThemeWord.dialogue != dialogue, SearchText.dialogue))))
    query = (
        select(Theme.id, Theme.name, of_evening.label("sentences"), others.label("other_evenings"))
        .join(ThemeWord, ThemeWord.theme == Theme.id)
        .outerjoin(Dialogue, and_(Dialogue.id == ThemeWord.dialogue, Dialogue.owner == Theme.organisation))
        .outerjoin(SearchText, and_(_is_shown, SearchText.dialogue == Dialogue.id))
        .where(Theme.organisation == organisation)
        .group_by(Theme.id, Theme.name)
    )
    lines = [ThemeLine(**row._mapping) for row in connection.execute(query)]
    return sorted(lines, key=lambda line: line.name.casefold())


def list_themes(connection: Connection, scope: Scope) -> list[tuple[str, str]]:
    """Id and name of every theme with a shown sentence in an evening that may be seen, by name. Of each theme the first such sentence is
    looked for, since a theme may have thousands."""
    shown: Select[*tuple[Any, ...]] = (
        select(ThemeWord.word)
        .join(SearchText, _is_shown)
        .join(Dialogue, and_(Dialogue.id == ThemeWord.dialogue, Dialogue.owner == Theme.organisation))
        .outerjoin(Publication, Publication.dialogue == Dialogue.id)
        .where(ThemeWord.theme == Theme.id, Dialogue.erasing.is_(None))
        .correlate(Theme)
    )
    shown = scope.narrow(shown, dialogue=Dialogue.id, organisation=Dialogue.owner, published=is_published)
    themes = [
        (row.id, row.name) for row in connection.execute(select(Theme.id, Theme.name).where(shown.exists()))
    ]
    return sorted(themes, key=lambda theme: theme[1].casefold())


def find_theme(connection: Connection, theme: str, dialogue: str) -> tuple[ThemeInfo | None, set[str]]:
    """None where it is not there; and the ids of the sentences of this evening under it."""
    query = (
        select(Theme.id, Theme.organisation, Theme.name, ThemeWord.word)
        .outerjoin(ThemeWord, and_(ThemeWord.theme == Theme.id, ThemeWord.dialogue == dialogue))
        .where(Theme.id == theme)
    )
    rows = connection.execute(query).all()
    if not rows:
        return None, set()
    first = rows[0]
    return ThemeInfo(first.id, first.organisation, first.name), {row.word for row in rows if row.word}


def proposals_of(connection: Connection, theme: ThemeInfo, dialogue: str) -> set[str]:
    """Ids of sentences of this evening that may belong to the theme, and do not yet; only what is shown is compared."""
    keys = select(SearchKey.dialogue, SearchKey.word, SearchKey.key)
    of_theme = (
        keys.add_columns(literal(True).label("is_under"))
        .join(ThemeWord, and_(ThemeWord.dialogue == SearchKey.dialogue, ThemeWord.word == SearchKey.word))
        .join(Dialogue, and_(Dialogue.id == SearchKey.dialogue, Dialogue.owner == theme.organisation))
        .where(ThemeWord.theme == theme.id)
    )
    of_evening = keys.add_columns(literal(False)).where(SearchKey.dialogue == dialogue)
    under: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    here: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for of, word, key, is_under in connection.execute(union_all(of_theme, of_evening)):
        (under if is_under else here)[of, word].add(key)
    candidates = {one[1]: frozenset(keys) for one, keys in here.items() if one not in under}
    return propose(keys_of(theme.name, "nl"), [frozenset(keys) for keys in under.values()], candidates)


def list_evenings(connection: Connection, scope: Scope, dialogues: Collection[str]) -> list[Evening]:
    """Those of these dialogues that have a record which may be seen, the newest first."""
    is_nowhere = _dialogue.neighbourhood == ""  # then its name is its heading
    columns: dict[str, SQLColumnExpression[Any]] = {
        "dialogue": Dialogue.id,
        **{name: _dialogue[name] for name in ("lang", "programme")},
        **{
            name: case((is_nowhere, named(_dialogue[name])), else_=_dialogue[name])
            for name in ("title", "theme")
        },
        "neighbourhood": named(_dialogue.neighbourhood),
        "held": Record.__table__.c.held,
        "seats": Record.__table__.c.seats,
    }
    query: Select[*tuple[Any, ...]] = (
        select(*(column.label(name) for name, column in columns.items()))
        .join(Record, Record.dialogue == Dialogue.id)
        .outerjoin(Publication, Publication.dialogue == Dialogue.id)
        .where(Dialogue.id.in_(sorted(dialogues)), Dialogue.erasing.is_(None))
        .order_by(Record.held.desc(), Dialogue.id)
    )
    query = scope.narrow(query, dialogue=Dialogue.id, organisation=Dialogue.owner, published=is_published)
    return [Evening(**row._mapping) for row in connection.execute(query)]


def sentences_by_theme(connection: Connection, dialogues: Collection[str]) -> list[ThemeSentence]:
    """The shown sentences of these evenings that stand under a theme of the organisation which owns the evening, in the order of the
    themes' names."""
    query = (
        select(
            ThemeWord.theme, Theme.name.label("theme_name"), ThemeWord.dialogue, ThemeWord.word, SearchText.kind, SearchText.lang,
            Word.text, SeatName.name, is_of_table(),
        )
        .join(Theme, Theme.id == ThemeWord.theme)
        .join(Dialogue, and_(Dialogue.id == ThemeWord.dialogue, Dialogue.owner == Theme.organisation))
        .join(SearchText, _is_shown)
        .join(Word, and_(Word.dialogue == ThemeWord.dialogue, Word.id == ThemeWord.word))
        .outerjoin(SeatName, and_(SeatName.dialogue == ThemeWord.dialogue, SeatName.id == SearchText.seat))
        .where(ThemeWord.dialogue.in_(sorted(dialogues)))
        .order_by(ThemeWord.theme, ThemeWord.dialogue, ThemeWord.word)
    )  # fmt: skip
    rows = connection.execute(query).mappings().all()
    translations = _translations(connection, {(row["dialogue"], row["word"]) for row in rows})
    found = [
        ThemeSentence(**row, translations=translations.get((row["dialogue"], row["word"]), ()))
        for row in rows
    ]
    return sorted(found, key=lambda one: one.theme_name.casefold())


def _translations(
    connection: Connection, sentences: Collection[tuple[str, str]]
) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """By dialogue and word; the query is spared where there are no sentences."""
    if not sentences:
        return {}
    of_sentences = tuple_(Translation.dialogue, Translation.word).in_(sorted(sentences))
    dialogues = {dialogue for dialogue, _ in sentences}  # for SQLite, which finds no pairs by an index
    query = select(Translation.dialogue, Translation.word, Translation.lang, Translation.text).where(
        Translation.dialogue.in_(sorted(dialogues))
    )
    found: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute(query.where(of_sentences).order_by(Translation.lang)):
        found[row.dialogue, row.word].append((row.lang, row.text))
    return {sentence: tuple(texts) for sentence, texts in found.items()}
