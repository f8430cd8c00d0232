"""Two people whose names look alike are told apart in the record as they were at the table."""

from pathlib import Path

from dialoog.accounts.tokens import find
from dialoog.db.engine import read_transaction
from dialoog.live.protocol import commands
from dialoog.rules.state import Keep, Kind
from tests.commands import execute
from tests.live.joined import Evening
from tests.people import fresh_id
from tests.web.visits import KEY, Visitor, running_app, words_of


def test_the_second_of_a_name_has_its_number_in_the_record_its_json_and_the_list_of_who_may_be_approached(
    tmp_path: Path,
) -> None:
    with running_app(tmp_path) as app:
        evening = Evening(app)
        second = Visitor(app)
        evening.joins(second, "Fatma", contact="y", reach="020 123")
        with read_transaction(evening.runtime.engine) as connection:
            seats = [evening.seat, find(connection, second.token("seat"))]
        for seat in seats:
            word = fresh_id()
            write = commands.Write(
                id=word, text="Ik woon hier.", word_kind=Kind.INTRODUCTION, keep=Keep.NAMED
            )
            execute(evening.runtime, seat, write)
        evening.closes()
        organiser = Visitor(app).holds("setup", token=KEY)
        page = words_of(organiser.opens(f"/verslagen/{evening.id}"))
        whole = organiser.opens(f"/verslagen/{evening.id}.json").json
        names = [words["name"] for step in whole["steps"] for words in step["words"]]
    assert "Fatma 06 12 34 56 78 Fatma (2) 020 123" in page
    assert names == ["Fatma", "Fatma (2)"]
