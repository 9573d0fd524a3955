"""The rows of the table: a ratio, its goal, and whether it is met."""

from __future__ import annotations

from attrs import frozen

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
