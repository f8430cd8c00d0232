"""Evenings that go otherwise than Meerlinden: steps taken back, an early close, coming and going; and the player's eye for differences."""

import asyncio
import copy
import json
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from dialoog.simulator.client import EveningStopped
from dialoog.simulator.comparison import differences
from dialoog.simulator.evening_file import parse_evening, read_evening
from dialoog.simulator.http_client import HttpClient, token_from
from dialoog.simulator.main import main, set_up_dialogue
from tests import postgres
from tests.planning.wrong_files import holding
from tests.serving import Server, a_server
from tests.simulator.evening_files import small_evening
from tests.simulator.evening_run import EveningRun, console_for, run_evening
from tests.simulator.event_loop import run_in_thread


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_server(tmp_path_factory.mktemp("others")) as server:
        yield server


@pytest.fixture(scope="module")
def run(server: Server) -> EveningRun:
    return run_evening(server, small_evening())


def altered(run: EveningRun, change: Any) -> list[str]:
    """What the player says of this record after somebody changed it."""
    record = copy.deepcopy(run.record)
    change(record)
    return differences(run.result.participants, record)


def test_an_evening_with_everything_in_it_gives_its_record(run: EveningRun) -> None:
    """T5, T7, T13, T14, T15, S5: expected was worked out by hand."""
    assert run.result.differences == []
    assert run.record["measures"]["passes_final"] == 3
    assert run.record["measures"]["everyone_had_a_turn"] is False


def test_what_was_taken_back_left_nothing_behind(run: EveningRun) -> None:
    """S5: three undos, and as many turns as the file has, but the one that was never begun."""
    kinds = [answer.kind for answer in run.result.participants.answers]
    assert kinds.count("undo") == 3
    assert run.record["measures"]["turns"] == len(run.file["turns"]) - 1


def test_only_what_was_confirmed_decided_and_consented_to_is_told(run: EveningRun) -> None:
    assert sorted(run.words) == ["w1", "w2", "w3", "w8"]
    assert run.words["w2"]["name"] is None
    assert [one["text"] for one in run.record["goals"]] == ["Iedereen komt over."]
    assert [one["text"] for one in run.record["insights"]] == ["Van twee kanten is het ver."]
    assert [one["stands"] for one in run.record["agreements"]] == [True, False]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda r: r["steps"][1]["words"].pop(0), "w1: is not in the record"),
        (lambda r: r["steps"][1]["words"].reverse(), "order of the words in introductions"),
        (lambda r: r["steps"][1]["words"][0].update(text="Anders."), "w1, text"),
        (lambda r: r["steps"][1]["words"][1].update(name="Bas"), "w2, name"),
        (lambda r: r["steps"][1]["words"][1].update(name="Bas"), "Bas is named in the record"),
        (lambda r: r["steps"][2]["words"].append(r["steps"][1]["words"].pop()), "w3, step"),
        (
            lambda r: r["about"].update(theme="Ik stak over en niemand stopte."),
            "w4: its words are in the record",
        ),
        (lambda r: r["measures"].update(turns=14), "turn_events"),
        (lambda r: r["sources"].clear(), "s1: is not in the record"),
        (lambda r: r["sources"][0].update(answers=[]), "s1, questions"),
        (lambda r: r["questions"][0].update(name=None), "q1, name"),
        (lambda r: r["goals"][0].update(supporters_in_all=2), "g1, supporters"),
        (lambda r: r["insights"][0].update(rests_on=[]), "i1, comes from"),
        (lambda r: r["tensions"].clear(), "tensions"),
        (lambda r: r["agreements"][0].update(due="2026-12-02"), "a1, day"),
        (lambda r: r["agreements"][1].update(stands=True), "a2, stands"),
        (lambda r: r["agreements"][0].update(together=["Bas", "Corrie"], together_unnamed=0), "a1, together"),
    ],
)
def test_the_player_says_what_differs(run: EveningRun, change: Any, sentence: str) -> None:
    sentences = altered(run, change)
    assert any(line.startswith(sentence) for line in sentences), sentences


