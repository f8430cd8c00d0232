"""What a search finds: released sentences with all words that were typed, the newest evening first; then those with a part of a word.

What a person types is words, never syntax; between quotes it is a sentence that stands so. Each list is narrowed by the scope of who
asks, filtered and cut in SQL, and reads texts and names where they live, so that nothing erased can be shown.
"""

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    SQLColumnExpression,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from dialoog.accounts.scope import Scope
from dialoog.db.pagination import PAGE_SIZE
from dialoog.live.models import Dialogue, SeatName, Translation, Word
from dialoog.records.models import Publication
from dialoog.records.publication import is_published
from dialoog.records.search.filters import SearchFilters, is_of, narrow_by
from dialoog.records.search.keys import Token, fold, key_of, query_keys, tokens
from dialoog.records.search.models import SearchKey, SearchText, SearchVocabulary

MOST_COUNTED = 2_000
"""Of one key: what is more frequent is frequent."""
MOST_LONGER_WORDS = 60
MOST_WORDS = 12
"""Of one search; more narrow nothing."""
LONGEST_QUERY = 200
FEWEST_SIGNS = 3
"""Of a part of a word."""

_QUOTED = re.compile(r'["“”„]([^"“”„]+)["“”„]')


Mark = Callable[[str, str], "tuple[Piece, ...]"]
"""Cuts a text of a language where something is to be marked."""
Ids = Select[*tuple[Any, ...]]
"""A query of the columns held, dialogue and word."""


