"""The rows of the table: a ratio, its goal, and whether it is met."""

from __future__ import annotations

import json
from collections.abc import Iterable

from attrs import asdict, frozen

from benchmarks.speed.rounds import Ratio


@frozen
class Goal:
    """A bound of a ratio. ``stretch`` is the ratio of a prototype, and is not required."""

    bound: float
    stretch: float | None = None
    at_least: bool = False

    def is_met(self, ratio: float) -> bool:
        """Whether a ratio is within the bound."""
        return ratio >= self.bound if self.at_least else ratio <= self.bound

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}"


def at_most(bound: float, stretch: float | None = None) -> Goal:
    """The goal for a cost."""
    return Goal(bound, stretch)


def at_least(bound: float, stretch: float | None = None) -> Goal:
    """The goal for a gain."""
    return Goal(bound, stretch, at_least=True)


@frozen
class Row:
    """A measurement, the rival, the ratio and the goal."""

    what: str
    rival: str
    ratio: Ratio
    goal: Goal


def as_json(rows: Iterable[Row]) -> str:
    """The ratios of the rows, for ``moved``."""
    figures = [{"what": row.what, "rival": row.rival, **asdict(row.ratio)} for row in rows]
    return json.dumps(figures, ensure_ascii=False, indent=1)


def moved(rows: Iterable[Row], earlier: str) -> list[str]:
    """The rows whose ratios are beyond the noise of an earlier run: their middle halves do not overlap."""
    before = {(one["what"], one["rival"]): Ratio(one["median"], one["low"], one["high"]) for one in json.loads(earlier)}
    pairs = ((row, before.get((row.what, row.rival))) for row in rows)
    return [
        f"{row.what}, against {row.rival}: {_figure(old.median)} before, {_figure(row.ratio.median)} now"
        for row, old in pairs
        if old is not None and (row.ratio.low > old.high or row.ratio.high < old.low)
    ]


def header() -> str:
    """The first two lines of the table, in Markdown."""
    return "| what | rival | ratio | p25–p75 | goal | |\n| --- | --- | ---: | ---: | ---: | --- |"


def line(row: Row) -> str:
    """A row in Markdown."""
    ratio = row.ratio
    verdict = "ok" if row.goal.is_met(ratio.median) else "missed"
    spread = f"{_figure(ratio.low)}–{_figure(ratio.high)}"
    return f"| {row.what} | {row.rival} | {_figure(ratio.median)} | {spread} | {row.goal} | {verdict} |"


def _figure(ratio: float) -> str:
    """Three significant digits, or one decimal from 10 on."""
    return f"{ratio:.1f}" if ratio >= 10 else f"{ratio:.3g}"
