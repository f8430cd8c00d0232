"""Dialogues in which something once went wrong, step by step as the state machine had drawn them, whatever it draws now.

And that the checks it makes after a dialogue find what they are there for.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import ClassVar

import pytest
from hypothesis import Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from dialoog.rules import commands as c
from dialoog.rules.state import By, Desk, Kind
from tests.rules import holding
from tests.rules.test_any_dialogue import SEEDS, AnyDialogue

Step = partial[None]
REMOVED_AND_BACK = (c.RemoveSeat, c.RestoreSeat, c.ComeBack)
LEFT_AND_BACK = (c.Leave, c.ComeBack)
WRITTEN: tuple[tuple[Kind, int, bool], ...] = (
    (Kind.DREAM, 1023, True), (Kind.PERSPECTIVE, 43195, False), (Kind.GOAL, 1490740460, False),
    (Kind.PERSPECTIVE, 58337252, False), (Kind.CLOSING_WORD, 536870912, True), (Kind.PERSPECTIVE, 2644, True),
    (Kind.INSIGHT, 4294967295, True), (Kind.CLOSING_WORD, 787683, False), (Kind.POSSIBILITY, 0, False),
    (Kind.EXPERIENCE, 231497831, True), (Kind.SOURCE, 9432, False), (Kind.TENSION, 35, True),
    (Kind.TENSION, 36724, False), (Kind.PERSPECTIVE, 52049533, False), (Kind.PERSPECTIVE, 310123, True),
    (Kind.DREAM, 1195, True), (Kind.CLOSING_WORD, 828397, True), (Kind.PERSPECTIVE, 600, True),
    (Kind.PERSPECTIVE, 166607, True), (Kind.TENSION, 18618656, False), (Kind.INSIGHT, 3458, True),
    (Kind.DREAM, 3060634, True), (Kind.TENSION, 929569, True),
)  # fmt: skip


def replay(dialogue: AnyDialogue, steps: Iterator[Step]) -> None:
    """Holds these steps, and after each of them all that the state machine holds."""
    for step in steps:
        step()
        dialogue.what_applies_once_is_late_or_refused_the_second_time()
        dialogue.what_is_gone_would_stay_gone_if_the_newest_step_were_taken_back()
        dialogue.the_rules_hold()
        dialogue.the_big_button_works()
    dialogue.teardown()


def until_a_second_section(dialogue: AnyDialogue) -> Iterator[Step]:
    """So many words are written, some by who came late, that the desk's document gets a section more."""
    late, writes = dialogue.somebody_comes_late, dialogue.somebody_writes
    yield partial(dialogue.people_sit_down, size=4, at="a turn", programme="free", devices=185)
    yield partial(writes, kind=Kind.CLOSING_WORD, seed=1738411, ticked=False)
    yield partial(dialogue.the_speaker_ends_or_passes, passes=False, desk=Desk.FACILITATOR)
    yield partial(late, way=REMOVED_AND_BACK)
    yield partial(writes, kind=Kind.POSSIBILITY, seed=868401, ticked=False)
    yield partial(writes, kind=Kind.DREAM, seed=2, ticked=False)
    yield partial(writes, kind=Kind.POSSIBILITY, seed=268435455, ticked=True)
    yield partial(late, way=REMOVED_AND_BACK)
    yield partial(writes, kind=Kind.TENSION, seed=34026803, ticked=False)
    yield partial(late, way=LEFT_AND_BACK)
    yield partial(late, way=REMOVED_AND_BACK)
    yield partial(writes, kind=Kind.EXPERIENCE, seed=11676, ticked=True)
    yield partial(late, way=(c.Admit,))
    yield partial(writes, kind=Kind.CLOSING_WORD, seed=4613, ticked=True)
    yield partial(late, way=())
    yield partial(late, way=LEFT_AND_BACK)
    yield partial(late, way=LEFT_AND_BACK)
    for kind, drawn, ticked in WRITTEN:
        yield partial(writes, kind=kind, seed=drawn, ticked=ticked)


