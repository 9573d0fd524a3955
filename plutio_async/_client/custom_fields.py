"""The resource of custom field definitions, with their schema."""

from __future__ import annotations

from plutio_async._core.checks import check_seconds
from plutio_async._custom_fields.cache import SCHEMA_AGE
from plutio_async._custom_fields.schema import Schema
from plutio_async._generated.resources.custom_fields import CustomFieldsResource


class CustomFields(CustomFieldsResource):
    """Definitions of the fields that a workspace adds to its records, and their schema."""

    async def schema(self, *, max_age: float = SCHEMA_AGE) -> Schema:
        """The definitions by entity and title, from the cache or the API.

        Makes no call if the cached definitions are younger than ``max_age`` seconds. Otherwise makes one for each page
        and one to make sure of the end. A change of definitions through this client expires them, and ``max_age=0``
        reads them now.

        Raises:
            ConfigurationError: ``max_age`` is no length of time.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        check_seconds("max_age", max_age)
        return await self._sender.schemas.get(self._load, max_age)

    async def _load(self) -> Schema:
        return Schema(await self.iterate().to_list())
