"""The steps of the callers, which the seed determines."""

from __future__ import annotations

import random
from typing import Literal

from attrs import frozen

Operation = Literal["list", "get", "request", "iterate", "create", "update", "delete"]
Priority = Literal["interactive", "background"]

WEIGHTS: dict[Operation, int] = {
    "list": 20,
    "get": 15,
    "request": 8,
    "iterate": 2,
    "create": 30,
    "update": 19,
    "delete": 6,
}
KEPT = 40
"""The number of records that are read and updated."""

_CANCELLED = 0.1
_CANCEL_AFTER = 0.02
_BACKGROUND = 0.2


@frozen
class Step:
    """One call. ``target`` is the number of its record.

    The caller is cancelled after ``cancel_after`` seconds of the machine's clock; ``None`` is never.
    """

    number: int
    operation: Operation
    target: int
    cancel_after: float | None
    priority: Priority
    stops_early: bool

    @property
    def title(self) -> str:
        """The title that the step writes, which is unique."""
        return f"step {self.number}"


def steps(seed: int, count: int) -> list[Step]:
    """The steps of a run. No record is deleted twice."""
    rng = random.Random(f"{seed} steps")
    operations = rng.choices(list(WEIGHTS), list(WEIGHTS.values()), k=count)
    deletable = 0
    made = []
    for number, operation in enumerate(operations):
        target = deletable if operation == "delete" else rng.randrange(KEPT)
        deletable += operation == "delete"
        made.append(_step(rng, number, operation, target))
    return made


def _step(rng: random.Random, number: int, operation: Operation, target: int) -> Step:
    cancel_after = rng.expovariate(1 / _CANCEL_AFTER) if rng.random() < _CANCELLED else None
    priority: Priority = "background" if rng.random() < _BACKGROUND else "interactive"
    return Step(number, operation, target, cancel_after, priority, stops_early=rng.random() < 0.5)


def deletable(plan: list[Step]) -> int:
    """The number of records that the steps delete."""
    return sum(step.operation == "delete" for step in plan)
