"""The evening of Meerlinden, held over real sockets against a real server process, gives the record that it must."""

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest

from dialoog.planning.evening_programme import meerlinden
from tests.serving import a_server
from tests.simulator.held import Held, hold

KEEP = {"record_with_name": True, "record_without_name": False}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    with a_server(tmp_path_factory.mktemp("meerlinden")) as server:
        yield hold(server, meerlinden())


def test_the_player_finds_no_difference(held: Held) -> None:
    assert held.played.differences == []


def test_the_counts_are_those_that_were_expected(held: Held) -> None:
    expected, measures = held.file["expected"], held.record["measures"]
    assert measures["seats"] == expected["seats"] == 8
    assert measures["contributions"] == expected["contributions"] == 48
    assert measures["turns"] == expected["turn_events"] == 49
    assert measures["first_offer_coverage"] == expected["first_offer_coverage"] == 1.0
    assert measures["everyone_had_a_turn"] is True
    assert measures["passes_first_offer"] == expected["passes_first_offer"] == 1
    assert measures["passes_final"] == expected["passes_final"] == 0
    assert measures["resident_share"] == expected["resident_share_of_contributions"] == 0.625
    named = [one for one in held.words.values() if one["name"]]
    assert len(named) == expected["in_report_with_name"] == 41
    assert len(held.words) - len(named) == expected["in_report_without_name"] == 6
    assert len(held.record["agreements"]) == expected["agreements"] == 7
    rounds = [step for step in held.record["steps"] if step["form"] == "round"]
    assert len(rounds) == expected["core_phases"] == 5


def test_C3_every_sentence_is_there_as_it_was_released(held: Held) -> None:
    names = {seat["id"]: seat["name"] for seat in held.file["seats"]}
    for told in held.file["contributions"]:
        if told["visibility"] == "table_only":
            assert told["id"] not in held.words
            continue
        one = held.words[told["id"]]
        assert (one["text"], one["lang"], one["kind"]) == (told["text"], told["lang"], told["kind"])
        assert one["name"] == (names[told["seat"]] if KEEP[told["visibility"]] else None)


def test_words_stand_in_the_order_of_the_evening(held: Held) -> None:
    released = [told["id"] for told in held.file["contributions"] if told["visibility"] != "table_only"]
    assert list(held.words) == released


def test_T5_Tadesse_passed_and_spoke_at_the_second_offer(held: Held) -> None:
    turns = [t for t in held.file["turns"] if t["step"] == "perspectives" and t["seat"] == "s5"]
    assert [(t["offer"], t["outcome"]) for t in turns] == [(1, "passed"), (2, "spoke")]
    assert held.record["measures"]["passes_first_offer"] == 1
    assert held.words["c18"]["name"] == "Tadesse"


def test_C5_Samira_wrote_in_Arabic_and_the_translation_stands_beside_it(held: Held) -> None:
    one = held.words["c17"]
    assert one["lang"] == "ar"
    assert one["translations"] == {
        "nl": "Voor mij is de taal het belangrijkste. Als ik het woord niet vind, blijf ik thuis."
    }
    assert one["text"] in unescape(held.page)


def test_C2_Henk_is_named_nowhere_but_in_his_own_words(held: Held) -> None:
    """He hid his name; one of his released sentences says it (C6 warns of that)."""
    [said] = [t["text"] for t in held.file["contributions"] if t["seat"] == "s2" and "Henk" in t["text"]]
    record = json.dumps(held.record, ensure_ascii=False)
    page = " ".join(unescape(re.sub(r"<[^>]+>", " ", held.page)).split())
    assert record.count(said) == page.count(said) == 1
    assert "Henk" not in record.replace(said, "")
    assert "Henk" not in page.replace(said, "")
    assert "Fatma" in page


def test_C3_what_was_refused_is_nowhere_and_gone_from_the_disk(held: Held) -> None:
    [refused] = [t["text"] for t in held.file["contributions"] if t["visibility"] == "table_only"]
    assert refused not in json.dumps(held.record, ensure_ascii=False)
    assert refused not in unescape(held.page)
    texts = {text for (text,) in held.asks_disk("SELECT text FROM words")}
    assert held.file["contributions"][0]["text"] in texts
    assert refused not in texts
    for file in held.server.folder.glob("*.sqlite3*"):
        assert refused.encode() not in file.read_bytes(), f"still in {file.name}"


def test_agreements_are_those_that_their_own_people_said_yes_to(held: Held) -> None:
    """T23; Henk's is there without his name."""
    told = {one["text"]: one for one in held.record["agreements"]}
    names = {seat["id"]: seat["name"] for seat in held.file["seats"]}
    for agreement in held.file["agreements"]:
        one = told[agreement["text"]]
        owner = agreement["owner_seat"]
        assert (one["due"], one["stands"]) == (agreement["due"], True)
        assert one["name"] == (None if owner == "s2" else names[owner])
        assert one["together"] == [names[seat] for seat in agreement["with_seats"]]


def test_sources_questions_insights_goals_and_tensions_are_all_there(held: Held) -> None:
    file, record = held.file, held.record
    assert [one["text"] for one in record["sources"]] == [told["description"] for told in file["sources"]]
    assert [one["source"] for one in record["sources"]] == [told["type"] for told in file["sources"]]
    for kind, name in (
        ("questions", "questions"),
        ("insights", "insights"),
        ("tensions", "tensions"),
        ("shared_goals", "goals"),
    ):
        assert [one["text"] for one in record[name]] == [told["text"] for told in file[kind]]
    assert [one["supporters_in_all"] for one in record["goals"]] == [5, 4]
    assert [one["supporters"] for one in record["goals"]] == [
        ["Fatma", "Joris", "Willemijn", "Naomi"],
        ["Fatma", "Samira", "Tadesse", "Ruud"],
    ]


def test_every_command_that_was_answered_lies_in_the_journal_once(held: Held) -> None:
    journal = held.journal()
    answered = {one.id: one.version for one in held.played.participants.answers if one.outcome == "ok"}
    assert answered.items() <= journal.items()
    assert sorted(journal.values()) == list(range(1, len(journal) + 1))


def test_V4_neither_seconds_nor_passes_of_a_person_are_told(held: Held) -> None:
    assert set(held.record["measures"]) == {
        "seats", "contributions", "turns", "first_offer_coverage", "everyone_had_a_turn",
        "passes_first_offer", "passes_final", "speaking_seconds", "resident_share",
    }  # fmt: skip


def test_the_journal_proves_itself(held: Held) -> None:
    told = held.server.runs("verify")
    assert told.returncode == 0, told.stdout
    assert "Nothing is wrong." in told.stdout


def test_a_closed_dialogue_is_not_held_again(held: Held) -> None:
    told = held.server.runs("play", str(held.server.folder / "evening.json"), "--url", held.console)
    assert told.returncode == 1
    assert "has already begun" in told.stdout
