"""Deleted records of every kind in one list."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import Json, anything, written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.listing import Listing

from ..models.trashed_record import TrashedRecord

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ._filters import TrashBinListing
else:
    TrashBinListing = Listing

_LIST = Operation("trash_bin_list", "GET", "/trash-bin", idempotent=True)
_DELETE = Operation("trash_bin_delete", "DELETE", "/trash-bin", idempotent=True)
_BULK_DELETE = Operation("trash_bin_bulk_delete", "DELETE", "/trash-bin/bulk", idempotent=True)
_EMPTY = Operation("trash_bin_empty", "DELETE", "/trash-bin/all", idempotent=False)


class TrashBinResource(TrashBinListing):
    """Deleted records of every kind in one list.

    ``list`` answers with the records in the trash bin, of mixed kinds. The shape of the records is unknown; that they
    say their kind in `entityType` is inferred. No call that restores a record is documented.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "trash_bin"
    model = TrashedRecord
    _listing = _LIST

    async def delete(
        self, id: str | TrashedRecord, *, entity_type: str | None = UNSET, extra: Mapping[str, Any] | None = None
    ) -> TrashedRecord:
        """Delete a record from the trash bin.

        Deletes one record from the trash bin, for good by inference. The body is inferred: `_id` follows every other
        delete, and `entityType` may be needed as well. The shape of the answer is unknown.

        Args:
            entity_type: The kind of record, such as `task`. Whether the call needs it or reads it is unknown.
                Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"entity_type": entity_type}
        body = self._body("delete", fields, id=id, extra=extra)
        return await self._send(_DELETE, written(TrashedRecord, body), body)

    async def bulk_delete(
        self,
        ids: Iterable[str | TrashedRecord] | AsyncIterable[str | TrashedRecord] | BulkResult,
        *,
        entity_type: str | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Delete many records from the trash bin.

        Deletes every named record from the trash bin, for good by inference. The body is inferred: `_ids` follows the
        other bulk deletes, and `entityType` may be needed as well. The shape of the answer and the most ids of one call
        are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {"entity_type": entity_type}
        body = self._body("bulk_delete", fields, extra=extra)
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def empty(self) -> Json:
        """Empty the trash bin.

        Deletes everything in the trash bin of the workspace. No call that brings it back is documented. No body is
        known. A write without a body was observed to give 400 with an HTML page when it lacks a JSON content type, so
        send the JSON content type all the same. The shape of the answer is unknown.
        """
        body = self._body("empty", {})
        return await self._send(_EMPTY, anything, body)
