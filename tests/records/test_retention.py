"""On the day that people were told a dialogue is erased, with everything that refers to it, and nothing before it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select, update

from dialoog import settings
from dialoog.accounts.models import Token
from dialoog.accounts.policy import Scope
from dialoog.cli import setup
from dialoog.cli.worker_process import HANDLERS
from dialoog.db import migrations
from dialoog.db.engine import Base, make_engine, read_transaction, transaction
from dialoog.jobs import queue
from dialoog.jobs.clock import WallClock
from dialoog.jobs.models import Job
from dialoog.jobs.queries import list_jobs
from dialoog.jobs.schedule import due_on
from dialoog.jobs.worker import Worker
from dialoog.live import queries
from dialoog.live.commands.open_dialogue import Plan, open_dialogue
from dialoog.live.journal import codec, store
from dialoog.live.journal.verify import read_last_digests, verify_all
from dialoog.live.models import Dialogue, JournalRow, SeatName, Word
from dialoog.planning.programmes import template
from dialoog.records import queries as records
from dialoog.records import retention
from dialoog.records.actions import save
from dialoog.records.queries import Filters
from tests.records.evenings import Evening, meerlinden

DAY = "2027-11-12"
DAY_MS = 24 * 3600 * 1000


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgres":
        made = make_engine(request.getfixturevalue("postgres").database())
    else:
        made = make_engine(f"sqlite:///{tmp_path / 'dialoog.sqlite3'}")
        migrations.upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def evening(engine: Engine) -> Evening:
    return whole_evening(engine)


def whole_evening(engine: Engine, dialogue: str = "linde") -> Evening:
    """With its journal and a token, so that every table has something of it."""
    held = meerlinden(engine, dialogue)
    held.closes()
    before = store.START
    with transaction(engine) as connection:
        for entry in held.entries:
            payload = codec.encode(entry.events)
            digest = store.compute_digest(before, entry, f"c{entry.version}", bytes(32), payload)
            connection.execute(
                *store.build_insert(dialogue, entry, f"c{entry.version}", bytes(32), payload, digest)
            )
            before = digest
        token = {"hash": dialogue.encode().ljust(32), "purpose": "seat", "dialogue": dialogue, "made": 1}
        connection.execute(insert(Token).values(token))
    return held


def due(day: str = DAY) -> int:
    moment = due_on(day)
    assert moment is not None
    return moment


def works_on(engine: Engine, moment: int) -> None:
    """A worker whose clock says so, until it has nothing to do."""

    class Clock(WallClock):
        def is_credible(self) -> bool:
            return True

    worker = Worker(engine, HANDLERS, Clock(engine, wall=lambda: moment))
    while worker.run_once():
        pass


def plans(engine: Engine, moment: int) -> None:
    """What a worker does at its start and every hour."""
    for _page in retention.plan_jobs(engine, moment):
        pass


def moves(engine: Engine, until: str) -> None:
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).where(Dialogue.id == "linde").values(until=until))


def waiting(engine: Engine) -> dict[str, int]:
    with read_transaction(engine) as connection:
        return {row.subject: row.due for row in list_jobs(connection, "waiting", limit=100)}


def rows(engine: Engine, dialogue: str = "linde") -> dict[str, int]:
    """Table → how many rows there are of this dialogue, in whichever table has such."""
    counts = {}
    with read_transaction(engine) as connection:
        for name, table in Base.metadata.tables.items():
            column = table.c.get("dialogue", table.c.id if name == "dialogues" else None)
            if column is not None:
                query = select(func.count()).select_from(table).where(column == dialogue)
                counts[name] = connection.execute(query).scalar_one()
    return counts


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


def test_R17_a_dialogue_that_an_earlier_release_opened_gets_its_job(engine: Engine, evening: Evening) -> None:
    plans(engine, 1)
    plans(engine, 2)
    with read_transaction(engine) as connection:
        assert [(row.key, row.due) for row in list_jobs(connection, "waiting")] == [
            ("retention:linde", due())
        ]


def test_R17_a_day_that_was_moved_either_way_moves_its_job(engine: Engine, evening: Evening) -> None:
    plans(engine, 1)
    for day in ("2027-01-01", "2028-02-02"):
        moves(engine, day)
        plans(engine, 1)
        assert waiting(engine) == {"linde": due(day)}
    moves(engine, "2027-01-01")
    works_on(engine, due("2027-01-01"))
    assert rows(engine)["words"] == 0


def test_R17_a_day_that_is_no_date_is_seen_and_put_right(engine: Engine, evening: Evening) -> None:
    plans(engine, 1)
    moves(engine, "ooit")
    before = rows(engine)
    for moment in range(30):
        works_on(engine, due() + moment * DAY_MS)
    assert rows(engine) == before
    with read_transaction(engine) as connection:
        assert [row.error for row in list_jobs(connection, "failed")] == ["UnreadableDay"]
    moves(engine, DAY)
    with transaction(engine) as connection:
        queue.retry_failed(connection, due() + 30 * DAY_MS)
    works_on(engine, due() + 30 * DAY_MS)
    assert rows(engine)["words"] == 0


def test_R17_a_job_that_ended_before_somebody_set_a_day_waits_for_it(
    engine: Engine, evening: Evening
) -> None:
    plans(engine, 1)
    moves(engine, "")
    works_on(engine, due())
    assert rows(engine)["words"]
    moves(engine, "2028-02-02")
    plans(engine, due())
    assert waiting(engine) == {"linde": due("2028-02-02")}


def test_R17_more_dialogues_than_a_page_all_get_their_jobs(
    engine: Engine, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stands in the first page: days that are no dates, and none at all."""
    monkeypatch.setattr(retention, "PLANNED_AT_ONCE", 3)
    with transaction(engine) as connection:
        line = dict(connection.execute(select(Dialogue.__table__)).mappings().one())
        for number in range(8):
            until = ("ooit", "", "ooit", DAY)[number // 2]
            more = {**line, "id": f"a-{number}", "code": f"C{number:06}", "until": until}
            connection.execute(insert(Dialogue.__table__).values(more))
    plans(engine, 5)
    assert waiting(engine) == {
        **dict.fromkeys(("a-0", "a-1", "a-4", "a-5"), 5),
        **dict.fromkeys(("a-6", "a-7", "linde"), due()),
    }


def test_R17_the_job_is_written_with_the_dialogue(engine: Engine, tmp_path: Path) -> None:
    chosen = settings.settle(settings.from_environment({}, folder=str(tmp_path), retention_days="30"))
    today = datetime.now(UTC).date()
    expected = []
    for until in ("", (today + timedelta(days=3)).isoformat(), today.isoformat(), "2020-01-01"):
        links = open_dialogue(
            engine, chosen, Plan(title="Linde", until=until), template("check-in", ""), save
        )
        with read_transaction(engine) as connection:
            about = queries.dialogue_info(connection, links.dialogue)
        assert about is not None
        expected.append((links.dialogue, about.until))
    in_thirty = (today + timedelta(days=30)).isoformat()
    assert [until for _, until in expected] == [
        in_thirty, (today + timedelta(days=3)).isoformat(), in_thirty, in_thirty,
    ], "a day that is past was promised to nobody"  # fmt: skip
    with read_transaction(engine) as connection:
        jobs = {row.subject: row.due for row in list_jobs(connection, "waiting")}
    assert jobs == {dialogue: due(until) for dialogue, until in expected}


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
        assert records.list_dialogues(connection, everything, Filters(), 1).lines == []
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
