"""The day of a small step has its year wherever it is read: who typed 0027 sees it, and so does the table. Of the console
the tests of its looks hold it, which open every state."""

import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser

from tests.browser import phone_gallery, screen_gallery

pytestmark = pytest.mark.browser

DAY = re.compile(r"\b\d{1,2} (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
                 r"|jan|feb|mrt|apr|jun|jul|aug|sep|okt|nov|dec)\b\.?(?: \d+)?")  # fmt: skip


def without_a_year(days: Iterable[str]) -> list[str]:
    return [day for day in days if not re.search(r" \d+$", day)]


@pytest.mark.parametrize("module", [screen_gallery, phone_gallery], ids=lambda m: m.__name__)
def test_every_day_that_is_read_has_its_year(browser: Browser, tmp_path: Path, module: ModuleType) -> None:
    module.build(tmp_path)
    days: set[str] = set()
    with module.opened(browser, tmp_path) as gallery:
        for name in gallery.names:
            gallery.show(name)
            days |= set(DAY.findall(gallery.page.locator("#live").inner_text()))
    assert days, "some state shows a day"
    assert without_a_year(days) == []
