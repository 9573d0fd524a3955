"""One call as a value: what is sent, how its answer is read, and whether it may be repeated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from attrs import field, frozen

T = TypeVar("T")

Query = tuple[tuple[str, str], ...]


@frozen
class Operation:
    """An operation of the description. ``idempotent``: happening twice is the same as happening once."""

    id: str | None
    method: str
    path: str
    idempotent: bool


@frozen
class Call(Generic[T]):
    """A call of an operation. ``decode`` turns the parsed JSON of a success into the result."""

    operation: Operation
    decode: Callable[[Any], T]
    query: Query = ()
    body: Mapping[str, Any] | list[Any] | None = field(default=None, repr=False)


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
