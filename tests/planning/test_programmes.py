"""The programmes that come with the house: minutes that add up, turns of the right length, texts in every language."""

import pytest

from dialoog.live.programme_names import TEMPLATES
from dialoog.planning.evening_programme import meerlinden, programme_of
from dialoog.planning.programmes import template
from dialoog.rules.programme import turn_seconds
from dialoog.rules.state import Form, Step

NAMES = [name for name, _ in TEMPLATES]


def step(name: str, id: str) -> Step:
    return next(step for step in template(name, "Groen") if step.id == id)


@pytest.mark.parametrize(
    ("name", "minutes"), [("60", 60), ("90", 90), ("120", 120), ("day", 120), ("check-in", 20)]
)
def test_the_minutes_add_up(name: str, minutes: int) -> None:
    assert sum(step.minutes for step in template(name)) == minutes


@pytest.mark.parametrize("name", NAMES)
def test_people_are_welcomed_first_and_harvest_last(name: str) -> None:
    forms = [step.form for step in template(name)]
    assert forms[0] is Form.WELCOME
    assert forms.index(Form.HARVEST) == len(forms) - 1
    assert Form.ROUND in forms


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        (
            "60",
            {"introductions": 45, "experiences": 90, "perspectives": 45, "dreams": 45, "possibilities": 45},
        ),
        (
            "90",
            {"introductions": 60, "experiences": 135, "perspectives": 75, "dreams": 75, "possibilities": 75},
        ),
        (
            "120",
            {"introductions": 75, "experiences": 180, "perspectives": 90, "dreams": 90, "possibilities": 105},
        ),
    ],
)
def test_a_turn_with_eight_people_is_as_long_as_the_method_says(name: str, seconds: dict[str, int]) -> None:
    assert {id: turn_seconds(step(name, id), 8) for id in seconds} == seconds


def test_the_theme_stands_under_the_question_about_experiences() -> None:
    assert step("90", "experiences").more["nl"] == "Het gaat over: Groen."
    assert next(s for s in template("90") if s.id == "experiences").more == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_there_in_every_language(name: str) -> None:
    texts = [
        text
        for step in template(name, "Groen")
        for text in (step.title, step.question, step.more, step.last_words, *step.deepening)
        if text
    ]
    assert [text["nl"] for text in texts if set(text) != {"nl", "en", "ar", "tr"}] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_question_is_short_enough_to_read_aloud(name: str) -> None:
    sentences = [
        s for step in template(name, "Groen") for s in step.question["nl"].replace("?", ".").split(".")
    ]
    assert [sentence for sentence in sentences if len(sentence.split()) >= 15] == []


def test_a_written_evening_keeps_its_own_rounds_and_gets_the_house_around_them() -> None:
    evening = meerlinden()
    steps = {step.id: step for step in programme_of(evening)}
    for fields in evening["steps"][:-1]:
        step = steps[fields["id"]]
        question = " ".join(filter(None, (step.question["nl"], step.more.get("nl")))).casefold()
        assert question == fields["question"].casefold()
        assert (step.minutes, step.seconds) == (fields["minutes"], fields["turn_seconds"])
        assert (step.silence, step.writing) == (fields["silence_seconds"], fields["writing_seconds"])
    assert next(iter(steps)) == "welcome"
    assert steps["harvest"].last_words["nl"] == evening["steps"][-1]["question"]
    assert steps["harvest"].seconds == 30