class Typed(msgspec.Struct, frozen=True):
    """A search as it is understood: the words, each with its keys, and the sentences between quotes, folded."""

    words: tuple[str, ...] = ()
    keys: tuple[frozenset[str], ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.keys

    @property
    def part(self) -> str | None:
        """What to look for within words: where it is one word that is long enough."""
        alone = fold(self.words[0]) if len(self.words) == 1 and not self.phrases else ""
        return alone if len(alone) >= FEWEST_SIGNS else None


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a sentence; `is_match` where it is what was looked for."""

    text: str
    is_match: bool


class FoundWords(msgspec.Struct, frozen=True):
    """A sentence with its evening. `held` is ms since 1970; `name` None where it is not released or is the group's."""

    dialogue: str
    word: str
    kind: str
    lang: str
    pieces: tuple[Piece, ...]
    translation: tuple[str, tuple[Piece, ...]] | None
    """The language and the text of the translation in which the words stand, where they are not in the original."""
    name: str | None
    title: str
    theme: str
    theme_lang: str
    neighbourhood: str
    held: int


class Found(msgspec.Struct, frozen=True):
    """A page of sentences. `has_more`: there is another page. `forms` are other forms of what was typed that stand in them."""

    sentences: tuple[FoundWords, ...] = ()
    has_more: bool = False
    forms: tuple[str, ...] = ()


def read_typed(text: str) -> Typed:
    """Understands whatever somebody types; loads the dictionaries at the first search, so it runs beside the loop."""
    text = text[:LONGEST_QUERY]
    phrases = tuple(filter(None, (fold(one) for one in _QUOTED.findall(text))))
    words = list(dict.fromkeys(token.text for token in tokens(text)))[:MOST_WORDS]
    return Typed(tuple(words), tuple(query_keys(word) for word in words), phrases)


def search(connection: Connection, scope: Scope, typed: Typed, filters: SearchFilters, number: int) -> Found:
    """Page `number` (from 1) of the sentences with every word and phrase that was typed. The rarest of the words is looked up, and the
    others are asked of what it finds."""
    numbers = _count_keys(connection, typed)
    words = [{key: numbers[key] for key in keys if key in numbers} for keys in typed.keys]
    if not all(words):
        return Found()
    rarest, *others = sorted(words, key=lambda keys: sum(keys.values()))
    query = _sentences(scope, filters, rarest)
    query = query.where(*map(_has_key, others), *map(_contains, typed.phrases))
    return _page(connection, query, number, lambda text, lang: _mark(text, lang, typed), typed)


def search_parts(connection: Connection, scope: Scope, typed: Typed, filters: SearchFilters) -> Found:
    """Sentences with the word that was typed within another one, and not as a word of its own."""
    part = typed.part
    if part is None:
        return Found()
    vocabulary = (
        select(SearchVocabulary.key)
        .where(
            SearchVocabulary.key.contains(part, autoescape=True), SearchVocabulary.key.not_in(typed.keys[0])
        )
        .order_by(SearchVocabulary.key)
        .limit(MOST_LONGER_WORDS)
    )
    longer = connection.execute(vocabulary).scalars().all()
    if not longer:
        return Found()
    query = _sentences(scope, filters, longer).where(~_has_key(typed.keys[0]))
    return _page(connection, query, 1, lambda text, _lang: _mark_part(text, part), typed)


def _count_keys(connection: Connection, typed: Typed) -> dict[str, int]:
    """Key → in how many sentences it stands, as far as that matters; without those that stand in none."""
    every = sorted(frozenset().union(*typed.keys))
    counted = [
        select(literal(key).label("key"), func.count().label("number")).select_from(
            select(literal(1)).where(SearchKey.key == key).limit(MOST_COUNTED).subquery()
        )
        for key in every
    ]
    rows = connection.execute(union_all(*counted))
    return {row.key: row.number for row in rows if row.number}


_dialogue, _name = Dialogue.__table__.columns, SeatName.__table__.columns
_newest_first = (SearchKey.held.desc(), SearchKey.dialogue.desc(), SearchKey.word.desc())


def _sentences(scope: Scope, filters: SearchFilters, keys: Collection[str]) -> Ids:
    """Of every search: the ids of released sentences with one of these keys that may be seen, each once, the newest first."""
    ids: tuple[SQLColumnExpression[Any], ...] = (SearchKey.held, SearchKey.dialogue, SearchKey.word)
    query = (
        select(*ids)
        .join(Dialogue, Dialogue.id == SearchKey.dialogue)
        .where(SearchKey.key.in_(sorted(keys)), Dialogue.erasing.is_(None))
        .order_by(*_newest_first)
    )
    if len(keys) > 1:
        query = query.distinct()
    if scope.publishers or filters.stage:
        query = query.outerjoin(Publication, Publication.dialogue == SearchKey.dialogue)
    query = scope.narrow(
        query,
        dialogue=Dialogue.id,
        organisation=Dialogue.owner,
        published=is_published if scope.publishers else None,
    )
    return narrow_by(query, filters)


def _has_key(keys: Collection[str]) -> ColumnElement[bool]:
    other = aliased(SearchKey)
    return exists().where(is_of(other, SearchKey), other.held == SearchKey.held, other.key.in_(sorted(keys)))


def _contains(part: str) -> ColumnElement[bool]:
    """In any language in which the sentence stands."""
    other = aliased(SearchText)
    return exists().where(is_of(other, SearchKey), other.folded.contains(part, autoescape=True))


def _page(
    connection: Connection,
    ids: Ids,
    number: int,
    mark: Mark,
    typed: Typed,
) -> Found:
    """The sentences of one page of these ids, with their texts and evenings."""
    page = ids.limit(PAGE_SIZE + 1).offset((number - 1) * PAGE_SIZE).subquery()
    query = (
        select(
            page, SearchText.kind, SearchText.lang, Word.text, _name.name,
            _dialogue.title, _dialogue.theme, _dialogue.lang.label("theme_lang"), _dialogue.neighbourhood,
        )
        .join(SearchText, and_(is_of(SearchText, page.c), SearchText.is_original))
        .join(Word, and_(Word.dialogue == page.c.dialogue, Word.id == page.c.word))
        .join(Dialogue, Dialogue.id == page.c.dialogue)
        .outerjoin(SeatName, and_(SeatName.dialogue == page.c.dialogue, SeatName.id == SearchText.seat))
        .order_by(page.c.held.desc(), page.c.dialogue.desc(), page.c.word.desc())
    )  # fmt: skip
    rows = connection.execute(query).mappings().all()
    elsewhere = [row for row in rows if not _has_match(mark(row["text"], row["lang"]))]
    translations = _read_translations(connection, elsewhere, mark)
    sentences = tuple(
        FoundWords(
            pieces=mark(row["text"], row["lang"]),
            translation=translations.get((row["dialogue"], row["word"])),
            **{name: row[name] for name in _FIELDS},
        )
        for row in rows[:PAGE_SIZE]
    )
    return Found(sentences, len(rows) > PAGE_SIZE, _other_forms(sentences, typed))


_FIELDS = tuple(name for name in FoundWords.__struct_fields__ if name not in ("pieces", "translation"))


def _read_translations(
    connection: Connection, rows: Iterable[Any], mark: Mark
) -> dict[tuple[str, str], tuple[str, tuple[Piece, ...]]]:
    """Of these sentences the translation with a match, by dialogue and word; the query is spared where there are none."""
    of_words = [
        and_(Translation.dialogue == row["dialogue"], Translation.word == row["word"]) for row in rows
    ]
    if not of_words:
        return {}
    query = select(Translation.dialogue, Translation.word, Translation.lang, Translation.text)
    found = {}
    for row in connection.execute(query.where(or_(*of_words)).order_by(Translation.lang)):
        pieces = mark(row.text, row.lang)
        if _has_match(pieces):
            found[row.dialogue, row.word] = (row.lang, pieces)
    return found


def _has_match(pieces: Iterable[Piece]) -> bool:
    return any(piece.is_match for piece in pieces)


def _mark(text: str, lang: str, typed: Typed) -> tuple[Piece, ...]:
    keys = frozenset().union(*typed.keys)
    return _cut(text, [token for token in tokens(text) if key_of(token.text, lang) in keys])


def _mark_part(text: str, part: str) -> tuple[Piece, ...]:
    return _cut(text, [token for token in tokens(text) if part in fold(token.text)])


def _cut(text: str, matches: Iterable[Token]) -> tuple[Piece, ...]:
    pieces, last = [], 0
    for token in matches:
        pieces += [Piece(text[last : token.start], False), Piece(token.text, True)]
        last = token.end
    return tuple(piece for piece in (*pieces, Piece(text[last:], False)) if piece.text)


def _other_forms(sentences: Iterable[FoundWords], typed: Typed) -> tuple[str, ...]:
    """Words that were marked and not typed, in small letters, so that people see what else was looked for."""
    as_typed = {fold(word) for word in typed.words}
    texts = ((*one.pieces, *(one.translation[1] if one.translation else ())) for one in sentences)
    marked = (piece.text.casefold() for pieces in texts for piece in pieces if piece.is_match)
    return tuple(dict.fromkeys(form for form in marked if fold(form) not in as_typed))[:5]
