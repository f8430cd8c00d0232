"""What a measurement says: medians with their spread, and the ratio of two that ran side by side."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Series:
    """So many measurements of one thing, in milliseconds unless `unit` says otherwise."""

    median: float
    low: float
    high: float
    count: int
    unit: str = "ms"
    p99: float = 0.0

    def at_p99(self) -> "Series":
        """The same with the ninety-ninth percentile in the middle."""
        return replace(self, median=self.p99)

    def __str__(self) -> str:
        return f"{self.median:.2f} {self.unit} ({self.low:.2f}–{self.high:.2f}, n={self.count})"


def series(values: Sequence[float], unit: str = "ms") -> Series:
    """Median, tenth and ninetieth percentile."""
    ordered = sorted(values)
    tenth = max(0, round(len(ordered) * 0.1) - 1)
    ninetieth = min(len(ordered) - 1, round(len(ordered) * 0.9) - 1)
    p99 = ordered[max(0, round(len(ordered) * 0.99) - 1)]
    return Series(
        statistics.median(ordered), ordered[tenth], ordered[max(tenth, ninetieth)], len(ordered), unit, p99
    )


@dataclass(frozen=True)
class Line:
    """One row of the table: what, measured, beside what, and how many times as much."""

    what: str
    measured: Series
    beside: Series
    against: str
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        return self.measured.median / self.beside.median

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "ratio": round(self.ratio, 3)}


def table(lines: Sequence[Line]) -> str:
    """The lines as text, ratios first: the milliseconds are this machine's, the ratios are ours."""
    rows = [("ratio", "what", "measured", "beside it")]
    rows += [(f"{x.ratio:.2f}", x.what, str(x.measured), f"{x.against}: {x.beside}") for x in lines]
    widths = [max(len(row[n]) for row in rows) for n in range(4)]
    return "\n".join("  ".join(cell.ljust(widths[n]) for n, cell in enumerate(row)).rstrip() for row in rows)
