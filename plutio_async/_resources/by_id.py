"""Reads records by their ids in the fewest calls, a few at a time."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Generic
from urllib.parse import quote

import anyio
from attrs import frozen

from plutio_async._core.call import Call, T
from plutio_async._core.errors import BadRequestError, BusinessNotEnabledError, NotFoundError, PlutioError
from plutio_async._models.answers import not_found
from plutio_async._models.model import M
from plutio_async._resources.sender import Sender

MAX_IDS = 200
"""The most ids in one query: the smallest of the page sizes that the API was seen to accept."""
MAX_QUERY_LENGTH = 6_000
"""The most characters of the ids in a URL. Servers and proxies accept URLs of at least 8,000."""
CONCURRENCY = 4
"""Calls at a time: enough to hide most of the latency, few enough to leave connections for other callers."""


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in lists that fit into one query each."""
    chunk: list[str] = []
    length = 0
    for id in ids:
        more = len(quote(json.dumps(id) + ","))
        if chunk and (len(chunk) == MAX_IDS or length + more > MAX_QUERY_LENGTH):
            yield chunk
            chunk, length = [], 0
        chunk.append(id)
        length += more
    if chunk:
        yield chunk


@frozen
class RecordsById(Generic[M]):
    """Reads records by a query for several ids, and one by one where the API does not understand it.

    ``one`` makes the call for one id. ``several`` makes the call for several, ``None`` where the API has no such query.
    """

    resource: str
    sender: Sender
    one: Callable[[str], Call[M]]
    several: Callable[[Sequence[str]], Call[list[M | None]]] | None

    async def fetch(self, ids: Iterable[str]) -> dict[str, M]:
        """The records that exist, by id."""
        found: dict[str, M] = {}
        ids = list(dict.fromkeys(ids))
        if self.several is None:
            await self._one_by_one(ids, found)
        else:
            await gather_limited([partial(self._chunk, self.several, chunk, found) for chunk in chunks(ids)])
        return found

    async def outcomes(self, ids: Sequence[str]) -> dict[str, M | PlutioError]:
        """For each id the record, or the error of its get. A failed call affects only its own ids."""
        found = await gather_limited([partial(self._outcomes, chunk) for chunk in chunks(ids)])
        return {id: outcome for outcomes in found for id, outcome in outcomes.items()}

    async def _chunk(
        self, several: Callable[[Sequence[str]], Call[list[M | None]]], ids: list[str], found: dict[str, M]
    ) -> None:
        """Asks for the remaining ids until no more records come: the API may shorten its answer."""
        while len(ids) > 1:
            try:
                rows = await self.sender.send(several(ids))
            except NotFoundError:
                break  # seen live at one resource, which does not understand the query
            named = {id: row for row in rows if row is not None and (id := getattr(row, "id", None))}
            asked, found_now = set(ids), named.keys() & set(ids)
            found.update((id, named[id]) for id in found_now)
            ids = [id for id in ids if id not in found_now]
            if named.keys() - asked or (any(rows) and not named):
                break  # the API ignored the query, so any number of other records may come before these
            if not found_now:
                return
        await self._one_by_one(ids, found)

    async def _one_by_one(self, ids: Sequence[str], found: dict[str, M]) -> None:
        async def get(id: str) -> None:
            with suppress(NotFoundError):
                found[id] = await self.sender.send(self.one(id))

        await gather_limited([partial(get, id) for id in ids])

    async def _outcomes(self, ids: Sequence[str]) -> dict[str, M | PlutioError]:
        if len(ids) > 1:
            try:
                found = await self.fetch(ids)
                return {id: found[id] if id in found else not_found(self.resource, id) for id in ids}
            except PlutioError as error:
                if isinstance(error, BusinessNotEnabledError) or not isinstance(error, BadRequestError):
                    return dict.fromkeys(ids, error)
        # A query may be refused because of one id, which must not fail the others.
        outcomes = await gather_limited([partial(self._outcome, id) for id in ids])
        return dict(zip(ids, outcomes, strict=True))

    async def _outcome(self, id: str) -> M | PlutioError:
        try:
            return await self.sender.send(self.one(id))
        except PlutioError as error:
            return error


async def gather_limited(jobs: Sequence[Callable[[], Awaitable[T]]]) -> list[T]:
    """The results in the order of the jobs.

    The first error cancels the other jobs and is raised as it is, not inside an ``ExceptionGroup``.
    """
    results: dict[int, T] = {}
    errors: list[Exception] = []
    queue = iter(enumerate(jobs))

    async def work() -> None:
        for index, job in queue:
            try:
                results[index] = await job()
            except Exception as error:  # noqa: BLE001 - raised below, outside the group
                errors.append(error)
                group.cancel_scope.cancel()
                return

    async with anyio.create_task_group() as group:
        for _ in range(min(CONCURRENCY, len(jobs))):
            group.start_soon(work)
    if errors:
        raise errors[0]
    return [results[index] for index in range(len(jobs))]
