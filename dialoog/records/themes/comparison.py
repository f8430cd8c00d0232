"""Several evenings beside each other, by theme: what was heard on all of them, on some, and on one (T24: never a rank).

Pure functions over sentences that may be shown.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from dialoog.records.themes.queries import Evening, ThemeSentence

FROM_EXPERIENCE_TO_POSSIBILITY = ("experience", "perspective", "dream", "possibility")
"""The kinds that the picture shows, in the order in which an evening asks for them."""

STROKE, GAP, FEWEST_STROKES = 15, 26, 2


class ComparedTheme(msgspec.Struct, frozen=True):
    """A theme with its sentences in each evening, in the order of the evenings."""

    id: str
    name: str
    columns: tuple[tuple[ThemeSentence, ...], ...]

    @property
    def evenings(self) -> int:
        """In how many it was heard."""
        return sum(map(bool, self.columns))

    @property
    def reaches_possibility(self) -> bool:
        return any(one.kind == "possibility" for column in self.columns for one in column)


class Group(msgspec.Struct, frozen=True):
    """The themes that were heard in so many of the evenings."""

    evenings: int
    themes: tuple[ComparedTheme, ...]


def compare(evenings: Sequence[Evening], sentences: Iterable[ThemeSentence]) -> tuple[Group, ...]:
    """From what was heard in all evenings to what was heard in one; themes by name within. A number that no theme has is left out."""
    by_theme: dict[str, list[ThemeSentence]] = {}
    for one in sentences:
        by_theme.setdefault(one.theme, []).append(one)
    themes = [
        ComparedTheme(
            theme,
            own[0].theme_name,
            tuple(
                tuple(sorted((one for one in own if one.dialogue == evening.dialogue), key=_place_of_kind))
                for evening in evenings
            ),
        )
        for theme, own in by_theme.items()
    ]
    ordered = sorted(themes, key=lambda theme: (-theme.evenings, theme.name.casefold()))
    return tuple(
        Group(number, tuple(group)) for number, group in groupby(ordered, key=lambda theme: theme.evenings)
    )


def count_kinds(column: Iterable[ThemeSentence]) -> dict[str, int]:
    """Kind → sentences, in the order of the evening; of the others in that of their names."""
    counts: dict[str, int] = {}
    for one in sorted(column, key=_place_of_kind):
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return counts


class Drawing(msgspec.Struct, frozen=True):
    """Where the strokes of each kind begin, in units of which a stroke with its gap takes fifteen, and how wide all of it is."""

    starts: dict[str, int]
    width: int


def draw(themes: Iterable[ComparedTheme]) -> Drawing:
    """One scale for all rows, so that they can be compared: each kind is as wide as the most sentences of it in any row."""
    rows = [count_kinds(column) for theme in themes for column in theme.columns]
    starts, place = {}, 0
    for kind in FROM_EXPERIENCE_TO_POSSIBILITY:
        starts[kind] = place
        place += STROKE * max((FEWEST_STROKES, *(row.get(kind, 0) for row in rows))) + GAP
    return Drawing(starts, place - GAP)


def _place_of_kind(one: ThemeSentence) -> tuple[int, str]:
    kinds = FROM_EXPERIENCE_TO_POSSIBILITY
    return (kinds.index(one.kind) if one.kind in kinds else len(kinds), one.kind)
