"""What somebody without a phone hears and says about their words, at the desks (C1, C2)."""

import pytest
from playwright.sync_api import expect

from tests.browser.console_gallery import Gallery

pytestmark = pytest.mark.browser


def test_C2_who_said_no_to_everything_is_not_pressed_for_another_answer(gallery: Gallery) -> None:
    """No is an answer; what is written for them stays at the table, as on a phone."""
    gallery.show("scribe_undecided")
    people = gallery.page.evaluate("gallery.server.documents.desk.people")
    for person in people:
        if person["name"] == "Henk":
            person.update(consent="aloud", keeps=False, names=False, contact=True)
    gallery.happens(desk={"people": people}, table={"floor": {"phase": "turn", "seat": "s2", "turn": 41}})
    form = gallery.page.locator("form.core")
    expect(form).to_contain_text(
        "Henk zei nee. Wat u opschrijft, blijft aan tafel en wordt bij het afsluiten gewist."
    )
    expect(gallery.page.get_by_text("Nog geen ja op bewaren")).to_have_count(0)
    expect(gallery.page.get_by_role("button", name="Vraag het opnieuw")).to_have_count(0)


def test_C2_the_summary_of_what_was_said_aloud_names_every_choice(gallery: Gallery) -> None:
    gallery.show("writing")
    people = gallery.page.evaluate("gallery.server.documents.desk.people")
    for person in people:
        if person["name"] == "Henk":
            person.update(consent="aloud", keeps=False, names=False, contact=True)
    gallery.happens(desk={"people": people})
    gallery.page.locator(".queue li", has_text="Henk").get_by_role("button", name="Henk", exact=True).click()
    expect(gallery.page.get_by_role("dialog")).to_contain_text(
        "Hardop gevraagd. Niets gaat in het verslag. Later benaderen mag."
    )


def test_C1_three_days_are_read_aloud_where_they_differ(gallery: Gallery) -> None:
    gallery.show("writing")
    about = gallery.page.evaluate("gallery.server.documents.table.about")
    about.update(names_until="2027-02-12", contacts_until="2026-12-12", contact="")
    gallery.happens(table={"about": about})
    gallery.page.locator(".queue li", has_text="Henk").get_by_role("button", name="Henk", exact=True).click()
    asked = gallery.page.locator("dialog .consent")
    expect(asked).to_contain_text("Hoe we u bereiken: tot 12 december 2026. Uw naam: tot 12 februari 2027.")
    expect(asked).to_contain_text("Spijt? Vraag het aan Els. Dan halen we uw woorden weg.")
