"""Retention: on the day that people were told, a dialogue and everything that refers to it is erased.

The first step closes every door: from then on nobody finds the dialogue, whatever still lies there. Words and names go first. A step
takes few rows, so that the writer of the phones never waits long; killed in between, the next worker goes on where this one was.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, literal, select, update

from dialoog.accounts.models import Token
from dialoog.db.engine import connect_for_query
from dialoog.db.erasure_list import Erased, note
from dialoog.jobs.forgetting import empty_log
from dialoog.jobs.worker import Handler, Progress
from dialoog.live.models import Card, Contact, Dialogue, JournalRow, SeatName, Translation, Word
from dialoog.live.plan import LONGEST
from dialoog.records import evening_rows
from dialoog.records.archives.withdrawal import withdraw_of
from dialoog.records.follow_up.models import Agreement
from dialoog.records.follow_up.questions.models import Addressee, Question, Reply
from dialoog.records.looking_back.models import LookingBack
from dialoog.records.models import (
    Download,
    HiddenWord,
    Publication,
    Record,
    RecordVersion,
    RemovalRequest,
    Sheet,
)
from dialoog.records.report_back.models import ReportBack
from dialoog.records.retention_days import plan_by_day, wait_for
from dialoog.records.search.index import forget_some
from dialoog.records.search.models import SearchState, SearchText
from dialoog.records.themes.actions import delete_empty_themes
from dialoog.records.themes.models import ThemeWord
from dialoog.telemetry.logging import log

ROWS = 250
"""Rows of one step: about 10 ms, where the machine is busy 25."""
CONTENT: tuple[tuple[Any, Any], ...] = (
    (Contact, Contact.seat),
    (Card, Card.number),
    (Agreement, Agreement.word),
    (LookingBack, LookingBack.seat),
    (Addressee, Addressee.word),
    (Reply, Reply.word),
    (Question, Question.word),
    (SearchText, SearchText.word),
    (SearchState, SearchState.dialogue),
    (Word, Word.id),
    (Translation, Translation.word),
    (SeatName, SeatName.id),
    (RemovalRequest, RemovalRequest.id),
    (HiddenWord, HiddenWord.word),
    (Sheet, Sheet.dialogue),
    (ReportBack, ReportBack.number),
    (ThemeWord, ThemeWord.word),
    (RecordVersion, RecordVersion.number),
    (Publication, Publication.dialogue),
    (Download, Download.number),
    (Record, Record.dialogue),
    (JournalRow, JournalRow.version),
)
"""Tables of a dialogue, in the order in which they are emptied, each with the column that chooses some of its rows."""
PLAN_AS_ERASED = dict.fromkeys((*LONGEST, "organised_by"), "")
"""Every line that somebody typed about it."""
_until = Dialogue.__table__.columns.until


def erase_step(connection: Connection, dialogue: str, now: int) -> Progress:
    """Erases some of it; nothing before its day, which is looked up anew since somebody may have moved it."""
    locked = select(_until, Dialogue.erasing).where(Dialogue.id == dialogue).with_for_update()
    row = connection.execute(locked).one_or_none()
    if row is None:
        return Progress(done=True)
    if row.erasing is None:
        if (waiting := wait_for(row.until, now)) is not None:
            return waiting
        _close_doors(connection, dialogue, now)
        return Progress(report=partial(_report_beginning, dialogue, _count_rows(connection, dialogue)))
    left = ROWS - forget_some(connection, dialogue, ROWS)
    if left <= 0:
        return Progress()
    for table, column in CONTENT:
        left -= _delete_some(connection, dialogue, table, column, left)
        if left <= 0:
            return Progress()
    delete_empty_themes(connection)
    connection.execute(delete(Dialogue).where(Dialogue.id == dialogue))
    return Progress(done=True, report=partial(_report_end, dialogue))


def erase_at_once(connection: Connection, dialogue: str, now: int) -> None:
    """Erases all of it in one transaction, whatever its day: for a dialogue with few rows, or before anybody is served."""
    _close_doors(connection, dialogue, now)
    while not erase_step(connection, dialogue, now).done:
        pass


def forget_on_disk(engine: Engine) -> None:
    """SQLite overwrites what is deleted (`secure_delete`); its write-ahead log is emptied here. PostgreSQL's dead rows are removed by a
    VACUUM, after which their bytes lie in free space until something is written there (docs/deploy says what that means)."""
    if engine.dialect.name == "postgresql":
        with connect_for_query(engine) as connection:
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.exec_driver_sql(
                "VACUUM contacts, cards, agreements, looking_back, addressees, question_replies, questions, search_keys, search_vocabulary, search_texts, search_states, words, translations, seats, removal_requests, hidden_words, sheets, report_backs, theme_words, themes, record_versions, "
                "publications, record_downloads, records, journal, tokens, dialogues"
            )
            connection.exec_driver_sql("RESET statement_timeout")
        return
    empty_log(engine)


plan_jobs = partial(plan_by_day, "retention", _until, literal(value=True))
"""A dialogue that is still there was not erased, whatever its job says."""
HANDLER = Handler(step=erase_step, finish=forget_on_disk, plan=plan_jobs)


def _close_doors(connection: Connection, dialogue: str, now: int) -> None:
    """From here on no query finds the dialogue and no token opens it. What was planned of it goes at once."""
    connection.execute(update(Dialogue).where(Dialogue.id == dialogue).values(**PLAN_AS_ERASED, erasing=now))
    note(connection, Erased(now, "dialogue", dialogue))
    withdraw_of(connection, dialogue, now)
    connection.execute(delete(Token).where(Token.dialogue == dialogue))
    evening_rows.delete_evening(connection, dialogue)


def _delete_some(connection: Connection, dialogue: str, table: Any, column: Any, most: int) -> int:
    """Deletes so many rows of this dialogue at most (a word's translations go together); how many they were."""
    some = select(column).where(table.dialogue == dialogue).limit(most).scalar_subquery()
    return connection.execute(delete(table).where(table.dialogue == dialogue, column.in_(some))).rowcount


def _count_rows(connection: Connection, dialogue: str) -> dict[str, int]:
    return {
        table.__tablename__: connection.execute(
            select(func.count()).select_from(table).where(table.dialogue == dialogue)
        ).scalar_one()
        for table, _ in CONTENT
    }


def _report_beginning(dialogue: str, rows: Mapping[str, int]) -> None:
    log.info(
        "the erasing of a dialogue began",
        dialogue=dialogue,
        words=rows["words"] + rows["translations"],
        names=rows["seats"],
        entries=rows["journal"],
    )


def _report_end(dialogue: str) -> None:
    log.info("a dialogue was erased on its day", dialogue=dialogue)
