"""Rivals measured by turns, so that whatever else the machine does meets all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median, quantiles

from attrs import frozen

Case = Callable[[], float]
"""Does something once and gives what it cost, or how much of it was done in a second."""

Figures = Mapping[str, list[float]]
"""For each case its figures, round by round."""


@frozen
class Ratio:
    """The median of the ratios of all rounds, and the range of their middle half."""

    median: float
    low: float
    high: float


def by_turns(cases: Mapping[str, Case], rounds: int, *, warm_up: bool = True) -> Figures:
    """Runs all cases in each round; each round begins with another one. A first turn, to warm up, is not counted."""
    for case in cases.values() if warm_up else ():
        case()
    figures: dict[str, list[float]] = {name: [] for name in cases}
    names = list(cases)
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            figures[name].append(cases[name]())
    return figures


def ratio(figures: Figures, case: str, rival: str) -> Ratio:
    """How a case compares with a rival: each round's two figures are set against each other."""
    ratios = [one / other for one, other in zip(figures[case], figures[rival], strict=True)]
    low, _, high = quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    return Ratio(median(ratios), low, high)


def cpu(work: Callable[[], object], times: int = 1) -> float:
    """Seconds of this process's CPU that something takes."""
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times
