"""A file that is no evening: the route and the command say which field is wrong, and nothing is made."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from dialoog.accounts.models import Token
from dialoog.cli.commands import main
from dialoog.db.engine import read_transaction
from dialoog.live.models import Dialogue
from dialoog.planning.evening_file import plan_of
from dialoog.planning.evening_programme import meerlinden
from tests.planning.wrong_files import at, general, holding, of_another_type, paths, without, written
from tests.web.visits import KEY, running_app

REQUIRED = {
    "dialogue", "dialogue.title", "dialogue.theme",
    "steps", "steps[].id", "steps[].question", "steps[].minutes", "steps[].turn_seconds",
    "steps[].silence_seconds", "steps[].writing_seconds",
    "harvest.minutes",
    "seats[].id", "seats[].name",
    "turns[].seq", "turns[].step", "turns[].seat", "turns[].outcome",
    "contributions[].id", "contributions[].kind", "contributions[].step", "contributions[].seat",
    "contributions[].lang", "contributions[].text", "contributions[].translation.lang",
    "contributions[].translation.text",
    "sources[].id", "sources[].seat", "sources[].type", "sources[].description",
    "questions[].id", "questions[].seat", "questions[].text",
    "bundles[].id",
    "shared_goals[].id", "shared_goals[].text", "shared_goals[].supported_by",
    "insights[].id", "insights[].text", "insights[].from_contributions",
    "tensions[].id", "tensions[].text",
    "agreements[].id", "agreements[].text",
    "events[].type",
    "cue_examples[].text",
    "expected.third_party_names_to_flag[].contribution", "expected.third_party_names_to_flag[].name",
}  # fmt: skip
"""Every other field may be left out."""

Case = tuple[str, Any, str]


def fields() -> Iterator[tuple[str | int, ...]]:
    yield from (path for path in paths(meerlinden()) if isinstance(path[-1], str))


def left_out() -> Iterator[Case]:
    """What is wrong, the file, and how the sentence begins."""
    file = meerlinden()
    for path in fields():
        if general(path) in REQUIRED:
            yield f"without {written(path)}", without(file, path), f"{written(path)} is missing"


def of_a_wrong_type() -> Iterator[Case]:
    file = meerlinden()
    for path in paths(file):
        for value in of_another_type(at(file, path)):
            yield f"{written(path)} is {value!r}", holding(file, path, value), f"{written(path)} must be "
    for path in fields():
        if general(path) in REQUIRED:
            yield f"{written(path)} is null", holding(file, path, None), f"{written(path)} must be "


def with_a_wrong_value() -> Iterator[Case]:
    changed = partial(holding, meerlinden())
    long = "a" * 281
    for path, value, sentence in (
        (("dialogue", "title"), "", "dialogue.title must be a text of length >= 1"),
        (("dialogue", "title"), " ", "dialogue.title is empty"),
        (("dialogue", "title"), "a" * 81, "dialogue.title is too long"),
        (("dialogue", "owner"), "a" * 81, "dialogue.owner is too long"),
        (("dialogue", "expectation"), "\x00", "dialogue.expectation has signs in it that cannot be kept"),
        (("dialogue", "language"), "Nederlands", "dialogue.language cannot be 'Nederlands'"),
        (("dialogue", "retention_until"), "12 november", "dialogue.retention_until must be a day such as 2026-12-06"),
        (("facilitator", "name"), "a" * 41, "facilitator.name is too long"),
        (("steps",), [], "steps must be a list of length >= 1"),
        (("steps", 1, "id"), "een ronde", "steps[1].id cannot be 'een ronde'"),
        (("steps", 1, "id"), "introductions", "steps[1].id names introductions a second time"),
        (("steps", 1, "id"), "harvest", "steps[1].id cannot be 'harvest': the house has such a step itself"),
        (("steps", 1, "id"), "break", "steps[1].id cannot be 'break': the house has such a step itself"),
        (("steps", 2, "question"), "a" * 401, "steps[2].question is too long"),
        (("steps", 2, "minutes"), -1, "steps[2].minutes must be a whole number >= 0"),
        (("steps", 2, "turn_seconds"), 1.5, "steps[2].turn_seconds must be a whole number, not a fraction"),
        (("harvest",), None, "harvest must be an object, not null"),
        (("seats", 3, "name"), "a" * 25, "seats[3].name is too long"),
        (("seats", 3, "name"), "", "seats[3].name is empty"),
        (("seats", 3, "role"), "mayor", "seats[3].role cannot be 'mayor'"),
        (("turns", 4, "offer"), 3, "turns[4].offer cannot be 3"),
        (("turns", 4, "outcome"), "update - at `$.steps`", "turns[4].outcome cannot be 'update - at `$.steps`'"),
        (("contributions", 5, "text"), long, "contributions[5].text is too long"),
        (("contributions", 16, "translation", "text"), long, "contributions[16].translation.text is too long"),
        (("contributions", 5, "visibility"), "public", "contributions[5].visibility cannot be 'public'"),
        (("sources", 0, "description"), long, "sources[0].description is too long"),
        (("agreements", 6, "text"), " ", "agreements[6].text is empty"),
        (("agreements", 6, "due"), "tomorrow", "agreements[6].due must be a day such as 2026-12-06"),
        (("events", 0, "type"), "earthquake", "events[0].type cannot be 'earthquake'"),
    ):  # fmt: skip
        yield f"{written(path)} is {value!r}", changed(path, value), sentence
    for whole in ([], "tekst", 7, None):
        yield f"the file is {whole!r}", whole, "the file must be an object"


KINDS = [left_out, of_a_wrong_type, with_a_wrong_value]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running_app(tmp_path_factory.mktemp("files")) as app:
        yield app


def rows(app: Flask) -> tuple[int, ...]:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        counts = [select(func.count()).select_from(table) for table in (Dialogue, Token)]
        return tuple(connection.execute(count).scalar_one() for count in counts)


def post(app: Flask, body: bytes) -> tuple[int, dict[str, Any]]:
    browser = app.test_client(use_cookies=False)
    response = browser.post("/nieuw/avond", data=body, headers={"Authorization": f"Bearer {KEY}"})
    return response.status_code, response.get_json()


@pytest.mark.parametrize("kind", KINDS)
def test_the_route_names_the_field_and_makes_nothing(app: Flask, kind: Any) -> None:
    before, mistakes = rows(app), []
    cases = {general((what,)): (what, file, sentence) for what, file, sentence in kind()}
    assert len(cases) > 20
    for what, file, sentence in cases.values():
        status, answer = post(app, json.dumps(file, ensure_ascii=False).encode())
        if (status, answer["reason"]) != (400, "malformed") or not answer["say"].startswith(sentence):
            mistakes.append((what, status, answer))
    assert mistakes == []
    assert rows(app) == before


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 50_000])
def test_the_route_says_that_a_file_is_no_json(app: Flask, body: bytes) -> None:
    before = rows(app)
    status, answer = post(app, body)
    assert (status, answer["say"]) == (400, "the file is no JSON in UTF-8.")
    assert rows(app) == before


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_names_the_field_and_makes_nothing(tmp_path: Path, kind: Any) -> None:
    """Not even the folder of an installation."""
    file, folder, seen, mistakes = tmp_path / "evening.json", tmp_path / "data", set(), []
    for what, content, sentence in kind():
        about = general((what,))
        if about in seen:
            continue
        seen.add(about)
        file.write_text(json.dumps(content), encoding="utf-8")
        outcome = CliRunner().invoke(main, ["new", "--evening", str(file), "--data", str(folder)])
        if outcome.exit_code != 2 or f"This file is no evening: {sentence}" not in outcome.stderr:
            mistakes.append((what, outcome.exit_code, outcome.output, outcome.exception))
    assert mistakes == []
    assert not folder.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_the_command_says_that_a_file_is_no_json(tmp_path: Path, content: bytes) -> None:
    file, folder = tmp_path / "evening.json", tmp_path / "data"
    file.write_bytes(content)
    outcome = CliRunner().invoke(main, ["new", "--evening", str(file), "--data", str(folder)])
    assert outcome.exit_code == 2
    assert "it is no JSON in UTF-8" in outcome.stderr
    assert not folder.exists()


def test_every_other_field_may_be_left_out() -> None:
    optional = [path for path in fields() if general(path) not in REQUIRED]
    assert len(optional) > 100
    for path in optional:
        assert plan_of(without(meerlinden(), path)).title, written(path)


def test_a_file_may_hold_more_than_this_house_knows() -> None:
    file = meerlinden()
    for path in [(), ("dialogue",), ("steps", 0), ("seats", 0), ("events", 0)]:
        at(file, path)["weather"] = {"rain": True}
    assert plan_of(file).title == "Wijkdialoog Meerlinden"
