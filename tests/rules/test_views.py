"""What may be seen (V1–V5), each with something in it that could leak; and how small it stays (R7)."""

import json
from typing import Any

import pytest

from dialoog.rules import commands as c
from dialoog.rules import views
from dialoog.rules.measures import Measures
from dialoog.rules.released import ReleasedRecord
from dialoog.rules.state import Keep, Kind, Step
from tests.rules.people import Table, a_circle_of, a_round_of, at_the_harvest
from tests.rules.steps import EXPERIENCES, HARVEST, INTRODUCTIONS, POSSIBILITIES, PROGRAMME, SHORT, WELCOME

LANGUAGES = ("nl", "en", "ar", "tr")
A_NAME = "Willemijn-An"


def as_sent(view: Any) -> str:
    """What goes over the wire, with a name of twelve signs in every place where one stands."""

    def filled(part: Any) -> Any:
        if isinstance(part, dict):
            return A_NAME if "$name" in part else {k: filled(v) for k, v in part.items()}
        return [filled(x) for x in part] if isinstance(part, list) else part

    return json.dumps(filled(view), ensure_ascii=False, separators=(",", ":"))


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: section for name, section in after.items() if before[name] != section}


def test_V1_the_shared_screen_shows_question_circle_clock_and_next() -> None:
    table = a_round_of(3)
    table.facilitator.says_next()
    screen = table.screen
    assert set(screen) == {"stage", "step", "circle", "floor", "shown", "harvest"}
    assert screen["step"]["question"] == {"nl": "Hoe wilt u genoemd worden?"}
    assert (screen["floor"]["seat"], screen["floor"]["next"]) == ("fatma", "henk")
    assert screen["floor"]["phase"] == "turn"


def test_V1_the_screen_says_where_the_evening_is_in_a_talk_too() -> None:
    """Rounds and the harvest count; between them the screen keeps those that were."""
    table = a_circle_of(2, PROGRAMME)
    places = {}
    for step in PROGRAMME:
        table.facilitator.goes_to(step.id)
        now = table.screen["step"]
        places[step.id] = (now["done"], now["n"], now["of"])
    assert places["introductions"] == (0, 1, 5)
    assert places["perspectives"] == (2, 3, 5)
    assert places["exploring"] == (3, None, 5)
    assert places["harvest"] == (4, 5, 5)


def test_V1_everybody_had_a_turn_is_said_only_when_nobody_was_left_out() -> None:
    table = a_round_of(2)
    table.facilitator.says_next()
    table.fatma.passes()
    table.facilitator.says_next()
    table.henk.ends()
    assert table.screen["floor"]["complete"] is False
    table.facilitator.ends_offer()
    assert table.screen["floor"]["complete"] is True
    left_out = a_round_of(3)
    left_out.samira.leaves()
    left_out.speaks_all()
    assert left_out.round.complete
    assert left_out.screen["floor"]["complete"] is False


def test_V1_no_speaking_times_passers_presence_or_unshown_words() -> None:
    table = a_round_of(4)
    for seconds in (11, 222):
        table.facilitator.says_next()
        table.clock.advance(seconds)
    table.henk.passes()
    secret = table.fatma.writes(word="unshown-word", ticked=True)
    table.facilitator.sets_away("tadesse")
    sent = as_sent(table.screen)
    assert secret not in sent
    assert not {"222", "11,", "away", "passed", "excused", "seconds"} & set(sent.replace('"', " ").split())
    assert table.screen["floor"]["next"] == "samira"
    assert all(len(chair) == 2 for chair in table.screen["circle"])


def test_V1_a_hidden_name_stands_beside_no_words() -> None:
    table = a_round_of(2)
    word = table.fatma.writes(ticked=True, keep=Keep.NAMED)
    table.facilitator.shows(word)
    assert table.screen["shown"][0]["name"] == {"$name": "fatma"}
    table.fatma.consents(name=False)
    assert table.screen["shown"][0]["name"] is None
    table.fatma.consents(name=True)
    table.fatma.keeps(word, Keep.UNNAMED)
    assert table.screen["shown"][0]["name"] is None


