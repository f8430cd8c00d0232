"""C2: who may be approached later says how: beside the words, in no journal and no document, and gone with the choice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from dialoog.db.engine import read_transaction
from dialoog.live.commands.requests import Accepted
from dialoog.live.models import JournalRow
from dialoog.live.protocol import commands
from dialoog.web.text_validation import InvalidText
from tests.commands import execute
from tests.live.joined import REACH, Evening
from tests.people import fresh_id
from tests.web.visits import KEY, Visitor, running_app, words_of


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    with running_app(tmp_path) as app:
        yield Evening(app)


def test_C2_it_stands_beside_the_journal_and_on_the_own_page_alone(evening: Evening) -> None:
    assert evening.contacts == {"s1": REACH}
    henk = Visitor(evening.app)
    evening.joins(henk, "Henk")
    assert f'data-reach="{REACH}"' in evening.fatma.opens(f"/plek/{evening.id}").text
    assert 'data-reach=""' in henk.opens(f"/plek/{evening.id}").text
    with read_transaction(evening.runtime.engine) as connection:
        rows = connection.execute(select(JournalRow.__table__)).all()
    assert REACH not in str(rows)
    for reader in (evening.fatma, henk, Visitor(evening.app).holds("facilitator", evening.id)):
        assert REACH not in reader.opens("/live/documents").text


def test_C2_one_without_the_choice_is_not_kept_and_a_wrong_one_is_asked_again(evening: Evening) -> None:
    assert evening.joins(Visitor(evening.app), "Henk", reach=REACH) == 303
    assert evening.joins(Visitor(evening.app), "Samira", contact="y", reach="x" * 121) == 400
    assert evening.contacts == {"s1": REACH}


def test_C2_another_choice_leaves_it_and_an_empty_one_or_a_no_removes_it(evening: Evening) -> None:
    evening.chooses()
    assert evening.contacts == {"s1": REACH}
    evening.chooses(reach="")
    assert evening.contacts == {}
    evening.chooses(reach=REACH)
    assert evening.contacts == {"s1": REACH}
    evening.chooses(contact=False, reach=REACH)
    assert evening.contacts == {}


def test_R3_sent_twice_it_counts_once_and_an_older_one_does_not_come_back(evening: Evening) -> None:
    first = fresh_id()
    evening.chooses(id=first, reach="fatma@linde.example")
    evening.chooses(reach=REACH)
    assert isinstance(evening.chooses(id=first, reach="fatma@linde.example"), Accepted)
    assert evening.contacts == {"s1": REACH}


@pytest.mark.parametrize("reach", ["x" * 121, "06\x00"])
def test_C2_what_cannot_be_kept_changes_nothing(evening: Evening, reach: str) -> None:
    with pytest.raises(InvalidText):
        evening.chooses(reach=reach)
    assert evening.contacts == {"s1": REACH}


def test_C8_it_goes_with_the_person(evening: Evening) -> None:
    execute(evening.runtime, evening.seat, commands.EraseSeat(id=fresh_id()))
    assert evening.contacts == {}


def test_T13_the_facilitator_writes_it_down_for_who_has_no_phone(evening: Evening) -> None:
    execute(evening.runtime, evening.console, commands.TakeSeat(id=fresh_id(), name="Willemijn"))
    evening.chooses(evening.console, seat="s2", reach="020 123")
    assert evening.contacts == {"s1": REACH, "s2": "020 123"}


def test_C2_after_closing_the_organiser_alone_reads_who_may_be_approached(evening: Evening) -> None:
    evening.joins(Visitor(evening.app), "Henk", contact="y")
    evening.joins(Visitor(evening.app), "Samira")
    evening.closes()
    organiser = Visitor(evening.app).holds("setup", token=KEY)
    address = f"/verslagen/{evening.id}"
    page = words_of(organiser.opens(address))
    assert f"Fatma {REACH} Henk Zei niet hoe." in page
    assert "Samira" not in page
    assert REACH not in organiser.opens(f"{address}.json").text
    for reader in (evening.fatma, Visitor(evening.app).holds("facilitator", evening.id)):
        page = words_of(reader.opens(address))
        assert "Wat we telden" in page
        assert "Wie mag u benaderen?" not in page
        assert REACH not in page
