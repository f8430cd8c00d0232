"""The form of a snapshot: what an earlier release saved is read, and a form of a later one is refused."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from dialoog.records import snapshot
from dialoog.records.snapshot import (
    FORM,
    UPCASTERS,
    Snapshot,
    UnknownForm,
    decode,
    snapshot_of,
    without_times,
)
from tests.records.evenings import an_engine, meerlinden

GOLDEN = Path(__file__).parent / "golden"
"""One snapshot of each form that was ever written, as it was stored: `snapshot-<number>.json`. They stay for ever."""


def stored(form: int) -> bytes:
    return (GOLDEN / f"snapshot-{form}.json").read_bytes()


def without_questions(saved: Snapshot) -> Snapshot:
    """A programme may be worded otherwise one day, or be in more languages."""
    steps = tuple(replace(step, title={}, question={}, more={}) for step in saved.steps)
    return replace(saved, steps=steps)


def test_the_form_of_today_is_among_the_stored_ones() -> None:
    numbers = sorted(int(file.stem.removeprefix("snapshot-")) for file in GOLDEN.iterdir())
    assert numbers == list(range(1, FORM + 1))
    assert sorted(UPCASTERS) == list(range(1, FORM))


@pytest.mark.parametrize("form", range(1, FORM + 1))
def test_a_snapshot_of_each_form_is_read_as_one_of_today(tmp_path: Path, form: int) -> None:
    evening = meerlinden(an_engine(tmp_path))
    evening.closes()
    today = without_questions(snapshot_of(evening.state))
    assert without_questions(decode(stored(form))) == (today if form > 1 else without_times(today))


def test_what_is_written_is_what_is_stored(tmp_path: Path) -> None:
    """Who changes the form of a snapshot sees it here, and gives it a new number."""
    evening = meerlinden(an_engine(tmp_path))
    evening.closes()
    written = decode(snapshot_of(evening.state).encode())
    assert without_questions(written).encode() == without_questions(decode(stored(FORM))).encode()


def test_a_snapshot_goes_through_the_upcaster_of_each_form_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two later forms are planted: measures are renamed in the second, and counted otherwise in the third."""

    def renamed(fields: dict[str, Any]) -> dict[str, Any]:
        measures = dict(fields["measures"])
        measures["rounds"] = measures.pop("turns")
        return {**fields, "measures": measures}

    def counted_otherwise(fields: dict[str, Any]) -> dict[str, Any]:
        measures = dict(fields["measures"])
        measures["turns"] = measures.pop("rounds") + 100
        return {**fields, "measures": measures}

    today = decode(stored(1))
    monkeypatch.setattr(snapshot, "FORM", 3)
    monkeypatch.setattr(snapshot, "UPCASTERS", {1: renamed, 2: counted_otherwise})
    later = decode(stored(1))
    assert later.form == 3
    assert later.measures.turns == today.measures.turns + 100
    assert (later.steps, later.questions) == (today.steps, today.questions)


@pytest.mark.parametrize("form", [0, -1, FORM + 1, 2**40])
def test_a_form_that_no_release_until_now_wrote_is_refused(form: int) -> None:
    later = stored(FORM).replace(f'"form":{FORM}'.encode(), f'"form":{form}'.encode(), 1)
    with pytest.raises(UnknownForm):
        decode(later)
