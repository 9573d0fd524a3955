"""Many records by their ids in the fewest calls."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Generic, TypeVar
from urllib.parse import quote

from plutio_async._core.errors import NotFoundError
from plutio_async._models.model import Model
from plutio_async._resources.gather import gather_limited

M = TypeVar("M", bound=Model)

MOST_IDS = 200
"""Ids in one query: as many records as the most cautious of the page sizes that were seen accepted."""
QUERY_LENGTH = 6_000
"""Characters of the ids in a URL, which servers and what stands before them take up to 8,000 of at least."""

Find = Callable[[Sequence[str]], Awaitable[Sequence[M | None]]]
"""Gives the records with some of the ids, and ``None`` for a row that holds nothing."""


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in lists that fit into one query each."""
    chunk: list[str] = []
    length = 0
    for id in ids:
        more = len(quote(json.dumps(id) + ","))
        if chunk and (len(chunk) == MOST_IDS or length + more > QUERY_LENGTH):
            yield chunk
            chunk, length = [], 0
        chunk.append(id)
        length += more
    if chunk:
        yield chunk


class ManyById(Generic[M]):
    """Finds records by a query for their ids, and one by one where the server does not understand it.

    ``find`` gives the records with some of the ids, ``None`` where the API takes no such query. ``get`` gives one.
    """

    def __init__(
        self,
        find: Find[M] | None,
        get: Callable[[str], Awaitable[M]],
    ) -> None:
        self._find = find
        self._get = get

    async def fetch(self, ids: Iterable[str]) -> dict[str, M]:
        """Those of the records that there are, by id."""
        found: dict[str, M] = {}
        wanted = list(dict.fromkeys(ids))
        if self._find is None:
            await self._one_by_one(wanted, found)
        else:
            await gather_limited([partial(self._chunk, self._find, chunk, found) for chunk in chunks(wanted)])
        return found

    async def _chunk(self, find: Find[M], ids: list[str], found: dict[str, M]) -> None:
        """Asks for what is left until nothing of it comes: the API may have cut its answer short."""
        while len(ids) > 1:
            try:
                rows = await find(ids)
            except NotFoundError:
                break  # seen live of one resource: the query is not understood
            named = {id: row for row in rows if row is not None and (id := getattr(row, "id", None))}
            asked, found_now = set(ids), named.keys() & set(ids)
            found.update((id, named[id]) for id in found_now)
            ids = [id for id in ids if id not in found_now]
            if named.keys() - asked:
                break  # the query was ignored, and who knows how many other records come before ours
            if not found_now:
                return
        await self._one_by_one(ids, found)

    async def _one_by_one(self, ids: Sequence[str], found: dict[str, M]) -> None:
        async def look(id: str) -> None:
            with suppress(NotFoundError):
                found[id] = await self._get(id)

        await gather_limited([partial(look, id) for id in ids])
