"""Time that people spent, and what it costs and brings in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import BOOLEAN, MOMENT, NUMBER, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.custom_field_value import CustomFieldValue
from ..models.time_track import TimeTrack
from ..models.time_track_billing_status import TimeTrackBillingStatus

_TIME_TRACKS_UPDATE = Operation("time_tracks_update", "PUT", "/time-tracks", idempotent=True)
_TIME_TRACKS_CREATE = Operation("time_tracks_create", "POST", "/time-tracks", idempotent=False)
_TIME_TRACKS_DELETE = Operation("time_tracks_delete", "DELETE", "/time-tracks", idempotent=True)
_TIME_TRACKS_BULK_UPDATE = Operation("time_tracks_bulk_update", "PUT", "/time-tracks/bulk", idempotent=True)
_TIME_TRACKS_BULK_DELETE = Operation("time_tracks_bulk_delete", "DELETE", "/time-tracks/bulk", idempotent=True)
_TIME_TRACKS_LIST = Operation("time_tracks_list", "GET", "/time-tracks", idempotent=True)


class TimeTrackFields(TypedDict, total=False):
    """The fields of writes of a TimeTrack."""

    title: str | None
    """What was done. Evidence: observed."""
    description_plain: str | None
    """The description as plain text. Evidence: documented."""
    project_id: str | None
    """The id of the project. Evidence: observed."""
    task_id: str | None
    """The `_id` of the task, not its legacy number. Evidence: observed."""
    person_id: str | None
    """The id of the person whose time it is. Evidence: observed."""
    started_at: datetime | date | str | None
    """When the work began. Not `startAt` or `startDate`. Evidence: observed."""
    stopped_at: datetime | date | str | None
    """When the work ended. Not `endAt` or `endDate`. Evidence: observed."""
    time: float | None
    """How long it took. The unit is disputed: seconds by one source (5400 for an hour and a half), minutes by another.
    Prefer `startedAt` and `stoppedAt`, or check on your workspace. Evidence: observed."""
    is_manual_time: bool | None
    """Whether the time was entered by hand and not by a timer. Evidence: observed."""
    billing_rate: float | None
    """The price of an hour. Money was observed to come as text too, on other records. Evidence: observed."""
    billing_amount: float | None
    """What the entry brings in. Whether the server computes it from `billingRate` is unknown. Money was observed to come
    as text too, on other records. Evidence: observed."""
    billing_status: TimeTrackBillingStatus | str | None
    """Whether the time was billed and paid for. Evidence: observed."""
    category_id: str | None
    """The id of the entry's category. Evidence: observed."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Listed here, although the list of records that have custom fields leaves time entries out.
    Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class TimeTrackCreate(TypedDict, total=False):
    """A time entry to be made."""

    title: str | None
    """What was done. Evidence: observed."""
    description_plain: str | None
    """The description as plain text. Evidence: documented."""
    project_id: str | None
    """The id of the project. Evidence: observed."""
    task_id: str | None
    """The `_id` of the task, not its legacy number. Evidence: observed."""
    person_id: str | None
    """The id of the person whose time it is. Evidence: observed."""
    started_at: datetime | date | str | None
    """When the work began. Not `startAt` or `startDate`. Evidence: observed."""
    stopped_at: datetime | date | str | None
    """When the work ended. Not `endAt` or `endDate`. Evidence: observed."""
    time: float | None
    """How long it took. The unit is disputed: seconds by one source (5400 for an hour and a half), minutes by another.
    Prefer `startedAt` and `stoppedAt`, or check on your workspace. Evidence: observed."""
    is_manual_time: bool | None
    """Whether the time was entered by hand and not by a timer. Evidence: observed."""
    billing_rate: float | None
    """The price of an hour. Money was observed to come as text too, on other records. Evidence: observed."""
    billing_amount: float | None
    """What the entry brings in. Whether the server computes it from `billingRate` is unknown. Money was observed to come
    as text too, on other records. Evidence: observed."""
    billing_status: TimeTrackBillingStatus | str | None
    """Whether the time was billed and paid for. Evidence: observed."""
    category_id: str | None
    """The id of the entry's category. Evidence: observed."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Listed here, although the list of records that have custom fields leaves time entries out.
    Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""
    duration: float | None
    """How long it took, in a client of v1.8 only. The unit is unknown; `time` is the newer field. Evidence: observed."""


_TimeTrackFields = Body(
    {
        "title": Field("title", TEXT),
        "description_plain": Field("descriptionPlain", TEXT),
        "project_id": Field("projectId", TEXT),
        "task_id": Field("taskId", TEXT),
        "person_id": Field("personId", TEXT),
        "started_at": Field("startedAt", MOMENT),
        "stopped_at": Field("stoppedAt", MOMENT),
        "time": Field("time", NUMBER),
        "is_manual_time": Field("isManualTime", BOOLEAN),
        "billing_rate": Field("billingRate", NUMBER),
        "billing_amount": Field("billingAmount", NUMBER),
        "billing_status": Field("billingStatus", Choice(TimeTrackBillingStatus)),
        "category_id": Field("categoryId", TEXT),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_TimeTrackCreate = Body(
    {
        "title": Field("title", TEXT),
        "description_plain": Field("descriptionPlain", TEXT),
        "project_id": Field("projectId", TEXT),
        "task_id": Field("taskId", TEXT),
        "person_id": Field("personId", TEXT),
        "started_at": Field("startedAt", MOMENT),
        "stopped_at": Field("stoppedAt", MOMENT),
        "time": Field("time", NUMBER),
        "is_manual_time": Field("isManualTime", BOOLEAN),
        "billing_rate": Field("billingRate", NUMBER),
        "billing_amount": Field("billingAmount", NUMBER),
        "billing_status": Field("billingStatus", Choice(TimeTrackBillingStatus)),
        "category_id": Field("categoryId", TEXT),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
        "duration": Field("duration", NUMBER),
    },
    required=frozenset(),
)


class TimeTracksResource(Listing[TimeTrack]):
    """Time that people spent, and what it costs and brings in."""

    name = "time_tracks"
    model = TimeTrack
    listing = _TIME_TRACKS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TimeTrackFields]
    ) -> TimeTrack:
        """Update a time entry.

        Changes the given fields of one time entry and answers with the updated entry. A field that is left out stays as
        it is. Whether `time` is computed again when `startedAt` or `stoppedAt` changes is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_TimeTrackFields, extra=extra, fields={**fields})
        )
        return await self._send(_TIME_TRACKS_UPDATE, written(TimeTrack, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TimeTrackCreate]) -> TimeTrack:
        """Create a time entry.

        Makes a time entry and answers with it. One client of v1.8 made entries with `startedAt`, `stoppedAt` and
        `isManualTime`. No call starts or stops a timer; whether an entry with `startedAt` and no `stoppedAt` is a
        running timer is unknown. No field is listed as required.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_TimeTrackCreate, extra=extra, fields={**fields})
        )
        return await self._send(_TIME_TRACKS_CREATE, written(TimeTrack), body)

    async def delete(self, id: str) -> TimeTrack:
        """Delete a time entry.

        Deletes one time entry. That it goes to the trash bin is inferred from the trash bin's own calls. One client of
        v1.8 deleted entries this way. The shape of the answer is unknown: the deleted entry or a part of it.

        Evidence: observed.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_TIME_TRACKS_DELETE, written(TimeTrack, id), body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[TimeTrackFields],
    ) -> BulkResult:
        """Update many time entries.

        Sets the same fields on every named time entry. On invoices one client saw a bulk `status` answered with 200 and
        dropped; whether `billingStatus` is taken here is unknown. The shape of the answer and the most ids of one call
        are unknown.

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
        body = self._body("bulk_update", form=_TimeTrackFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _TIME_TRACKS_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many time entries.

        Deletes every named time entry. That they go to the trash bin is inferred from the trash bin's own calls. The
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
        return await self._bulk(_TIME_TRACKS_BULK_DELETE, "bulk_delete", ids, body, progress)

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
    ) -> Records[TimeTrack]:
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
    ) -> PageIterator[TimeTrack]:
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
    ) -> list[TimeTrack]:
        """List time entries.

        Answers with the time entries that match. Filters seen: `projectId`, `taskId`, `personId`; dates inside `q` are
        compared as ISO strings. The path is plural: one client saw `/time-track` fail.

        Evidence: observed.

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
