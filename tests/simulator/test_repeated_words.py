"""The player compares rightly where words are there twice, or are part of other words: each text with its own, once."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dialoog.simulator.comparison import differences
from tests.serving import a_server
from tests.simulator.evening_files import repeated_evening
from tests.simulator.evening_run import EveningRun, run_evening

Record = dict[str, Any]
Change = Callable[[list[Record]], Any]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EveningRun]:
    with a_server(tmp_path_factory.mktemp("repeated")) as server:
        yield run_evening(server, repeated_evening())


def altered(run: EveningRun, change: Callable[[Record], Any]) -> list[str]:
    record = copy.deepcopy(run.record)
    change(record)
    return differences(run.result.participants, record)


def entries(record: Record, own: str, run: EveningRun) -> tuple[list[Record], int]:
    """The list in which this piece of the file stands, and where."""
    word = run.result.participants.word_ids[own]
    lists = [step["words"] for step in record["steps"]]
    lists += [
        record[kind] for kind in ("sources", "questions", "goals", "insights", "tensions", "agreements")
    ]
    for among in lists:
        for place, one in enumerate(among):
            if one["id"] == word:
                return among, place
    raise AssertionError(f"{own} is not in the record")


RELEASED = (
    "w1", "w2", "w5", "w6", "w7", "w9", "q1", "q2", "q3", "s1", "s2", "i1", "i2", "t1", "t2", "g1", "g2", "a1", "a2", "a3",
)  # fmt: skip


def test_an_evening_in_which_words_are_repeated_gives_its_record(run: EveningRun) -> None:
    assert run.result.differences == []
    assert sorted(run.words) == ["w1", "w2", "w5", "w6", "w7", "w9"]


@pytest.mark.parametrize("own", RELEASED)
def test_one_that_is_missing_is_told_though_its_equal_is_there(run: EveningRun, own: str) -> None:
    def lose(record: Record) -> None:
        among, place = entries(record, own, run)
        del among[place]

    sentences = altered(run, lose)
    expected = "tensions: " if own.startswith("t") else f"{own}: is not in the record"
    assert any(line.startswith(expected) for line in sentences), sentences
    equals = [
        line for line in sentences for other in RELEASED if other != own and line.startswith(f"{other}: is")
    ]
    assert [line for line in equals if not (own in ("w6", "w7") and line.startswith("i"))] == []


@pytest.mark.parametrize("own", RELEASED)
@pytest.mark.parametrize("again", ["the same entry", "an entry of its own"])
def test_one_that_is_there_once_more_is_told(run: EveningRun, own: str, again: str) -> None:
    def repeat(record: Record) -> None:
        among, place = entries(record, own, run)
        entry = copy.deepcopy(among[place])
        among.insert(place + 1, entry if again == "the same entry" else {**entry, "id": "x" * 22})

    sentences = altered(run, repeat)
    expected = "tensions: " if own.startswith("t") else "is in the record once more than in the file"
    assert any(expected in line for line in sentences), sentences


@pytest.mark.parametrize(("one", "other"), [("w1", "w2"), ("q1", "q3"), ("s1", "s2"), ("a1", "a3")])
def test_equal_words_of_two_people_keep_their_owners(run: EveningRun, one: str, other: str) -> None:
    def swap(record: Record) -> None:
        (left, n), (right, m) = entries(record, one, run), entries(record, other, run)
        left[n]["name"], right[m]["name"] = right[m]["name"], left[n]["name"]

    sentences = altered(run, swap)
    assert [line.split(":")[0] for line in sentences] == [f"{one}, name", f"{other}, name"]


def test_C3_refused_words_are_told_where_an_equal_was_released(run: EveningRun) -> None:
    def release(record: Record) -> None:
        among, place = entries(record, "w2", run)
        among.append({**among[place], "id": run.result.participants.word_ids["w3"], "name": None})

    sentences = altered(run, release)
    assert "w3: is in the record" in sentences
    assert "w3: its words are in the record, and were not released" in sentences


@pytest.mark.parametrize(
    ("own", "place"), [("w4", "translations"), ("w8", "text"), ("w8", "about"), ("w4", "about")]
)
def test_C3_refused_words_are_told_wherever_they_are(run: EveningRun, own: str, place: str) -> None:
    """Whole: as part of other words they are those others'."""
    [text] = [item["text"] for item in run.file["contributions"] if item["id"] == own]

    def leak(record: Record) -> None:
        if place == "about":
            record["about"]["expectation"] = text
            return
        among, n = entries(record, "i1", run)
        among[n][place] = {"en": text} if place == "translations" else text

    assert f"{own}: its words are in the record, and were not released" in altered(run, leak)
