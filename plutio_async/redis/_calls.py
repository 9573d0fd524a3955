"""The calls that this worker has under way."""

from __future__ import annotations

from attrs import define


@define
class Probe:
    """This worker's call that was sent ahead after a pause, and how many older ones may still end before it.

    Ends and successes come without a name, so that many ends are taken to be theirs.
    """

    name: str = ""
    older: int = 0

    @property
    def is_next(self) -> bool:
        """Whether what is heard now is of the probe."""
        return bool(self.name) and not self.older

    def over(self) -> str:
        """Its name, for the last time."""
        name, self.name = self.name, ""
        return name


class Calls:
    """Calls by number, with the moments of their grants; the latest ``most`` of those that nothing was said of.

    Whichever ends, the oldest is taken for it, so that no place becomes free sooner than it should.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: dict[int, float] = {}
        self._background: dict[int, None] = {}

    def since(self, moment: float) -> int:
        """How many of them began after that."""
        return sum(1 for began in self._open.values() if began > moment)

    def begin(self, numbers: range, background: bool, now: float) -> None:
        for number in numbers:
            self._open[number] = now
            if background:
                self._background[number] = None
        for known in (self._open, self._background):
            while len(known) > self._most:
                del known[next(iter(known))]

    def end(self) -> int | None:
        """Takes the oldest call."""
        return _pop(self._open)

    def end_background(self) -> int | None:
        """Takes the oldest of those that count against what the reserve leaves."""
        return _pop(self._background)

    def forget(self, numbers: range) -> None:
        for number in numbers:
            self._open.pop(number, None)
            self._background.pop(number, None)

    def oldest(self, now: float) -> float:
        """When the oldest began."""
        return next(iter(self._open.values()), now)


def _pop(known: dict[int, float] | dict[int, None]) -> int | None:
    number = next(iter(known), None)
    if number is not None:
        del known[number]
    return number
