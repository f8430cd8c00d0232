"""Every folder of tests has a time budget, and a run says which folder is over it. The files that take longest begin first."""

from pathlib import Path

import pytest

from tests.longest_first import LONGEST, pytest_collection_modifyitems
from tests.time_budgets import BUDGETS, FolderTimes

TESTS = Path(__file__).parents[1]


def test_every_folder_has_a_budget() -> None:
    assert {path.parent.name for path in TESTS.glob("*/test_*.py")} - set(BUDGETS) == set()


def test_a_run_names_its_folders_the_longest_first_and_says_which_is_over() -> None:
    times = FolderTimes()
    times.seconds.update({"rules": 1.0, "corpus": BUDGETS["corpus"] + 1.0, "elsewhere": 2.0})
    assert times.lines() == [
        f"corpus      {BUDGETS['corpus'] + 1:6} s of {BUDGETS['corpus']}, over its budget",
        "elsewhere        2 s, without a budget",
        f"rules            1 s of {BUDGETS['rules']}",
    ]


def test_a_run_names_its_files_the_longest_first() -> None:
    times = FolderTimes()
    times.of_files.update({"rules/test_turns.py": 1.0, "browser/test_pages.py": 60.4, "web/test_qr.py": 2.0})
    assert times.longest_files(2) == ["browser/test_pages.py 60", "web/test_qr.py 2"]


class Collected:
    def __init__(self, nodeid: str) -> None:
        self.nodeid = nodeid


def test_the_files_that_take_longest_begin_first_and_the_others_keep_their_order() -> None:
    short = ["tests/web/test_b.py::test_2", "tests/accounts/test_a.py::test_1"]
    long = [f"tests/{path}::test_it" for path in LONGEST]
    items = [Collected(nodeid) for nodeid in [short[0], *reversed(long), short[1]]]
    pytest_collection_modifyitems(items)  # type: ignore[arg-type]
    assert [item.nodeid for item in items] == [*long, *short]


@pytest.mark.parametrize("path", LONGEST)
def test_a_file_that_begins_first_is_there(path: str) -> None:
    assert (TESTS / path).is_file()
