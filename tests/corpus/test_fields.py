"""Every odd string and every wrong value in every field of every command: a sentence, and nothing changed."""

import json
from random import Random
from typing import Any

import pytest
from flask import Flask

from dialoog.live.protocol.commands import parse
from dialoog.live.protocol.messages import Answer
from dialoog.live.protocol.reasons import SENTENCES
from tests.corpus.conftest import LONG
from tests.corpus.fields import FIELDS, Field, commands, fields_of, is_id
from tests.corpus.laid import Json, Laid, rows
from tests.corpus.strings import SENDABLE
from tests.people import fresh_id

WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**31 + 1, 2**63, 2**64, -(2**63), 1e99, "", "x", "1", "true", [], [None], [1], ["x"], [[]], [[[["x"]]]],
    ["x"] * 201, {}, {"x": 1}, {"$name": "s1"}, {"_placeholder": True, "num": 0},
)  # fmt: skip
NO_JSON = (
    "NaN",
    "Infinity",
    "-inf",
    "0x1",
    "01",
    "+1",
    "1.",
    ".5",
    "'x'",
    "undefined",
    "[1,]",
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\x00"',
    '"\x00"',
    "",
)
NUMBERS = ("1e400", "-1e400", "1e-400", "1" + "0" * 400, "-1", "1.5", "1E99", "12345678901234567890")
"""No field takes one of these."""


@pytest.fixture(scope="module")
def table(app: Flask) -> Laid:
    """A table at its harvest, with people and words, so that a good command would do something."""
    laid = Laid(app, "empty")
    for name in ("Fatma", "Henk", "Samira"):
        laid.seats(name)
    laid.does("facilitator", "order_circle", seats=["s1", "s2", "s3"])
    laid.goes_to("harvest")
    laid.does("Fatma", "write", id=WORD, text="Een lange tafel.", word_kind="agreement", due="2026-12-06")
    return laid


SAID = "We do not understand this message. Please reload the page."
WORD = "w" * 24
GOOD: dict[str, Any] = {
    "id": "x", "text": "Soep.", "lang": "nl", "reason": "time", "choice": None, "day": "2026-12-06", "count": 1, "flag": True, "ids": ["s2"],
}  # fmt: skip


def good(kind: str) -> Json:
    """A command of this kind with every field filled in as it should be."""
    named = {
        "word": WORD,
        "seat": "s2",
        "rests_on": [WORD],
        "answers": [WORD],
        "after": "s1",
        "to": "harvest",
        "step": "harvest",
    }
    filled = {field.name: _good(field, named) for field in fields_of(kind)}
    return {"kind": kind, **filled, "id": fresh_id()}


def _good(field: Field, named: dict[str, Any]) -> Any:
    value = field.choices[0] if field.kind == "choice" else named.get(field.name, GOOD[field.kind])
    return value if field.takes(value) else GOOD[field.kind]


@pytest.mark.parametrize("kind", commands())
def test_a_good_command_of_every_kind_is_understood(kind: str) -> None:
    """Else the tests below would pass for a reason of their own."""
    assert isinstance(parse(good(kind)), commands()[kind])


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_a_wrong_value_changes_nothing_and_is_answered(table: Laid, field: Field) -> None:
    before = rows(table.app)
    command = good(field.command)
    commands_to_send = [{**command, field.name: value} for value in WRONG if not field.takes(value)]
    commands_to_send += [
        {name: value for name, value in command.items() if name != "kind"},
        {**command, f"{field.name}_": 1},
    ]
    assert not_understood(table, commands_to_send) == len(commands_to_send) > 20
    assert rows(table.app) == before


@pytest.mark.parametrize("kind", commands())
def test_what_is_no_json_changes_nothing_and_is_answered(table: Laid, kind: str) -> None:
    before = rows(table.app)
    whole = json.dumps({**good(kind), fields_of(kind)[0].name: "HERE"})
    for raw in (*NO_JSON, *NUMBERS):
        status, answer = table.asks("facilitator", whole.replace('"HERE"', raw).encode(), lang="en")
        assert (status, answer["answer"], answer["reason"], answer["say"]) == (
            400,
            "refused",
            "malformed",
            SAID,
        ), raw
    assert rows(table.app) == before


@pytest.mark.parametrize(
    "field", [field for field in FIELDS if field.kind != "text"], ids=lambda field: field.id
)
def test_an_odd_string_where_no_words_belong_changes_nothing_and_is_answered(
    table: Laid, field: Field
) -> None:
    before = rows(table.app)
    command = good(field.command)
    commands_to_send = [{**command, field.name: odd.typed} for odd in SENDABLE if not field.takes(odd.typed)]
    if field.kind == "ids":
        commands_to_send += [
            {**command, field.name: ["s1", odd.typed]} for odd in SENDABLE if not is_id(odd.typed)
        ]
    assert not_understood(table, commands_to_send) == len(commands_to_send) > 20
    assert rows(table.app) == before


@pytest.mark.parametrize("kind", commands())
def test_an_odd_string_that_could_be_an_id_or_a_language_is_answered(
    app: Flask, kind: str, chance: Random
) -> None:
    """It may be refused, done or late; it never fails, and nobody else's table is touched."""
    other, laid = Laid(app), Laid(app, "empty")
    seats = [laid.seats(name) for name in ("Fatma", "Henk")]
    laid.does("facilitator", "order_circle", seats=seats)
    with laid.straight_in("facilitator") as hands:
        for field in fields_of(kind):
            fitting = [
                odd.typed
                for odd in SENDABLE
                if field.takes(odd.typed) and field.kind in ("id", "lang", "day")
            ]
            for typed in fitting if LONG else chance.sample(fitting, min(4, len(fitting))):
                answer = hands({**good(kind), field.name: typed})
                done = answer.answer in ("ok", "late")
                assert done or answer.say == str(SENTENCES[answer.reason or ""]), (field, typed, answer)
    assert other.document("table", "facilitator")["stage"]["here"] == 0
    assert laid.document("table", "facilitator")["about"]["title"] == "Wijkdialoog"


def not_understood(table: Laid, commands: list[Json]) -> int:
    """How many of these were answered with the sentence for what is no message of ours."""
    with table.straight_in("facilitator", lang="en") as hands:
        answers = [hands(command) for command in commands]
    expected = Answer("refused", reason="malformed", say=SAID)
    assert [command for command, answer in zip(commands, answers, strict=True) if answer != expected] == []
    return len(answers)
