"""One's own pages with their script: what is written is warned of before it is saved (C6), as on the phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dialoog.accounts import tokens
from dialoog.db.engine import transaction
from tests.browser import axe
from tests.browser.served_pages import served
from tests.records.evenings import meerlinden
from tests.records.retained import write_journal
from tests.serving import free_port
from tests.web.visits import cookie, running_app

pytestmark = pytest.mark.browser
CHOOSE = """(one, keep) => {
  const form = one.closest("form");
  const choice = form.elements.keep ?? form.appendChild(document.createElement("input"));
  Object.assign(choice, { type: "hidden", name: "keep", value: keep });
}"""


@pytest.fixture(scope="module")
def own_page(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    """Of who made the agreement of Meerlinden."""
    port = free_port()
    with running_app(tmp_path_factory.mktemp("own"), port) as app:
        evening = meerlinden(app.extensions["dialoog.engine"])
        evening.closes()
        with transaction(evening.engine) as connection:
            write_journal(connection, evening)
            token = tokens.create(connection, "card", "linde", "s1")
        with served(app, port) as url:
            context = browser.new_context(viewport={"width": 360, "height": 640})
            context.add_cookies([{"name": cookie(app, "card-linde"), "value": token, "url": url}])
            page = context.new_page()
            page.goto(f"{url}/mijn/linde")
            yield page
            context.close()


def test_C6_a_note_is_warned_of_before_it_is_saved(own_page: Page) -> None:
    own_page.get_by_text("Eerst iets erbij schrijven").first.click()
    field = own_page.locator("textarea[name=note]").first
    warnings = own_page.locator(".before-saving").first.locator(".warns")
    field.fill("De soep is op.")
    expect(warnings).to_have_count(0)
    field.press_sequentially(" Riet is ziek, zij heeft kanker.", delay=1)
    expect(warnings).to_have_text(
        ["In deze zin staat een naam: Riet. Vindt die persoon dat goed?", "Deze zin gaat over gezondheid (ziek). Wilt u dat bewaren?"]
    )  # fmt: skip
    assert axe.violations(own_page) == []
    field.fill("Nu niet meer.")
    expect(warnings).to_have_count(0)


def test_C6_ones_own_name_is_warned_of_where_it_is_hidden(own_page: Page) -> None:
    """Where the record hides it, and where somebody chooses so in the same form."""
    field, place = own_page.locator("textarea[name=note]").first, own_page.locator(".before-saving").first
    field.fill("Fatma kookt.")
    expect(place.locator(".warns")).to_have_count(0)
    own_name = "In deze zin staat uw eigen naam, en u koos: zonder naam."
    place.evaluate("one => one.setAttribute('data-hides-name', '')")
    field.fill("Fatma kookt weer.")
    expect(place.locator(".warns")).to_have_text([own_name])
    for keep, lines in (("named", []), ("unnamed", [own_name])):
        place.evaluate(CHOOSE, keep)
        field.press_sequentially("!")
        expect(place.locator(".warns")).to_have_text(lines)
