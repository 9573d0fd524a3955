"""The pause that a 429 orders."""

from __future__ import annotations

from plutio_async._ratelimit.lease import Lease

PROBE_TIMEOUT = 30.0
"""Seconds after which a probe without an outcome is given up."""


class Pause:
    """While it is in force no call passes. Once its time is over one call does, the probe, whose success ends it."""

    __slots__ = ("_probe", "_probe_ends", "in_force", "until")

    def __init__(self) -> None:
        self.in_force = False
        self.until = 0.0
        self._probe: Lease | None = None
        self._probe_ends = 0.0

    @property
    def probing(self) -> bool:
        return self._probe is not None

    def begin(self, seconds: float, now: float) -> None:
        """Several 429s of one burst make one pause, as long as the longest of them."""
        self.until = max(self.until, now + seconds) if self.in_force else now + seconds
        self.in_force = True
        self._probe = None

    def moment(self, now: float) -> float:
        """When the next call may pass, if the probe has no outcome until then."""
        if not self.in_force:
            return now
        return max(now, self.until if self._probe is None else self._probe_ends)

    def send_probe(self, lease: Lease, now: float) -> None:
        self._probe, self._probe_ends = lease, now + PROBE_TIMEOUT

    def confirm(self, lease: Lease) -> bool:
        """The call succeeded. Returns whether that ends the pause: only the probe's success does."""
        if lease is not self._probe:
            return False
        self.in_force = False
        self._probe = None
        return True

    def end(self, lease: Lease) -> None:
        """The call is over. If it was the probe and did not succeed, the next call is one."""
        if lease is self._probe:
            self._probe = None
