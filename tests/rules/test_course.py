"""How an evening went in time: what silence and rest leave behind, and the length of each step. Nothing of a seat (V4)."""

import pytest

from dialoog.rules import events as e
from dialoog.rules.course import StepTime, evening_began, time_of_steps
from dialoog.rules.evolve import fold
from dialoog.rules.state import By, Desk, Form, State, Step

SECOND = 1000
DAY = 24 * 60 * 60
STEPS = (
    Step("welcome", Form.WELCOME, {"nl": "Welkom"}, {}, 5),
    Step("talk", Form.TALK, {"nl": "Gesprek"}, {}, 10),
    Step("break", Form.BREAK, {"nl": "Pauze"}, {}, 10),
    Step("harvest", Form.HARVEST, {"nl": "Oogst"}, {}, 20),
)


def held(*facts: tuple[int, e.Event]) -> State:
    """A table that opened at 0, then these facts, each with its second."""
    entries = [(0, e.TableOpened(STEPS)), *facts]
    return fold(
        e.Entry(version, at * SECOND, By(Desk.FACILITATOR), (event,))
        for version, (at, event) in enumerate(entries, start=1)
    )


def opened(at: int, index: int) -> tuple[int, e.Event]:
    return at, e.StepOpened(index, STEPS[index].id, STEPS[index].form)


def test_V4_each_step_has_its_plan_and_its_length_and_the_welcome_is_not_measured() -> None:
    state = held(opened(600, 1), opened(1500, 2), (2000, e.DialogueClosed()))
    assert time_of_steps(state) == {
        "welcome": StepTime(5, was_held=True, seconds=None, silence=0, rest=0),
        "talk": StepTime(10, was_held=True, seconds=900, silence=0, rest=0),
        "break": StepTime(10, was_held=True, seconds=500, silence=0, rest=0),
        "harvest": StepTime(20, was_held=False, seconds=None, silence=0, rest=0),
    }


@pytest.mark.parametrize(
    ("facts", "began"),
    [
        ((opened(1800, 1), opened(3600, 2), (7200, e.DialogueClosed())), 0),
        ((opened(3 * DAY, 1), opened(3 * DAY + 600, 2)), 3 * DAY),
        (((600, e.DialogueClosed()),), 0),
        (((3 * DAY, e.DialogueClosed()),), None),
        ((), 0),
    ],
)
def test_an_evening_begins_when_people_come_though_its_table_was_opened_days_before(
    facts: tuple[tuple[int, e.Event], ...], began: int | None
) -> None:
    assert evening_began(held(*facts)) == (None if began is None else began * SECOND)


def test_a_silence_counts_as_long_as_it_ran_whatever_ended_it() -> None:
    state = held(
        opened(0, 1),
        (10, e.SilenceBegan(60)),
        (40, e.SilenceSkipped()),
        (50, e.SilenceBegan(60)),
        (500, e.SilenceBegan(20)),
        opened(510, 2),
        (600, e.SilenceBegan(30)),
        (605, e.DialogueClosed()),
    )
    times = time_of_steps(state)
    assert (times["talk"].silence, times["break"].silence) == (30 + 60 + 10, 5)


def test_T19_rest_counts_where_it_was_and_a_silence_stands_still_meanwhile() -> None:
    state = held(
        opened(0, 1),
        (0, e.SilenceBegan(60)),
        (20, e.RestBegan()),
        (320, e.RestEnded(300 * SECOND)),
        (330, e.SilenceSkipped()),
        opened(400, 2),
        (500, e.RestBegan()),
        (550, e.DialogueClosed()),
    )
    times = time_of_steps(state)
    assert (times["talk"].silence, times["talk"].rest) == (30, 300)
    assert times["break"].rest == 50
    assert not any(hasattr(pause, "seat") or hasattr(pause, "by") for pause in state.pauses)


def test_S5_a_silence_that_was_undone_never_was() -> None:
    state = held(
        opened(0, 1),
        (10, e.RestBegan()),
        (70, e.Undone(3, 60 * SECOND)),
        opened(100, 2),
        (200, e.DialogueClosed()),
    )
    assert time_of_steps(state)["talk"].rest == 0


def test_of_an_evening_that_was_closed_days_later_the_last_step_has_no_length() -> None:
    state = held(opened(0, 1), opened(600, 2), (2 * 24 * 3600, e.DialogueClosed()))
    assert time_of_steps(state)["talk"].seconds == 600
    assert time_of_steps(state)["break"].seconds is None
