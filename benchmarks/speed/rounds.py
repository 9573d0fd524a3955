"""Measures cases in turns, so that other load on the machine affects all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median, quantiles

from attrs import frozen

Case = Callable[[], float]
"""Runs once, and returns its cost or its rate."""

Figures = Mapping[str, list[float]]
"""The figures of each case, one for each round."""


@frozen
class Ratio:
    """The median of the ratios of all rounds, and their quartiles."""

    median: float
    low: float
    high: float


def by_turns(cases: Mapping[str, Case], rounds: int, *, warm_up: bool = True) -> Figures:
    """Runs all cases in each round, starting with another one each time. The warm-up is not counted."""
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
    """Compares a case with a rival, round by round."""
    ratios = [one / other for one, other in zip(figures[case], figures[rival], strict=True)]
    low, _, high = quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    return Ratio(median(ratios), low, high)


def cpu(work: Callable[[], object], times: int = 1) -> float:
    """The CPU time of a function in seconds."""
    began = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - began) / times
