"""No sentence has a hole: every state of screen, phone and console where only the title of a dialogue was filled in.

The page reads a catalogue of the test, which puts each value of a sentence between brackets: an empty pair is a hole.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import console_gallery, phone_gallery, screen_gallery

pytestmark = pytest.mark.browser

BRACKETS = r"""
  globalThis.bare = true;
  const words = new Proxy({}, { get: (_, sentence) => String(sentence).replace(/%\(\w+\)s/g, "⟦$&⟧") });
  const catalogue = { language: "nl", words };
  Object.defineProperty(globalThis, "catalogue", { get: () => catalogue, set: () => {} });
"""
HOLES = r"""() => [...document.querySelectorAll("#live, #live *, #mirror")]
  .flatMap((element) => [element.getAttribute("aria-label") ?? "",
    ...[...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data)])
  .filter((text) => /⟦[\s\u2066-\u2069]*⟧|undefined|null/.test(text))"""
EMPTY_HEADINGS = """() => [...document.querySelectorAll("#live h1, #live h2, #live h3")]
  .filter((heading) => heading.checkVisibility() && !heading.textContent.trim()).map((heading) => heading.outerHTML)"""


@contextmanager
def bare_gallery(module: ModuleType, browser: Browser, folder: Path) -> Iterator[Any]:
    module.build(folder)
    with module.opened(browser, folder) as gallery:
        gallery.page.add_init_script(BRACKETS)
        if module is not console_gallery:  # which loads a page for each state
            gallery.page.reload()
        yield gallery


@pytest.mark.parametrize("module", [screen_gallery, phone_gallery, console_gallery], ids=lambda m: m.__name__)
def test_no_sentence_has_a_hole_where_the_plan_says_nothing(
    browser: Browser, tmp_path: Path, module: ModuleType
) -> None:
    holes, sentences = {}, 0
    with bare_gallery(module, browser, tmp_path) as gallery:
        for name in console_gallery.STATES if module is console_gallery else gallery.names:
            gallery.show(name)
            sentences += gallery.page.locator("#live").inner_text().count("⟦")
            if texts := gallery.page.evaluate(HOLES) + gallery.page.evaluate(EMPTY_HEADINGS):
                holes[name] = texts
    assert sentences > 5, "the catalogue of the test is used"
    assert holes == {}
