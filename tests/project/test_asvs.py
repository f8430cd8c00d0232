"""`docs/asvs.csv` is complete against OWASP's ASVS 5.0, levels 1 and 2, and every test that it names is there.

The ids are facts of that standard (version 5.0.0: 70 at level 1, 183 more at level 2); what they are about is said there in
our own words, since the standard's text is somebody else's.
"""

import csv
import re
from collections import Counter
from pathlib import Path

from tests.failures import assert_all
from tests.project.named_tests import NAMED, is_there

FILE = Path(__file__).parents[2] / "docs" / "asvs.csv"
with FILE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
LEVEL_1 = [
    "1.2.1",
    "1.2.2",
    "1.2.3",
    "1.2.4",
    "1.2.5",
    "1.3.1",
    "1.3.2",
    "1.5.1",
    "2.1.1",
    "2.2.1",
    "2.2.2",
    "2.3.1",
    "3.2.1",
    "3.2.2",
    "3.3.1",
    "3.4.1",
    "3.4.2",
    "3.5.1",
    "3.5.2",
    "3.5.3",
    "4.1.1",
    "4.4.1",
    "5.2.1",
    "5.2.2",
    "5.3.1",
    "5.3.2",
    "6.1.1",
    "6.2.1",
    "6.2.2",
    "6.2.3",
    "6.2.4",
    "6.2.5",
    "6.2.6",
    "6.2.7",
    "6.2.8",
    "6.3.1",
    "6.3.2",
    "6.4.1",
    "6.4.2",
    "7.2.1",
    "7.2.2",
    "7.2.3",
    "7.2.4",
    "7.4.1",
    "7.4.2",
    "8.1.1",
    "8.2.1",
    "8.2.2",
    "8.3.1",
    "9.1.1",
    "9.1.2",
    "9.1.3",
    "9.2.1",
    "10.4.1",
    "10.4.2",
    "10.4.3",
    "10.4.4",
    "10.4.5",
    "11.3.1",
    "11.3.2",
    "11.4.1",
    "12.1.1",
    "12.2.1",
    "12.2.2",
    "13.4.1",
    "14.2.1",
    "14.3.1",
    "15.1.1",
    "15.2.1",
    "15.3.1",
]
LEVEL_2 = [
    "1.1.1",
    "1.1.2",
    "1.2.6",
    "1.2.7",
    "1.2.8",
    "1.2.9",
    "1.3.3",
    "1.3.4",
    "1.3.5",
    "1.3.6",
    "1.3.7",
    "1.3.8",
    "1.3.9",
    "1.3.10",
    "1.3.11",
    "1.4.1",
    "1.4.2",
    "1.4.3",
    "1.5.2",
    "2.1.2",
    "2.1.3",
    "2.2.3",
    "2.3.2",
    "2.3.3",
    "2.3.4",
    "2.4.1",
    "3.3.2",
    "3.3.3",
    "3.3.4",
    "3.4.3",
    "3.4.4",
    "3.4.5",
    "3.4.6",
    "3.5.4",
    "3.5.5",
    "3.7.1",
    "3.7.2",
    "4.1.2",
    "4.1.3",
    "4.2.1",
    "4.3.1",
    "4.3.2",
    "4.4.2",
    "4.4.3",
    "4.4.4",
    "5.1.1",
    "5.2.3",
    "5.4.1",
    "5.4.2",
    "5.4.3",
    "6.1.2",
    "6.1.3",
    "6.2.9",
    "6.2.10",
    "6.2.11",
    "6.2.12",
    "6.3.3",
    "6.3.4",
    "6.4.3",
    "6.4.4",
    "6.5.1",
    "6.5.2",
    "6.5.3",
    "6.5.4",
    "6.5.5",
    "6.6.1",
    "6.6.2",
    "6.6.3",
    "6.8.1",
    "6.8.2",
    "6.8.3",
    "6.8.4",
    "7.1.1",
    "7.1.2",
    "7.1.3",
    "7.3.1",
    "7.3.2",
    "7.4.3",
    "7.4.4",
    "7.4.5",
    "7.5.1",
    "7.5.2",
    "7.6.1",
    "7.6.2",
    "8.1.2",
    "8.2.3",
    "8.4.1",
    "9.2.2",
    "9.2.3",
    "9.2.4",
    "10.1.1",
    "10.1.2",
    "10.2.1",
    "10.2.2",
    "10.3.1",
    "10.3.2",
    "10.3.3",
    "10.3.4",
    "10.4.6",
    "10.4.7",
    "10.4.8",
    "10.4.9",
    "10.4.10",
    "10.4.11",
    "10.5.1",
    "10.5.2",
    "10.5.3",
    "10.5.4",
    "10.5.5",
    "10.6.1",
    "10.6.2",
    "10.7.1",
    "10.7.2",
    "10.7.3",
    "11.1.1",
    "11.1.2",
    "11.2.1",
    "11.2.2",
    "11.2.3",
    "11.3.3",
    "11.4.2",
    "11.4.3",
    "11.4.4",
    "11.5.1",
    "11.6.1",
    "12.1.2",
    "12.1.3",
    "12.3.1",
    "12.3.2",
    "12.3.3",
    "12.3.4",
    "13.1.1",
    "13.2.1",
    "13.2.2",
    "13.2.3",
    "13.2.4",
    "13.2.5",
    "13.3.1",
    "13.3.2",
    "13.4.2",
    "13.4.3",
    "13.4.4",
    "13.4.5",
    "14.1.1",
    "14.1.2",
    "14.2.2",
    "14.2.3",
    "14.2.4",
    "14.3.2",
    "14.3.3",
    "15.1.2",
    "15.1.3",
    "15.2.2",
    "15.2.3",
    "15.3.2",
    "15.3.3",
    "15.3.4",
    "15.3.5",
    "15.3.6",
    "15.3.7",
    "16.1.1",
    "16.2.1",
    "16.2.2",
    "16.2.3",
    "16.2.4",
    "16.2.5",
    "16.3.1",
    "16.3.2",
    "16.3.3",
    "16.3.4",
    "16.4.1",
    "16.4.2",
    "16.4.3",
    "16.5.1",
    "16.5.2",
    "16.5.3",
    "17.1.1",
    "17.2.1",
    "17.2.2",
    "17.2.3",
    "17.2.4",
    "17.3.1",
    "17.3.2",
]
LEVELS = {**dict.fromkeys(LEVEL_1, "1"), **dict.fromkeys(LEVEL_2, "2")}
COUNTED = {"met": 153, "partly": 21, "not met": 6, "no test": 4}
HONEST = ("not met", "no test", "partly")
"""How a reason begins that says what lacks."""


