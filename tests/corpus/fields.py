"""Every field of every command, found in the protocol itself, so that a field that is added later joins by itself.

`FIELDS` are all of them. A kind of field that is not known here stops the suite with its name: somebody has to say what
must become of odd strings in it.
"""

import string
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import msgspec
from msgspec import inspect as i

from dialoog.live.protocol import commands as protocol
from dialoog.live.protocol import fields
from tests.corpus.odd import Fate, Odd

TEXTS = {
    "text": Odd.as_words,
    "name": Odd.as_name,
    "pronunciation": lambda odd: odd.as_line(40),
    "reach": lambda odd: odd.as_line(120),
}
"""What people type themselves, by the name of the field."""
LETTERS = frozenset(string.ascii_letters + string.digits + "_-")
IDS = {
    fields.CommandId: (16, 64),
    fields.SeatId: (1, 64),
    fields.WordId: (1, 64),
    fields.StepId: (1, 64),
}
PATTERNS = {i.type_info(kind).pattern: limits for kind, limits in IDS.items()}
LANG = i.type_info(fields.Lang).pattern


@dataclass(frozen=True)
class Field:
    command: str
    name: str
    kind: str
    """text, id, lang, reason, choice, day, count, flag or ids."""
    may_be_null: bool
    limits: tuple[int, int] = (0, 0)
    choices: tuple[Any, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.command}.{self.name}"

    def takes(self, value: Any) -> bool:
        """Whether this is a value of the field at all, whatever the rules say of it."""
        if value is None:
            return self.may_be_null
        match self.kind:
            case "flag":
                return isinstance(value, bool)
            case "count":
                return type(value) is int and self.limits[0] <= value <= self.limits[1]
            case "ids":
                return isinstance(value, list) and len(value) <= self.limits[1] and all(map(is_id, value))
            case _ if not isinstance(value, str):
                return False
            case "text":
                return True
            case "reason":
                return len(value) <= 64
            case "id":
                return is_id(value, *self.limits)
            case "lang":
                return _is_lang(value)
            case "choice":
                return value in self.choices
            case "day":
                return _is_day(value)
        raise AssertionError(self.kind)

    def fate(self, odd: Odd) -> Fate:
        """For a text: what is kept of it."""
        return TEXTS[self.name](odd)


def is_id(value: Any, least: int = 1, most: int = 64) -> bool:
    return isinstance(value, str) and least <= len(value) <= most and set(value) <= LETTERS


def _is_lang(value: str) -> bool:
    tongue, dash, place = value.partition("-")
    fits = 2 <= len(tongue) <= 3 and set(tongue) <= set(string.ascii_lowercase)
    return fits and (not dash or (2 <= len(place) <= 4 and set(place) <= set(string.ascii_letters)))


def _is_day(value: str) -> bool:
    parts = value.split("-")
    if [len(part) for part in parts] != [4, 2, 2] or not set("".join(parts)) <= set(string.digits):
        return False
    try:
        date(*map(int, parts))
    except ValueError:
        return False
    return True


def commands() -> dict[str, type[msgspec.Struct]]:
    """kind → its struct, for everything that a client may command."""
    return {i.type_info(one).tag: one for one in get_args(protocol.Command)}


def fields_of(kind: str) -> list[Field]:
    return [_field(kind, field.encode_name, field.type) for field in i.type_info(commands()[kind]).fields]


def _field(command: str, name: str, annotation: i.Type) -> Field:
    kinds = list(annotation.types) if isinstance(annotation, i.UnionType) else [annotation]
    null = any(isinstance(kind, i.NoneType) for kind in kinds)
    [kind] = [kind for kind in kinds if not isinstance(kind, i.NoneType)] if len(kinds) > 1 else kinds
    match kind:
        case i.BoolType():
            return Field(command, name, "flag", null)
        case i.IntType(ge=least, le=most) if least is not None and most is not None:
            return Field(command, name, "count", null, (least, most))
        case i.DateType():
            return Field(command, name, "day", null)
        case i.EnumType():
            return Field(command, name, "choice", null, choices=tuple(one.value for one in kind.cls))
        case i.LiteralType():
            return Field(command, name, "choice", null, choices=tuple(kind.values))
        case i.VarTupleType(item_type=i.StrType(pattern=pattern), max_length=most) if (
            pattern in PATTERNS and most
        ):
            return Field(command, name, "ids", null, (0, most))
        case i.StrType(pattern=pattern) if pattern in PATTERNS:
            return Field(command, name, "id", null, PATTERNS[pattern])
        case i.StrType(pattern=pattern) if pattern == LANG:
            return Field(command, name, "lang", null)
        case i.StrType() if name == "reason" and kind.max_length:
            return Field(command, name, "reason", null)
        case i.StrType() if name in TEXTS:
            return Field(command, name, "text", null)
    raise AssertionError(
        f"{command}.{name}: say in tests/corpus/fields.py what odd strings become in such a field"
    )


FIELDS = [field for kind in commands() for field in fields_of(kind)]
