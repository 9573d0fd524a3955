"""What ``async for`` uses: record by record, or page by page."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from typing import Generic, Self, TypeVar

from plutio_async._pagination.page import Found
from plutio_async._pagination.reader import Reader

T = TypeVar("T")


class RecordIterator(AsyncIterator[T], Generic[T]):
    """Record after record. Holds nothing open between two of them, so leaving early is safe anywhere."""

    def __init__(self, reader: Reader[T]) -> None:
        self._reader = reader
        self._found: deque[Found[T]] = deque()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        if not self._found:
            page = await self._reader.read()
            if page is None:
                raise StopAsyncIteration
            self._found.extend(page)
        found = self._found.popleft()
        self._reader.position.reach(found)
        return found.row

    async def aclose(self) -> None:
        """Ends what is being fetched ahead, for use with ``contextlib.aclosing``. Leaving the loop does it too."""
        self._reader.close()


class PageIterator(AsyncIterator[list[T]], Generic[T]):
    """List after list of new records, as they came from the server; none is empty."""

    def __init__(self, reader: Reader[T]) -> None:
        self._reader = reader

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> list[T]:
        page = await self._reader.read()
        if page is None:
            raise StopAsyncIteration
        for found in page:
            self._reader.position.reach(found)
        return [found.row for found in page]

    async def aclose(self) -> None:
        """Ends what is being fetched ahead, for use with ``contextlib.aclosing``. Leaving the loop does it too."""
        self._reader.close()
