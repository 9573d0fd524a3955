"""What resources need of the client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from plutio_async._core.call import Call, OnAnswer, T
    from plutio_async._core.clock import Clock
    from plutio_async._custom_fields.cache import SchemaCache
    from plutio_async._custom_fields.schema import Schema
    from plutio_async._pagination.page import PageCaps, Spawn, Traits
    from plutio_async._resources.coalesce import FetchMany
    from plutio_async._resources.learned import Learned

from plutio_async._models.model import Model

Filter = str | int | float | Decimal | bool | datetime | date | Model
"""A value of a plain keyword filter."""
GetBatched = Callable[[str, str, "FetchMany"], Awaitable[Any]]
"""Gets a record by resource and id, along with those of other callers."""


class ResourceContext(Protocol):
    """What a client and all of its views share, as far as resources need it."""

    clock: Clock
    """The clock of the client."""
    learned: Learned
    """What was measured of the server."""
    keeps_custom_fields: bool
    """Whether an update that sends some custom fields keeps the record's others."""
    noted: set[str]
    """The warnings that the client has given."""

    @property
    def spawn(self) -> Spawn:
        """Starts a task that the client owns."""
        ...

    def spare(self) -> int | None:
        """The number of calls that can be made without waiting, if known."""
        ...

    @property
    def traits(self) -> Traits:
        """What the lists that were read have shown of the server."""
        ...

    def page_caps(self, resource: str) -> PageCaps:
        """The page sizes that a resource was seen to accept."""
        ...


class Sender(Protocol):
    """Sends the calls of a client or of a view, with its options."""

    business: str | None
    """The workspace of the calls; ``None`` for the token's only one."""

    @property
    def shared(self) -> ResourceContext:
        """What all views share."""
        ...

    async def send(self, call: Call[T]) -> T:
        """The result of a call."""
        ...

    @property
    def get_batched(self) -> GetBatched | None:
        """Makes one call of concurrent gets; ``None`` where each get makes its own."""
        ...

    def in_background(self) -> Sender:
        """A sender whose calls leave the budget's reserve to others."""
        ...

    def noting(self, note: OnAnswer) -> Sender:
        """A sender that also passes each answer to ``note``."""
        ...

    @property
    def schemas(self) -> SchemaCache:
        """The definitions of custom fields that were read last."""
        ...

    async def custom_schema(self) -> Schema:
        """The definitions of custom fields, from the cache or the API."""
        ...

    async def trashed(self, resource: str) -> list[str]:
        """The ids of the records in the trash bin that may be of a resource."""
        ...
