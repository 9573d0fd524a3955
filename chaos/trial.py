"""The base classes of trials, and their counts."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections import Counter
from typing import ClassVar

import anyio
from attrs import define, field

from plutio_async import PlutioError

_TIMEOUT = 300.0
"""Seconds of the machine's clock after which a trial is stopped, several times the duration of the slowest."""


class NeverEnds(Exception):
    """The client made so many useless calls that it would never have finished."""


@define
class Tally:
    """The counts of a trial. ``notes`` are figures that are not failures."""

    tries: int = 0
    failures: Counter[str] = field(factory=Counter)
    notes: dict[str, int | str] = field(factory=dict)
    first: dict[str, str] = field(factory=dict)
    trying: int | None = None

    def fail(self, what: str, count: int = 1, detail: str = "") -> None:
        """Counts failures of one type. Keeps the first of each type with the number of its try."""
        if not count:
            return
        self.failures[what] += count
        where = "" if self.trying is None else f"try {self.trying}: "
        self.first.setdefault(what, f"{where}{detail}".strip(": "))

    def note(self, what: str, count: int = 1) -> None:
        """Adds to a figure."""
        self.notes[what] = self.noted(what) + count

    def most(self, what: str, value: int) -> None:
        """Keeps the largest value."""
        self.notes[what] = max(self.noted(what), value)

    def noted(self, what: str) -> int:
        """The current value of a figure."""
        count = self.notes.get(what, 0)
        assert isinstance(count, int)
        return count


class Trial(ABC):
    """Tries to make the client break a promise, and counts failures.

    ``description`` names the disturbance and the failures. ``tries`` is the number of tries, ``short`` that of tests.
    The same seed repeats the tries, except for the timing of the machine.
    """

    name: ClassVar[str]
    description: ClassVar[str]
    tries: ClassVar[int]
    short: ClassVar[int]

    @abstractmethod
    def run(self, backend: str, seed: int, tries: int) -> Tally:
        """Runs on asyncio or trio. Errors are counted, never raised."""


class AsyncTrial(Trial):
    """A trial on one event loop."""

    def run(self, backend: str, seed: int, tries: int) -> Tally:
        tally = Tally()
        random.seed(f"{seed} jitter")  # of the client's pauses
        try:
            anyio.run(self._bounded, tally, seed, tries, backend=backend)
        except TimeoutError:
            tally.fail("never ended")
        except Exception as error:  # noqa: BLE001 - any exception is a failure
            tally.fail("other errors", detail=repr(error))
        return tally

    async def _bounded(self, tally: Tally, seed: int, tries: int) -> None:
        with anyio.fail_after(_TIMEOUT):
            await self.run_tries(tally, seed, tries)

    @abstractmethod
    async def run_tries(self, tally: Tally, seed: int, tries: int) -> None:
        """Makes the tries and counts failures."""


class IndependentTries(AsyncTrial):
    """A trial in which each try has its own server and client."""

    async def run_tries(self, tally: Tally, seed: int, tries: int) -> None:
        for number in range(tries):
            tally.tries, tally.trying = number + 1, number
            try:
                await self.try_once(random.Random(f"{seed} {self.name} {number}"), tally)
            except NeverEnds:
                tally.fail("never ended")
            except PlutioError as error:
                tally.fail(f"raised {type(error).__name__}", detail=str(error))
            except Exception as error:  # noqa: BLE001 - any exception is a failure
                tally.fail("other errors", detail=repr(error))

    @abstractmethod
    async def try_once(self, rng: random.Random, tally: Tally) -> None:
        """One try."""
