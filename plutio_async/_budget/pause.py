"""The pause that a 429 orders."""

from __future__ import annotations

_PATIENCE = 30.0
"""Seconds after which a probe that nobody reported on is given up."""


class Pause:
    """In force, it lets nobody pass until its time is over; then one call, the probe, whose success ends it for all."""

    __slots__ = ("_probe_ends", "in_force", "until")

    def __init__(self) -> None:
        self.in_force = False
        self.until = 0.0
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

    def passed(self, now: float) -> None:
        """A call passes. While the pause is in force, it is the probe."""
        if self.in_force:
            self._probe_ends = now + _PATIENCE

    def confirm(self) -> None:
        """A success before the probe left is the answer to an older call and says nothing."""
        if self._probe_ends is not None:
            self.in_force = False
            self._probe_ends = None

    def lose_probe(self) -> None:
        """The probe came to nothing: the next call is one."""
        self._probe_ends = None