def and_then_everybody_goes(dialogue: AnyDialogue) -> Iterator[Step]:
    """A section stays while others have the word, and when of its words nothing is left."""
    yield partial(dialogue.people_sit_down, size=3, at="a turn", programme="free", devices=0)
    for drawn in range(22):
        yield partial(dialogue.somebody_writes, kind=Kind.EXPERIENCE, seed=drawn, ticked=False)
    yield partial(dialogue.the_speaker_ends_or_passes, passes=False, desk=Desk.FACILITATOR)
    yield partial(dialogue.passers_are_asked_and_answer, seed=0)
    yield partial(dialogue.somebody_takes_a_step_back, by=Desk.FACILITATOR, times=3)
    for seat in [*dialogue.state.seats]:
        yield partial(dialogue.ask, c.EraseSeat(seat), By(Desk.SEAT, seat))


@pytest.mark.parametrize("steps", [until_a_second_section, and_then_everybody_goes])
def test_R7_a_section_may_be_added_and_then_stays(steps: Callable[[AnyDialogue], Iterator[Step]]) -> None:
    dialogue = AnyDialogue()
    replay(dialogue, steps(dialogue))
    assert "words.1" in dialogue.kept[-1]["desk"]
    assert "words.1" not in dialogue.kept[0]["desk"]


FIRST = {"desk": {"act": 1, "words.0": ["a"]}}


@pytest.mark.parametrize(
    "newest",
    [
        {"desk": {"act": 1, "words.0": ["b"]}},
        {"desk": {"act": 1, "words.0": ["a"], "words.1": ["b"]}},
        {**FIRST, "mine:fatma": {"me": None}},
    ],
    ids=["changed", "section-added", "document-added"],
)
def test_R7_what_changes_or_is_added_carries_over(newest: holding.Views) -> None:
    holding.changes_carry_over([FIRST, newest, newest])


@pytest.mark.parametrize("newest", [{"desk": {"act": 1}}, {}], ids=["section", "document"])
def test_R7_what_is_dropped_is_found(newest: holding.Views) -> None:
    """No client drops anything, so it would go on showing what is not there."""
    with pytest.raises(AssertionError):
        holding.changes_carry_over([FIRST, newest])


def test_R7_only_what_is_other_is_pushed() -> None:
    shown = [FIRST, FIRST, {"desk": {"act": 2, "words.0": ["a"]}}]
    assert [holding.pushed(*two) for two in pairwise(shown)] == [{"desk": {}}, {"desk": {"act": 2}}]


class Switches(RuleBasedStateMachine):
    """So many rules that Hypothesis leaves some of them out of each example, by a number that it draws."""

    examples: ClassVar[list[str]] = []

    @rule(number=SEEDS)
    def first(self, number: int) -> None:
        self.examples.append(f"first {number}")

    @rule(number=SEEDS)
    def second(self, number: int) -> None:
        self.examples.append(f"second {number}")

    @rule()
    def third(self) -> None:
        self.examples.append("third")

    def teardown(self) -> None:
        self.examples.append("end")


def drawn() -> list[str]:
    """What one seed draws, in the steps of a state machine."""
    Switches.examples.clear()
    chosen = settings(max_examples=100, stateful_step_count=5, phases=(Phase.generate,), database=None)
    run_state_machine_as_test(seed(0)(Switches), settings=chosen)
    return [*Switches.examples]


@pytest.mark.usefixtures("same_draws")
def test_what_is_drawn_is_the_same_whatever_else_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hypothesis looks for constants in the source of each loaded module, wherever it lies."""
    alone = drawn()
    source = tmp_path / "full_of_constants.py"
    source.write_text(
        f"NUMBERS = {[Random(n).randrange(100, 2**20) for n in range(500)]}\nSMALL = {[*range(256)]}\n"
    )
    spec = spec_from_file_location(source.stem, source)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, source.stem, module)
    assert drawn() == alone
