"""What a search finds: released sentences with all words that were typed, the newest evening first; then those with a part of a word.

What a person types is words, never syntax; between quotes it is a sentence that stands so. Each list is narrowed by the scope of who
asks, filtered and cut in SQL, and reads texts and names where they live, so that nothing erased can be shown.
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Row, Select

from dialoog.accounts.scope import Scope
from dialoog.db.engine import read_transaction
from dialoog.db.pagination import PAGE_SIZE
from dialoog.live.table_names import at_table
from dialoog.records.search import statements
from dialoog.records.search.filters import SearchFilters
from dialoog.records.search.keys import find_words, fold, query_keys
from dialoog.records.search.marks import Mark, Pieces, has_match, mark_part, mark_words

MOST_LONGER_WORDS = 60
MOST_WORDS = 12
"""Of one search; more narrow nothing."""
LONGEST_QUERY = 200
FEWEST_SIGNS = 3
"""Of a part of a word."""

_QUOTED = re.compile(r'["“”„]([^"“”„]+)["“”„]')


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


class FoundWords(msgspec.Struct, frozen=True):
    """A sentence with its evening. `held` is ms since 1970; `name` is None where it is not released or is the whole table's."""

    dialogue: str
    word: str
    kind: str
    lang: str
    pieces: Pieces
    translation: tuple[str, Pieces] | None
    """The language and the text of the translation in which the words stand, where they are not in the original."""
    name: str | None
    of_table: bool
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


class Results(msgspec.Struct, frozen=True):
    """What a search comes to: the sentences with what was typed, and those with a part of a word."""

    typed: Typed = Typed()
    found: Found = Found()
    parts: Found = Found()


def read_typed(text: str) -> Typed:
    """Understands whatever somebody types; loads the dictionaries at the first search of a process."""
    text = text[:LONGEST_QUERY]
    phrases = tuple(filter(None, (fold(one) for one in _QUOTED.findall(text))))
    words = list(dict.fromkeys(find_words(text)))[:MOST_WORDS]
    return Typed(tuple(words), tuple(query_keys(word) for word in words), phrases)


def read_dictionaries() -> None:
    """Before somebody searches: it takes a second, and on a busy machine several."""
    query_keys("dialoog")


def find(engine: Engine, scope: Scope, text: str, filters: SearchFilters, number: int) -> Results:
    """Page `number` (from 1) of what is found, and on the first page, where that is not full, also words of which it is a part.
    Dictionaries, and a sentence between quotes whose words are all frequent, take too long for the loop of the phones."""
    typed = read_typed(text)
    if typed.is_empty:
        return Results(typed)
    with read_transaction(engine) as connection:
        found = search(connection, scope, typed, filters, number)
        is_whole = number == 1 and not found.has_more
        return Results(typed, found, search_parts(connection, scope, typed, filters) if is_whole else Found())


def search(connection: Connection, scope: Scope, typed: Typed, filters: SearchFilters, number: int) -> Found:
    """Page `number` (from 1) of the sentences with every word and phrase that was typed. The rarest of the words is looked up, and the
    others are asked of what it finds."""
    every = frozenset().union(*typed.keys)
    counted = {row.key: row for row in connection.execute(statements.COUNT_KEYS, {"keys": sorted(every)})}
    words = [[counted[key] for key in keys if key in counted] for keys in typed.keys]
    if not all(words):
        return Found()
    rarest, *others = sorted(words, key=_frequency)
    shape = _shape(rarest, others=len(others), phrases=len(typed.phrases))
    values = {
        "keys": _asked(rarest),
        **{f"other_{at}": [row.key for row in word] for at, word in enumerate(others)},
        **{f"phrase_{at}": statements.as_pattern(one) for at, one in enumerate(typed.phrases)},
    }
    return _page(
        connection,
        statements.page(scope, filters, shape),
        values,
        number,
        partial(mark_words, keys=every),
        typed,
    )


def search_parts(connection: Connection, scope: Scope, typed: Typed, filters: SearchFilters) -> Found:
    """Sentences with the word that was typed within another one, and not as a word of its own."""
    part = typed.part
    if part is None:
        return Found()
    own = sorted(typed.keys[0])
    asked = {"part": statements.as_pattern(part), "keys": own, "most": MOST_LONGER_WORDS}
    longer = connection.execute(statements.COUNT_LONGER, asked).all()
    if not longer:
        return Found()
    values = {"keys": _asked(longer), "without": own}
    query = statements.page(scope, filters, _shape(longer, without=True))
    return _page(connection, query, values, 1, partial(mark_part, part=part), typed)


def _frequency(keys: Iterable[Any]) -> int:
    """Of a word with these counted keys: what is rarer sorts before."""
    return sum(row.frequency for row in keys)


def _shape(keys: Sequence[Any], **others: Any) -> statements.Shape:
    is_frequent = _frequency(keys) >= statements.MOST_COUNTED
    return statements.Shape(len(keys) > 1, is_frequent, **others)


def _asked(keys: Sequence[Any]) -> Any:
    """As the question of their shape asks for them."""
    names = [row.key for row in keys]
    return names if len(names) > 1 else names[0]


def _page(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    values: dict[str, Any],
    number: int,
    mark: Mark,
    typed: Typed,
) -> Found:
    """The sentences of one page of this query, with what is marked in them."""
    bounds = {"most": PAGE_SIZE + 1, "before": (number - 1) * PAGE_SIZE}
    rows = connection.execute(query, {**values, **bounds}).all()
    found = [list(same) for _sentence, same in groupby(rows, key=itemgetter(0, 1))]
    sentences = tuple(_found(same, mark) for same in found[:PAGE_SIZE])
    return Found(sentences, len(found) > PAGE_SIZE, _other_forms(sentences, typed))


def _found(rows: Sequence[Row[*tuple[Any, ...]]], mark: Mark) -> FoundWords:
    """A sentence, of which there is a row for each of its translations."""
    (
        dialogue, word, held, kind, lang, text, name, of_table,
        title, theme, table_number, theme_lang, neighbourhood, *_translation,
    ) = rows[0]  # fmt: skip
    pieces = mark(text, lang)
    return FoundWords(
        dialogue,
        word,
        kind,
        lang,
        pieces,
        None if has_match(pieces) else _find_translation(rows, mark),
        name,
        of_table,
        at_table(title, table_number, theme_lang),
        at_table(theme, table_number, theme_lang),
        theme_lang,
        neighbourhood,
        held,
    )


def _find_translation(rows: Iterable[Row[*tuple[Any, ...]]], mark: Mark) -> tuple[str, Pieces] | None:
    for row in rows:
        if row.other_lang is not None and has_match(pieces := mark(row.other_text, row.other_lang)):
            return row.other_lang, pieces
    return None


def _other_forms(sentences: Iterable[FoundWords], typed: Typed) -> tuple[str, ...]:
    """Words that were marked and not typed, in small letters, so that people see what else was looked for."""
    as_typed = {fold(word) for word in typed.words}
    texts = ((*one.pieces, *(one.translation[1] if one.translation else ())) for one in sentences)
    marked = dict.fromkeys(piece.text.casefold() for pieces in texts for piece in pieces if piece.is_match)
    return tuple(form for form in marked if fold(form) not in as_typed)[:5]
