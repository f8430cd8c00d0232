"""On the day that people were told a dialogue is erased, with everything that refers to it, and nothing before it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select, update

from dialoog import settings
from dialoog.accounts.models import AccountLink, Assignment
from dialoog.accounts.policy import Scope
from dialoog.cli import setup
from dialoog.db.engine import make_engine, read_transaction, transaction
from dialoog.jobs.models import Job
from dialoog.live import queries
from dialoog.live.journal.verify import read_last_digests, verify_all
from dialoog.live.models import Dialogue, JournalRow, SeatName, Word
from dialoog.records import queries as records
from dialoog.records import retention
from dialoog.records.search.filters import SearchFilters
from tests.jobs.rows import list_jobs
from tests.records.evenings import Evening, meerlinden
from tests.records.retained import due, plans, rows, whole_evening, works_on


def test_R14_on_its_day_a_dialogue_is_erased_with_all_that_refers_to_it(
    engine: Engine, evening: Evening
) -> None:
    whole_evening(engine, "eik")
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).where(Dialogue.id == "eik").values(until="2027-11-13"))
    before = rows(engine, "eik")
    assert 0 not in rows(engine).values(), "every table has something to lose"
    works_on(engine, due())
    assert rows(engine) == dict.fromkeys(rows(engine), 0)
    with read_transaction(engine) as connection:  # of the other evening alone
        for kind in (Assignment, AccountLink):
            assert len(connection.execute(select(kind)).all()) == 1
    assert rows(engine, "eik") == before
    with read_transaction(engine) as connection:
        assert [row.subject for row in list_jobs(connection, "done")] == ["linde"]
        assert records.read_record(connection, "linde") is None
    assert [(dialogue, wrong) for dialogue, *_, wrong in verify_all(engine)] == [("eik", [])]


def test_R14_not_a_moment_before_its_day(engine: Engine, evening: Evening) -> None:
    before = rows(engine)
    works_on(engine, due() - 1)
    assert rows(engine) == before


def test_R14_a_date_that_was_moved_counts_from_then_on(engine: Engine, evening: Evening) -> None:
    works_on(engine, due() - 1)
    before = rows(engine)
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(until="2027-12-24"))
    works_on(engine, due())
    assert rows(engine) == before
    works_on(engine, due("2027-12-24"))
    assert rows(engine)["words"] == 0


def test_R14_a_dialogue_that_is_still_open_on_its_day_is_erased_too(engine: Engine) -> None:
    evening = Evening(engine)
    evening.sits("Fatma")
    evening.says("Fatma", "Net voor het donker.", keep=None)
    works_on(engine, due())
    assert rows(engine) == dict.fromkeys(rows(engine), 0)


def test_a_dialogue_of_which_nobody_was_told_a_date_stays(engine: Engine, evening: Evening) -> None:
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(until=""))
        connection.execute(
            insert(Job).values(key="retention:linde", kind="retention", subject="linde", due=1, created=1)
        )
    before = rows(engine)
    works_on(engine, due("2099-01-01"))
    assert rows(engine) == before


# A large one, in steps


@pytest.fixture
def large(engine: Engine, evening: Evening, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A step takes five rows, as if the evening had a hundred times as many."""
    monkeypatch.setattr(retention, "ROWS", 5)
    return engine


def steps(engine: Engine, moment: int) -> Iterator[dict[str, int]]:
    """What is left after each step."""
    done = False
    while not done:
        with transaction(engine) as connection:
            done = retention.erase_step(connection, "linde", moment).done
        yield rows(engine)


def test_R14_no_step_takes_more_rows_than_the_writer_can_wait_for(large: Engine) -> None:
    translated = 1
    before = sum(rows(large).values()) - rows(large)["tokens"]
    for left in steps(large, due()):
        assert before - sum(left.values()) <= retention.ROWS + translated
        before = sum(left.values())
    assert before == 0


def test_R14_words_and_names_go_first(large: Engine) -> None:
    whole = rows(large)
    for left in steps(large, due()):
        assert left["tokens"] == 0
        if left["journal"] < whole["journal"]:
            assert (left["words"], left["translations"], left["seats"]) == (0, 0, 0)


def test_R14_from_the_first_step_on_nobody_finds_it(large: Engine) -> None:
    left = steps(large, due())
    assert next(left)["dialogues"] == 1
    with read_transaction(large) as connection:
        assert queries.dialogue_info(connection, "linde") is None
        everything = Scope(everything=True)
        assert records.list_dialogues(connection, everything, SearchFilters(), 1).lines == []
        assert records.list_choices(connection, everything).dialogues == 0
        assert records.read_record(connection, "linde") is None
        title = connection.execute(select(Dialogue.__table__.c.title, Dialogue.__table__.c.contact)).one()
    assert tuple(title) == ("", "")
    assert read_last_digests(large) == {}
    assert list(verify_all(large)) == []
    assert list(left)[-1] == dict.fromkeys(rows(large), 0)


def test_R14_what_was_begun_is_carried_on_whatever_the_clock_says_then(large: Engine) -> None:
    """A clock that was set back meanwhile, and another worker."""
    next(steps(large, due()))
    assert rows(large)["journal"]
    works_on(large, due() - 1)
    plans(large, 1)
    works_on(large, due())
    assert rows(large) == dict.fromkeys(rows(large), 0)


def test_R14_what_an_older_release_wrote_after_the_first_step_goes_along(large: Engine) -> None:
    """It does not know that nobody may find the dialogue any more."""
    left = steps(large, due())
    next(left)
    with transaction(large) as connection:
        connection.execute(
            insert(Word).values(dialogue="linde", id="late", lang="nl", text="laat", salt=b"x")
        )
    assert list(left)[-1] == dict.fromkeys(rows(large), 0)


def test_R14_while_the_log_is_read_the_job_is_not_done_and_is_tried_again(tmp_path: Path) -> None:
    chosen = setup.prepare_installation(settings.from_environment({}, folder=str(tmp_path)), quiet=True)
    engine = make_engine(chosen.database)
    meerlinden(engine)
    with read_transaction(engine) as looking:
        looking.execute(select(Word.text)).all()
        works_on(engine, due())
        with read_transaction(engine) as connection:
            [job] = list_jobs(connection, "waiting")
    assert (job.error, job.tries) == ("StillInLog", 1)
    assert rows(engine)["words"] == 0
    works_on(engine, job.due)
    with read_transaction(engine) as connection:
        assert [row.subject for row in list_jobs(connection, "done")] == ["linde"]
        assert connection.execute(select(func.count()).select_from(SeatName)).scalar_one() == 0
        assert connection.execute(select(func.count()).select_from(JournalRow)).scalar_one() == 0
    assert (tmp_path / "dialoog.sqlite3-wal").stat().st_size <= 4 * 4152, (
        "no more than the note that it is done"
    )
    engine.dispose()
