"""Nothing that cannot be undone follows from one reading of a clock that jumped."""

import pytest
from sqlalchemy import Connection, Engine, select, update

from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import WallClock
from dialoog.jobs.models import WorkerClock
from dialoog.jobs.schedule import due_on, schedule
from dialoog.jobs.worker import Handler, Progress, Worker

HOUR = 3600
TODAY = 1_800_000_000


class Machine:
    """Its two clocks, in seconds: `passes` moves both, `is_set` only the one on the wall."""

    def __init__(self, engine: Engine) -> None:
        self.wall = TODAY
        self.steady = 5.0
        self.engine = engine
        self.clock = self.starts_a_worker()

    def starts_a_worker(self) -> WallClock:
        self.clock = WallClock(self.engine, wall=lambda: self.wall * 1000, steady=lambda: self.steady)
        return self.clock

    def passes(self, seconds: int) -> bool:
        self.wall += seconds
        self.steady += seconds
        return self.clock.is_credible()

    def is_set(self, seconds: int) -> bool:
        self.wall += seconds
        return self.clock.is_credible()

    @property
    def noted(self) -> int:
        with read_transaction(self.engine) as connection:
            return connection.execute(select(WorkerClock.at)).scalar_one() // 1000


@pytest.fixture
def machine(engine: Engine) -> Machine:
    made = Machine(engine)
    with transaction(engine) as connection:
        connection.execute(update(WorkerClock).values(at=TODAY * 1000))
    return made


def test_R14_a_first_worker_believes_no_clock_for_an_hour(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Dialogues may have been held before somebody started it, and their days must not come all at once."""
    machine = Machine(engine)
    machine.wall += 400 * 24 * HOUR
    assert not machine.clock.is_credible()
    assert not machine.passes(HOUR - 60)
    assert machine.noted == 0
    assert machine.passes(61)
    assert machine.noted == machine.wall
    assert caplog.text == "", "it warns of a jump alone"
    assert not machine.is_set(20 * 24 * HOUR)
    assert "the clock is not believed yet" in caplog.text


def test_while_it_runs_the_clock_is_credible_and_noted_every_hour(machine: Machine) -> None:
    for _ in range(300):
        assert machine.passes(10 * 60)
        assert machine.wall - machine.noted < HOUR


def test_R14_a_clock_that_was_set_ahead_is_not_believed_for_an_hour(machine: Machine) -> None:
    assert not machine.is_set(400 * 24 * HOUR)
    assert not machine.passes(HOUR - 60)
    assert machine.passes(61)
    assert machine.noted == machine.wall


def test_R14_a_clock_that_was_put_right_within_the_hour_erased_nothing(machine: Machine) -> None:
    assert not machine.is_set(400 * 24 * HOUR)
    assert not machine.passes(HOUR // 2)
    assert machine.is_set(-400 * 24 * HOUR)
    assert machine.passes(HOUR)
    assert not machine.is_set(20 * 24 * HOUR), "the next jump is doubted anew"


def test_R14_a_clock_that_jumps_on_is_doubted_from_its_last_jump(machine: Machine) -> None:
    assert not machine.is_set(20 * 24 * HOUR)
    assert not machine.passes(HOUR - 60)
    assert not machine.is_set(20 * 24 * HOUR)
    assert not machine.passes(HOUR - 60)
    assert machine.passes(61)


def test_a_machine_that_was_off_for_a_week_waits_an_hour_and_one_for_a_night_does_not(
    machine: Machine,
) -> None:
    machine.wall += 11 * HOUR
    assert machine.starts_a_worker().is_credible()
    machine.wall += 7 * 24 * HOUR
    assert not machine.starts_a_worker().is_credible()
    assert not machine.passes(HOUR // 2)
    assert machine.passes(HOUR // 2)


def test_a_clock_that_was_set_back_is_noted_so_that_the_next_jump_is_seen(machine: Machine) -> None:
    assert machine.is_set(-100 * 24 * HOUR)
    assert machine.noted == machine.wall
    assert not machine.is_set(100 * 24 * HOUR)


def test_R14_while_the_clock_is_doubted_only_what_can_be_undone_is_done(
    machine: Machine, engine: Engine
) -> None:
    done: list[str] = []

    def step(_connection: Connection, subject: str, _now: int) -> Progress:
        done.append(subject)
        return Progress(done=True)

    handlers = {
        kind: Handler(step, lambda _: None, is_irreversible=kind == "retention")
        for kind in ("sum", "retention")
    }
    with transaction(engine) as connection:
        schedule(connection, "retention", "linde", (TODAY + HOUR) * 1000, TODAY)
        schedule(connection, "sum", "eik", (TODAY + 2 * HOUR) * 1000, TODAY)  # type: ignore[arg-type]
    worker = Worker(engine, handlers, machine.clock)
    machine.is_set(400 * 24 * HOUR)
    assert worker.run_once()
    assert not worker.run_once()
    assert done == ["eik"]
    machine.passes(HOUR)
    assert worker.run_once()
    assert done == ["eik", "linde"]


def test_a_database_from_before_the_worker_knows_its_newest_entry(engine: Engine) -> None:
    """Migration 0005 writes the moment of the newest entry; of an empty database nothing is known."""
    with transaction(engine) as connection:
        assert connection.execute(select(WorkerClock.at)).scalar_one() == 0
        connection.execute(update(WorkerClock).values(at=1000))
    assert not Machine(engine).clock.is_credible()


def test_a_day_begins_at_four_at_night_in_amsterdam() -> None:
    assert due_on("2026-11-29") == 1_795_921_200_000
    assert due_on("2026-06-29") == 1_782_698_400_000
    assert [due_on(wrong) for wrong in ("", "29 november", "2026-13-01")] == [None] * 3
