"""Every odd string in every field of every form that a page shows: kept, or refused with a sentence, and never markup.

Forms are found on the pages themselves, as a browser finds them, so that a field that is added later joins by itself.
"""

from collections.abc import Iterator
from random import Random
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from dialoog.db.engine import read_transaction
from dialoog.live.models import Dialogue, SeatName
from dialoog.live.protocol.reasons import SENTENCES
from tests.corpus.conftest import LONG
from tests.corpus.laid import Laid, rows
from tests.corpus.seen import Filled, Page
from tests.corpus.strings import SENDABLE, Odd
from tests.people import fresh_id
from tests.web.visits import KEY, Visitor

LINES = {
    "title": 80, "theme": 120, "neighbourhood": 60, "municipality": 60, "facilitator": 40, "organisation": 80, "contact": 80, "expectation": 280,
}  # fmt: skip


class Door:
    """A form on a page, and a browser that has it open."""

    def __init__(self, visitor: Visitor, path: str, form: Filled) -> None:
        self.visitor, self.path, self.form = visitor, form.action or path, form

    @property
    def id(self) -> str:
        return f"{self.path}:{','.join(self.form.fields)}"

    def sends(self, **fields: str) -> TestResponse:
        filled = {**self.form.fields, **fields}
        browser = self.visitor.browser
        return (
            browser.post(self.path, data=filled)
            if self.form.method == "post"
            else browser.get(self.path, query_string=filled)
        )


@pytest.fixture(scope="module")
def table(app: Flask) -> Laid:
    return Laid(app)


def doors(app: Flask, table: Laid) -> Iterator[Door]:
    """Every form on every page that nobody, the facilitator or who holds the key can open."""
    known = set()
    for holding in (None, "setup", "facilitator"):
        for path in pages_of(app, table):
            visitor = Visitor(app)
            if holding:
                visitor.holds("setup", token=KEY) if holding == "setup" else visitor.holds(
                    "facilitator", token=table.tokens["facilitator"]
                )
            for form in Page(visitor.opens(path).text).forms:
                door = Door(visitor, path, form)
                if door.id not in known:
                    known.add(door.id)
                    yield door


