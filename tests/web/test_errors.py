"""When something breaks: a sentence for people, one line for the log with nothing that people typed, and access denied."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from dialoog.db.engine import make_engine
from dialoog.telemetry import logging as logs
from tests.web.visits import Visitor

SECRET = "kanarie-met-een-geheim"


@pytest.fixture
def broken(app: Flask) -> Flask:
    """Three views that fail: as nobody foresaw, as nobody foresaw on the wire, and as a database does."""
    app.view_functions |= {"entry.start": breaks, "wire.enter": breaks, "entry.code": is_locked}
    return app


def breaks() -> str:
    raise ValueError(SECRET)


def is_locked() -> str:
    raise OperationalError(f"INSERT INTO words VALUES ('{SECRET}')", {"text": SECRET}, OSError(SECRET))


@pytest.mark.parametrize(("address", "status"), [("/", 500), ("/in", 500), ("/d", 503)])
def test_what_breaks_is_told_in_a_sentence_without_a_word_of_its_inside(
    broken: Flask, caplog: pytest.LogCaptureFixture, address: str, status: int
) -> None:
    with caplog.at_level(logging.INFO):
        method = "POST" if address == "/in" else "GET"
        answer = broken.test_client().open(
            f"{address}?zin={SECRET}", method=method, headers=[("Cookie", SECRET)]
        )
    assert answer.status_code == status
    for inside in (SECRET, "Traceback", "ValueError", "OperationalError", "INSERT", ".py", "sqlalchemy"):
        assert inside not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    if address == "/in":
        assert answer.json["answer"] == "later"


@pytest.mark.parametrize("address", ["/", "/d"])
def test_R15_the_log_gets_one_line_with_kind_and_place_and_nothing_that_was_said(
    broken: Flask, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    with caplog.at_level(logging.INFO):
        broken.test_client().get(f"{address}?zin={SECRET}%0d%0aERROR:nep", headers={"Cookie": f"x={SECRET}"})
    [record] = [record for record in caplog.records if record.name.startswith("dialoog")]
    assert record.levelno >= logging.ERROR
    line = logs.formatter("text").format(record)
    assert "\n" not in line
    assert "test_errors.py:" in line
    for secret in (SECRET, "nep", "INSERT"):
        assert secret not in line


@pytest.mark.parametrize(
    "address",
    ["/leiden", "/leiden/papier", "/verslagen", "/verslagen/x", "/live/documents", "/plek", "/plek/x"],
)
def test_where_nobody_can_be_looked_up_nobody_gets_in(app: Flask, tmp_path: Path, address: str) -> None:
    """Fails closed: without its database a house knows nobody and shows nothing."""
    table = Visitor(app).sets_a_table(title="Titelkanarie")
    cookies = {
        "Cookie": f"dialoog-facilitator={table['console'].partition('#')[2]}; dialoog-seat=xxxxxxxxxxxxxxxxxxxx"
    }
    gone = make_engine(f"sqlite:///{tmp_path / 'nergens' / 'weg.sqlite3'}")
    app.extensions["dialoog.engine"] = gone
    answer = app.test_client().get(address, headers=cookies)
    gone.dispose()
    assert answer.status_code == 503
    assert "Titelkanarie" not in answer.text


def test_who_opens_the_address_of_a_button_is_told_so_and_not_to_load_it_anew(app: Flask) -> None:
    """As a phone does that reopens its tabs."""
    answer = app.test_client().get("/mijn/abcdefghijkl/zin/abcdefghijklmnopqrst")
    assert answer.status_code == 405
    assert "hoort bij een knop" in answer.text
    assert "laad de pagina opnieuw" not in answer.text


def test_a_body_that_is_too_large_is_refused_before_it_is_read(app: Flask) -> None:
    for address in ("/live/command", "/sleutel", "/nieuw/avond", "/in"):
        answer = app.test_client().post(address, data=b"x" * 70_000, content_type="application/json")
        assert answer.status_code in (400, 401, 413), address
    form = {"key": "x" * 70_000}
    assert app.test_client().post("/sleutel", data=form).status_code == 413


def test_no_file_can_be_sent(app: Flask) -> None:
    """There is no field for one: a file in a form is no part of it."""
    import io

    for address in ("/sleutel", "/nieuw", "/taal", "/weg"):
        form = {"key": (io.BytesIO(b"x"), "kanarie.php"), "file": (io.BytesIO(b"x"), "kanarie.svg")}
        answer = app.test_client().post(address, data=form, content_type="multipart/form-data")
        assert answer.status_code in (303, 400)
        assert "kanarie" not in answer.text