def test_V2_a_phone_has_its_own_words_and_nothing_of_another_phone() -> None:
    table = at_the_harvest(4)
    table.henk.writes(Kind.CLOSING_WORD, word="word-of-henk", ticked=True)
    table.henk.writes(Kind.AGREEMENT, word="idea-of-henk", due="2026-12-06", together=("samira",))
    own = table.fatma.writes(Kind.CLOSING_WORD)
    phone = table.fatma.phone
    assert [w["id"] for w in phone["words"]] == [own]
    text = json.dumps(phone)
    assert "henk" not in text
    assert [a["id"] for a in table.samira.phone["asks"]["agreements"]] == ["idea-of-henk"]


def test_V3_the_facilitator_sees_what_there_is_to_lead() -> None:
    table = a_round_of(3, (WELCOME, EXPERIENCES, HARVEST))
    word = table.fatma.writes(ticked=True)
    table.henk.does(c.AskHelp())
    desk = table.desk
    assert desk["read"]["question"] == EXPERIENCES.question
    assert desk["read"]["deepening"] == [{"nl": "Wat deed dat met u?"}]
    assert desk["queue"]["waiting"] == ["fatma", "henk", "samira"]
    assert [p["presence"] for p in desk["people"]] == ["present"] * 3
    assert desk["plan"]["steps"][1]["minutes"] == 20
    assert [(w["id"], w["may_show"]) for w in desk["words.0"]] == [(word, True)]
    assert desk["calls"]["help"] == 1
    table.facilitator.does(c.BlankScreen(on=True))
    assert table.screen["stage"]["blank"] is True
    table.facilitator.is_late(c.BlankScreen(on=True))


def test_V3_a_call_for_help_is_seen_at_the_desk_only_and_says_not_whose() -> None:
    table = a_round_of(3)
    before = {name: view for name, view in table.views().items() if name != "desk"}
    table.henk.does(c.AskHelp())
    assert {name: view for name, view in table.views().items() if name != "desk"} == before
    assert "henk" not in json.dumps(table.desk["calls"])
    table.facilitator.does(c.HearHelp())
    assert table.desk["calls"]["help"] == 0


def test_V3_the_one_thing_to_do_next_can_always_be_sent_as_it_stands() -> None:
    table = a_circle_of(3, (WELCOME, INTRODUCTIONS, POSSIBILITIES, HARVEST))
    kinds = {
        "next_step": c.NextStep, "begin_turn": c.BeginTurn, "end_turn": c.EndTurn, "end_offer": c.EndOffer,
        "close_round": c.CloseRound, "show_read_back": c.ShowReadBack, "open_last_words": c.OpenLastWords,
        "close_dialogue": c.CloseDialogue,
    }  # fmt: skip
    pressed = []
    while (primary := table.desk["act"]["primary"]) is not None:
        fields = {k: v for k, v in primary.items() if k not in ("kind", "to")}
        table.facilitator.does(kinds[primary["kind"]](**fields))
        pressed.append(primary["kind"])
        if table.turn and table.turn.seat == "henk":
            table.henk.passes()
    assert set(pressed) == set(kinds)
    assert pressed[-1] == "close_dialogue"


def test_T6_where_nobody_writes_one_press_closes_the_round_and_opens_what_follows() -> None:
    table = a_round_of(2, SHORT)
    table.speaks_all()
    primary = table.desk["act"]["primary"]
    assert (primary["kind"], primary["to"]) == ("next_step", "perspectives")
    table.facilitator.opens_round()
    assert table.screen["step"]["id"] == "perspectives"


