"""The programme of an evening that was written down as a file (`sample_dialogue.json` and its like).

Only the rounds are in such a file; the house's own welcome, talk, break and harvest stand around and
between them, so that the evening is held as the method has it. Who holds it is `dialoog.simulator.main`.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from dialoog.planning.programmes import template
from dialoog.rules.state import Form, Kind, Step
from dialoog.web import text_validation

QUESTION_SIGNS = 400
MEERLINDEN = Path(__file__).with_name("meerlinden.json")

KINDS = {
    "introductions": Kind.INTRODUCTION,
    "experiences": Kind.EXPERIENCE,
    "perspectives": Kind.PERSPECTIVE,
    "dreams": Kind.DREAM,
    "possibilities": Kind.POSSIBILITY,
}
BEFORE = {"dreams": ("exploring", "break")}
"""Round → the steps without turns that come before it, when the evening has room for them."""


def meerlinden() -> dict[str, Any]:
    """The invented evening that travels with the house."""
    evening: dict[str, Any] = json.loads(MEERLINDEN.read_text(encoding="utf-8"))
    return evening


def programme_of(evening: dict[str, Any]) -> tuple[Step, ...]:
    """Welcome, the rounds of the file, and the harvest with its round of last words. Raises `typed.Unfit`.

    Where the file has a harvest, its last round is that round of last words: question and seconds go into the step.
    """
    *rounds, closing = evening["steps"] if "harvest" in evening else [*evening["steps"], None]
    runtime = {step.id: step for step in template("120", evening["dialogue"]["theme"])}
    steps = [runtime["welcome"]]
    for said in rounds:
        steps += [runtime[name] for name in BEFORE.get(said["id"], ())]
        steps.append(_round(said, runtime.get(said["id"])))
    if closing is None:
        return (*steps, runtime["harvest"])
    last_words = {"nl": _asked(closing)}
    if runtime["harvest"].last_words["nl"] == last_words["nl"]:
        last_words = dict(runtime["harvest"].last_words)
    harvest = replace(
        runtime["harvest"],
        minutes=evening["harvest"]["minutes"],
        seconds=closing["turn_seconds"],
        last_words=last_words,
    )
    return (*steps, harvest)


def _round(said: dict[str, Any], runtime: Step | None) -> Step:
    """One round as the file has it; the house's own title and deepening where it knows the step."""
    step = runtime or Step(id=said["id"], form=Form.ROUND, title={"nl": said["id"]}, question={}, minutes=0)
    in_house = " ".join(filter(None, (step.question.get("nl"), step.more.get("nl"))))
    asked = _asked(said)
    same = _plain(in_house) == _plain(asked)
    return replace(
        step,
        form=Form.ROUND,
        question=step.question if same else {"nl": asked},
        more=step.more if same else {},
        minutes=said["minutes"],
        silence=said["silence_seconds"],
        writing=said["writing_seconds"],
        seconds=said["turn_seconds"],
        kind=KINDS.get(said["id"], Kind.EXPERIENCE),
    )


def _asked(said: dict[str, Any]) -> str:
    """The question as it will be kept and shown."""
    return text_validation.line(said["question"], QUESTION_SIGNS)


def _plain(sentence: str) -> str:
    return sentence.casefold().strip().rstrip(".")
