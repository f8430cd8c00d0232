"""The player says which field of a file is wrong before anybody sits down, or anything is asked of a server."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dialoog.planning.evening_programme import meerlinden
from dialoog.simulator.evening_file import parse_evening
from dialoog.simulator.main import main
from tests.planning.wrong_files import at, general, holding, of_another_type, paths, without, written
from tests.simulator.evening_files import small_evening
from tests.simulator.event_loop import run_in_thread

REQUIRED = {
    "seats", "seats[].id", "seats[].name",
    "dialogue",
    "steps", "steps[].id", "steps[].order",
    "turns", "turns[].seq", "turns[].step", "turns[].seat", "turns[].outcome",
    "contributions", "contributions[].id", "contributions[].kind", "contributions[].step", "contributions[].seat",
    "contributions[].lang", "contributions[].text", "contributions[].translation.lang",
    "contributions[].translation.text",
    "sources[].id", "sources[].seat", "sources[].type", "sources[].description",
    "questions[].id", "questions[].seat", "questions[].text",
    "shared_goals[].id", "shared_goals[].text", "shared_goals[].supported_by",
    "insights[].id", "insights[].text", "insights[].from_contributions",
    "tensions[].id", "tensions[].text",
    "agreements[].id", "agreements[].text",
    "events[].type", "events[].before_turn", "events[].during_turn", "events[].after_turn",
}  # fmt: skip
"""What the player cannot do without; `events[].seat` besides, where the event is somebody's."""

OF_SOMEBODY = {"late_join", "leave", "return", "disconnect", "reconnect", "reorder"}

READ = REQUIRED | {
    "dialogue.language", "harvest", "events", "expected",
    "seats[].role", "seats[].device", "seats[].ui_lang", "seats[].consent", "seats[].consent.words_in_report",
    "seats[].consent.name_in_report", "seats[].consent.contact",
    "steps[].silence_seconds", "steps[].writing_seconds", "steps[].order[]",
    "turns[].offer", "turns[].seconds", "turns[].operated_by",
    "contributions[].translation", "contributions[].entered_by", "contributions[].confirmed_by_speaker",
    "contributions[].visibility",
    "sources", "sources[].linked_questions", "sources[].linked_questions[]", "questions", "shared_goals",
    "shared_goals[].supported_by[]", "insights", "insights[].from_contributions[]", "tensions",
    "agreements", "agreements[].owner_seat", "agreements[].due", "agreements[].with_seats",
    "agreements[].with_seats[]", "agreements[].accepted_by", "agreements[].accepted_by[]",
    "agreements[].answers_questions", "agreements[].answers_questions[]",
    "events[].seat", "events[].step", "events[].reason",
    "expected.seats", "expected.core_phases", "expected.contributions", "expected.turn_events",
    "expected.first_offer_coverage", "expected.passes_first_offer", "expected.passes_final",
    "expected.resident_share_of_contributions", "expected.in_report_with_name",
    "expected.in_report_without_name", "expected.table_only", "expected.agreements",
    "expected.speaking_seconds_by_seat", "expected.speaking_seconds_by_seat.s1",
    "expected.seats_without_agreement", "expected.seats_without_agreement[]",
}  # fmt: skip
"""What it uses where it is there."""

Path_ = tuple[str | int, ...]


def complaint(file: Any) -> str:
    """What the player says of this file, or nothing."""
    try:
        parse_evening(file)
    except ValueError as wrong:
        return str(wrong)
    return ""


def is_required(file: dict[str, Any], path: Path_) -> bool:
    if general(path) == "events[].seat":
        return at(file, path[:-1])["type"] in OF_SOMEBODY
    return general(path) in REQUIRED


def fields() -> Iterator[Path_]:
    yield from (path for path in paths(meerlinden()) if isinstance(path[-1], str))


def test_a_required_field_that_is_left_out_is_named() -> None:
    file = meerlinden()
    mistakes = {}
    for path in fields():
        if is_required(file, path):
            sentence = complaint(without(file, path))
            if not sentence.startswith(f"{written(path)} is missing"):
                is_moment = str(path[-1]).endswith("_turn")
                if not (is_moment and sentence.startswith(f"events[{path[1]}].before_turn is missing, or ")):
                    mistakes[written(path)] = sentence
    assert mistakes == {}


def test_a_field_that_is_not_required_may_be_left_out() -> None:
    """But for what others name: without its seat in a list of seats nothing is missing."""
    file = meerlinden()
    optional = [path for path in fields() if not is_required(file, path)]
    assert {
        written(path): sentence for path in optional if (sentence := complaint(without(file, path)))
    } == {}


