"""Every dialogue has a job that waits for the day that people were told, whatever an earlier release or a person wrote."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from dialoog import settings
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs import queue
from dialoog.jobs.clock import DAY_MS
from dialoog.live import queries
from dialoog.live.commands.open_dialogue import Plan, open_dialogue
from dialoog.live.models import Dialogue
from dialoog.planning.programmes import template
from dialoog.records import retention_days
from dialoog.records.saving import save
from tests.jobs.rows import list_jobs
from tests.records.evenings import Evening
from tests.records.retained import DAY, due, moves, plans, rows, waiting, works_on


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
    monkeypatch.setattr(retention_days, "PLANNED_AT_ONCE", 3)
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
