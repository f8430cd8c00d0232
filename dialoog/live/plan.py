"""A plan: what people read about a dialogue before it begins. Its fields stand here and nowhere else.

The table of dialogues, what is looked up of one, the form, the evening file and the record are composed of these
fields. The player has its own (it knows the protocol only), and so has the format of an evening file.
"""

import hashlib
from dataclasses import dataclass
from typing import Annotated, get_args

import msgspec
from sqlalchemy import String, Text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeEngine


@dataclass(frozen=True)
class Line:
    """A line that people type; `signs` is the most graphemes that it may have."""

    signs: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All but the title may stay empty. `until` and `date` are ISO dates, `start` is a time such as 19:30, both in the Netherlands.
    `contacts_until` and `names_until` are the days until which people can be reached and are named, no later than `until`, on which all
    of it goes; empty: `until`, as in a dialogue that was opened before there were three days.
    `organised_by` is set when a table is opened: the name of its owner where that is a municipality or a care organisation."""

    title: Annotated[str, Line(80)]
    theme: Annotated[str, Line(120)] = ""
    expectation: Annotated[str, Line(280)] = ""
    neighbourhood: Annotated[str, Line(60)] = ""
    municipality: Annotated[str, Line(60)] = ""
    facilitator: Annotated[str, Line(40)] = ""
    organisation: Annotated[str, Line(80)] = ""
    contact: Annotated[str, Line(80)] = ""
    lang: Annotated[str, String(8)] = "nl"
    until: Annotated[str, String(10)] = ""
    date: Annotated[str, String(10)] = ""
    start: Annotated[str, String(5)] = ""
    place: Annotated[str, Line(80)] = ""
    organised_by: Annotated[str, Text()] = ""
    names_until: Annotated[str, String(10)] = ""
    contacts_until: Annotated[str, String(10)] = ""

    @property
    def last_day_of_names(self) -> str:
        return self.names_until or self.until

    @property
    def last_day_of_contacts(self) -> str:
        return self.contacts_until or self.until

    @property
    def has_one_day(self) -> bool:
        """Whether everything goes on the same day."""
        return self.last_day_of_contacts == self.last_day_of_names == self.until


def digest_of(plan: Plan, dialogue: str, created: int) -> str:
    """What the first entry of a dialogue's journal says of its plan. Empty fields are left out, so that a field that a later release adds
    changes no digest."""
    fields = {name: value for name, value in msgspec.structs.asdict(plan).items() if value}
    facts = (dialogue, created, {name: fields[name] for name in sorted(fields)})
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()


def _metadata(field: msgspec.structs.FieldInfo) -> Line | TypeEngine[str]:
    """The second argument of the field's `Annotated`."""
    metadata: Line | TypeEngine[str] = get_args(field.type)[1]
    return metadata


LONGEST: dict[str, int] = {
    field.name: line.signs
    for field in msgspec.structs.fields(Plan)
    if isinstance(line := _metadata(field), Line)
}
"""Line of a plan → the most graphemes that it may have, typed or in a file."""


class PlanColumns:
    """A mixin for a table: one column for each field of a plan."""


for _field in msgspec.structs.fields(Plan):
    _type = _metadata(_field)
    setattr(
        PlanColumns,
        _field.name,
        mapped_column(
            Text() if isinstance(_type, Line) else _type,
            nullable=False,
            default="" if _field.required else _field.default,
        ),
    )
