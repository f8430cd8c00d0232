"""Journals of former releases, which every later version must fold to the same state for ever (S6)."""

import json
from pathlib import Path
from typing import get_args

import pytest

from dialoog.live.journal import codec
from dialoog.rules.events import Event
from dialoog.rules.evolve import fold
from tests.rules.holding import views_of
from tests.rules.short_evening import GOLDEN, a_short_evening, read, summary

JOURNALS = sorted(GOLDEN.glob("*.json"))


@pytest.mark.parametrize("path", JOURNALS, ids=lambda path: path.stem)
def test_S6_a_journal_of_a_former_release_gives_the_same_state(path: Path) -> None:
    golden = json.loads(path.read_text("utf-8"))
    state = fold(read(golden["entries"]))
    assert summary(state) == golden["expected"]
    assert views_of(state)


def test_S6_there_is_a_golden_journal_with_every_kind_of_fact() -> None:
    held = {
        kind
        for path in JOURNALS
        for row in json.loads(path.read_text("utf-8"))["entries"]
        for kind, *_ in row[4]
    }
    assert held == set(codec.CLASSES)
    assert len(codec.CLASSES) == len(get_args(Event))


def test_S6_the_short_evening_folds_to_what_was_lived() -> None:
    table = a_short_evening()
    assert fold(table.entries) == table.state
    assert fold(read(json.loads(json.dumps([
        [x.version, x.at, str(x.by.desk), x.by.seat, json.loads(codec.encode(x.events))] for x in table.entries
    ])))) == table.state  # fmt: skip