def test_a_field_of_another_type_is_named() -> None:
    file, mistakes, read = meerlinden(), {}, set()
    for path in paths(file):
        if general(path) in READ:
            read.add(general(path))
            for value in [*of_another_type(at(file, path)), *([None] if general(path) in REQUIRED else [])]:
                sentence = complaint(holding(file, path, value))
                if not sentence.startswith(f"{written(path)} must be "):
                    mistakes[written(path), repr(value)] = sentence
    assert mistakes == {}
    assert read == READ


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("seats",), [], "seats is empty"),
        (("steps",), [], "steps is empty"),
        (("seats", 1, "id"), "a", "seats[1].id names a a second time"),
        (("steps", 1, "id"), "introductions", "steps[1].id names introductions a second time"),
        (("turns", 1, "seq"), 1, "turns[1].seq names 1 a second time"),
        (("contributions", 1, "id"), "w1", "contributions[1].id names w1 a second time"),
        (("agreements", 0, "id"), "q1", "agreements[0].id names q1 a second time"),
        (("turns", 3, "outcome"), "sang", "turns[3].outcome cannot be 'sang'; it is one of spoke, passed, passed_final"),
        (("turns", 3, "offer"), 3, "turns[3].offer cannot be 3; it is one of 1, 2"),
        (("turns", 3, "seq"), 1.5, "turns[3].seq must be a whole number, not a fraction"),
        (("contributions", 0, "kind"), "poem", "contributions[0].kind cannot be 'poem'"),
        (("contributions", 0, "visibility"), "public", "contributions[0].visibility cannot be 'public'"),
        (("sources", 0, "type"), "money", "sources[0].type cannot be 'money'"),
        (("events", 0, "type"), "earthquake", "events[0].type cannot be 'earthquake'"),
        (("events", 0, "before_turn"), 99, "events[0].before_turn names 99, and there is no such turn"),
        (("events", 3, "seat"), "z", "events[3].seat names 'z', and there is no such seat"),
        (("events", 5, "seat"), "c", "events[5].seat names c, who has no device"),
        (("events", 7, "unreached", 1), "z", "events[7].unreached[1] names 'z', and there is no such seat"),
        (("steps", 0, "order", 2), "z", "steps[0].order[2] names 'z', and there is no such seat"),
        (("turns", 0, "seat"), "z", "turns[0].seat names 'z', and there is no such seat"),
        (("turns", 0, "step"), "z", "turns[0].step names 'z', and there is no such step"),
        (("contributions", 0, "seat"), "z", "contributions[0].seat names 'z', and there is no such seat"),
        (("contributions", 0, "step"), "z", "contributions[0].step names 'z', and there is no such step"),
        (("shared_goals", 0, "supported_by", 1), "z", "shared_goals[0].supported_by[1] names 'z', and there is no"),
        (("agreements", 1, "owner_seat"), "z", "agreements[1].owner_seat names 'z', and there is no such seat"),
        (("harvest",), None, "harvest must be an object, not null"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_named(path: Path_, value: Any, sentence: str) -> None:
    assert complaint(small_evening()) == ""
    assert complaint(holding(small_evening(), path, value)).startswith(sentence)


@pytest.mark.parametrize("file", [[], "tekst", 7, None])
def test_a_file_that_is_no_object_is_no_evening(file: Any) -> None:
    assert complaint(file).startswith("the file must be an object, not ")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://127.0.0.1:9/in#token"])
def test_the_command_says_it_before_it_asks_a_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    """At port 9 nobody answers, and it does not get that far."""
    file = tmp_path / "evening.json"
    for content, sentence in (
        (without(meerlinden(), ("turns", 3, "outcome")), "turns[3].outcome is missing"),
        (holding(meerlinden(), ("contributions", 2, "text"), 7), "contributions[2].text must be a text, not a number"),
        ([], "the file must be an object, not a list"),
    ):  # fmt: skip
        file.write_text(json.dumps(content), encoding="utf-8")
        assert run_in_thread(main, str(file), url, 1000, "x" * 22) == 1
        assert capsys.readouterr().out == f"The evening stopped: evening.json: {sentence}\n"
    for raw in (b"", b"[", b"\xff\xfe", b"[" * 100_000):
        file.write_bytes(raw)
        assert run_in_thread(main, str(file), url, 1000, "x" * 22) == 1
        assert "evening.json is no evening: it is no JSON in UTF-8" in capsys.readouterr().out
