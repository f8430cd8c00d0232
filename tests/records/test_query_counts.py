"""How often a page of records asks the database: six times at most beside who is asking, for one row as for thirty."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, event, insert, update

from dialoog.accounts import sessions
from dialoog.db.engine import transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.models import Dialogue
from dialoog.records import actions
from dialoog.records.models import Publication, Record, RemovalRequest
from dialoog.records.search.index import index_step
from dialoog.rules.state import Keep, Kind
from tests.accounts.people import create_member, create_organisation
from tests.records.evenings import Evening
from tests.records.published import settle
from tests.web.visits import Visitor, cookie, running_app

MOST = 6
WHO_ASKS = re.compile(r"FROM (people JOIN )?(sessions|memberships|assignments)\b")
COLUMNS = ("version", "saved", "changed", "held", "seats", "insights", "questions", "agreements")
OWN = (
    "/verslagen",
    "/verslagen/zoeken?q=soep",
    "/verslagen/linde",
    "/verslagen/linde/beheren",
    "/verslagen/linde/zinnen",
    "/verslagen/linde/publiceren?audience=public",
    "/verslagen/linde/verzoeken/r0",
)
PUBLIC = ("/uitkomst", "/uitkomst/linde", "/verzoek/linde")


def fill(app: Flask, rows: int) -> Visitor:
    """So many sentences, each public, and as many versions, hidden sentences, requests and other dialogues; an organiser who reads it."""
    engine = app.extensions["dialoog.engine"]
    evening = Evening(engine)
    evening.sits("Fatma")
    evening.opens("experiences")
    words = [evening.says("Fatma", f"Soep nummer {number}.", keep=Keep.NAMED) for number in range(2 * rows)]
    evening.says("Fatma", "Ik breng soep.", kind=Kind.AGREEMENT, keep=Keep.NAMED)
    evening.closes()
    for word in words:
        evening.chooses(word, Keep.NAMED, public=True)
    with transaction(engine) as connection:
        organisation = create_organisation(connection, "De Linde")
        person = create_member(connection, organisation, "Els")
        connection.execute(update(Dialogue).values(owner=organisation))
        settle(connection, "linde", "public", person)
        for number in range(rows):
            actions.hide_word(connection, "linde", words[number], person, "Een naam.", 1)
            request = {"id": f"r{number}", "dialogue": "linde", "text": "Soep.", "created": 1}
            connection.execute(insert(RemovalRequest).values(request))
            other = f"d{number}"
            connection.execute(
                insert(Dialogue).values(id=other, code=f"C{number:06}", title="Avond", created=1, owner=organisation)
            )  # fmt: skip
            record = dict.fromkeys(COLUMNS, 1)
            connection.execute(insert(Record).values(id=other, dialogue=other, document=b"{}", **record))
            connection.execute(insert(Publication).values(dialogue=other, stage="final", audience="public"))
        while not index_step(connection, "linde", 1).done:
            pass
        token = sessions.create(connection, person, "Firefox", wall_ms())
    visitor = Visitor(app)
    visitor.browser.set_cookie(cookie(app, "session"), token)
    return visitor


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        text = " ".join(statement.split())
        if text.startswith("SELECT") and not WHO_ASKS.search(text):
            seen.append(text)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_asks_six_times_at_most_however_much_stands_on_it(tmp_path: Path, rows: int) -> None:
    too_many = {}
    with running_app(tmp_path) as app:
        organiser, anybody = fill(app, rows), Visitor(app)
        for visitor, addresses in ((organiser, OWN), (anybody, PUBLIC)):
            for address in addresses:
                with statements(app.extensions["dialoog.engine"]) as asked:
                    answer = visitor.opens(address)
                assert answer.status_code == 200, address
                if len(asked) > MOST:
                    too_many[address] = asked
    assert too_many == {}
