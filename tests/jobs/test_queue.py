"""A job is done once, on its day or after it, and is tried again where it failed; whoever dies with it leaves it to the next."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, update

from dialoog.db.engine import make_engine, read_transaction, transaction
from dialoog.jobs import queue
from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.models import Job
from dialoog.jobs.queries import count_open, overdue_seconds
from dialoog.jobs.queue import LEASE_MS, MOST_TRIES, ClaimedJob
from dialoog.jobs.schedule import schedule
from dialoog.jobs.worker import Handler, Progress, Worker
from tests.jobs.rows import JobRow, job_of, list_jobs
from tests.jobs.working import TODAY, Clock
from tests.postgres import Postgres


class Deeds:
    """A handler that counts what it did; `fault` is raised by each step, `pieces` are the steps of one job."""

    def __init__(self, pieces: int = 1) -> None:
        self.done: Counter[str] = Counter()
        self.finished: Counter[str] = Counter()
        self.pieces = pieces
        self.fault: Exception | None = None
        self.not_before = 0
        self.between: Callable[[], object] = lambda: None

    @property
    def handler(self) -> Handler:
        return Handler(self._step, self._finish)

    def _step(self, _connection: Connection, subject: str, now: int) -> Progress:
        if self.fault is not None:
            raise self.fault
        if now < self.not_before:
            return Progress(due=self.not_before)
        self.done[subject] += 1
        return Progress(done=self.done[subject] >= self.pieces, report=self.between)

    def _finish(self, _engine: Engine) -> None:
        self.finished["finish"] += 1


def written(engine: Engine, *subjects: str, due: int = TODAY) -> None:
    with transaction(engine) as connection:
        for subject in subjects:
            schedule(connection, "retention", subject, due, TODAY - DAY_MS)


def job(engine: Engine, subject: str = "linde") -> JobRow:
    with read_transaction(engine) as connection:
        found = job_of(connection, f"retention:{subject}")
    assert found is not None
    return found


def worker(engine: Engine, deeds: Deeds, clock: Clock | None = None) -> Worker:
    return Worker(engine, {"retention": deeds.handler}, clock or Clock(engine))


def test_R17_a_job_is_done_once_and_not_before_its_moment(engine: Engine) -> None:
    deeds, clock = Deeds(), Clock(engine, TODAY - 1)
    written(engine, "linde")
    works = worker(engine, deeds, clock)
    assert not works.run_once()
    clock.moment = TODAY
    assert works.run_once()
    assert not works.run_once()
    assert deeds.done == {"linde": 1}
    assert (job(engine).state, job(engine).tries, job(engine).ended) == ("done", 1, TODAY)


def test_R17_written_twice_it_is_one_job_and_the_later_date_counts_while_it_waits(engine: Engine) -> None:
    written(engine, "linde")
    written(engine, "linde", due=TODAY + DAY_MS)
    with read_transaction(engine) as connection:
        assert [row.due for row in list_jobs(connection, "waiting")] == [TODAY + DAY_MS]
    deeds, clock = Deeds(), Clock(engine, TODAY + DAY_MS)
    assert worker(engine, deeds, clock).run_once()
    written(engine, "linde")
    assert not worker(engine, deeds, clock).run_once()
    assert job(engine).state == "done"


def test_a_job_whose_day_was_moved_waits_for_it_and_that_is_no_try(engine: Engine) -> None:
    deeds, clock = Deeds(), Clock(engine)
    deeds.not_before = TODAY + DAY_MS
    written(engine, "linde")
    works = worker(engine, deeds, clock)
    assert works.run_once()
    assert not works.run_once()
    assert (job(engine).state, job(engine).due, job(engine).tries) == ("waiting", TODAY + DAY_MS, 0)
    clock.moment = TODAY + DAY_MS
    assert works.run_once()
    assert deeds.done == {"linde": 1}


def test_R17_what_fails_is_tried_again_later_and_after_its_last_try_is_failed(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    deeds, clock = Deeds(), Clock(engine)
    deeds.fault = ValueError("Kanarie zei iets")
    written(engine, "linde")
    works, pauses = worker(engine, deeds, clock), []
    for tries in range(1, MOST_TRIES):
        assert works.run_once()
        assert not works.run_once()
        found = job(engine)
        assert (found.state, found.tries, found.error) == ("waiting", tries, "ValueError")
        pauses.append(found.due - clock.moment)
        clock.moment = found.due
    assert pauses[:3] == [60_000, 120_000, 240_000]
    assert max(pauses) == 6 * 3600 * 1000
    assert works.run_once()
    clock.moment += 100 * DAY_MS
    assert not works.run_once()
    assert (job(engine).state, job(engine).tries) == ("failed", MOST_TRIES)
    assert "a job failed for good" in caplog.text
    with read_transaction(engine) as connection:
        assert count_open(connection) == {"waiting": 0, "running": 0, "failed": 1}


def test_R17_a_failed_job_is_done_once_somebody_lets_it_be_tried_again(engine: Engine) -> None:
    deeds, clock = Deeds(), Clock(engine)
    written(engine, "linde")
    with transaction(engine) as connection:
        connection.execute(update(Job).values(state="failed", tries=MOST_TRIES, ended=TODAY))
        assert queue.retry_failed(connection, TODAY) == 1
    assert worker(engine, deeds, clock).run_once()
    assert (job(engine).state, job(engine).tries) == ("done", 1)


def test_R17_a_job_whose_worker_died_is_taken_up_once_its_lease_is_over(engine: Engine) -> None:
    deeds, clock = Deeds(), Clock(engine)
    written(engine, "linde")
    with transaction(engine) as connection:
        dead = queue.claim(connection, ["retention"], "who died", TODAY)
    assert dead is not None
    works = worker(engine, deeds, clock)
    assert not works.run_once()
    clock.moment = TODAY + LEASE_MS
    assert works.run_once()
    assert (job(engine).state, job(engine).tries) == ("done", 2)
    with transaction(engine) as connection:
        assert not queue.renew(connection, dead, clock.moment), "who comes back from the dead has it no more"
        assert not queue.finish(connection, dead, clock.moment)


@pytest.mark.parametrize("ending", ["killed", "stopped", "failed"])
def test_R17_what_was_begun_under_a_clock_that_ran_ahead_is_finished_once_it_is_right(
    engine: Engine, ending: str
) -> None:
    """Half of it may be gone, so nobody may wait for a moment that only the wrong clock knew."""
    ahead = TODAY + 400 * DAY_MS
    written(engine, "linde", due=ahead - DAY_MS)
    with transaction(engine) as connection:
        begun = queue.claim(connection, ["retention"], "a worker", ahead)
        assert begun is not None
        match ending:
            case "stopped":
                assert queue.give_back(connection, begun, ahead)
            case "failed":
                assert not queue.fail(connection, begun, "ValueError", ahead)
    with read_transaction(engine) as connection:
        if ending == "killed":
            assert overdue_seconds(connection, ahead + DAY_MS) > 0, "who watches sees it"
    deeds = Deeds()
    works = worker(engine, deeds, Clock(engine, TODAY))
    assert works.run_once()
    assert deeds.done == {"linde": 1}
    assert not works.run_once()


def test_R17_a_job_that_nobody_began_waits_for_its_day_however_far(engine: Engine) -> None:
    deeds, clock = Deeds(), Clock(engine)
    deeds.not_before = TODAY + 400 * DAY_MS
    written(engine, "linde")
    works = worker(engine, deeds, clock)
    assert works.run_once(), "its day was moved"
    clock.moment += DAY_MS
    assert not works.run_once()


def test_R17_a_job_that_was_taken_over_is_left_alone(engine: Engine) -> None:
    deeds, clock = Deeds(pieces=3), Clock(engine)
    written(engine, "linde")

    def somebody_takes_it() -> None:
        with transaction(engine) as connection:
            connection.execute(update(Job).values(holder="somebody else"))

    deeds.between = somebody_takes_it
    assert worker(engine, deeds, clock).run_once()
    assert deeds.done == {"linde": 1}
    assert job(engine).state == "running"


def test_told_to_stop_it_gives_the_job_back_after_the_step_that_it_is_at(engine: Engine) -> None:
    deeds, clock = Deeds(pieces=3), Clock(engine)
    written(engine, "linde")
    works = worker(engine, deeds, clock)
    deeds.between = works.stop
    assert works.run_once()
    assert (job(engine).state, job(engine).due, job(engine).tries) == ("waiting", TODAY, 1), "begun"
    assert (deeds.done, deeds.finished) == ({"linde": 1}, {})
    deeds.between = lambda: None
    assert worker(engine, deeds, clock).run_once()
    assert job(engine).state == "done"


def test_R17_two_workers_at_once_do_each_job_once(database: str) -> None:
    subjects = [f"avond-{n}" for n in range(30)]
    first = make_engine(database)
    written(first, *subjects)
    deeds = Deeds()
    engines = [first, make_engine(database), make_engine(database)]

    def works(engine: Engine) -> None:
        one = worker(engine, deeds)
        while one.run_once():
            pass

    threads = [threading.Thread(target=works, args=(engine,)) for engine in engines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert deeds.done == dict.fromkeys(subjects, 1)
    with read_transaction(first) as connection:
        assert {row.subject for row in list_jobs(connection, "done")} == set(subjects)
    for engine in engines:
        engine.dispose()


def test_R17_postgresql_gives_two_who_ask_at_once_two_jobs(postgres: Postgres) -> None:
    """SQLite lets one in at a time, so there the second waits."""
    engine = make_engine(postgres.database())
    written(engine, "linde", "eik")
    with transaction(engine) as one, transaction(engine) as other:
        claims: list[ClaimedJob | None] = [
            queue.claim(connection, ["retention"], name, TODAY)
            for connection, name in ((one, "a"), (other, "b"), (other, "b"))
        ]
    assert {claim.subject for claim in claims if claim} == {"linde", "eik"}
    assert claims[2] is None
    engine.dispose()


def test_a_worker_of_another_release_does_nothing(engine: Engine) -> None:
    deeds = Deeds()
    written(engine, "linde")
    with transaction(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert not worker(engine, deeds).run_once()
    assert not deeds.done


def test_how_late_the_earliest_job_is(engine: Engine) -> None:
    with read_transaction(engine) as connection:
        assert overdue_seconds(connection, TODAY) == 0
    written(engine, "linde")
    with read_transaction(engine) as connection:
        assert overdue_seconds(connection, TODAY - DAY_MS) == 0
        assert overdue_seconds(connection, TODAY + 60_000) == 60
