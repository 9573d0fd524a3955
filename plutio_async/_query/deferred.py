"""Queries that name custom fields by title, which take the definitions to be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from plutio_async._core.call import Query
from plutio_async._query.compiling import CustomSchema


class Titles:
    """Stands in for the definitions where a query is only compared with others: titles and labels stay as they are."""

    def id(self, title: str) -> str:
        return title

    def encode(self, id: str, value: Any) -> Any:  # noqa: ARG002
        return value

    def matching(self, id: str, pattern: str, flags: str) -> None:
        """No option is known here."""


class LateQuery:
    """Compiled when it is first sent. ``name`` tells it from other queries, and stays when the definitions change."""

    def __init__(
        self, compiled: Callable[[CustomSchema], Query], schema: Callable[[], Awaitable[CustomSchema]]
    ) -> None:
        self.name = compiled(Titles())
        self._compiled = compiled
        self._schema = schema
        self._query: Query | None = None

    async def get(self) -> Query:
        """What is sent.

        Raises:
            CustomFieldError: a title or the label of an option is unknown or ambiguous.
            PlutioError: reading the definitions failed.
        """
        if self._query is None:
            self._query = self._compiled(await self._schema())
        return self._query
