"""Booking pages on which others pick a time. The path is singular. Working hours are another resource."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import BOOLEAN, INTEGER, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.custom_field_value import CustomFieldValue
from ..models.scheduler import Scheduler
from ..models.scheduler_duration import SchedulerDuration
from ..models.scheduler_location_type import SchedulerLocationType

_SCHEDULER_UPDATE = Operation("scheduler_update", "PUT", "/scheduler", idempotent=True)
_SCHEDULER_CREATE = Operation("scheduler_create", "POST", "/scheduler", idempotent=False)
_SCHEDULER_DELETE = Operation("scheduler_delete", "DELETE", "/scheduler", idempotent=True)
_SCHEDULER_ARCHIVE = Operation("scheduler_archive", "POST", "/scheduler/archive", idempotent=True)
_SCHEDULER_COPY = Operation("scheduler_copy", "POST", "/scheduler/copy", idempotent=False)
_SCHEDULER_BULK_UPDATE = Operation("scheduler_bulk_update", "PUT", "/scheduler/bulk", idempotent=True)
_SCHEDULER_BULK_DELETE = Operation("scheduler_bulk_delete", "DELETE", "/scheduler/bulk", idempotent=True)
_SCHEDULER_BULK_ARCHIVE = Operation("scheduler_bulk_archive", "POST", "/scheduler/bulk/archive", idempotent=True)
_SCHEDULER_LIST = Operation("scheduler_list", "GET", "/scheduler", idempotent=True)


class SchedulerFields(TypedDict, total=False):
    """The fields of writes of a Scheduler."""

    name: str | None
    """The scheduler's name. Listed beside `title`; how the two differ is unknown. Evidence: documented."""
    title: str | None
    """The scheduler's title. Listed beside `name`; how the two differ is unknown. Evidence: documented."""
    description_plain: str | None
    """The description as plain text. Evidence: documented."""
    durations: Sequence[SchedulerDuration | Mapping[str, Any]] | None
    """The lengths of a meeting to choose from. Evidence: documented."""
    location_type: SchedulerLocationType | str | None
    """Where the meeting takes place. Evidence: documented."""
    is_collect_payment: bool | None
    """Whether a booking has to be paid for. Evidence: documented."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class SchedulerCopy(TypedDict, total=False):
    """How a copy of a scheduler is made."""

    position: int | None
    """The place of the copy among its neighbours, from 0. Evidence: inferred."""
    index: int | None
    """Another name for the place, in one transcription. Evidence: inferred."""


_SchedulerFields = Body(
    {
        "name": Field("name", TEXT),
        "title": Field("title", TEXT),
        "description_plain": Field("descriptionPlain", TEXT),
        "durations": Field("durations", Many(Ref(SchedulerDuration))),
        "location_type": Field("locationType", Choice(SchedulerLocationType)),
        "is_collect_payment": Field("isCollectPayment", BOOLEAN),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_SchedulerCopy = Body(
    {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    },
    required=frozenset(),
)


class SchedulerResource(Listing[Scheduler]):
    """Booking pages on which others pick a time. The path is singular. Working hours are another resource."""

    name = "scheduler"
    model = Scheduler
    listing = _SCHEDULER_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[SchedulerFields]
    ) -> Scheduler:
        """Update a scheduler.

        Changes the given fields of one scheduler and answers with the updated scheduler. A field that is left out stays
        as it is. Whether `durations` is merged is unknown, so send all of them.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_SchedulerFields, extra=extra, fields={**fields})
        )
        return await self._send(_SCHEDULER_UPDATE, written(Scheduler, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[SchedulerFields]) -> Scheduler:
        """Create a scheduler.

        Makes a scheduler and answers with it. Both `name` and `title` are listed as fields; which of them the server
        shows is unknown, and no field is listed as required.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_SchedulerFields, extra=extra, fields={**fields})
        )
        return await self._send(_SCHEDULER_CREATE, written(Scheduler), body)

    async def delete(self, id: str) -> Scheduler:
        """Delete a scheduler.

        Deletes one scheduler. That it goes to the trash bin is inferred from the trash bin's own calls. What happens to
        the bookings made through it is unknown, and so is the shape of the answer.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_SCHEDULER_DELETE, written(Scheduler, id), body)

    async def archive(self, id: str) -> Scheduler:
        """Archive a scheduler.

        Whether an archived scheduler still takes bookings is unknown. The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_SCHEDULER_ARCHIVE, written(Scheduler, id), body)

    async def unarchive(self, id: str) -> Scheduler:
        """Restore a scheduler from the archive.

        Whether an archived scheduler still takes bookings is unknown. The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_SCHEDULER_ARCHIVE, written(Scheduler, id), body)

    async def copy(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[SchedulerCopy]
    ) -> Scheduler:
        """Copy a scheduler.

        Makes a copy of one scheduler and answers with it. `position` and `index` are hints from one transcription;
        which of them the server reads is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("copy", id=id, form=_SchedulerCopy, extra=extra, fields={**fields})
        return await self._send(_SCHEDULER_COPY, written(Scheduler), body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[SchedulerFields],
    ) -> BulkResult:
        """Update many schedulers.

        Sets the same fields on every named scheduler. The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.

        Returns:
            The outcome of each record.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        custom = fields.pop("custom", None)
        body = self._body("bulk_update", form=_SchedulerFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _SCHEDULER_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many schedulers.

        Deletes every named scheduler. That they go to the trash bin is inferred from the trash bin's own calls. The
        shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_delete")
        return await self._bulk(_SCHEDULER_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Archive many schedulers.

        The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_archive", sets={"isArchived": True})
        return await self._bulk(_SCHEDULER_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Restore many schedulers from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_unarchive", sets={"isArchived": False})
        return await self._bulk(_SCHEDULER_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

    def iterate(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> Records[Scheduler]:
        """All records that match, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            page_size: The number of records in a call.
            page_cap: The server's largest page, if you know it: saves the last call, as a smaller page ends the list. If
                the server's pages are smaller than that, records are lost.
            read_ahead: The most pages to fetch ahead.
            cursor: Continues from the ``cursor`` of other ``Records``.
            progress: Called after each page.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        )

    def pages(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> PageIterator[Scheduler]:
        """The same as ``iterate``, in the pages of the server: ``async for page in …``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        ).pages()

    async def list(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        skip: int | None = None,
        limit: int | None = None,
        **filters: Filter,
    ) -> list[Scheduler]:
        """List schedulers.

        Answers with the schedulers that match. The path is singular: one client saw `/schedulers` fail. `/schedules`,
        which is not documented, holds working hours and is something else. Schedulers that are the body of a template
        are left out (inferred) unless `q` holds `"isTemplate": true`.

        Evidence: documented.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            skip: The number of records to skip.
            limit: The most records to return. The API does not publish its default and its maximum.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        return await self._list(q=q, sort=sort, skip=skip, limit=limit, params={}, filters=filters)
