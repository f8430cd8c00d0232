"""The files whose tests take longest, which begin first: one that began last would keep one worker while the others wait.

xdist by itself begins with the files that have the most tests, and so ends with those that have a few of a minute each.
"""

import pytest

LONGEST = (
    "browser/test_console_looks.py",
    "jobs/test_worker_process.py",
    "simulator/test_meerlinden.py",
    "simulator/test_other_evenings.py",
    "simulator/test_killed.py",
    "browser/test_organiser_pages.py",
    "browser/test_lost_together.py",
    "browser/test_phone_gallery.py",
    "browser/test_screen.py",
    "browser/test_pages.py",
    "browser/test_empty_values.py",
    "browser/test_records_list.py",
    "browser/test_a_round_together.py",
    "browser/test_bad_input_together.py",
    "browser/test_odd_strings_together.py",
    "browser/test_the_harvest_together.py",
    "browser/test_console_ways.py",
    "browser/test_phone_alone.py",
    "browser/test_prankster_together.py",
    "browser/test_console_live.py",
    "browser/test_without_connection_together.py",
)
"""Below tests/. A run ends with the files that took longest (time_budgets.py)."""
RANKS = {f"tests/{path}": rank for rank, path in enumerate(LONGEST)}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The others keep their order."""
    items.sort(key=lambda item: RANKS.get(item.nodeid.partition("::")[0], len(RANKS)))
