"""What the callers do: a long list of steps, the same for the same seed."""

from __future__ import annotations

import random
from typing import Literal

from attrs import frozen

Kind = Literal["list", "get", "request", "iterate", "create", "update", "delete"]
Priority = Literal["interactive", "background"]

WEIGHTS: dict[Kind, int] = {
    "list": 20,
    "get": 15,
    "request": 8,
    "iterate": 2,
    "create": 30,
    "update": 19,
    "delete": 6,
}
KEPT = 40
"""Records that are read and updated over and over."""

_CANCELLED = 0.1
_PATIENCE = 0.02
_BACKGROUND = 0.2


@frozen
class Step:
    """One caller's call. ``target`` numbers the record it is about.

    ``patience`` is how many seconds of the machine's clock the caller waits before it is cancelled, ``None`` for as
    long as it takes.
    """

    number: int
    kind: Kind
    target: int
    patience: float | None
    priority: Priority
    breaks: bool

    @property
    def title(self) -> str:
        """What the step writes; no other step writes the same."""
        return f"step {self.number}"


def steps(seed: int, count: int) -> list[Step]:
    """The steps of a run. Each record that is deleted is deleted by one step only."""
    chance = random.Random(f"{seed} steps")
    kinds = chance.choices(list(WEIGHTS), list(WEIGHTS.values()), k=count)
    doomed = 0
    made = []
    for number, kind in enumerate(kinds):
        target = doomed if kind == "delete" else chance.randrange(KEPT)
        doomed += kind == "delete"
        made.append(_step(chance, number, kind, target))
    return made


def _step(chance: random.Random, number: int, kind: Kind, target: int) -> Step:
    patience = chance.expovariate(1 / _PATIENCE) if chance.random() < _CANCELLED else None
    priority: Priority = "background" if chance.random() < _BACKGROUND else "interactive"
    return Step(number, kind, target, patience, priority, breaks=chance.random() < 0.5)


def doomed(plan: list[Step]) -> int:
    """How many records the steps delete."""
    return sum(step.kind == "delete" for step in plan)
