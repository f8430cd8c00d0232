"""What the log says of the doors: that somebody came in or was refused, at most once a minute of each kind, and never who."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from dialoog.live.entry import admission
from dialoog.telemetry import logging as logs
from dialoog.telemetry.security_log import SecurityLog
from tests.web.visits import KEY, Visitor, a_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Flask]:
    with a_house(tmp_path) as house:
        yield house


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Iterator["Written"]:
    with caplog.at_level(logging.INFO, logger="dialoog"):
        yield Written(caplog)


class Written:
    """The lines as they are written, without their time."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self.caplog = caplog

    def told(self) -> list[str]:
        form = logs.formatter("text")
        ours = [record for record in self.caplog.records if record.name == "dialoog"]
        return [" ".join(form.format(record).split()[1:]) for record in ours]


def test_a_link_that_is_opened_and_one_that_opens_nothing_are_told_without_the_link(
    house: Flask, said: Written
) -> None:
    table = Visitor(house).sets_a_table()
    said.caplog.clear()
    console = table["console"].partition("#")[2]
    house.test_client().post("/in", json={"token": console})
    house.test_client().post("/in", json={"token": "geraden-geraden-geraden"})
    opened, refused = said.told()
    assert opened.startswith("info link opened desk=facilitator times=1")
    assert refused.startswith("warning invalid link refused times=1")
    assert console not in str(said.told())
    assert "geraden" not in str(said.told())


def test_the_key_and_a_wrong_one_are_told(house: Flask, said: Written) -> None:
    Visitor(house).sends("/sleutel", key="kanariesleutel")
    Visitor(house).sends("/sleutel", key=KEY)
    refused, opened = said.told()
    assert refused.startswith("warning wrong set-up key refused times=1")
    assert opened.startswith("info set-up key accepted times=1")
    assert "kanarie" not in str(said.told())
    assert KEY not in str(said.told())


def test_guessing_codes_is_told_once_and_no_code_is(
    house: Flask, said: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "FAILURE_DELAY_SECONDS", 0.0)
    for n in range(40):
        Visitor(house).opens(f"/d/KANAR{n}")
    [line] = said.told()
    assert line.startswith("warning too many wrong join codes times=1")
    assert "KANAR" not in line
    assert "127.0.0.1" not in line


def test_a_minute_later_it_is_told_how_many_there_were(said: Written) -> None:
    moments = iter([0.0, 10.0, 20.0, 61.0])
    security_log = SecurityLog(clock=lambda: next(moments))
    for _ in range(4):
        security_log.link_refused()
    assert [line.partition("times=")[2].split()[0] for line in said.told()] == ["1", "3"]
