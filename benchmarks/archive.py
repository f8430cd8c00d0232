"""What is measured of a neighbourhood's archive: 2,000 dialogues with 100,000 sentences, and searching them."""

import random
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, exists, func, insert, select
from sqlalchemy.orm import aliased

from benchmarks import fts
from benchmarks.figures import Line, series
from dialoog.accounts.policy import Scope
from dialoog.db import migrations
from dialoog.db.engine import make_engine, read_transaction, transaction
from dialoog.live.models import Dialogue, Word
from dialoog.records.models import Record
from dialoog.records.search.filters import SearchFilters, is_of
from dialoog.records.search.keys import fold, keys_of
from dialoog.records.search.models import SearchKey, SearchText, SearchVocabulary
from dialoog.records.search.queries import Typed, read_typed, search, search_parts
from dialoog.records.search.statements import as_pattern

DIALOGUES, SENTENCES = 2_000, 50
"""Of each dialogue so many."""
ROUNDS = 15
DAY_MS = 24 * 3600 * 1000
NEWEST = 1_795_000_000_000
COMMON = [
    "de",
    "het",
    "een",
    "en",
    "in",
    "op",
    "van",
    "ik",
    "we",
    "met",
    "dat",
    "er",
    "is",
    "voor",
    "niet",
    "aan",
    "te",
]
KNOWN = [
    "buurthuis",
    "kinderen",
    "straat",
    "bank",
    "koffie",
    "tuin",
    "plein",
    "fiets",
    "buurvrouw",
    "avond",
    "soep",
    "eenzaam",
    "samen",
    "gemeente",
    "speeltuin",
    "bibliotheek",
    "sleutel",
    "verhuizing",
    "taal",
    "brief",
    "school",
    "winkel",
    "lamp",
    "boom",
    "hond",
    "muziek",
    "feest",
    "koken",
    "tafel",
    "stoel",
    "deur",
    "trap",
    "lift",
    "portiek",
]
SYLLABLES = [
    "ba",
    "de",
    "ki",
    "lo",
    "mu",
    "ne",
    "po",
    "ra",
    "se",
    "ti",
    "vo",
    "wa",
    "zee",
    "hui",
    "tuin",
    "straat",
    "berg",
    "dorp",
]
SEARCHES = (
    "buurthuis",
    "de straat",
    "eenzame kinderen",
    "sleutels",
    "bibliotheek tuin",
    '"in de tuin"',
    "de",
)


