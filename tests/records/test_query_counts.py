"""How often a page of an organiser asks the database: six times at most beside who is asking, for one row as for thirty."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event, insert, update

from dialoog.accounts import sessions
from dialoog.db.engine import transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.models import Mail
from dialoog.live.models import Dialogue
from dialoog.planning.actions import assign, plan
from dialoog.records import actions
from dialoog.records.follow_up.models import Agreement
from dialoog.records.follow_up.questions.models import Question, Reply
from dialoog.records.looking_back.models import LookingBack
from dialoog.records.models import Archive, Download, Publication, Record, RemovalRequest, Sheet
from dialoog.records.report_back.models import ReportBack
from dialoog.records.search.index import index_step
from dialoog.records.themes.models import Theme, ThemeWord
from dialoog.rules.state import Keep, Kind
from tests.accounts.people import PLANNED, create_member, create_organisation
from tests.records.evenings import Evening
from tests.records.published import settle
from tests.records.retained import write_journal
from tests.web.visits import Visitor, cookie, running_app

MOST = 6
WHO_ASKS = re.compile(r"FROM (people JOIN )?(sessions|memberships|assignments)\b")
COLUMNS = ("version", "saved", "changed", "held", "seats", "insights", "questions", "agreements")
ORGANISER = (
    "/thuis",
    "/account",
    "/bijeenkomsten",
    "/bijeenkomsten/<evening>",
    "/bijeenkomsten/<evening>/wijzigen",
    "/bijeenkomsten/<evening>/kaarten",
    "/beheer",
    "/beheer/mensen/<person>",
    "/beheer/post",
    "/beheer/bewaard",
    "/beheer/bewaard/linde",
    "/bellijst",
    "/verslagen",
    "/verslagen?q=soep",
    "/verslagen?q=tuin",
    "/verslagen/vergelijken?avond=linde&avond=d0",
    "/verslagen/zip",
    "/verslagen/zip/z0",
    "/verslagen/linde",
    "/verslagen/linde/beheren",
    "/verslagen/linde/zinnen",
    "/verslagen/linde/vragen",
    "/verslagen/linde/publiceren?audience=public",
    "/verslagen/linde/verzoeken/r0",
    "/verslagen/linde/kopieen",
    "/verslagen/linde/vouwblad",
    "/verslagen/linde/terugvertellen",
    "/verslagen/linde/terugvertellen/bekijken",
    "/verslagen/linde/vervolg",
    "/verslagen/linde/veranderd",
    "/verslagen/linde/themas",
    "/verslagen/linde/themas/nieuw",
    "/verslagen/linde/themas/t0",
)
IN_REVIEW = ("/verslagen/linde", "/verslagen/linde/beheren")
PUBLIC = (
    "/uitkomst",
    "/uitkomst/linde",
    "/uitkomst/linde/meenemen",
    "/uitkomst/linde/vervolg",
    "/verzoek/linde",
)


def fill(app: Flask, rows: int) -> tuple[Visitor, dict[str, str]]:
    """So many sentences, each public, and as many versions, hidden sentences, requests, copies, themes, agreements and other dialogues;
    translations in which a search finds a word, and a part of one; planned evenings, colleagues, mails and zips; an organiser who reads
    it, and the ids that stand in addresses. Two people have one name, which needs the order in which they sat down."""
    engine = app.extensions["dialoog.engine"]
    evening = Evening(engine)
    evening.sits("Fatma")
    evening.sits("fatma")
    for number in range(rows):
        evening.sits(f"Buur {number}")
    evening.opens("experiences")
    words = [evening.says("Fatma", f"Soep nummer {number}.", keep=Keep.NAMED) for number in range(2 * rows)]
    evening.says("Fatma", "Ik breng soep.", kind=Kind.AGREEMENT, keep=Keep.NAMED)
    for text, translation in (("بستان", "Een tuin."), ("ملعب", "Een speeltuin.")):
        evening.translates(evening.says("Fatma", text, lang="ar", keep=Keep.NAMED), "nl", translation)
    asked = [
        evening.says("Fatma", f"Wie helpt {number}?", kind=Kind.QUESTION, keep=Keep.NAMED)
        for number in range(rows)
    ]
    evening.closes()
    evening.publishes(*words, *asked)
    with transaction(engine) as connection:
        write_journal(connection, evening)
        organisation = create_organisation(connection, "De Linde")
        person = create_member(connection, organisation, "Els")
        connection.execute(update(Dialogue).values(owner=organisation))
        settle(connection, "linde", "public", person)
        for word in asked:
            of_word = {"dialogue": "linde", "word": word}
            days = {"asked_at": 1, "reply_by": "2026-12-20", "ask_on": "", "ends": "2027-03-20"}
            facts = {"id": word, "is_named": False, "is_of_resident": False, "organisation": "De gemeente"}
            connection.execute(insert(Question).values(**of_word, **facts, **days, state="replied"))
            said = {"kind": "no", "organisation": "De gemeente", "lang": "nl", "written": "2026-12-01"}
            for number in (1, 2):
                connection.execute(insert(Reply).values(**of_word, **said, number=number, at=1))
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
        ids = _fill_office(connection, organisation, person, words, rows)
        token = sessions.create(connection, person, "Firefox", wall_ms())
    visitor = Visitor(app)
    visitor.browser.set_cookie(cookie(app, "session"), token)
    return visitor, {"<organiser>": person, **ids}


def _fill_office(
    connection: Connection, organisation: str, person: str, words: list[str], rows: int
) -> dict[str, str]:
    now, day = wall_ms(), "2026-01-01"
    evening = colleague = ""
    zip_file = {
        "organisation": organisation,
        "person": person,
        "format": "pdf",
        "language": "nl",
        "total": 1,
        "state": "ready",
    }
    anything = {"neighbourhood": "", "since": "", "until": "", "created": now, "expires": now + 10**9}
    copy = {
        "dialogue": "linde",
        "at": 1,
        "format": "pdf",
        "audience": "participants",
        "taker": "account",
        "person": person,
    }
    agreement = {
        "dialogue": "linde",
        "lang": "nl",
        "seat": "s1",
        "is_named": True,
        "is_of_resident": True,
        "due": day,
        "ask_on": day,
    }
    for number in range(rows):
        evening = plan(connection, organisation, PLANNED, now)
        colleague = create_member(connection, organisation, f"Lid {number}")
        assign(connection, evening, colleague, "facilitator", now)
        connection.execute(insert(Archive).values(id=f"z{number}", **zip_file, **anything))
        old = {"version": 1, "contents": words[0], "missing_sentences": 1}
        connection.execute(insert(Download).values(number=number + 1, **copy, **old))
        connection.execute(
            insert(Theme).values(id=f"t{number}", organisation=organisation, name=f"Soep {number}", created=1)
        )
        connection.execute(
            insert(ThemeWord).values(theme=f"t{number}", dialogue="linde", word=words[rows + number])
        )
        connection.execute(insert(Agreement).values(word=words[rows + number], id=f"a{number}", **agreement))
        outbox.write(connection, kind="review", recipient=f"b{number}@voorbeeld.nl", subject="s", body="b", organisation=organisation, cause=f"linde:s{number + 3}", now=now)  # fmt: skip
    connection.execute(update(Mail).values(state="failed"))
    told = {"introduction": "Dank.", "closing": "", "at": 1, "sent": 1}
    connection.execute(insert(ReportBack).values(dialogue="linde", number=1, **told))
    for number in range(rows):
        asked = {
            "asked_at": 1,
            "is_mailed": False,
            "lang": "nl",
            "amount": "much",
            "at": 1,
            "text": "Groeten.",
        }
        asked |= {"keep": "named", "public": True, "link_hash": f"l{number}".encode()}
        connection.execute(insert(LookingBack).values(dialogue="linde", seat=f"s{number}", **asked))
    connection.execute(
        insert(Sheet).values(dialogue="linde", title="Klein", words=" ".join(words[rows:][:3]), changed=1)
    )
    return {"<evening>": evening, "<person>": colleague}


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
        engine = app.extensions["dialoog.engine"]
        organiser, ids = fill(app, rows)

        def open_all(visitor: Visitor, addresses: tuple[str, ...]) -> None:
            for pattern in addresses:
                address = re.sub(r"<\w+>", lambda match: ids[match[0]], pattern)
                with statements(engine) as asked:
                    answer = visitor.opens(address)
                assert answer.status_code == 200, address
                if len(asked) > MOST:
                    too_many[pattern] = asked

        open_all(organiser, ORGANISER)
        open_all(Visitor(app), PUBLIC)
        with transaction(engine) as connection:
            for stage in ("concept", "review"):
                actions.move_on(connection, "linde", ids["<organiser>"], stage, wall_ms())
        open_all(organiser, IN_REVIEW)
    assert too_many == {}
