"""What a search is narrowed to beside its words: evenings of a place, a year, a programme or a stage, and sentences of a kind, a language or a theme."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, exists

from dialoog.live.models import Dialogue
from dialoog.records.publication import stage_of_record
from dialoog.records.search.models import SearchKey, SearchText
from dialoog.records.themes.models import Theme, ThemeWord

_dialogue = Dialogue.__table__.columns


class SearchFilters(msgspec.Struct, frozen=True):
    """Empty or None: anything."""

    neighbourhood: str = ""
    year: int | None = None
    programme: str = ""
    kind: str = ""
    source: str = ""
    lang: str = ""
    theme: str = ""
    """Its id."""
    stage: str = ""
    """Of its record; `open` where nobody closed the evening."""


def narrow_by(query: Select[*tuple[Any, ...]], filters: SearchFilters) -> Select[*tuple[Any, ...]]:
    """The query reads `SearchKey` with its `Dialogue`, and `Publication` by an outer join where a stage is chosen."""
    query = narrow_evenings(query, filters, SearchKey.held, stage_of_record)
    return query.where(
        *(exists().where(is_of(one, SearchKey), *about) for one, about in _asked_of_words(filters))
    )


def narrow_evenings(
    query: Select[*tuple[Any, ...]],
    filters: SearchFilters,
    held: SQLColumnExpression[int],
    stage: SQLColumnExpression[str],
) -> Select[*tuple[Any, ...]]:
    """By what is asked of an evening itself. `held` and `stage` are what the query reads of it."""
    if filters.neighbourhood:
        query = query.where(_dialogue.neighbourhood == filters.neighbourhood)
    if filters.year is not None:
        query = query.where(held >= begin_of_year(filters.year), held < begin_of_year(filters.year + 1))
    if filters.programme:
        query = query.where(_dialogue.programme == filters.programme)
    return query.where(stage == filters.stage) if filters.stage else query


def has_such_words(filters: SearchFilters) -> list[ColumnElement[bool]]:
    """Of an evening: that one released sentence is what is asked of sentences."""
    asked = _asked_of_words(filters)
    if not asked:
        return []
    of_word = [
        exists().where(is_of(one, SearchText), *about) for one, about in asked if one is not SearchText
    ]
    of_text = [part for one, about in asked if one is SearchText for part in about]
    return [exists().where(SearchText.dialogue == Dialogue.id, *of_text, *of_word)]


def _asked_of_words(filters: SearchFilters) -> list[tuple[Any, list[ColumnElement[bool]]]]:
    """Tables with a row per sentence, and what that row has to be."""
    chosen = {name: value for name in ("kind", "source", "lang") if (value := getattr(filters, name))}
    of_original = [SearchText.__table__.columns[name] == value for name, value in chosen.items()]
    asked: list[tuple[Any, list[ColumnElement[bool]]]] = []
    if of_original:
        asked.append((SearchText, [SearchText.is_original.is_(True), *of_original]))
    if filters.theme:
        of_theme = ThemeWord.theme == filters.theme, Theme.id == ThemeWord.theme
        asked.append((ThemeWord, [*of_theme, Theme.organisation == Dialogue.owner]))
    return asked


def begin_of_year(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1000


def is_of(one: Any, other: Any) -> ColumnElement[bool]:
    return and_(one.dialogue == other.dialogue, one.word == other.word)
