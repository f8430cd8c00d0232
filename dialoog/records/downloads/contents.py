"""What stands in a file of a record, by ids alone, and how much of that has left the record since.

A sentence is `word`, a translation `word/language`, and a name beside a sentence `word:seat`.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from dialoog.live import queries
from dialoog.records.archives.withdrawal import withdraw
from dialoog.records.looking_back.answers import contents_of as answer_contents
from dialoog.records.models import Audience, Download
from dialoog.records.snapshot import Snapshot
from dialoog.records.visibility import all_words, for_everybody

_download = Download.__table__.columns


class Missing(NamedTuple):
    """How many sentences of a file, or translations of one, are no longer in the record, and of how many people the name."""

    sentences: int
    names: int


def contents_of(
    connection: Connection, dialogue: str, shown: Snapshot, chosen: Collection[str] | None = None
) -> frozenset[str]:
    """Everything that an audience reads which sees this much of the record; of the `chosen` sentences alone, where there are such."""
    words = [word for word in all_words(shown) if chosen is None or word.id in chosen]
    texts = queries.texts(connection, dialogue, [word.id for word in words])
    names = queries.names(connection, dialogue)
    found = set[str]()
    for word in words:
        if word.id in texts:
            seats = (word.seat, *word.together, *word.supporters)
            found.add(word.id)
            found.update(f"{word.id}/{language}" for language in texts[word.id].translations)
            found.update(f"{word.id}:{seat}" for seat in seats if seat in names)
    return frozenset(found)


def missing(former: Collection[str], present: Collection[str]) -> Missing:
    """A name beside a sentence that went is not counted twice."""
    lost = set(former).difference(present)
    sentences = {one.partition("/")[0] for one in lost if ":" not in one}
    names = {one.partition(":")[2] for one in lost if ":" in one and one.partition(":")[0] not in sentences}
    return Missing(len(sentences), len(names))


def sync(connection: Connection, dialogue: str, shown: Snapshot, now: int) -> None:
    """Counts anew what is missing from each file, in the transaction that changes what the record shows. A zip with such a file is
    withdrawn."""
    columns = (
        _download[name]
        for name in ("number", "audience", "contents", "missing_sentences", "missing_names", "archive")
    )
    rows = connection.execute(select(*columns).where(_download.dialogue == dialogue)).all()
    present: dict[bool, frozenset[str]] = {}
    archives = set[str]()
    for row in rows:
        is_public = row.audience == "public"
        if is_public not in present:
            visible = for_everybody(shown) if is_public else shown
            answers = answer_contents(connection, dialogue, row.audience)
            present[is_public] = contents_of(connection, dialogue, visible) | answers
        count = missing(row.contents.split(), present[is_public])
        if row.archive and any(count):
            archives.add(row.archive)
        if count != (row.missing_sentences, row.missing_names):
            one = update(Download).where(_download.dialogue == dialogue, _download.number == row.number)
            connection.execute(one.values(missing_sentences=count.sentences, missing_names=count.names))
    withdraw(connection, archives, now)


def in_writing(contents: Collection[str]) -> str:
    return " ".join(sorted(contents))


def visible_to(audience: Audience, shown: Snapshot) -> Snapshot:
    return for_everybody(shown) if audience == "public" else shown
