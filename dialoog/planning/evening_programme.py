"""Builds the programme of an evening file (such as `meerlinden.json`).

The file has rounds only; welcome, talk, break and harvest of the method are put around and between them.
`dialoog.simulator.main` plays the evening.
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
"""Round → the steps without turns that come before it."""


def meerlinden() -> dict[str, Any]:
    """Returns the invented evening that comes with the package."""
    evening: dict[str, Any] = json.loads(MEERLINDEN.read_text(encoding="utf-8"))
    return evening


def programme_of(evening: dict[str, Any]) -> tuple[Step, ...]:
    """Welcome, the rounds of the file, and the harvest with its round of last words. Raises InvalidText.

    Where the file has a harvest, its last round is that round of last words: question and seconds go into the step.
    """
    *rounds, closing = evening["steps"] if "harvest" in evening else [*evening["steps"], None]
    method_steps = {step.id: step for step in template("120", evening["dialogue"]["theme"])}
    steps = [method_steps["welcome"]]
    for fields in rounds:
        steps += [method_steps[name] for name in BEFORE.get(fields["id"], ())]
        steps.append(_round(fields, method_steps.get(fields["id"])))
    if closing is None:
        return (*steps, method_steps["harvest"])
    last_words = {"nl": _question(closing)}
    if method_steps["harvest"].last_words["nl"] == last_words["nl"]:
        last_words = dict(method_steps["harvest"].last_words)
    harvest = replace(
        method_steps["harvest"],
        minutes=evening["harvest"]["minutes"],
        seconds=closing["turn_seconds"],
        last_words=last_words,
    )
    return (*steps, harvest)


def _round(fields: dict[str, Any], method_step: Step | None) -> Step:
    """Builds one round of the file, with title and deepening questions of the method's step of the same id."""
    step = method_step or Step(
        id=fields["id"], form=Form.ROUND, title={"nl": fields["id"]}, question={}, minutes=0
    )
    method_question = " ".join(filter(None, (step.question.get("nl"), step.more.get("nl"))))
    question = _question(fields)
    same = _plain(method_question) == _plain(question)
    return replace(
        step,
        form=Form.ROUND,
        question=step.question if same else {"nl": question},
        more=step.more if same else {},
        minutes=fields["minutes"],
        silence=fields["silence_seconds"],
        writing=fields["writing_seconds"],
        seconds=fields["turn_seconds"],
        kind=KINDS.get(fields["id"], Kind.EXPERIENCE),
    )


def _question(fields: dict[str, Any]) -> str:
    """Returns the question as it is stored and shown."""
    return text_validation.line(fields["question"], QUESTION_SIGNS)


def _plain(sentence: str) -> str:
    return sentence.casefold().strip().rstrip(".")
