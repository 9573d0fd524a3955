"""The log of a rolling window: the hard guard of the budget."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import deque
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice

_MARGIN = 1e-4
"""By this share the window is longer than the period: the server's clock is not ours, and it may count both ends."""


class Window:
    """``limit`` places. A call occupies one from its grant until a period after its *end*.

    The server counts a call somewhere between its grant and its end, so that places freed a period after the end keep
    the promise on the server's side too, however slow a call was. A call whose end is never told counts from its grant.
    All deques hold the moments when places become free, in ascending order.
    """

    __slots__ = ("_foreign", "_freed", "_open", "_past", "limit", "span")

    def __init__(self, limit: int, period: float) -> None:
        self.limit = limit
        self.span = period * (1 + _MARGIN)
        self._open: deque[float] = deque()
        self._past: deque[float] = deque()
        self._foreign: list[float] = []
        self._freed: deque[float] = deque(maxlen=limit)

    @property
    def used(self) -> int:
        return len(self._open) + len(self._past) + len(self._foreign)

    @property
    def running(self) -> bool:
        """Whether there are calls whose end was not told yet."""
        return bool(self._open)

    def running_since(self, moment: float) -> int:
        """How many of them were granted after that."""
        return sum(1 for end in self._open if end - self.span > moment)

    @property
    def last(self) -> float | None:
        """The moment when all places are free again."""
        ends = [*islice(reversed(self._open), 1), *islice(reversed(self._past), 1), *self._foreign[-1:]]
        return max(ends, default=None)

    def free(self, now: float) -> int:
        """Places that are free; negative when the limit was lowered below what is in use."""
        past = self._past
        running = self._open
        if (past and past[0] <= now) or (running and running[0] <= now) or self._foreign:
            self._expire(now)
        return self.limit - len(past) - len(running) - len(self._foreign)

    def add(self, n: int, now: float) -> None:
        if n == 1:
            self._open.append(now + self.span)
        else:
            self._open.extend([now + self.span] * n)

    def end(self, n: int, now: float, late: float = 0.0) -> None:
        """Calls are over. Which ones is not asked: to take the oldest keeps the others' places no shorter than due.

        Those that may reach the server up to ``late`` seconds from now keep their places so much longer.
        """
        self.refund(n)
        if late:
            for _ in range(n):
                insort(self._foreign, now + self.span + late)
        else:
            self._past.extend([now + self.span] * n)

    def refund(self, n: int) -> None:
        """Calls never left; the oldest are taken for them, as in :meth:`end`."""
        for _ in range(min(n, len(self._open))):
            self._open.popleft()

    def undo(self, n: int, granted: float) -> None:
        """Takes back what :meth:`add` did at the moment ``granted``.

        Where the end of another call has been taken for it, that call's place is left and goes instead.
        """
        for _ in range(n):
            try:
                self._open.remove(granted + self.span)
            except ValueError:
                self.refund(1)

    def restore(self, grants: Iterable[float]) -> None:
        self._past.extend(sorted(grant + self.span for grant in grants))

    def moment(self, places: int, now: float) -> float:
        """When the ``places``-th grant from now can be made, if there is one after the other as soon as possible."""
        cycles, index = divmod(places - 1, self.limit)
        missing = index + 1 - self.free(now)
        start = now if missing <= 0 else next(islice(self.ends(), missing - 1, None), now)
        return start + cycles * self.span

    def ends(self) -> Iterator[float]:
        return merge(self._past, self._open, self._foreign)

    def tighten(self, remaining: int, now: float, resets_in: float | None) -> None:
        """The server knows of more calls than we do: the difference occupies places until its reset.

        Without a reset they are taken to be spread evenly over the period. Places that became free while the answer was
        on its way do not count as a difference.
        """
        unknown = self.free(now) - self._freed_meanwhile() - remaining
        if unknown <= 0:
            return
        if resets_in is None:
            ends = [now + self.span * i / unknown for i in range(1, unknown + 1)]
        else:
            ends = [now + resets_in] * unknown
        self._foreign = sorted(self._foreign + ends)

    def _freed_meanwhile(self) -> int:
        if not self._open:
            self._freed.clear()
            return 0
        since = self._open[0] - self.span
        while self._freed and self._freed[0] < since:
            self._freed.popleft()
        return len(self._freed)

    def _expire(self, now: float) -> None:
        for ends in (self._past, self._open):
            while ends and ends[0] <= now:
                self._freed.append(ends.popleft())
        gone = bisect_right(self._foreign, now)
        if gone:
            self._freed.extend(self._foreign[:gone])
            del self._foreign[:gone]
