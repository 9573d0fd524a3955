"""An outage of the server: since when, why, and when to try again."""

from __future__ import annotations

from attrs import define, field

from plutio_async._core.errors import ConnectionFailed

_FIRST_PAUSE = 0.05


@define
class Outage:
    """The exchanges in a row that failed; none while the server answers.

    One failure is no outage yet: perhaps the server only closed an idle connection long ago.
    """

    longest_pause: float
    error: ConnectionFailed | None = None
    since: float = 0.0
    failures: int = 0
    pause: float = field(default=_FIRST_PAUSE, init=False)
    """Seconds until the next attempt."""

    @property
    def is_certain(self) -> bool:
        return self.failures > 1

    def add(self, error: ConnectionFailed, now: float) -> None:
        """An exchange failed."""
        self.since = self.since if self.failures else now
        self.pause = min(_FIRST_PAUSE * 2 ** min(self.failures, 10), self.longest_pause)
        self.failures += 1
        self.error = error

    def end(self) -> None:
        """The server answered."""
        self.failures, self.error = 0, None
