"""Time that people spent, and what it costs and brings in."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.codecs import NUMBER
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.time_track import TimeTrack

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.category import Category
    from ..models.custom_field_value import CustomFieldValue
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict
    from ..models.person import Person
    from ..models.project import Project
    from ..models.task import Task
    from ..models.time_track import KnownTimeTrackBillingStatus, TimeTrackBillingStatus
    from ._filters import TimeTracksListing
else:
    TimeTracksListing = Listing

_LIST = Operation("time_tracks_list", "GET", "/time-tracks", idempotent=True)
_CREATE = Operation("time_tracks_create", "POST", "/time-tracks", idempotent=False)
_UPDATE = Operation("time_tracks_update", "PUT", "/time-tracks", idempotent=True)
_DELETE = Operation("time_tracks_delete", "DELETE", "/time-tracks", idempotent=True)
_BULK_UPDATE = Operation("time_tracks_bulk_update", "PUT", "/time-tracks/bulk", idempotent=True)
_BULK_DELETE = Operation("time_tracks_bulk_delete", "DELETE", "/time-tracks/bulk", idempotent=True)


class TimeTracksResource(Creates[TimeTrack], TimeTracksListing):
    """Time that people spent, and what it costs and brings in.

    ``list`` answers with the time entries that match. Filters seen: `projectId`, `taskId`, `personId`; dates inside `q`
    are compared as ISO strings. The path is plural: one client saw `/time-track` fail.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "time_tracks"
    model = TimeTrack
    _other_fields = {
        "duration": Field("duration", NUMBER),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        title: str | None = UNSET,
        description_plain: str | None = UNSET,
        project_id: str | Project | None = UNSET,
        task_id: str | Task | None = UNSET,
        person_id: str | Person | None = UNSET,
        started_at: datetime | date | str | None = UNSET,
        stopped_at: datetime | date | str | None = UNSET,
        time: float | Decimal | None = UNSET,
        is_manual_time: bool | None = UNSET,
        billing_rate: float | Decimal | None = UNSET,
        billing_amount: float | Decimal | None = UNSET,
        billing_status: TimeTrackBillingStatus | KnownTimeTrackBillingStatus | str | None = UNSET,
        category_id: str | Category | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        duration: float | Decimal | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> TimeTrack:
        """Create a time entry.

        Makes a time entry and answers with it. One client of v1.8 made entries with `startedAt`, `stoppedAt` and
        `isManualTime`. No call starts or stops a timer; whether an entry with `startedAt` and no `stoppedAt` is a
        running timer is unknown. No field is listed as required.

        Args:
            title: What was done.
            description_plain: The description as plain text.
            project_id: The id of the project.
            task_id: The `_id` of the task, not its legacy number.
            person_id: The id of the person whose time it is.
            started_at: When the work began. Not `startAt` or `startDate`.
            stopped_at: When the work ended. Not `endAt` or `endDate`.
            time: How long it took. The unit is disputed: seconds by one source (5400 for an hour and a half),
                minutes by another. Prefer `startedAt` and `stoppedAt`, or check on your workspace.
            is_manual_time: Whether the time was entered by hand and not by a timer.
            billing_rate: The price of an hour. Money was observed to come as text too, on other records.
            billing_amount: What the entry brings in. Whether the server computes it from `billingRate` is unknown.
                Money was observed to come as text too, on other records.
            billing_status: Whether the time was billed and paid for. Known values: `invoiced`, `non-billable`,
                `paid`, `unpaid`.
            category_id: The id of the entry's category.
            custom_fields: Values of custom fields. Listed here, although the list of records that have custom
                fields leaves time entries out.
            duration: How long it took, in a client of v1.8 only. The unit is unknown; `time` is the newer field.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_plain": description_plain,
            "project_id": project_id,
            "task_id": task_id,
            "person_id": person_id,
            "started_at": started_at,
            "stopped_at": stopped_at,
            "time": time,
            "is_manual_time": is_manual_time,
            "billing_rate": billing_rate,
            "billing_amount": billing_amount,
            "billing_status": billing_status,
            "category_id": category_id,
            "custom_fields": custom_fields,
            "duration": duration,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(TimeTrack), body)

    async def update(
        self,
        id: str | TimeTrack,
        *,
        title: str | None = UNSET,
        description_plain: str | None = UNSET,
        project_id: str | Project | None = UNSET,
        task_id: str | Task | None = UNSET,
        person_id: str | Person | None = UNSET,
        started_at: datetime | date | str | None = UNSET,
        stopped_at: datetime | date | str | None = UNSET,
        time: float | Decimal | None = UNSET,
        is_manual_time: bool | None = UNSET,
        billing_rate: float | Decimal | None = UNSET,
        billing_amount: float | Decimal | None = UNSET,
        billing_status: TimeTrackBillingStatus | KnownTimeTrackBillingStatus | str | None = UNSET,
        category_id: str | Category | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> TimeTrack:
        """Update a time entry.

        Changes the given fields of one time entry and answers with the updated entry. A field that is left out stays as
        it is. Whether `time` is computed again when `startedAt` or `stoppedAt` changes is unknown.

        Args:
            title: What was done.
            description_plain: The description as plain text.
            project_id: The id of the project.
            task_id: The `_id` of the task, not its legacy number.
            person_id: The id of the person whose time it is.
            started_at: When the work began. Not `startAt` or `startDate`.
            stopped_at: When the work ended. Not `endAt` or `endDate`.
            time: How long it took. The unit is disputed: seconds by one source (5400 for an hour and a half),
                minutes by another. Prefer `startedAt` and `stoppedAt`, or check on your workspace.
            is_manual_time: Whether the time was entered by hand and not by a timer.
            billing_rate: The price of an hour. Money was observed to come as text too, on other records.
            billing_amount: What the entry brings in. Whether the server computes it from `billingRate` is unknown.
                Money was observed to come as text too, on other records.
            billing_status: Whether the time was billed and paid for. Known values: `invoiced`, `non-billable`,
                `paid`, `unpaid`.
            category_id: The id of the entry's category.
            custom_fields: Values of custom fields. Listed here, although the list of records that have custom
                fields leaves time entries out.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_plain": description_plain,
            "project_id": project_id,
            "task_id": task_id,
            "person_id": person_id,
            "started_at": started_at,
            "stopped_at": stopped_at,
            "time": time,
            "is_manual_time": is_manual_time,
            "billing_rate": billing_rate,
            "billing_amount": billing_amount,
            "billing_status": billing_status,
            "category_id": category_id,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(TimeTrack, body), body)

    async def delete(self, id: str | TimeTrack) -> TimeTrack:
        """Delete a time entry.

        Deletes one time entry. That it goes to the trash bin is inferred from the trash bin's own calls. One client of
        v1.8 deleted entries this way. The shape of the answer is unknown: the deleted entry or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(TimeTrack, body), body)

    async def bulk_update(
        self,
        ids: Iterable[str | TimeTrack] | AsyncIterable[str | TimeTrack] | BulkResult,
        *,
        title: str | None = UNSET,
        description_plain: str | None = UNSET,
        project_id: str | Project | None = UNSET,
        task_id: str | Task | None = UNSET,
        person_id: str | Person | None = UNSET,
        started_at: datetime | date | str | None = UNSET,
        stopped_at: datetime | date | str | None = UNSET,
        time: float | Decimal | None = UNSET,
        is_manual_time: bool | None = UNSET,
        billing_rate: float | Decimal | None = UNSET,
        billing_amount: float | Decimal | None = UNSET,
        billing_status: TimeTrackBillingStatus | KnownTimeTrackBillingStatus | str | None = UNSET,
        category_id: str | Category | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many time entries.

        Sets the same fields on every named time entry. On invoices one client saw a bulk `status` answered with 200 and
        dropped; whether `billingStatus` is taken here is unknown. The shape of the answer and the most ids of one call
        are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_plain": description_plain,
            "project_id": project_id,
            "task_id": task_id,
            "person_id": person_id,
            "started_at": started_at,
            "stopped_at": stopped_at,
            "time": time,
            "is_manual_time": is_manual_time,
            "billing_rate": billing_rate,
            "billing_amount": billing_amount,
            "billing_status": billing_status,
            "category_id": category_id,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | TimeTrack] | AsyncIterable[str | TimeTrack] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many time entries.

        Deletes every named time entry. That they go to the trash bin is inferred from the trash bin's own calls. The
        shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)
