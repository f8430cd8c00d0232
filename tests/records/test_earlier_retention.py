"""How people can be reached and their names go on days of their own, before the words do, and the journal still verifies."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, update

from dialoog.accounts.models import AccountLink
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.models import Job, Mail
from dialoog.live.journal.state_cache import StateCache
from dialoog.live.journal.verify import verify_all
from dialoog.live.models import Contact, Dialogue, SeatName, Word
from dialoog.planning import gathering_retention
from dialoog.planning.actions import invite, plan
from dialoog.planning.models import Gathering
from dialoog.records import queries as records
from dialoog.records.follow_up.models import Agreement
from dialoog.records.follow_up.questions.models import Addressee, Question, Reply
from dialoog.records.verify import verify_record
from tests.accounts.people import PLANNED
from tests.jobs.rows import list_jobs
from tests.records.evenings import Evening
from tests.records.retained import DAY, due, rows, waiting, works_on

CONTACTS, NAMES = "2027-03-12", "2027-07-12"


@pytest.fixture
def three_days(engine: Engine, evening: Evening) -> Engine:
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(contacts_until=CONTACTS, names_until=NAMES))
        link = connection.execute(select(AccountLink.id)).scalars().one()
        for cause in ("linde", link):
            outbox.write(
                connection, kind="invitation", recipient="ineke@voorbeeld.nl", subject="Avond", body="Fatma komt", organisation=None, cause=cause, now=1,
            )  # fmt: skip
    return engine


def problems(engine: Engine) -> list[str]:
    return [problem for _, _, _, found in verify_all(engine, verify_record) for problem in found]


def test_R14_contacts_go_on_their_day_and_nothing_else_does(three_days: Engine) -> None:
    before = rows(three_days)
    works_on(three_days, due(CONTACTS) - 1)
    assert rows(three_days) == before
    works_on(three_days, due(CONTACTS))
    assert rows(three_days) == {**before, "contacts": 0}
    with read_transaction(three_days) as connection:
        assert connection.execute(select(AccountLink.email, AccountLink.name)).all() == [(None, "Ineke")]
        assert connection.execute(select(Mail.id)).all() == []
    with transaction(three_days) as connection:
        connection.execute(insert(Contact).values(dialogue="linde", seat="s1", text="06 00 00 00 00"))
    works_on(three_days, due(CONTACTS) + DAY_MS)
    assert rows(three_days)["contacts"] == 0, "given after the day, it goes within the hour"


def test_R14_names_go_on_their_day_and_the_journal_still_verifies(three_days: Engine) -> None:
    with transaction(three_days) as connection:
        connection.execute(update(Agreement).values(caller="Margriet"))
        asked = select(Word.id).where(Word.text == "Wie helpt met brieven?").scalar_subquery()
        for table in (Question, Addressee, Reply):
            connection.execute(update(table).values(word=asked))
        connection.execute(update(Reply).values(enterer="Margriet", judge="Els"))
    before = rows(three_days)
    works_on(three_days, due(NAMES) - 1)
    assert rows(three_days)["seats"] == before["seats"]
    assert problems(three_days) == []
    works_on(three_days, due(NAMES))
    left = rows(three_days)
    assert left == {**before, "contacts": 0, "seats": 0, "journal": before["journal"] + 1}
    assert problems(three_days) == []
    with read_transaction(three_days) as connection:
        assert connection.execute(select(Reply.enterer, Reply.judge)).all() == [("", "")]
        record = records.read_record(connection, "linde")
        assert connection.execute(select(AccountLink.name)).all() == []
        assert connection.execute(select(Agreement.caller)).scalars().all() == [""], "who rang"
    assert record is not None
    assert "Drie weken soep gebracht." in {words.text for words in record.contributions}
    assert {words.name for words in (*record.contributions, *record.agreements, *record.questions)} == {None}
    state = StateCache().refresh(three_days, "linde").state
    assert [seat.has_name for seat in state.seats.values()] == [False] * 4
    with transaction(three_days) as connection:  # its worker died before it noted the end
        connection.execute(update(Job).where(Job.kind == "name_retention").values(state="waiting", tries=0))
    works_on(three_days, due(NAMES) + 1)
    assert rows(three_days) == left


def test_R14_words_go_last_and_take_the_rest_along(three_days: Engine) -> None:
    works_on(three_days, due(NAMES))
    works_on(three_days, due(DAY))
    assert rows(three_days) == dict.fromkeys(rows(three_days), 0)
    with read_transaction(three_days) as connection:
        kinds = {job.kind for job in list_jobs(connection, "done")}
        assert kinds >= {"retention", "name_retention", "contact_retention"}


def test_R14_a_dialogue_of_before_there_were_three_days_keeps_its_one(
    engine: Engine, evening: Evening
) -> None:
    before = rows(engine)
    works_on(engine, due() - 1)
    assert rows(engine) == before
    assert waiting(engine) == {"linde": due()}


def test_R14_an_evening_that_nobody_opened_goes_a_year_after_its_day(engine: Engine, tmp_path: Path) -> None:
    held = {**PLANNED, "date": "2026-11-12"}
    with transaction(engine) as connection:
        forgotten, later = (plan(connection, "organisation", held | {"date": day}, 1) for day in ("2026-11-12", "2026-11-13"))  # fmt: skip
        invite(connection, forgotten, "Ineke", "ineke@voorbeeld.nl", "scribe", 1)
    moment = due(gathering_retention.last_day("2026-11-12"))
    works_on(engine, moment - 5 * 3600 * 1000)
    with read_transaction(engine) as connection:
        assert len(connection.execute(select(Gathering.id)).all()) == 2
    works_on(engine, moment)
    with read_transaction(engine) as connection:
        assert connection.execute(select(Gathering.id)).scalars().all() == [later]
        assert connection.execute(select(AccountLink.id)).all() == []
        assert connection.execute(select(SeatName.id)).all() == []
