"""Every folder of tests has a time budget, and a run says which folder is over it."""

from pathlib import Path

from tests.time_budgets import BUDGETS, FolderTimes

TESTS = Path(__file__).parents[1]


def test_every_folder_has_a_budget() -> None:
    assert {path.parent.name for path in TESTS.glob("*/test_*.py")} - set(BUDGETS) == set()


def test_a_run_names_its_folders_the_longest_first_and_says_which_is_over() -> None:
    times = FolderTimes()
    times.seconds.update({"rules": 1.0, "corpus": BUDGETS["corpus"] + 1.0, "elsewhere": 2.0})
    assert times.lines() == [
        f"corpus          {BUDGETS['corpus'] + 1} s of {BUDGETS['corpus']}, over its budget",
        "elsewhere        2 s, without a budget",
        f"rules            1 s of {BUDGETS['rules']}",
    ]
