"""What an organiser sees of a record while they edit it: every sentence with whether it is hidden, and what is left of each version."""

from collections.abc import Collection, Iterable

import msgspec
from sqlalchemy import Connection

from dialoog.live import queries as live_queries
from dialoog.live.time_slices import rest
from dialoog.records.actions import may_hide
from dialoog.records.publication import Hidden, VersionInfo, hidden_words
from dialoog.records.queries import read_names
from dialoog.records.snapshot import Snapshot
from dialoog.records.visibility import all_words, without
from dialoog.rules.state import CONTRIBUTIONS, Kind


class Sentence(msgspec.Struct, frozen=True):
    """One sentence of a record. `name` is None where it is not released, or said by the table."""

    id: str
    kind: str
    text: str
    lang: str
    name: str | None


class EditedSentence(Sentence, frozen=True, kw_only=True):
    """`hidden` is None while it is shown."""

    hidden: Hidden | None
    may_be_hidden: bool


class VersionCount(msgspec.Struct, frozen=True):
    """How many sentences stood in a version, and how many of those are still shown."""

    sentences: int
    left: int


def list_shown(connection: Connection, dialogue: str, shown: Snapshot) -> list[Sentence]:
    """In the order of the evening, without those that were erased."""
    words = all_words(shown)
    texts = live_queries.texts(connection, dialogue, [word.id for word in words])
    rest(connection)
    names = read_names(connection, dialogue)
    return [
        Sentence(
            word.id,
            word.kind,
            texts[word.id].text,
            texts[word.id].lang,
            names.get(word.seat) if word.seat else None,
        )
        for word in words
        if word.id in texts
    ]


def list_all(connection: Connection, dialogue: str, whole: Snapshot) -> list[EditedSentence]:
    """The same with those that are hidden, and whether each may be."""
    hidden = hidden_words(connection, dialogue)
    edits_harvest = may_hide(connection, dialogue, Kind.INSIGHT)
    every = list_shown(connection, dialogue, whole)
    rest(connection)
    return [
        EditedSentence(
            one.id,
            one.kind,
            one.text,
            one.lang,
            one.name,
            hidden=hidden.get(one.id),
            may_be_hidden=edits_harvest or one.kind in CONTRIBUTIONS,
        )
        for one in every
    ]


def count_of_versions(versions: Iterable[VersionInfo], whole: Snapshot, hidden: Collection[str]) -> dict[int, VersionCount]:  # fmt: skip
    """Version → its count. A version says how many of its sentences are left, and not which they were."""
    shown = {word.id for word in all_words(without(whole, hidden))}
    return {one.number: VersionCount(len(one.words), len(shown.intersection(one.words))) for one in versions}
