"""How a name is said: beside the name, for its owner, the facilitator and the scribe (C1)."""

import json
import re
from pathlib import Path

from sqlalchemy import select, update

from dialoog.db.engine import make_engine, read_transaction
from dialoog.live.journal.verify import verify_dialogue
from dialoog.live.models import JournalRow, SeatName
from tests.live.test_entry_pages import filled_in
from tests.people import Person, Table, fresh_id
from tests.web.visits import Visitor, running_app, words_of


def test_C1_who_joins_may_write_how_the_name_is_said(tmp_path: Path) -> None:
    with running_app(tmp_path) as app:
        code = Visitor(app).sets_a_table()["code"]
        visitor = Visitor(app)
        form = {**filled_in(visitor, code), "pronunciation": "Fat-ma"}
        for _ in range(2):  # a form that is sent twice
            assert visitor.browser.post(f"/d/{code}", data=form).status_code == 303
        refused = Visitor(app).sends(f"/d/{code}", name="Henk", pronunciation="a" * 41)
        assert refused.status_code == 400
        assert "Deze tekst is te lang." in words_of(refused)
        assert re.search(r'<details class="more beside" open>\s*<summary><span>Uitspraak, taal', refused.text)
        with read_transaction(app.extensions["dialoog.engine"]) as connection:
            assert connection.execute(select(SeatName.pronunciation)).scalars().all() == ["Fat-ma"]


def test_C1_how_a_name_is_said_is_for_its_owner_and_the_desks_and_goes_with_the_name(table: Table) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    fatma, henk = table.seats("Fatma"), table.seats("Henk")
    facilitator.opens_round("introductions")
    id = fresh_id()
    fatma.does("change_pronunciation", id, pronunciation=" Fát-ma ")
    assert fatma.sends("change_pronunciation", id, pronunciation="Fa-tíma")["reason"] == "same_id"
    assert pronunciations(facilitator) == {fatma.seat: "Fát-ma", henk.seat: None}
    fatma.sees(lambda me: me.docs["mine"]["me"]["pronunciation"] == "Fát-ma", what="what one wrote")
    facilitator.does("change_pronunciation", seat=henk.seat, pronunciation="Hènk")
    fatma.does("change_name", name="Fatma Demir")
    assert pronunciations(facilitator)[fatma.seat] == "Fát-ma", "whatever waits"
    henk.does("change_pronunciation", pronunciation="")
    assert pronunciations(facilitator)[henk.seat] is None
    told = [henk.docs, henk.pushes, screen.docs, screen.pushes, henk.fetches(), screen.fetches()]
    assert "Fát-ma" not in json.dumps(told, ensure_ascii=False)
    engine = make_engine(table.server.database)
    try:
        with engine.begin() as connection:
            journal = b"".join(connection.execute(select(JournalRow.events)).scalars())
            assert b"pronunciation_changed" in journal
            assert "Fát-ma".encode() not in journal
            assert verify_dialogue(connection, table.id, None)[2] == []
            connection.execute(
                update(SeatName).where(SeatName.dialogue == table.id).values(pronunciation="Weg")
            )
            assert verify_dialogue(connection, table.id, None)[2] != []
            connection.rollback()
        fatma.does("erase_seat")
        with engine.connect() as connection:
            of_table = select(SeatName.pronunciation).where(SeatName.dialogue == table.id)
            assert connection.execute(of_table).scalars().all() == [None]
            assert verify_dialogue(connection, table.id, None)[2] == []
    finally:
        engine.dispose()
    assert pronunciations(facilitator)[fatma.seat] is None


def pronunciations(facilitator: Person) -> dict[str, str | None]:
    """Seat → how its name is said, in the newest document."""
    [desk] = [document for document in facilitator.fetches() if document["doc"] == "desk"]
    return {person["seat"]: person["pronunciation"] for person in desk["sections"]["people"]}
