"""What a resource needs of its client."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from plutio_async._core.call import Call
    from plutio_async._core.clock import Clock
    from plutio_async._custom_fields.schema import Schema
    from plutio_async._pagination.ahead import Spawn
    from plutio_async._pagination.caps import PageCaps
    from plutio_async._resources.coalesce import Batcher

T = TypeVar("T")

Filter = str | int | float | bool | datetime | date
"""What a plain keyword filter may hold."""


class Sender(Protocol):
    """Sends calls to the API: a client, as its resources see it."""

    async def send(self, call: Call[T]) -> T:
        """The result of a call."""
        ...

    @property
    def business(self) -> str | None:
        """The workspace that the calls are for; ``None`` for the one that the token is for."""
        ...

    @property
    def spawn(self) -> Spawn:
        """Starts a task that the client owns."""
        ...

    @property
    def clock(self) -> Clock:
        """The client's time."""
        ...

    @property
    def batcher(self) -> Batcher | None:
        """Makes one call of concurrent gets; ``None`` where each is a call of its own."""
        ...

    def in_background(self) -> Sender:
        """The same, with calls that leave the budget's reserve to others."""
        ...

    def spare(self) -> int | None:
        """How many calls can be made without waiting; ``None`` if unknown."""
        ...

    def page_caps(self, resource: str) -> PageCaps:
        """What was learned of the pages of a resource."""
        ...

    async def custom_schema(self) -> Schema:
        """The definitions of custom fields, read when they are not at hand."""
        ...

    @property
    def keeps_custom_fields(self) -> bool:
        """Whether the API leaves a record's other custom fields alone when an update sends some."""
        ...
