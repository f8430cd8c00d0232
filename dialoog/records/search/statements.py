"""The questions of the search to the database, each built once: building one takes SQLAlchemy longer than the database takes to answer.

What is rare is read key by key; all of its rows are few. Of what is frequent the evenings are read, the newest first, and each is asked
whether it has the key, so that the pages of somebody who may see two evenings of two thousand do not read a hundred thousand rows.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Join,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased

from dialoog.accounts.scope import Scope
from dialoog.live.models import Dialogue, SeatName, Translation, Word
from dialoog.records.models import Publication, Record
from dialoog.records.publication import is_published
from dialoog.records.search.filters import SearchFilters, is_of, narrow_by
from dialoog.records.search.models import SearchKey, SearchText, SearchVocabulary, is_of_table

Query = Select[*tuple[Any, ...]]
_KEPT = 256
"""So many questions, each of one scope and its filters."""


class Shape(NamedTuple):
    """What a question has beside its scope and filters: `keys` to look up, of which one or several, rare or frequent; so many `other_0`,
    `other_1` … of which each sentence has one too; phrases that stand in it; whether there are keys that it has not."""

    are_several: bool
    are_frequent: bool
    others: int = 0
    phrases: int = 0
    without: bool = False


MOST_COUNTED = 500
"""Of one key: what stands in as many sentences is frequent."""


def _count(keys: ColumnElement[bool]) -> Query:
    """How frequent each of these keys of the vocabulary is: in how many sentences it stands; where they are as many as are counted, since
    when its newest were held, which is a larger number, and the later, the more frequent."""
    rows = select(SearchKey.held).where(SearchKey.key == SearchVocabulary.key).correlate(SearchVocabulary)
    since = rows.order_by(SearchKey.held.desc()).limit(1).offset(MOST_COUNTED - 1).scalar_subquery()
    number = select(func.count()).select_from(rows.subquery()).scalar_subquery()
    return select(SearchVocabulary.key, func.coalesce(since, number).label("frequency")).where(keys)


COUNT_KEYS = _count(SearchVocabulary.key.in_(bindparam("keys", expanding=True)))
COUNT_LONGER = (
    _count(
        and_(
            SearchVocabulary.key.like(bindparam("part"), escape="/"),
            SearchVocabulary.key.not_in(bindparam("keys", expanding=True)),
        )
    )
    .order_by(SearchVocabulary.key)
    .limit(bindparam("most"))
)
"""Of the first `most` keys in which a part stands, by name."""


@lru_cache(_KEPT)
def page(scope: Scope, filters: SearchFilters, shape: Shape) -> Query:
    """At most `most` sentences after the first `before`, the newest first, each with its text, name and evening. A sentence has a
    row for each of its translations, and one where there is none."""
    ids = _narrowed(_newest(shape), scope, filters, shape)
    some = ids.limit(bindparam("most")).offset(bindparam("before")).subquery()
    dialogue, name = Dialogue.__table__.columns, SeatName.__table__.columns
    return (
        select(
            some.c.dialogue, some.c.word, some.c.held, SearchText.kind, SearchText.lang, Word.text, name.name, is_of_table(),
            dialogue.title, dialogue.theme, dialogue.table_number, dialogue.lang.label("theme_lang"), dialogue.neighbourhood,
            Translation.lang.label("other_lang"), Translation.text.label("other_text"),
        )
        .join(SearchText, and_(is_of(SearchText, some.c), SearchText.is_original))
        .join(Word, and_(Word.dialogue == some.c.dialogue, Word.id == some.c.word))
        .join(Dialogue, Dialogue.id == some.c.dialogue)
        .outerjoin(SeatName, and_(SeatName.dialogue == some.c.dialogue, SeatName.id == SearchText.seat))
        .outerjoin(Translation, is_of(Translation, some.c))
        .order_by(some.c.held.desc(), some.c.dialogue.desc(), some.c.word.desc(), Translation.lang)
    )  # fmt: skip


def as_pattern(phrase: str) -> str:
    """For LIKE: this phrase, wherever it stands."""
    return "%" + phrase.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"


def _newest(shape: Shape) -> Query:
    """The ids of all sentences with one of the keys, the newest first."""
    if shape.are_frequent:
        held, dialogue = Record.held, Record.dialogue
        query = select(held, dialogue, SearchKey.word).select_from(
            _InOrder(_InOrder(Record.__table__, Dialogue.__table__), SearchKey.__table__)
        )
        query = query.where(Dialogue.id == dialogue, SearchKey.dialogue == dialogue, SearchKey.held == held)
    else:
        held, dialogue = SearchKey.held, SearchKey.dialogue
        query = select(held, dialogue, SearchKey.word).join(Dialogue, Dialogue.id == dialogue)
    key: BindParameter[Any] = bindparam("keys", expanding=shape.are_several)
    query = query.where(SearchKey.key.in_(key) if shape.are_several else SearchKey.key == key)
    query = query.order_by(held.desc(), dialogue.desc(), SearchKey.word.desc())
    return query.distinct() if shape.are_several else query


def _narrowed(query: Query, scope: Scope, filters: SearchFilters, shape: Shape) -> Query:
    query = query.where(Dialogue.erasing.is_(None))
    if scope.publishers or filters.stage:
        query = query.outerjoin(Publication, Publication.dialogue == Dialogue.id)
    query = scope.narrow(
        query,
        dialogue=Dialogue.id,
        organisation=Dialogue.owner,
        published=is_published if scope.publishers else None,
    )
    query = narrow_by(query, filters)
    query = query.where(*(_has_key(f"other_{at}") for at in range(shape.others)))
    query = query.where(*(_contains(f"phrase_{at}") for at in range(shape.phrases)))
    return query.where(~_has_key("without")) if shape.without else query


def _has_key(keys: str) -> ColumnElement[bool]:
    other = aliased(SearchKey)
    has_one = other.key.in_(bindparam(keys, expanding=True))
    return exists().where(is_of(other, SearchKey), other.held == SearchKey.held, has_one)


def _contains(pattern: str) -> ColumnElement[bool]:
    """In any language in which the sentence stands."""
    other = aliased(SearchText)
    return exists().where(is_of(other, SearchKey), other.folded.like(bindparam(pattern), escape="/"))


class _InOrder(Join):
    """Two tables of which SQLite reads the left one first, which it leaves open of any other join."""

    inherit_cache = True

    def __init__(self, left: FromClause, right: FromClause) -> None:
        super().__init__(left, right, true())


@compiles(_InOrder)
def _compile(join: _InOrder, compiler: Any, **options: Any) -> str:
    options["asfrom"] = True
    return f"{compiler.process(join.left, **options)} CROSS JOIN {compiler.process(join.right, **options)}"
