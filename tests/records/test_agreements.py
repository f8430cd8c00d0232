"""What became of agreements: answered by their owner or by who rang them, beside the journal, and read in the record (T23, C8)."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, update

from dialoog.accounts.models import Organisation
from dialoog.accounts.policy import may_close_agreement
from dialoog.backups.erasing_again import erase_again
from dialoog.db.engine import read_transaction, run_in_transaction, transaction
from dialoog.db.erasure_list import noted
from dialoog.db.erasure_models import Erasure
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.live.models import Dialogue
from dialoog.records import queries as records
from dialoog.records.follow_up.actions import (
    Answer,
    NotADay,
    NotTheirs,
    NotThere,
    answer_agreement,
    take_back,
)
from dialoog.records.follow_up.agreements import AgreementInfo, list_agreements
from dialoog.records.follow_up.models import Outcome
from dialoog.rules.state import Keep, Kind
from tests.accounts.people import create_organisation
from tests.records.evenings import Evening, an_engine, meerlinden

DUE = "2026-12-06"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = an_engine(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def evening(engine: Engine) -> Evening:
    evening = meerlinden(engine)
    evening.closes()
    return evening


def at(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=TIME_ZONE).timestamp()) * 1000


def agreement(engine: Engine) -> AgreementInfo:
    with read_transaction(engine) as connection:
        [one] = list_agreements(connection, "linde").values()
    return one


def answers(engine: Engine, outcome: Outcome, day: str = DUE, caller: str | None = None, **more: str) -> bool:
    word = agreement(engine).word
    return run_in_transaction(
        engine,
        lambda connection: answer_agreement(
            connection, "linde", word, Answer(outcome, **more), at(day), caller
        ),
    )


def test_T23_only_what_has_an_owner_a_day_and_everybodys_yes_is_asked_after(engine: Engine) -> None:
    evening = meerlinden(engine)
    step = {"kind": Kind.AGREEMENT, "step": "harvest"}
    evening.says("Samira", "Misschien een koor.", keep=Keep.NAMED, **step)
    evening.agrees(evening.says("Henk", "Een bankje verven.", keep=Keep.NAMED, due="2026-12-01", **step), "Henk")  # fmt: skip
    evening.says("Samira", "Een brief schrijven.", keep=Keep.NAMED, due="2026-12-02", **step)
    evening.closes()
    with read_transaction(engine) as connection:
        found = list_agreements(connection, "linde").values()
    assert [(one.seat, one.due, one.ask_on, one.is_named) for one in found] == [
        ("s1", DUE, DUE, True),
        ("s2", "2026-12-01", "2026-12-01", False),
    ]


def test_the_same_answer_again_is_one_and_another_takes_its_place(engine: Engine, evening: Evening) -> None:
    assert answers(engine, "done", note="Met twintig buren.")
    first = agreement(engine)
    assert not answers(engine, "done", "2026-12-08")
    assert agreement(engine) == first
    assert (first.outcome, first.note, first.ask_on, first.caller) == ("done", "Met twintig buren.", "", None)
    assert answers(engine, "released", "2026-12-09")
    assert (agreement(engine).outcome, agreement(engine).note) == ("released", "")
    assert evening.record.agreements[0].became is not None
    entries = len(evening.entries)
    run_in_transaction(
        engine, lambda connection: take_back(connection, "linde", first.word, at("2026-12-10"))
    )
    assert (agreement(engine).outcome, agreement(engine).ask_on) == (None, DUE)
    assert len(evening.entries) == entries
    with transaction(engine) as connection:
        lines = {item for item in noted(connection) if item.kind == "agreement"}
        assert [item.subject for item in sorted(lines)] == [first.word] * 2, "its note went, then all of it"
        connection.execute(delete(Erasure))
    answers(engine, "done", "2026-12-01", note="Met twintig buren.")
    with transaction(engine) as connection:
        assert erase_again(connection, lines, "s" * 32, at("2026-12-11")) == 2
    assert (agreement(engine).outcome, agreement(engine).note) == (None, ""), "an older backup was put back"


def test_it_is_moved_to_a_day_that_comes_and_overdue_not_before_the_day_after(
    engine: Engine, evening: Evening
) -> None:
    before = agreement(engine)
    assert not before.is_overdue(date(2026, 12, 6))
    assert before.is_overdue(date(2026, 12, 7))
    for day, reason in (
        ("2026-12-05", "past"),
        ("", "missing"),
        ("morgen", "missing"),
        ("2199-01-01", "far"),
    ):
        with pytest.raises(NotADay) as refused:
            answers(engine, "moved", moved_to=day)
        assert refused.value.reason == reason
    assert agreement(engine) == before
    answers(engine, "moved", moved_to="2026-12-20")
    assert agreement(engine).day == agreement(engine).ask_on == "2026-12-20"
    assert not agreement(engine).is_overdue(date(2026, 12, 20))
    answers(engine, "busy", "2026-12-19")
    assert (agreement(engine).day, agreement(engine).ask_on) == ("2026-12-20", "2027-01-02")
    assert not answers(engine, "busy", "2026-12-30")
    assert answers(engine, "busy", "2027-01-05"), "asked again, it is a new answer"
    assert agreement(engine).ask_on == "2027-01-19"


def test_a_municipality_never_closes_a_residents_agreement(engine: Engine, evening: Evening) -> None:
    with transaction(engine) as connection:
        owner = create_organisation(connection, "Gemeente", "municipality")
        connection.execute(update(Dialogue).values(owner=owner))
    for outcome in ("done", "released"):
        with pytest.raises(NotTheirs):
            answers(engine, outcome, caller="Ruud")  # type: ignore[arg-type]
    assert answers(engine, "busy", caller="Ruud")
    assert agreement(engine).caller == "Ruud"
    assert answers(engine, "done"), "its owner does"
    with transaction(engine) as connection:
        connection.execute(update(Organisation).values(kind="collective"))
    assert answers(engine, "released", caller="Els")
    assert [may_close_agreement(kind, is_of_resident=True) for kind in ("municipality", "care", "collective", "professional", None)] == [False, False, True, True, True]  # fmt: skip
    assert may_close_agreement("municipality", is_of_resident=False)


def test_C8_the_answer_goes_with_its_words(engine: Engine, evening: Evening) -> None:
    answers(engine, "done", note="Met Fatmas soep.")
    word = agreement(engine).word
    evening.chooses(word, Keep.UNNAMED)
    assert (agreement(engine).is_named, agreement(engine).note) == (False, "Met Fatmas soep.")
    evening.erases("Fatma")
    with read_transaction(engine) as connection:
        assert list_agreements(connection, "linde") == {}
    with pytest.raises(NotThere):
        run_in_transaction(
            engine,
            lambda connection: answer_agreement(connection, "linde", word, Answer("done"), at(DUE)),
        )


def test_the_record_says_what_became_of_it_and_the_public_one_without_the_note(
    engine: Engine, evening: Evening
) -> None:
    word = agreement(engine).word
    evening.chooses(word, Keep.NAMED, public=True)
    answers(engine, "moved", moved_to="2026-12-20", note="De keuken was bezet.")
    [read] = evening.record.agreements
    assert read.became is not None
    assert (read.became.outcome, read.day, read.became.note) == ("moved", "2026-12-20", "De keuken was bezet.")  # fmt: skip
    with read_transaction(engine) as connection:
        public = records.read_record(connection, "linde", "public")
    assert public is not None
    assert public.agreements[0].became is not None
    assert (public.agreements[0].day, public.agreements[0].became.note) == ("2026-12-20", "")
