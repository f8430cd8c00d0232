"""Pages are compiled and written in slices, between which the phones have their turn; mails are not."""

import time
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader

from dialoog.db.engine import read_transaction, transaction
from dialoog.live import time_slices
from dialoog.live.sliced_pages import SlicedEnvironment
from dialoog.live.time_slices import rest
from tests.records.evenings import an_engine

TEXT = "{% macro words(one) %}<p>{{ one }}</p>{% endmacro %}{% for one in all %}{{ words(one) }}{% endfor %}"


@pytest.mark.parametrize(("name", "rests"), [("page.html", True), ("mail.txt", False)])
def test_others_run_while_a_page_is_compiled_and_written(
    monkeypatch: pytest.MonkeyPatch, name: str, rests: bool
) -> None:
    rested: list[float] = []
    monkeypatch.setattr(time_slices, "SLICE_SECONDS", 0.0)
    monkeypatch.setattr(time, "sleep", rested.append)
    sliced = SlicedEnvironment(Flask(__name__), autoescape=True, loader=DictLoader({name: TEXT}))
    page = sliced.get_template(name)
    compiled = len(rested)
    assert (compiled > 10) is rests
    sentences = ["Soep", "<b>"] * 20
    assert page.render(all=sentences) == "<p>Soep</p><p>&lt;b&gt;</p>" * 20
    assert (len(rested) - compiled >= len(sentences)) is rests
    assert set(rested) <= {0}


def test_nothing_rests_within_a_transaction_that_writes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rested: list[float] = []
    monkeypatch.setattr(time, "sleep", rested.append)
    engine = an_engine(tmp_path)
    with transaction(engine) as connection:
        rest(connection)
    assert rested == []
    with read_transaction(engine) as connection:
        rest(connection)
    assert rested == [0]