def searching() -> list[Line]:
    """Each search beside the bare query of its index: the newest twenty with a key of each word, and with what stands between quotes,
    without texts, names, marks or who asks; and where who asks may see one evening of two thousand. Then all of them together, also
    beside the bare query of FTS5."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'archive.sqlite3'}")
        migrations.upgrade(engine)
        fill(engine, random.Random(11))
        fts.fill(engine)
        everything, one = Scope(everything=True), Scope(dialogues=frozenset({f"evening-{DIALOGUES - 1:05}"}))
        filters, lines = SearchFilters(), list[Line]()
        all_took, all_beside = list[float](), dict[str, list[float]]()
        for text in SEARCHES:
            typed = read_typed(text)
            bare = _bare(engine, typed)
            beside, took, narrow = _side_by_side(
                engine,
                lambda connection, bare=bare: connection.execute(bare).all(),
                lambda connection, typed=typed: search(connection, everything, typed, filters, 1),
                lambda connection, typed=typed: search(connection, one, typed, filters, 1),
            )
            lines.append(Line(f"search {text}", series(took), series(beside), "its index alone"))
            lines.append(Line(f"search {text}, one evening", series(narrow), series(took), "all evenings"))
            all_took += took
            all_beside.setdefault("the index alone", []).extend(beside)
            for order in fts.ORDERS:
                query = fts.newest(typed, order)
                (times,) = _side_by_side(
                    engine, lambda connection, query=query: connection.execute(query).all()
                )
                all_beside.setdefault(order, []).extend(times)
        whole = series(all_took)
        for name, times in all_beside.items():
            lines.append(Line("all searches", whole, series(times), name))
            lines.append(Line("all searches, p99", whole.at_p99(), series(times).at_p99(), name))
        part = read_typed("ban")
        beside, took = _side_by_side(
            engine, _count, lambda connection: search_parts(connection, everything, part, filters)
        )
        lines.append(Line("parts of words", series(took), series(beside), "counting the sentences"))
        engine.dispose()
    return lines


def fill(engine: Engine, draw: random.Random) -> None:
    """Straight into the tables, as the worker would have left them."""
    rare = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(20_000)]
    with transaction(engine) as connection:
        connection.execute(insert(Dialogue), list(map(_dialogue, range(DIALOGUES))))
        connection.execute(insert(Record), list(map(_record, range(DIALOGUES))))
    sentences = _sentences(draw, rare)
    while batch := list(islice(sentences, 2_000)):
        with transaction(engine) as connection:
            connection.execute(
                insert(Word),
                [
                    {**ids, "id": ids["word"], "lang": "nl", "text": text, "salt": bytes(16)}
                    for ids, text in [({"dialogue": d, "word": w}, t) for d, w, t in batch]
                ],
            )
            connection.execute(
                insert(SearchText),
                [
                    {
                        "dialogue": d,
                        "word": w,
                        "lang": "nl",
                        "is_original": True,
                        "kind": "experience",
                        "source": None,
                        "seat": None,
                        "folded": fold(t),
                    }
                    for d, w, t in batch
                ],
            )
            rows = [
                {"key": key, "held": held(d), "dialogue": d, "word": w}
                for d, w, t in batch
                for key in keys_of(t, "nl")
            ]
            connection.execute(insert(SearchKey), rows)
            connection.execute(
                insert(SearchVocabulary).prefix_with("OR IGNORE"), [{"key": row["key"]} for row in rows]
            )


def _sentences(draw: random.Random, rare: list[str]) -> Iterator[tuple[str, str, str]]:
    for number in range(DIALOGUES):
        for sentence in range(SENTENCES):
            words = draw.choices(COMMON, k=6) + draw.choices(KNOWN, k=3) + draw.choices(rare, k=3)
            draw.shuffle(words)
            yield f"evening-{number:05}", f"w{sentence}", " ".join(words).capitalize() + "."


def _dialogue(number: int) -> dict[str, object]:
    return {
        "id": f"evening-{number:05}",
        "code": f"{number:07}",
        "title": "Wijkdialoog",
        "neighbourhood": f"Wijk {number % 12}",
        "created": NEWEST - number * DAY_MS,
    }


def held(dialogue: str) -> int:
    return NEWEST - int(dialogue.removeprefix("evening-")) * DAY_MS


def _record(number: int) -> dict[str, object]:
    at = NEWEST - number * DAY_MS
    moments = dict.fromkeys(("saved", "changed", "held"), at)
    counts = dict.fromkeys(("seats", "insights", "questions", "agreements"), 1)
    name = f"evening-{number:05}"
    return {"id": name, "dialogue": name, "version": 1, "document": b"{}", **moments, **counts}


def _bare(engine: Engine, typed: Typed) -> Select[*tuple[Any, ...]]:
    """From the rarest of its words on, which is known beforehand."""
    with read_transaction(engine) as connection:
        first, *others = sorted(typed.keys, key=lambda keys: _number_of(connection, keys))
    query = select(SearchKey.dialogue, SearchKey.word).where(SearchKey.key.in_(sorted(first)))
    for keys in others:
        other = aliased(SearchKey)
        same = is_of(other, SearchKey), other.held == SearchKey.held
        query = query.where(exists().where(*same, other.key.in_(sorted(keys))))
    for phrase in typed.phrases:
        contains = SearchText.folded.like(as_pattern(phrase), escape="/")
        query = query.where(exists().where(is_of(SearchText, SearchKey), contains))
    return query.order_by(SearchKey.held.desc(), SearchKey.dialogue.desc(), SearchKey.word.desc()).limit(20)


def _number_of(connection: Connection, keys: Collection[str]) -> int:
    with_key = select(func.count()).select_from(SearchKey).where(SearchKey.key.in_(sorted(keys)))
    return connection.execute(with_key).scalar_one()


def _count(connection):  # type: ignore[no-untyped-def]
    return connection.execute(select(func.count()).select_from(SearchText)).all()


def _side_by_side(engine: Engine, *functions: Callable[..., object]) -> list[list[float]]:
    """In ms of a processor: on SQLite there is nothing else to wait for."""
    times: list[list[float]] = [[] for _ in functions]
    for _round in range(ROUNDS):
        for function, taken in zip(functions, times, strict=True):
            with read_transaction(engine) as connection:
                began = time.thread_time()
                function(connection)
                taken.append((time.thread_time() - began) * 1000)
    return times