def in_order(id: str) -> list[int]:
    return [int(part) for part in id.split(".")]


def test_every_id_of_both_levels_is_there_once_and_in_order() -> None:
    assert (len(LEVEL_1), len(LEVEL_2), len(LEVELS)) == (70, 183, 253)
    assert [row["id"] for row in ROWS] == sorted(LEVELS, key=in_order)
    assert {row["id"]: row["level"] for row in ROWS} == LEVELS


def test_a_row_has_a_test_that_is_there_or_a_reason() -> None:
    assert_all(((row["id"], row) for row in ROWS), has_a_test_or_a_reason)


def has_a_test_or_a_reason(row: dict[str, str]) -> None:
    named = [one for one in row["tests"].split("; ") if one]
    assert row["applies"] in ("yes", "no")
    assert len(row["about"]) > 2
    assert [one for one in named if not is_there(one)] == []
    assert [one for one in NAMED.findall(row["reason"]) if not is_there(one)] == []
    assert named or row["reason"]
    if row["applies"] == "no":
        assert not named
    elif not named:
        assert re.match(r"(not met|no test)(: |, on purpose: ).{15,}", row["reason"])


def test_what_lacks_is_counted_so_that_nobody_makes_it_more_unseen() -> None:
    """A change here is a change of what we promise: it belongs in the changelog."""
    apply = [row["reason"] for row in ROWS if row["applies"] == "yes"]
    assert Counter(next((h for h in HONEST if r.startswith(h)), "met") for r in apply) == COUNTED


def test_the_readme_says_the_same_numbers() -> None:
    readme = (FILE.parents[1] / "README.md").read_text("utf-8")
    assert f"of the {sum(COUNTED.values())} items that apply, {COUNTED['met']} are met with tests" in readme
