"""What one string of the corpus is: what somebody typed, and what must become of it in words, in a name, on a line.

Nothing here looks at how the program does it: each string says itself what is kept of it, or why it is refused.
"""

import re
from dataclasses import dataclass

WORDS_SIGNS, WORDS_POINTS = 280, 1120
NAME_SIGNS, NAME_POINTS = 24, 96
HIDDEN = "[\u00ad\u034f\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001]"
"""Signs without width that no alphabet of a name needs: they are taken out of names."""
FILLERS = "[\u115f\u1160\u2800\u3164\uffa0]"
"""Blanks that pass for letters: in names they are spaces."""


@dataclass(frozen=True, slots=True)
class Odd:
    """`kept` None: refused in every field, with `reason`. `line` is what is kept where no line may break; `signs` how
    many signs people see in it."""

    group: str
    name: str
    typed: str
    kept: str | None
    line: str | None
    signs: int
    reason: str = ""

    @property
    def id(self) -> str:
        return f"{self.group}-{self.name}"

    @property
    def sendable(self) -> bool:
        """Whether it can be written in UTF-8, and so crosses a wire at all."""
        return not any("\ud800" <= sign <= "\udfff" for sign in self.typed)

    def as_words(self) -> "Fate":
        return self._fits(self.kept, WORDS_SIGNS, WORDS_POINTS)

    def as_name(self) -> "Fate":
        return self._fits(self.call_name, NAME_SIGNS, NAME_POINTS, "name_too_long")

    @property
    def call_name(self) -> str | None:
        """What is kept of it in a name."""
        return self.line and re.sub(" +", " ", re.sub(FILLERS, " ", re.sub(HIDDEN, "", self.line))).strip(" ")

    def as_line(self, longest: int) -> "Fate":
        """A line of the plan may be empty."""
        if self.reason == "empty_text":
            return Fate(kept="")
        return self._fits(self.line, longest, longest * 4)

    def _fits(self, kept: str | None, signs: int, points: int, reason: str = "too_long") -> "Fate":
        if kept is None:
            return Fate(reason=self.reason)
        if self.signs > signs or len(kept) > points:
            return Fate(reason=reason)
        return Fate(kept=kept)


@dataclass(frozen=True, slots=True)
class Fate:
    """Kept as this text, or refused with this reason."""

    kept: str | None = None
    reason: str = ""


def as_typed(group: str, strings: dict[str, str], signs: int | None = None) -> list[Odd]:
    """Strings of which every sign is kept."""
    return [_odd(group, name, typed, typed, signs) for name, typed in strings.items()]


def turned(group: str, strings: dict[str, tuple[str, str]]) -> list[Odd]:
    """(typed, kept): strings that are kept in another form."""
    return [_odd(group, name, typed, kept) for name, (typed, kept) in strings.items()]


def measured(group: str, strings: dict[str, tuple[str, int]]) -> list[Odd]:
    """(typed, how many signs people see): kept as typed where that is not too long."""
    return [_odd(group, name, typed, typed, signs) for name, (typed, signs) in strings.items()]


def refused(group: str, reason: str, strings: dict[str, str]) -> list[Odd]:
    return [Odd(group, name, typed, None, None, 0, reason) for name, typed in strings.items()]


def _odd(group: str, name: str, typed: str, kept: str, signs: int | None = None) -> Odd:
    line = " ".join(kept.split("\n")) if "\n" in kept else kept
    while "  " in line:
        line = line.replace("  ", " ")
    return Odd(group, name, typed, kept, line.strip(" "), len(kept) if signs is None else signs)
