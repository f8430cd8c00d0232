"""What is measured of a neighbourhood's archive: 2,000 dialogues with 100,000 sentences, and searching them."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, func, insert, select

from benchmarks.figures import Line, Series, series
from dialoog.accounts.policy import Scope
from dialoog.db import migrations
from dialoog.db.engine import make_engine, read_transaction, transaction
from dialoog.live.models import Dialogue, Word
from dialoog.records.models import Record
from dialoog.records.search.keys import fold, keys_of
from dialoog.records.search.models import SearchKey, SearchText, SearchVocabulary
from dialoog.records.search.queries import SearchFilters, read_typed, search, search_parts

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
    """Each search beside the bare query of its index: the newest twenty with the first key."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'archive.sqlite3'}")
        migrations.upgrade(engine)
        fill(engine, random.Random(11))
        scope, filters = Scope(everything=True), SearchFilters()
        lines = []
        for text in SEARCHES:
            typed = read_typed(text)
            beside, measured = _side_by_side(
                engine,
                lambda connection, typed=typed: _bare(connection, typed.keys[0]),
                lambda connection, typed=typed: search(connection, scope, typed, filters, 1),
            )
            lines.append(Line(f"search {text}", measured, beside, "its index alone"))
        part = read_typed("ban")
        beside, measured = _side_by_side(
            engine, _count, lambda connection: search_parts(connection, scope, part, filters)
        )
        lines.append(Line("parts of words", measured, beside, "counting the sentences"))
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


def _bare(connection, keys):  # type: ignore[no-untyped-def]
    query = (
        select(SearchKey.dialogue, SearchKey.word)
        .where(SearchKey.key.in_(sorted(keys)))
        .order_by(SearchKey.held.desc(), SearchKey.dialogue.desc(), SearchKey.word.desc())
    )
    return connection.execute(query.limit(20)).all()


def _count(connection):  # type: ignore[no-untyped-def]
    return connection.execute(select(func.count()).select_from(SearchText)).all()


def _side_by_side(engine: Engine, *functions: Callable[..., object]) -> list[Series]:
    times: list[list[float]] = [[] for _ in functions]
    for _round in range(ROUNDS):
        for function, taken in zip(functions, times, strict=True):
            with read_transaction(engine) as connection:
                began = time.perf_counter()
                function(connection)
                taken.append((time.perf_counter() - began) * 1000)
    return [series(taken) for taken in times]
