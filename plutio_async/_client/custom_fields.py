"""The resource of definitions, with the schema made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from plutio_async._core.call import Operation
from plutio_async._custom_fields.cache import SCHEMA_AGE, SchemaCache
from plutio_async._custom_fields.schema import Schema
from plutio_async._generated.resources.custom_fields import CustomFieldsResource
from plutio_async._resources.sender import Sender

T = TypeVar("T")


class CustomFields(CustomFieldsResource):
    """Definitions of the fields that a workspace adds to its records, and the schema made of them."""

    def __init__(self, sender: Sender, cache: SchemaCache) -> None:
        super().__init__(sender)
        self._cache = cache

    async def schema(self, *, max_age: float = SCHEMA_AGE) -> Schema:
        """The definitions by kind of record and title.

        Costs no call while the last reading is younger than ``max_age`` seconds, otherwise one for each page of them
        and one to make sure of the end. Changing definitions through this client makes the next call read them anew,
        and ``max_age=0`` reads them now.

        Raises:
            PlutioError: a call failed; ``plutio_async.errors`` draws the tree.
        """
        return await self._cache.get(self._load, max_age)

    async def _load(self) -> Schema:
        return Schema(await self.iterate().to_list())

    async def _send(self, operation: Operation, decode: Callable[[Any], T], body: Mapping[str, Any]) -> T:
        try:
            return await super()._send(operation, decode, body)
        finally:
            self._cache.forget()