def test_what_a_file_expects_is_held_against_the_record(run: EveningRun) -> None:
    wrong = copy.deepcopy(run.file)
    wrong["expected"]["seats_without_agreement"] = ["b"]
    wrong["expected"]["passes_final"] = 0
    participants = copy.copy(run.result.participants)
    participants.evening = parse_evening(wrong)
    assert differences(participants, run.record) == [
        "passes_final: 3 in the record, 0 in the file",
        "seats_without_agreement: ['b', 'd'] in the record, ['b'] in the file",
    ]


def test_texts_that_the_server_writes_in_another_way_are_the_same_words(server: Server) -> None:
    """Double spaces and letters that are put together: on the screen, in names and in the record."""
    file = small_evening()
    for kind in (
        "contributions",
        "sources",
        "questions",
        "insights",
        "tensions",
        "shared_goals",
        "agreements",
    ):
        for words in file[kind]:
            field = "description" if kind == "sources" else "text"
            words[field] = f" {words[field]}  Een cafe\u0301."
    for seat in file["seats"]:
        seat["name"] += "  e\u0301"
    assert run_evening(server, file).result.differences == []


def test_T3_a_file_with_another_order_is_stopped_at_the_first_wrong_turn(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = small_evening()
    wrong["events"] = []
    wrong["turns"][0]["seat"], wrong["turns"][1]["seat"] = "b", "a"
    console = console_for(server, wrong)
    assert run_in_thread(main, str(server.folder / "evening.json"), console, 1000) == 1
    output = capsys.readouterr().out
    assert "turn 1 (introductions) went to Aisha, in the file to Bas" in output


def test_with_the_set_up_key_the_player_sets_the_table_itself(server: Server) -> None:
    async def table_of_new_dialogue() -> list[dict[str, Any]]:
        console = await set_up_dialogue(parse_evening(small_evening()), server.url, server.setup_key)
        async with aclosing(HttpClient(console, token_from(console))) as http:
            return await http.fetch_documents("facilitator", {})

    documents = run_in_thread(asyncio.run, table_of_new_dialogue())
    [table] = [push["sections"] for push in documents if push["doc"] == "table"]
    assert table["about"]["title"] == "Klein"
    assert table["stage"]["status"] == "open"


def test_without_the_set_up_key_it_says_what_it_needs(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "evening.json")
    Path(file).write_text(json.dumps(small_evening()))
    assert run_in_thread(main, file, server.url, 1000, "x" * 22) == 1
    assert "the server answered 401" in capsys.readouterr().out
    assert run_in_thread(main, file, server.url, 1000, None) == 1
    assert "set-up key" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("harvest",), {}, "harvest.minutes is missing"),
        (("steps", 2, "question"), 7, "steps[2].question must be a text, not a number"),
        (("contributions", 1, "text"), "a" * 281, "contributions[1].text is too long"),
        (("dialogue", "remarks"), "a" * 70_000, "it is too large"),
    ],
)
def test_what_the_server_says_of_a_file_is_printed(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], path: Any, value: Any, sentence: str
) -> None:
    """The player needs no such field itself; and nothing was set up."""
    file = tmp_path / "evening.json"
    file.write_text(json.dumps(holding(small_evening(), path, value)))
    before = dialogues(server)
    assert run_in_thread(main, str(file), server.url, 1000, server.setup_key) == 1
    expected = f"The evening stopped: the server does not take this file: {sentence}.\n"
    assert capsys.readouterr().out == expected
    assert dialogues(server) == before


def dialogues(server: Server) -> list[tuple[Any, ...]]:
    return postgres.rows(server.database, "SELECT id FROM dialogues ORDER BY id")


def test_T14_who_does_something_before_sitting_down_is_named(server: Server) -> None:
    wrong = small_evening()
    wrong["contributions"][0]["seat"] = "c"
    wrong["contributions"][0]["step"] = "introductions"
    wrong["events"][3] = {"type": "late_join", "seat": "c", "before_turn": 8}
    del wrong["turns"][3]
    with pytest.raises(EveningStopped, match="Corrie does something in the file before sitting down"):
        run_evening(server, wrong)


def test_a_file_that_is_no_evening_gets_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "none.json"
    file.write_text("{}")
    with pytest.raises(ValueError, match=r"none\.json: seats is missing"):
        read_evening(file)
    file.write_text("[")
    with pytest.raises(ValueError, match="is no evening"):
        read_evening(file)
