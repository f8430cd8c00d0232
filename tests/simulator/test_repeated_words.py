"""The player compares rightly where words are there twice, or are part of other words: each text with its own, once."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dialoog.simulator.comparison import differences
from tests.serving import a_server
from tests.simulator.held import Held, hold
from tests.simulator.written import repeated_evening

Record = dict[str, Any]
Change = Callable[[list[Record]], Any]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with a_server(tmp_path_factory.mktemp("repeated")) as server:
        yield hold(server, repeated_evening())


def altered(held: Held, change: Callable[[Record], Any]) -> list[str]:
    record = copy.deepcopy(held.record)
    change(record)
    return differences(held.played.participants, record)


def entries(record: Record, own: str, held: Held) -> tuple[list[Record], int]:
    """The list in which this piece of the file stands, and where."""
    word = held.played.participants.word_ids[own]
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


def test_an_evening_in_which_words_are_repeated_gives_its_record(held: Held) -> None:
    assert held.played.differences == []
    assert sorted(held.words) == ["w1", "w2", "w5", "w6", "w7", "w9"]


@pytest.mark.parametrize("own", RELEASED)
def test_one_that_is_missing_is_told_though_its_equal_is_there(held: Held, own: str) -> None:
    def lose(record: Record) -> None:
        among, place = entries(record, own, held)
        del among[place]

    found = altered(held, lose)
    wanted = "tensions: " if own.startswith("t") else f"{own}: is not in the record"
    assert any(line.startswith(wanted) for line in found), found
    equals = [
        line for line in found for other in RELEASED if other != own and line.startswith(f"{other}: is")
    ]
    assert [line for line in equals if not (own in ("w6", "w7") and line.startswith("i"))] == []


@pytest.mark.parametrize("own", RELEASED)
@pytest.mark.parametrize("again", ["the same entry", "an entry of its own"])
def test_one_that_is_there_once_more_is_told(held: Held, own: str, again: str) -> None:
    def repeat(record: Record) -> None:
        among, place = entries(record, own, held)
        entry = copy.deepcopy(among[place])
        among.insert(place + 1, entry if again == "the same entry" else {**entry, "id": "x" * 22})

    found = altered(held, repeat)
    wanted = "tensions: " if own.startswith("t") else "is in the record once more than in the file"
    assert any(wanted in line for line in found), found


@pytest.mark.parametrize(("one", "other"), [("w1", "w2"), ("q1", "q3"), ("s1", "s2"), ("a1", "a3")])
def test_equal_words_of_two_people_keep_their_owners(held: Held, one: str, other: str) -> None:
    def swap(record: Record) -> None:
        (left, n), (right, m) = entries(record, one, held), entries(record, other, held)
        left[n]["name"], right[m]["name"] = right[m]["name"], left[n]["name"]

    found = altered(held, swap)
    assert [line.split(":")[0] for line in found] == [f"{one}, name", f"{other}, name"]


def test_C3_refused_words_are_told_where_an_equal_was_released(held: Held) -> None:
    def release(record: Record) -> None:
        among, place = entries(record, "w2", held)
        among.append({**among[place], "id": held.played.participants.word_ids["w3"], "name": None})

    found = altered(held, release)
    assert "w3: is in the record" in found
    assert "w3: its words are in the record, and were not released" in found


@pytest.mark.parametrize(
    ("own", "place"), [("w4", "translations"), ("w8", "text"), ("w8", "about"), ("w4", "about")]
)
def test_C3_refused_words_are_told_wherever_they_are(held: Held, own: str, place: str) -> None:
    """Whole: as part of other words they are those others'."""
    [text] = [told["text"] for told in held.file["contributions"] if told["id"] == own]

    def leak(record: Record) -> None:
        if place == "about":
            record["about"]["expectation"] = text
            return
        among, n = entries(record, "i1", held)
        among[n][place] = {"en": text} if place == "translations" else text

    assert f"{own}: its words are in the record, and were not released" in altered(held, leak)