def test_T25_after_the_last_words_one_closes_with_the_harvest_on_the_screen() -> None:
    table = at_the_harvest(2)
    table.facilitator.does(c.ShowReadBack(table.state.step_version))
    table.facilitator.does(c.OpenLastWords(table.state.step_version))
    table.speaks_all()
    assert table.desk["act"]["primary"] == {"kind": "close_dialogue"}
    floor = table.screen["floor"]
    assert (floor["phase"], floor["complete"]) == ("gather", True)


def test_V4_measures_hold_no_names_and_no_passes_of_a_seat() -> None:
    """That seconds per seat go no further than their sum is the record's; no view has them."""
    passes = [name for name in Measures.__slots__ if "pass" in name]
    assert passes == ["passes_first_offer", "passes_final"]
    assert not {"names", "drafts", "seats"} & set(ReleasedRecord.__slots__)
    table = a_round_of(3)
    table.speaks_all(seconds=777)
    assert "777" not in json.dumps(list(table.views().values())).replace("1795000", "")


def test_V5_when_it_is_not_your_turn_the_phone_is_quiet() -> None:
    """The one large sentence is the phone's; that nothing comes to it meanwhile is here."""
    table = a_round_of(6)
    table.facilitator.says_next()
    table.facilitator.says_next()
    before = table.ruud.phone
    assert before["now"]["phase"] == "listen"
    table.clock.advance(30)
    table.facilitator.says_next()
    word = table.henk.writes(ticked=True)
    table.facilitator.shows(word)
    assert table.ruud.phone == before


def many_languages(step: Step) -> Step:
    def texts(translations: Any) -> dict[str, str]:
        return dict.fromkeys(LANGUAGES, translations["nl"]) if translations else {}

    return Step(
        step.id, step.form, texts(step.title), texts({"nl": "Wat is er al in de wijk? Wat wilt u zelf?"}),
        step.minutes, more=texts({"nl": "Niets is ook goed."}), seconds=60, kind=step.kind,
    )  # fmt: skip


def a_hall_of_sixty() -> Table:
    steps = tuple(many_languages(s) for s in SHORT)
    table = Table()
    table.facilitator.does(c.OpenTable(steps))
    for n in range(60):
        seat = f"a1b2c3d{n:02}"
        table.facilitator.does(c.TakeSeat(seat, "sealed", device=False))
    table.facilitator.opens_round()
    return table


def test_R7_the_first_table_of_sixty_seats_is_small_and_so_is_a_change_of_turn() -> None:
    table = a_hall_of_sixty()
    first = len(as_sent(table.screen).encode())
    assert first <= 4096, first
    before = table.screen
    for _ in range(4):
        table.facilitator.says_next()
        sections = changed(before, table.screen)
        assert len(as_sent(sections).encode()) <= 400, sections
        before = table.screen
    table.facilitator.ends()
    assert len(as_sent(changed(before, table.screen)).encode()) <= 400


@pytest.mark.parametrize("phase", ["sitting", "goodbye"])
def test_V1_before_and_after_the_dialogue_the_screen_has_its_phase(phase: str) -> None:
    table = a_circle_of(2)
    if phase == "goodbye":
        table.facilitator.does(c.CloseDialogue("time"))
    assert table.screen["floor"]["phase"] == table.fatma.phone["now"]["phase"] == phase


def test_V2_who_was_removed_sees_after_closing_only_the_own_words() -> None:
    table = at_the_harvest(3)
    word, other = table.henk.writes(), table.fatma.writes(ticked=True)
    table.facilitator.shows(other)
    table.fatma.writes(Kind.AGREEMENT, word="deal", due="2026-12-06", together=("henk",))
    table.facilitator.does(c.RemoveSeat("henk"))
    table.facilitator.does(c.CloseDialogue("time"))
    assert views.is_outside(table.state, "henk")
    assert not views.is_outside(table.state, "fatma")
    text = json.dumps(views.build_door(table.state))
    assert "fatma" not in text
    assert other not in text
    assert [w["id"] for w in table.henk.phone["words"]] == [word]
    assert table.henk.phone["asks"] == {"agreements": [], "goals": []}
