"""What a trial is, and what it counts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from random import Random
from typing import ClassVar

import anyio
from attrs import define, field

from plutio_async import PlutioError

_LONGEST = 300.0
"""Seconds of the machine's clock after which a trial is given up: several times what the slowest takes."""


class NeverEnds(Exception):
    """The server was asked so often without need that the client would never have come to an end."""


@define
class Tally:
    """What came of a trial. ``notes`` are figures that fail nothing."""

    tries: int = 0
    failures: Counter[str] = field(factory=Counter)
    notes: dict[str, int | str] = field(factory=dict)
    first: dict[str, str] = field(factory=dict)
    trying: int | None = None

    def fail(self, what: str, count: int = 1, detail: str = "") -> None:
        """Counts failures of a kind. The first of each is kept with the number of its try."""
        if not count:
            return
        self.failures[what] += count
        where = "" if self.trying is None else f"try {self.trying}: "
        self.first.setdefault(what, f"{where}{detail}".strip(": "))

    def note(self, what: str, count: int = 1) -> None:
        """Counts something that is worth knowing."""
        self.notes[what] = self.noted(what) + count

    def most(self, what: str, value: int) -> None:
        """Keeps the largest value."""
        self.notes[what] = max(self.noted(what), value)

    def noted(self, what: str) -> int:
        """How much was counted so far."""
        count = self.notes.get(what, 0)
        assert isinstance(count, int)
        return count


class Trial(ABC):
    """A way to make the client break a promise: by so many tries, and the failures among them.

    ``says`` names what is done and what counts as a failure. ``tries`` is the size of the long form, ``short`` that of
    the tests. The same seed makes the same tries, as far as the machine's own timing does not matter.
    """

    name: ClassVar[str]
    says: ClassVar[str]
    tries: ClassVar[int]
    short: ClassVar[int]

    @abstractmethod
    def run(self, backend: str, seed: int, tries: int) -> Tally:
        """Tries with an event loop of asyncio or trio. Whatever goes wrong is in the tally, never raised."""


class OnOneLoop(Trial):
    """A trial that runs on one event loop from beginning to end."""

    def run(self, backend: str, seed: int, tries: int) -> Tally:
        tally = Tally()
        try:
            anyio.run(self._bounded, tally, seed, tries, backend=backend)
        except TimeoutError:
            tally.fail("never ended")
        except Exception as error:  # noqa: BLE001 - whatever comes out is what is looked for
            tally.fail("other errors", detail=repr(error))
        return tally

    async def _bounded(self, tally: Tally, seed: int, tries: int) -> None:
        with anyio.fail_after(_LONGEST):
            await self.count(tally, seed, tries)

    @abstractmethod
    async def count(self, tally: Tally, seed: int, tries: int) -> None:
        """Tries, and counts."""


class EachAlone(OnOneLoop):
    """A trial of which each try has a server and a client of its own."""

    async def count(self, tally: Tally, seed: int, tries: int) -> None:
        for number in range(tries):
            tally.tries, tally.trying = number + 1, number
            try:
                await self.once(Random(f"{seed} {self.name} {number}"), tally)
            except NeverEnds:
                tally.fail("never ended")
            except PlutioError as error:
                tally.fail(f"raised {type(error).__name__}", detail=str(error))
            except Exception as error:  # noqa: BLE001 - whatever comes out is what is looked for
                tally.fail("other errors", detail=repr(error))

    @abstractmethod
    async def once(self, chance: Random, tally: Tally) -> None:
        """One try."""
