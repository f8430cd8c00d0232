"""A phone number stays on one line, wherever a page shows how somebody can be reached."""

from pathlib import Path

import pytest
from flask import render_template_string
from markupsafe import Markup

from dialoog.web.languages import isolate, unbroken
from tests.web.visits import running_app

NUMBERS = [
    ("Marijke, 06 / 12345678", "Marijke, 06\u00a0/\u00a012345678"),
    ("06-1234 5678", "06-\u20601234\u00a05678"),
    ("+31 (0)6 12 34 56 78", "+31\u00a0(0)6\u00a012\u00a034\u00a056\u00a078"),
    ("Bel 030 123 45 67 of mail", "Bel 030\u00a0123\u00a045\u00a067 of mail"),
    ("buurt@huis-van-de-wijk.nl", "buurt@huis-van-de-wijk.nl"),
    ("Annemarie van den Bosch", "Annemarie van den Bosch"),
    ("Kamer 12 of 14", "Kamer 12 of 14"),
]


HOURS = [
    ("van 19:30 tot 21.30 uur", "van 19:30 tot 21.30\u00a0uur"),
    ("Bel na 8 uur: 06 12345678", "Bel na 8\u00a0uur: 06\u00a012345678"),
    ("Wij 2 uurtjes, u niet", "Wij 2 uurtjes, u niet"),
]


@pytest.mark.parametrize(("contact", "shown"), [*NUMBERS, *HOURS])
def test_a_phone_number_and_an_hour_stay_on_one_line_and_the_rest_may_break(contact: str, shown: str) -> None:
    assert unbroken(contact) == shown
    assert unbroken(shown) == shown
    assert isolate(contact) == f"\u2068{shown}\u2069"


def test_markup_stays_markup() -> None:
    assert unbroken(Markup("<b>06 12345678</b>")) == Markup("<b>06\u00a012345678</b>")


def test_names_and_contacts_of_a_page_are_unbroken(tmp_path: Path) -> None:
    template = "{% from 'house_rules.html' import isolated %}{{ isolated('06 / 12345678') }}"
    with running_app(tmp_path) as app, app.test_request_context():
        assert render_template_string(template) == "<bdi>06\u00a0/\u00a012345678</bdi>"
