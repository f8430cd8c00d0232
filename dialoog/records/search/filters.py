"""What a search is narrowed to beside its words: evenings of a place, a year, a programme or a stage, and sentences of a kind, a language or a theme."""

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, and_, exists, func

from dialoog.live.models import Dialogue
from dialoog.records.models import Publication
from dialoog.records.queries import begin_of_year
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


def narrow_by(query: Select[*tuple[Any, ...]], filters: SearchFilters) -> Select[*tuple[Any, ...]]:
    """The query reads `SearchKey` with its `Dialogue`, and `Publication` by an outer join where a stage is chosen."""
    if filters.neighbourhood:
        query = query.where(_dialogue.neighbourhood == filters.neighbourhood)
    if filters.year is not None:
        query = query.where(
            SearchKey.held >= begin_of_year(filters.year), SearchKey.held < begin_of_year(filters.year + 1)
        )
    if filters.programme:
        query = query.where(_dialogue.programme == filters.programme)
    if filters.stage:
        query = query.where(func.coalesce(Publication.stage, "concept") == filters.stage)
    if filters.theme:
        query = query.where(
            exists().where(
                is_of(ThemeWord, SearchKey),
                ThemeWord.theme == filters.theme,
                Theme.id == ThemeWord.theme,
                Theme.organisation == Dialogue.owner,
            )
        )
    chosen = {name: value for name in ("kind", "source", "lang") if (value := getattr(filters, name))}
    if chosen:
        of_original = [SearchText.__table__.columns[name] == value for name, value in chosen.items()]
        query = query.where(
            exists().where(is_of(SearchText, SearchKey), SearchText.is_original, *of_original)
        )
    return query


def is_of(one: Any, other: Any) -> ColumnElement[bool]:
    return and_(one.dialogue == other.dialogue, one.word == other.word)
