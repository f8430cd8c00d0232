"""The security log: that somebody came in or was refused, at most once a minute of each kind, and never who."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from dialoog.live.entry import admission
from dialoog.telemetry import logging as logs
from dialoog.telemetry.security_log import SecurityLog
from tests.web.visits import KEY, Visitor, running_app


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with running_app(tmp_path) as app:
        yield app


@pytest.fixture
def log_lines(caplog: pytest.LogCaptureFixture) -> Iterator["LogLines"]:
    with caplog.at_level(logging.INFO, logger="dialoog"):
        yield LogLines(caplog)


class LogLines:
    """The lines as the formatter writes them, without their time."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog

    def formatted(self) -> list[str]:
        formatter = logs.formatter("text")
        records = [record for record in self.caplog.records if record.name == "dialoog"]
        return [" ".join(formatter.format(record).split()[1:]) for record in records]


def test_a_link_that_is_opened_and_one_that_opens_nothing_are_told_without_the_link(
    app: Flask, log_lines: LogLines
) -> None:
    table = Visitor(app).sets_a_table()
    log_lines.caplog.clear()
    console = table["console"].partition("#")[2]
    app.test_client().post("/in", json={"token": console})
    app.test_client().post("/in", json={"token": "geraden-geraden-geraden"})
    opened, refused = log_lines.formatted()
    assert opened.startswith("info link opened desk=facilitator times=1")
    assert refused.startswith("warning invalid link refused times=1")
    assert console not in str(log_lines.formatted())
    assert "geraden" not in str(log_lines.formatted())


def test_the_key_and_a_wrong_one_are_told(app: Flask, log_lines: LogLines) -> None:
    Visitor(app).sends("/sleutel", key="kanariesleutel")
    Visitor(app).sends("/sleutel", key=KEY)
    refused, opened = log_lines.formatted()
    assert refused.startswith("warning wrong set-up key refused times=1")
    assert opened.startswith("info set-up key accepted times=1")
    assert "kanarie" not in str(log_lines.formatted())
    assert KEY not in str(log_lines.formatted())


def test_guessing_codes_is_told_once_and_no_code_is(
    app: Flask, log_lines: LogLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "FAILURE_DELAY_SECONDS", 0.0)
    for n in range(40):
        Visitor(app).opens(f"/d/KANAR{n}")
    [line] = log_lines.formatted()
    assert line.startswith("warning too many wrong join codes times=1")
    assert "KANAR" not in line
    assert "127.0.0.1" not in line


def test_a_minute_later_it_is_told_how_many_there_were(log_lines: LogLines) -> None:
    moments = iter([0.0, 10.0, 20.0, 61.0])
    security_log = SecurityLog(clock=lambda: next(moments))
    for _ in range(4):
        security_log.link_refused()
    assert [line.partition("times=")[2].split()[0] for line in log_lines.formatted()] == ["1", "3"]
