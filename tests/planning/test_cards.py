"""Numbered cards of an evening that is planned: printed from its page, and those of its table once it is open."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from dialoog.db.engine import transaction
from dialoog.live import cards
from dialoog.planning import cards as planned_cards
from dialoog.planning.models import PlannedCard
from tests.accounts.people import create_member, create_organisation
from tests.planning.test_gatherings import plans, posts, signs_in, stored
from tests.web.visits import Visitor, running_app

CODE = re.compile(r'class="card-code"><span dir="ltr">([A-Z0-9-]+)<')


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with running_app(tmp_path / "app") as app:
        with transaction(app.extensions["dialoog.engine"]) as connection:
            organisation = create_organisation(connection, "De Linde")
            create_member(connection, organisation, "Margriet")
        yield app


@pytest.fixture
def margriet(app: Flask) -> Visitor:
    return signs_in(app, "Margriet")


@pytest.fixture
def evening(margriet: Visitor) -> str:
    """The address of the planned evening."""
    return plans(margriet, theme="Het plein")


def printed(visitor: Visitor, page: str) -> list[str]:
    return CODE.findall(visitor.opens(page).text)


def test_cards_are_printed_on_a_planned_evening_and_open_what_its_table_says(
    app: Flask, margriet: Visitor, evening: str
) -> None:
    page = f"{evening}/kaarten"
    assert printed(margriet, page) == []
    for sheets in (1, 2):
        assert posts(margriet, page, page).headers["Location"] == page
        codes = printed(margriet, page)
        assert len(set(codes)) == 8 * sheets
    assert Visitor(app).sends("/mijn", code=codes[6]).status_code == 404, "not before the table is open"
    console = posts(margriet, f"{evening}/openen").headers["Location"]
    assert stored(app, PlannedCard.hash) == []
    assert printed(margriet, f"{console}/kaarten/papier") == codes, "those are the cards of the table"
    posts(margriet, f"{console}/kaarten", f"{console}/kaarten")
    assert printed(margriet, f"{console}/kaarten/papier")[:16] == codes
    with transaction(app.extensions["dialoog.engine"]) as connection:
        assert cards.give_to(connection, console.rpartition("/")[2], 7, "s1")
        found = cards.find(connection, codes[6].lower().replace("-", " "))
    assert found is not None
    assert (found.dialogue, found.seat) == (console.rpartition("/")[2], "s1")
    assert margriet.opens(page).status_code == 409, "whose card is whose is said at the table"


def test_a_cancelled_evening_has_no_cards_and_after_a_new_secret_none_is_printed_wrongly(
    app: Flask, margriet: Visitor, evening: str
) -> None:
    page = f"{evening}/kaarten"
    posts(margriet, page, page)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        assert planned_cards.printable_codes(connection, "another-secret", evening.rpartition("/")[2]) == {}
    assert len(stored(app, PlannedCard.hash)) == 8
    posts(margriet, f"{evening}/afzeggen")
    assert stored(app, PlannedCard.hash) == []
    assert margriet.opens(page).status_code == 409


def test_who_only_takes_the_minutes_and_who_is_elsewhere_prints_no_cards(app: Flask, evening: str) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        create_member(connection, create_organisation(connection, "Zorg", "care"), "Yusuf")
    yusuf = signs_in(app, "Yusuf")
    assert yusuf.opens(f"{evening}/kaarten").status_code == 404
    assert posts(yusuf, f"{evening}/kaarten").status_code == 404
