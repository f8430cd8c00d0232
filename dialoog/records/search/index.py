"""Keeping the index equal to the records. Whatever left a record leaves the index in the same transaction; what came into one is added
by the worker, since dictionaries have no place beside the phones.
"""

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, Engine, delete, exists, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from dialoog.db.engine import read_transaction
from dialoog.jobs.schedule import reopen, schedule, schedule_at_once
from dialoog.jobs.worker import Handler, Progress
from dialoog.live import queries
from dialoog.records.models import HiddenWord, Record
from dialoog.records.search.keys import fold, keys_of
from dialoog.records.search.models import WHOLE_TABLE, SearchKey, SearchState, SearchText, SearchVocabulary
from dialoog.records.snapshot import Snapshot, SnapshotWords, decode
from dialoog.records.visibility import all_words, without

PLANNED_AT_ONCE = 200
WORDS_AT_ONCE = 25
"""Of one step: the phones' writer waits for its rows."""


def sync(connection: Connection, dialogue: str, snapshot: Snapshot, now: int) -> None:
    """Takes out at once what is no longer in the record, and the name of who withdrew it, and gives what stays the day of the record; asks
    the worker for the rest."""
    words = {word.id: word for word in all_words(snapshot)}
    indexed = select(SearchText.word, SearchText.seat).where(SearchText.dialogue == dialogue)
    rows = connection.execute(indexed).all()
    forget_words(connection, dialogue, {row.word for row in rows if row.word not in words})
    for row in rows:
        if row.word in words and row.seat != _owner(words[row.word]):
            of_word = (SearchText.dialogue == dialogue, SearchText.word == row.word)
            connection.execute(update(SearchText).where(*of_word).values(seat=_owner(words[row.word])))
    held = select(Record.held).where(Record.dialogue == dialogue).scalar_subquery()
    of_another_day = (SearchKey.dialogue == dialogue, SearchKey.held != held)
    connection.execute(update(SearchKey).where(*of_another_day).values(held=held))
    schedule(connection, "search", dialogue, 0, now)
    reopen(connection, "search", dialogue, 0)


def forget_words(connection: Connection, dialogue: str, words: Collection[str]) -> None:
    """Deletes what the index has of these words, and from the vocabulary what stands nowhere else."""
    if not words:
        return
    of_words = (SearchKey.dialogue == dialogue, SearchKey.word.in_(sorted(words)))
    keys = connection.execute(select(SearchKey.key).where(*of_words).distinct()).scalars().all()
    connection.execute(delete(SearchKey).where(*of_words))
    connection.execute(
        delete(SearchText).where(SearchText.dialogue == dialogue, SearchText.word.in_(sorted(words)))
    )
    forget_vocabulary(connection, keys)


def forget_some(connection: Connection, dialogue: str, most: int) -> int:
    """Deletes so many keys of a dialogue at most, with what stands nowhere else; how many they were."""
    some = select(SearchKey.key, SearchKey.word).where(SearchKey.dialogue == dialogue).limit(most)
    rows = [tuple(row) for row in connection.execute(some)]
    if rows:
        these = tuple_(SearchKey.key, SearchKey.word).in_(rows)
        connection.execute(delete(SearchKey).where(SearchKey.dialogue == dialogue, these))
        forget_vocabulary(connection, {key for key, _word in rows})
    return len(rows)


def forget_vocabulary(connection: Connection, keys: Collection[str]) -> None:
    """Of these keys those that no sentence has."""
    still = exists().where(SearchKey.key == SearchVocabulary.key)
    connection.execute(delete(SearchVocabulary).where(SearchVocabulary.key.in_(sorted(keys)), ~still))


def index_step(connection: Connection, dialogue: str, _now: int) -> Progress:
    """Adds some of the words that the record has and the index has not."""
    record = connection.execute(
        select(Record.document, Record.version, Record.held).where(Record.dialogue == dialogue)
    ).one_or_none()
    if record is None:
        return Progress(done=True)
    hidden = (
        connection.execute(select(HiddenWord.word).where(HiddenWord.dialogue == dialogue)).scalars().all()
    )
    texts = queries.texts(connection, dialogue)
    indexed = {
        (row.word, row.lang)
        for row in connection.execute(
            select(SearchText.word, SearchText.lang).where(SearchText.dialogue == dialogue)
        )
    }
    left = WORDS_AT_ONCE
    for word in all_words(without(decode(record.document), hidden)):
        text = texts.get(word.id)
        if text is None:
            continue
        for lang, one in {**text.translations, text.lang: text.text}.items():
            if (word.id, lang) not in indexed:
                _add(connection, dialogue, record.held, word, lang, one, is_original=lang == text.lang)
                left -= 1
        if left <= 0:
            return Progress()
    connection.execute(delete(SearchState).where(SearchState.dialogue == dialogue))
    connection.execute(insert(SearchState).values(dialogue=dialogue, version=record.version))
    return Progress(done=True)


def _add(
    connection: Connection,
    dialogue: str,
    held: int,
    word: SnapshotWords,
    lang: str,
    text: str,
    *,
    is_original: bool,
) -> None:
    connection.execute(
        insert(SearchText).values(
            dialogue=dialogue,
            word=word.id,
            lang=lang,
            is_original=is_original,
            kind=word.kind,
            source=word.source,
            seat=_owner(word),
            folded=fold(text),
        )
    )
    present = set(
        connection.execute(
            select(SearchKey.key).where(SearchKey.dialogue == dialogue, SearchKey.word == word.id)
        ).scalars()
    )
    keys = sorted(keys_of(text, lang) - present)
    if keys:
        connection.execute(
            insert(SearchKey),
            [{"key": key, "held": held, "dialogue": dialogue, "word": word.id} for key in keys],
        )
        upsert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(upsert(SearchVocabulary).on_conflict_do_nothing(), [{"key": key} for key in keys])


def _owner(word: SnapshotWords) -> str | None:
    return WHOLE_TABLE if word.of_table else word.seat


def plan_jobs(engine: Engine, now: int) -> Iterator[None]:
    """Asks for every record whose index is that of an earlier state: of an earlier release, or changed while it was indexed."""
    last: str | None = ""
    while last is not None:
        last = _plan_page(engine, last, now)
        yield


def _plan_page(engine: Engine, after: str, now: int) -> str | None:
    query = (
        select(Record.dialogue, Record.version, SearchState.version.label("indexed"))
        .outerjoin(SearchState, SearchState.dialogue == Record.dialogue)
        .where(Record.dialogue > after)
        .order_by(Record.dialogue)
        .limit(PLANNED_AT_ONCE)
    )
    with read_transaction(engine) as connection:
        page = connection.execute(query).all()
    behind = [row.dialogue for row in page if row.indexed != row.version]
    schedule_at_once(engine, "search", behind, now)
    return page[-1].dialogue if len(page) == PLANNED_AT_ONCE else None


HANDLER = Handler(step=index_step, finish=lambda _engine: None, plan=plan_jobs, is_irreversible=False)
