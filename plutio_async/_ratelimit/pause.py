"""The pause that a 429 orders."""

from __future__ import annotations

PATIENCE = 30.0
"""Seconds after which a probe that nobody reported on is given up, and so is any older call."""


class Pause:
    """In force, it lets nobody pass until its time is over; then one call, the probe, whose success ends it for all.

    Ends and successes come without a name. So as many ends as there were older calls under way when the probe left are
    taken to be theirs, and what comes after that to be the probe's.
    """

    __slots__ = ("_older", "_probe_at", "_probe_ends", "in_force", "until")

    def __init__(self) -> None:
        self.in_force = False
        self.until = 0.0
        self._older = 0
        self._probe_at: float | None = None
        self._probe_ends: float | None = None

    @property
    def probing(self) -> bool:
        return self._probe_ends is not None

    def begin(self, seconds: float, now: float) -> None:
        """Several 429s of one burst make one pause, as long as the longest of them."""
        self.until = max(self.until, now + seconds) if self.in_force else now + seconds
        self.in_force = True
        self._probe_ends = None

    def moment(self, now: float) -> float:
        """When the next call may pass, if nothing is heard of the probe."""
        if not self.in_force:
            return now
        return max(now, self.until if self._probe_ends is None else self._probe_ends)

    def passed(self, now: float, older: int) -> None:
        """A call passes while ``older`` others are under way. While the pause is in force, it is the probe."""
        if self.in_force:
            self._probe_at, self._probe_ends, self._older = now, now + PATIENCE, older

    def confirm(self) -> None:
        """A call succeeded. An older one than the probe says nothing."""
        if self._probe_ends is not None and not self._older:
            self.in_force = False
            self._probe_ends = None

    def ended(self, n: int) -> None:
        """Calls are over. If the probe is among them, it did not succeed."""
        if n > self._older:
            self.lose_probe()
        self._older = max(0, self._older - n)

    def undone(self, granted: float) -> None:
        """A call that was granted at that moment was none."""
        if granted == self._probe_at:
            self.lose_probe()

    def lose_probe(self) -> None:
        """The probe came to nothing: the next call is one."""
        self._probe_ends = None
