"""``create_many``: its calls, its journal, and the search for records whose answer was lost."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic

from plutio_async._models.model import M
from plutio_async._resources.resource import Resource

if TYPE_CHECKING:
    from os import PathLike

    from plutio_async._resources.outcomes import CreateResult


class Creates(Resource[M], Generic[M]):
    """A resource whose records can be created."""

    async def create_many(
        self,
        records: Iterable[Mapping[str, Any] | M] | AsyncIterable[Mapping[str, Any] | M],
        *,
        journal: str | PathLike[str] | None = None,
        slack: float = 60.0,
        progress: Callable[[CreateResult[M]], None] | None = None,
    ) -> CreateResult[M]:
        """Create many records, with one call for each, a few at a time.

        All records are checked before a call is made. A record whose outcome is unknown, because no answer came, is
        looked up in the list before it is sent again; see ``OutcomeUnknown.find_similar`` for what that finds.

        Args:
            records: Each is a mapping of keyword arguments of ``create``, or a record with those fields.
            journal: A file that makes the job resumable: call again with the same records, also after a crash, and what
                was created is not created again. Created if it is missing; one job at a time uses it.
            slack: Seconds by which a request may be late, or the clocks may differ: an unknown record is looked up so
                many seconds after its failure, or after the start if an earlier process ended.
            progress: Called with the result after each record.

        Raises:
            CreateManyFailed: some records are refused, unknown or pending; the error has the result.
            TypeError, ValueError, CustomFieldError: a record cannot be sent; the message has its index. None is sent.
            ConfigurationError: the journal cannot be used, or is of other records.
        """
        from plutio_async._resources.creates.run import create_many

        return await create_many(self, self._sender, records, journal=journal, slack=slack, progress=progress)