def pages_of(app: Flask, table: Laid) -> list[str]:
    plain = [
        rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    return [*plain, f"/d/{table.code}", f"/verslagen/{table.id}"]


def test_the_forms_are_found(app: Flask, table: Laid) -> None:
    """The tests below send what this finds; a page whose form is drawn otherwise would escape them."""
    paths = {door.path for door in doors(app, table)}
    assert paths >= {"/d", "/nieuw", "/sleutel", "/taal", f"/d/{table.code}"}


def names_of(page: Page) -> set[tuple[str, str]]:
    """Its attributes with their elements, but for the focus: that goes to the field which is wrong."""
    return {(element, name) for element, name in page.names if name != "autofocus"}


def test_every_string_in_every_field_makes_a_page_and_no_markup(
    app: Flask, table: Laid, chance: Random
) -> None:
    sent = 0
    for door in doors(app, table):
        for name in door.form.fields:
            first: dict[tuple[int, int, bool], Page] = {}
            for odd in SENDABLE if LONG else chance.sample(SENDABLE, 10):
                door.visitor.leaves_its_seats()
                answer = door.sends(**{name: odd.typed})
                where = (door.id, name, odd.id)
                assert answer.status_code < 500, where
                sent += 1
                if answer.status_code in (301, 302, 303):
                    goes_nowhere_else(answer.headers["Location"], where)
                    continue
                page = Page(answer.text)
                is_list = (
                    door.path == "/verslagen" and "table" in page.elements
                )  # a search for nothing is the list
                like = first.setdefault((answer.status_code, len(page.forms), is_list), page)
                assert (page.elements, names_of(page)) == (like.elements, names_of(like)), where
                shown = [
                    form.fields[name] for form in page.forms if set(door.form.fields) <= set(form.fields)
                ]
                assert name in NOT_SHOWN or set(shown) <= {odd.typed, *kept_forms(odd)}, where
    assert sent > 500


def kept_forms(odd: Odd) -> set[str]:
    return {odd.kept or "", odd.line or "", odd.call_name or "", ""}


NOT_SHOWN = {"key", "password", "csrf_token", "back", "template", "role", "lang"}


def goes_nowhere_else(location: str, where: object) -> None:
    assert location.startswith("/"), where
    assert not location.startswith(("//", "/\\")), where
    assert location.isascii(), where
    assert location.isprintable(), where


@pytest.mark.parametrize("name", LINES)
def test_a_line_of_the_plan_is_kept_or_refused_as_the_corpus_says(
    app: Flask, name: str, chance: Random
) -> None:
    door = open_door(app, "/nieuw", "title")
    door.form.fields["title"] = "Wijkdialoog"
    some = SENDABLE if LONG else chance.sample(SENDABLE, 60)
    refused = [
        (odd, fate)
        for odd in some
        if (fate := odd.as_line(LINES[name])).kept is None or (fate.kept == "" and name == "title")
    ]
    before = rows(app)
    for odd, fate in refused:
        answer = door.sends(**{name: odd.typed})
        if len(quote(odd.typed)) > 64_000:
            assert answer.status_code == 413, odd.id
            continue
        page = Page(answer.text)
        assert page.errors == [str(SENTENCES[fate.reason]) if fate.reason else "Vul dit in."], odd.id
    assert rows(app) == before
    for number, odd in enumerate(some):
        line = odd.as_line(LINES[name]).kept
        if line or (line == "" and name != "title"):
            made = door.sends(id=f"form-{number}", **{name: odd.typed})
            assert made.status_code == 303, odd.id
            assert plan_of(app, made.location.rpartition("/")[2])[name] == line, odd.id
            assert name != "title" or Page(door.visitor.opens(made.location).text).says(line), odd.id


def test_C1_a_name_at_the_door_is_kept_or_refused_as_the_corpus_says(app: Flask, chance: Random) -> None:
    table = Laid(app)
    door = open_door(app, f"/d/{table.code}", "name")
    some = SENDABLE if LONG else chance.sample(SENDABLE, 150)
    before = rows(app)
    for odd in some:
        fate = odd.as_name()
        if fate.kept is None:
            answer = door.sends(name=odd.typed)
            if len(quote(odd.typed)) > 64_000:
                assert answer.status_code == 413, odd.id
                continue
            blank = fate.reason == "empty_text" and not odd.typed.strip()
            assert answer.status_code == 400, odd.id
            assert Page(answer.text).errors == ["Vul dit in." if blank else str(SENTENCES[fate.reason])], (
                odd.id
            )
    assert rows(app) == before
    sat = 0
    for odd in some:
        if (name := odd.as_name().kept) is not None:
            answer = door.sends(name=odd.typed, id=fresh_id())
            door.visitor.leaves_its_seats()
            assert answer.status_code == 303, odd.id
            with read_transaction(app.extensions["dialoog.engine"]) as connection:
                names = connection.execute(
                    select(SeatName.name).where(SeatName.dialogue == table.id)
                ).scalars()
                assert name in set(names), odd.id
            sat += 1
            table.does("facilitator", "remove_seat", seat=f"s{sat}")  # else the table would be full


def open_door(app: Flask, path: str, field: str) -> Door:
    """The form with this field on this page, for who holds the key."""
    visitor = Visitor(app).holds("setup", token=KEY)
    [form] = [form for form in Page(visitor.opens(path).text).forms if field in form.fields]
    return Door(visitor, path, form)


def plan_of(app: Flask, dialogue: str) -> dict[str, str]:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        columns = Dialogue.__table__.columns
        row = connection.execute(select(*columns).where(columns.id == dialogue)).one()
        return dict(row._mapping)
