"""The definitions that a client read last, shared by its views of the same workspace."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import anyio

from plutio_async._core.clock import Clock
from plutio_async._models.model import CustomRecord

if TYPE_CHECKING:
    from plutio_async._custom_fields.schema import Schema

SCHEMA_AGE = 300.0
"""Seconds after which cached definitions are read again."""


class SchemaCache:
    """Caches a schema. Records refer to the cache, so that those that were read before the schema find it too."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = anyio.Lock()
        self._changes = 0
        self._read_at: float | None = None
        self.schema: Schema | None = None

    async def get(self, load: Callable[[], Awaitable[Schema]], max_age: float) -> Schema:
        """The schema. If it is older than ``max_age`` seconds, one caller loads it and the others wait."""
        asked_at = self._clock.monotonic()
        async with self._lock:
            if self.schema is None or self._read_at is None or self._read_at <= asked_at - max_age:
                changes, read_at = self._changes, self._clock.monotonic()
                self.schema = await load()
                self._read_at = read_at if changes == self._changes else None
            return self.schema

    def unlock(self) -> None:
        """Forgets the tasks that load or wait, because their event loop has ended."""
        self._lock = anyio.Lock()

    def expire(self) -> None:
        """Expires the schema: the next ``get`` loads it again. Until then records use the old one."""
        self._changes += 1
        self._read_at = None

    def bind(self, result: Any) -> None:
        """Gives the records of an answer this cache, where they find their definitions. All of them are of one kind."""
        records = result if isinstance(result, list) else [result]
        for record in records:
            if not isinstance(record, CustomRecord | None):
                break
            if record is not None:
                record._schemas = self  # noqa: SLF001 - it belongs to the client, not to the record
