"""What is known of the call behind an error."""

from __future__ import annotations

from attrs import field, frozen


@frozen
class Waited:
    """Seconds that a call spent waiting, by what it waited for."""

    budget: float = 0.0
    token: float = 0.0
    backoff: float = 0.0


@frozen
class CallInfo:
    """What is known of the call behind an error."""

    method: str
    path: str
    operation_id: str | None = None
    attempts: int = 0
    waited: Waited = field(factory=Waited)
    stopped: str | None = None

    def __str__(self) -> str:
        name = f"{self.method} {self.path}"
        return f"{name} ({self.operation_id})" if self.operation_id else name
