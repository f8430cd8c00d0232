"""How the evening went in time stands in every form of a record alike, and in none of a public one; it tells of no seat (V4)."""

import csv
import io
import re
from pathlib import Path

import docx
import msgspec
import odfdo
import pytest
from flask import Flask
from sqlalchemy import select, update

from dialoog.db.engine import read_transaction, transaction
from dialoog.records.exports.timeline import timeline, timeline_columns
from dialoog.records.models import Record
from dialoog.records.queries import read_record
from dialoog.records.snapshot import FORM, snapshot_in_form
from dialoog.records.verify import verify_record
from dialoog.rules import events as e
from tests.records.evenings import MINUTE, Evening, an_engine, meerlinden
from tests.records.file_texts import xlsx_strings
from tests.records.retained import works_on, write_journal
from tests.records.test_files import read
from tests.records.test_pdf import drawn_text
from tests.records.test_pdf import read as read_pdf
from tests.web.visits import KEY, Visitor, words_of


@pytest.fixture
def evening(app: Flask) -> Evening:
    evening = meerlinden(app.extensions["dialoog.engine"])
    for fact in (e.SilenceBegan(30), e.SilenceSkipped(), e.RestBegan(), e.RestEnded(240_000)):
        evening._append(fact)
    evening.closes()
    return evening


def rows(app: Flask, evening: Evening) -> list[tuple[str, ...]]:
    with app.test_request_context():
        return [timeline_columns(), *(step.cells for step in timeline(evening.record))]


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_V4_the_steps_say_plan_length_silence_and_rest(app: Flask, evening: Evening) -> None:
    head, *steps = rows(app, evening)
    assert head == ("Stap", "Gepland", "Duurde", "Stilte", "Rust")
    by_title = {step[0]: step[1:] for step in steps}
    assert by_title["Welkom"][1] == "niet gemeten"
    assert by_title["Kennismaken"][1] == "niet gehouden"
    assert by_title["Ervaringen"][2:] == ("30 seconden", "4 minuten")
    assert re.fullmatch(r"[0-9]+ minuten", by_title["Ervaringen"][1])


def test_every_form_has_the_same_rows(app: Flask, evening: Evening) -> None:
    expected = [tuple(one_line(cell) for cell in row) for row in rows(app, evening)]
    [table] = docx.Document(io.BytesIO(read(app, "docx"))).tables
    assert [tuple(one_line(cell.text) for cell in row.cells) for row in table.rows] == expected
    [grid] = odfdo.Document(io.BytesIO(read(app, "odt"))).body.get_tables()
    cells = [
        [one_line(cell.text_recursive) for cell in row.get_cells()]
        for row in grid.get_elements("descendant::table:table-row")
    ]
    assert [tuple(row) for row in cells] == expected
    lines = read(app, "md").decode().splitlines()
    table_lines = [line for line in lines if line.startswith("| ") and "---" not in line]
    assert [
        tuple(one_line(cell) for cell in re.sub(r"\\(.)", r"\1", line)[2:-2].split(" | "))
        for line in table_lines
    ] == expected
    in_csv = list(csv.reader(io.StringIO(read(app, "csv").decode("utf-8-sig")), delimiter=";"))
    at = [in_csv[0].index(name) for name in expected[0]]
    assert [tuple(one_line(row[n]) for n in at) for row in in_csv if row[1] == "stap"] == expected[1:]
    strings = {one_line(text) for text in xlsx_strings(read(app, "xlsx"))}
    assert {cell for row in expected for cell in row if cell} <= strings
    drawn = "".join(drawn_text(read_pdf(app, "linde")).split())
    page = words_of(Visitor(app).holds("setup", token=KEY).opens("/verslagen/linde"))
    for cell in (cell for row in expected for cell in row):
        assert "".join(cell.split()) in drawn
        assert cell in one_line(page)
    steps = msgspec.json.decode(read(app, "json"))["steps"]
    assert [step["time"]["silence"] for step in steps if step["id"] == "experiences"] == [30]


def test_the_public_reads_no_times(app: Flask, evening: Evening) -> None:
    with read_transaction(evening.engine) as connection:
        record = read_record(connection, "linde", "public")
    assert record is not None
    assert [step.time for step in record.steps if step.time] == []


def _columns_but_document(evening: Evening) -> dict[str, object]:
    with read_transaction(evening.engine) as connection:
        [row] = connection.execute(select(Record.__table__)).mappings()
    return {name: value for name, value in row.items() if name != "document"}


def test_S6_a_record_of_before_reads_without_times_until_the_worker_made_it_anew(
    app: Flask, evening: Evening
) -> None:
    before = snapshot_in_form(evening.state, 1).encode().replace(b'"form":%d' % FORM, b'"form":1', 1)
    with transaction(evening.engine) as connection:
        write_journal(connection, evening)
        connection.execute(update(Record).values(document=before))
        assert list(verify_record(connection, "linde", evening.entries)) == []
    assert rows(app, evening)[1:] == []
    assert "Hoe de avond verliep" not in words_of(
        Visitor(app).holds("setup", token=KEY).opens("/verslagen/linde")
    )
    before_columns = _columns_but_document(evening)
    works_on(evening.engine, 1)
    assert {step[0] for step in rows(app, evening)[1:]} >= {"Welkom", "Kennismaken", "Ervaringen"}
    assert _columns_but_document(evening) == before_columns
    with transaction(evening.engine) as connection:
        assert list(verify_record(connection, "linde", evening.entries)) == []
        connection.execute(update(Record).values(document=before.replace(b'"form":1', b'"form":2', 1)))
        assert list(verify_record(connection, "linde", evening.entries)) != []


def test_a_record_is_dated_from_its_evening_and_one_of_before_is_verified_and_dated_anew(
    tmp_path: Path,
) -> None:
    evening = Evening(an_engine(tmp_path))
    evening.waits = 3 * 24 * 60 * MINUTE
    evening.sits("Fatma")
    evening.opens("experiences")
    began = evening.state.began["experiences"]
    evening.closes()
    assert evening.record.began is not None
    assert (evening.record.began.day, evening.record.is_of_one_evening) == (15, True)
    with transaction(evening.engine) as connection:
        assert connection.execute(select(Record.held)).scalar_one() == began
        assert list(verify_record(connection, "linde", evening.entries)) == []
        before = snapshot_in_form(evening.state, 2).encode().replace(b'"form":%d' % FORM, b'"form":2', 1)
        opened = min(evening.state.began.values())
        connection.execute(update(Record).values(document=before, held=opened))
        assert list(verify_record(connection, "linde", evening.entries)) == []
        write_journal(connection, evening)
    works_on(evening.engine, 1)
    with read_transaction(evening.engine) as connection:
        assert connection.execute(select(Record.held)).scalar_one() == began
        assert list(verify_record(connection, "linde", evening.entries)) == []
