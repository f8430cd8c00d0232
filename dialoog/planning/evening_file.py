"""An evening that was written down as a file and comes from outside: checked, and made into a plan.

Only what a dialogue is set up from is looked at here; who says what is the player's (`dialoog.simulator.main`).
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from dialoog.live.commands.open_dialogue import Plan
from dialoog.live.protocol.fields import Day, Lang, StepId
from dialoog.web import text_validation

Line = Annotated[str, Meta(max_length=1000)]
Minutes = Annotated[int, Meta(ge=0, le=600)]
Seconds = Annotated[int, Meta(ge=0, le=3600)]
LONGEST = {
    "title": 80,
    "theme": 120,
    "neighbourhood": 60,
    "municipality": 60,
    "facilitator": 40,
    "organisation": 80,
    "contact": 80,
    "expectation": 280,
}
"""How many signs a line of a plan may have, typed or in a file."""


class FileDialogue(msgspec.Struct, frozen=True):
    title: Annotated[str, Meta(min_length=1, max_length=1000)]
    theme: Line
    expectation: Line = ""
    neighbourhood: Line = ""
    municipality: Line = ""
    owner: Line = ""
    contact: Line = ""
    language: Lang = "nl"
    retention_until: Day | None = None


class FileFacilitator(msgspec.Struct, frozen=True):
    name: Line = ""


class FileStep(msgspec.Struct, frozen=True):
    id: StepId
    question: Line
    minutes: Minutes
    turn_seconds: Seconds
    silence_seconds: Seconds
    writing_seconds: Seconds


class FileHarvest(msgspec.Struct, frozen=True):
    minutes: Minutes


class EveningFile(msgspec.Struct, frozen=True):
    dialogue: FileDialogue
    steps: Annotated[tuple[FileStep, ...], Meta(min_length=1, max_length=40)]
    facilitator: FileFacilitator = FileFacilitator()
    harvest: FileHarvest | None = None


def plan_of(evening: Any) -> Plan:
    """The plan of an evening file. Raises ValueError for whatever is no such file."""
    written = msgspec.convert(evening, EveningFile, strict=True)
    told = written.dialogue
    lines = {
        "title": told.title,
        "theme": told.theme,
        "expectation": told.expectation,
        "neighbourhood": told.neighbourhood,
        "municipality": told.municipality,
        "facilitator": written.facilitator.name,
        "organisation": told.owner,
        "contact": told.contact,
    }
    until = told.retention_until.isoformat() if told.retention_until else ""
    return Plan(**validated_fields(lines), lang=told.language, until=until)


def validated_fields(lines: dict[str, str]) -> dict[str, str]:
    """Lines of a plan as they are kept. Raises `typed.Unfit` for an empty title, or what is too long."""
    fit = {name: text_validation.line(line, LONGEST[name]) for name, line in lines.items()}
    if not fit["title"]:
        raise text_validation.InvalidText("empty_text")
    return fit
