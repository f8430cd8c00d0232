"""A corpus is one test: it tries every item, names each one that fails, and fails where there was nothing to try."""

import pytest

from tests.failures import assert_all


def test_every_item_is_tried_and_each_failure_is_named_with_its_assertion() -> None:
    tried = []

    def is_even(number: int) -> None:
        tried.append(number)
        assert number % 2 == 0

    with pytest.raises(AssertionError) as failure:
        assert_all(((f"number-{n}", n) for n in range(5)), is_even)
    assert tried == [0, 1, 2, 3, 4]
    report = str(failure.value)
    assert report.startswith("2 of 5 failed\n")
    assert [line.partition(":")[0] for line in report.splitlines() if line.startswith("number")] == [
        "number-1",
        "number-3",
    ]
    assert "assert (3 % 2) == 0" in report


def test_an_error_of_another_kind_is_a_failure_too() -> None:
    with pytest.raises(AssertionError, match="nothing: ZeroDivisionError in line"):
        assert_all([("nothing", 0), ("one", 1)], lambda number: print(1 // number))


def test_a_collection_without_items_fails() -> None:
    with pytest.raises(AssertionError, match="nothing to try"):
        assert_all([], print)
