"""A call as a value: the operation, the query, the body, and the decoder of the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from types import EllipsisType
from typing import Any, Generic, TypeVar

from attrs import field, frozen

T = TypeVar("T")

Query = tuple[tuple[str, str], ...]
MaxWait = float | EllipsisType | None
"""The longest wait for the budget, in seconds; ``None`` is no limit, ``...`` the budget's own ``max_wait``."""


OnAnswer = Callable[[int, Mapping[str, str], float], None]
"""Called with the status, the headers (names in lower case) and the seconds of an answer."""


@frozen
class Operation:
    """An operation of the API. ``idempotent``: a second execution changes nothing more."""

    id: str | None
    method: str
    path: str
    idempotent: bool

    @property
    def name(self) -> str:
        """Such as ``tasks.list``; ``request`` for an operation that the description does not have."""
        return "request" if self.id is None else _name(self.id, self.path)


@cache
def _name(id: str, path: str) -> str:
    """The id begins with the resource, which is the first segment of the path."""
    resource = re.sub(r"(?<=[a-z])(?=[A-Z])|-", "_", path.split("/")[1]).lower()
    return f"{resource}.{id.removeprefix(resource + '_')}"


@frozen
class Call(Generic[T]):
    """A call of an operation. ``decode`` makes the result from the parsed JSON of a successful answer."""

    operation: Operation
    decode: Callable[[Any], T]
    query: Query = ()
    body: Mapping[str, Any] | list[Any] | None = field(default=None, repr=False)


@frozen
class Waited:
    """The seconds that a call waited, by cause."""

    budget: float = 0.0
    token: float = 0.0
    backoff: float = 0.0


@frozen
class CallInfo:
    """The call that an error belongs to.

    Attributes:
        attempts: The attempts that were made, those that got no token included.
        stopped: Why it was not repeated.
        may_have_acted: Whether the API may have executed a write, in any of the attempts. Of a read it is ``False``.
    """

    method: str
    path: str
    operation_id: str | None = None
    attempts: int = 0
    waited: Waited = field(factory=Waited)
    stopped: str | None = None
    may_have_acted: bool = False

    def __str__(self) -> str:
        name = f"{self.method} {self.path}"
        return f"{name} ({self.operation_id})" if self.operation_id else name
