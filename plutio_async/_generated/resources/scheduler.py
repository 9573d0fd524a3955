"""Booking pages on which others pick a time. The path is singular. Working hours are another resource."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.codecs import INTEGER
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.scheduler import Scheduler

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.custom_field_value import CustomFieldValue
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict, SchedulerDurationDict
    from ..models.scheduler import KnownSchedulerLocationType, SchedulerDuration, SchedulerLocationType
    from ._filters import SchedulerListing
else:
    SchedulerListing = Listing

_LIST = Operation("scheduler_list", "GET", "/scheduler", idempotent=True)
_CREATE = Operation("scheduler_create", "POST", "/scheduler", idempotent=False)
_UPDATE = Operation("scheduler_update", "PUT", "/scheduler", idempotent=True)
_DELETE = Operation("scheduler_delete", "DELETE", "/scheduler", idempotent=True)
_ARCHIVE = Operation("scheduler_archive", "POST", "/scheduler/archive", idempotent=True)
_COPY = Operation("scheduler_copy", "POST", "/scheduler/copy", idempotent=False)
_BULK_UPDATE = Operation("scheduler_bulk_update", "PUT", "/scheduler/bulk", idempotent=True)
_BULK_DELETE = Operation("scheduler_bulk_delete", "DELETE", "/scheduler/bulk", idempotent=True)
_BULK_ARCHIVE = Operation("scheduler_bulk_archive", "POST", "/scheduler/bulk/archive", idempotent=True)


class SchedulerResource(Creates[Scheduler], SchedulerListing):
    """Booking pages on which others pick a time. The path is singular. Working hours are another resource.

    ``list`` answers with the schedulers that match. The path is singular: one client saw `/schedulers` fail.
    `/schedules`, which is not documented, holds working hours and is something else. Schedulers that are the body of a
    template are left out (inferred) unless `q` holds `"isTemplate": true`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "scheduler"
    model = Scheduler
    _other_fields = {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        name: str | None = UNSET,
        title: str | None = UNSET,
        description_plain: str | None = UNSET,
        durations: Sequence[SchedulerDuration | SchedulerDurationDict | AnyMapping] | None = UNSET,
        location_type: SchedulerLocationType | KnownSchedulerLocationType | str | None = UNSET,
        is_collect_payment: bool | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Scheduler:
        """Create a scheduler.

        Makes a scheduler and answers with it. Both `name` and `title` are listed as fields; which of them the server
        shows is unknown, and no field is listed as required.

        Args:
            name: The scheduler's name. Listed beside `title`; how the two differ is unknown.
            title: The scheduler's title. Listed beside `name`; how the two differ is unknown.
            description_plain: The description as plain text.
            durations: The lengths of a meeting to choose from.
            location_type: Where the meeting takes place. Known values: `google-meet`, `zoom`, `address`,
                `manual-link`.
            is_collect_payment: Whether a booking has to be paid for.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "title": title,
            "description_plain": description_plain,
            "durations": durations,
            "location_type": location_type,
            "is_collect_payment": is_collect_payment,
            "custom_fields": custom_fields,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Scheduler), body)

    async def update(
        self,
        id: str | Scheduler,
        *,
        name: str | None = UNSET,
        title: str | None = UNSET,
        description_plain: str | None = UNSET,
        durations: Sequence[SchedulerDuration | SchedulerDurationDict | AnyMapping] | None = UNSET,
        location_type: SchedulerLocationType | KnownSchedulerLocationType | str | None = UNSET,
        is_collect_payment: bool | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Scheduler:
        """Update a scheduler.

        Changes the given fields of one scheduler and answers with the updated scheduler. A field that is left out stays
        as it is. Whether `durations` is merged is unknown, so send all of them.

        Args:
            name: The scheduler's name. Listed beside `title`; how the two differ is unknown.
            title: The scheduler's title. Listed beside `name`; how the two differ is unknown.
            description_plain: The description as plain text.
            durations: The lengths of a meeting to choose from.
            location_type: Where the meeting takes place. Known values: `google-meet`, `zoom`, `address`,
                `manual-link`.
            is_collect_payment: Whether a booking has to be paid for.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "title": title,
            "description_plain": description_plain,
            "durations": durations,
            "location_type": location_type,
            "is_collect_payment": is_collect_payment,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Scheduler, body), body)

    async def delete(self, id: str | Scheduler) -> Scheduler:
        """Delete a scheduler.

        Deletes one scheduler. That it goes to the trash bin is inferred from the trash bin's own calls. What happens to
        the bookings made through it is unknown, and so is the shape of the answer.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Scheduler, body), body)

    async def archive(self, id: str | Scheduler) -> Scheduler:
        """Archive a scheduler.

        Whether an archived scheduler still takes bookings is unknown. The shape of the answer is unknown.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(Scheduler, body), body)

    async def unarchive(self, id: str | Scheduler) -> Scheduler:
        """Restore a scheduler from the archive.

        Whether an archived scheduler still takes bookings is unknown. The shape of the answer is unknown.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(Scheduler, body), body)

    async def copy(
        self,
        id: str | Scheduler,
        *,
        position: int | None = UNSET,
        index: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Scheduler:
        """Copy a scheduler.

        Makes a copy of one scheduler and answers with it. `position` and `index` are hints from one transcription;
        which of them the server reads is unknown.

        Args:
            position: The place of the copy among its neighbours, from 0. Inferred.
            index: Another name for the place, in one transcription. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"position": position, "index": index}
        body = self._body("copy", fields, id=id, extra=extra)
        return await self._send(_COPY, written(Scheduler), body)

    async def bulk_update(
        self,
        ids: Iterable[str | Scheduler] | AsyncIterable[str | Scheduler] | BulkResult,
        *,
        name: str | None = UNSET,
        title: str | None = UNSET,
        description_plain: str | None = UNSET,
        durations: Sequence[SchedulerDuration | SchedulerDurationDict | AnyMapping] | None = UNSET,
        location_type: SchedulerLocationType | KnownSchedulerLocationType | str | None = UNSET,
        is_collect_payment: bool | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many schedulers.

        Sets the same fields on every named scheduler. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "title": title,
            "description_plain": description_plain,
            "durations": durations,
            "location_type": location_type,
            "is_collect_payment": is_collect_payment,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | Scheduler] | AsyncIterable[str | Scheduler] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many schedulers.

        Deletes every named scheduler. That they go to the trash bin is inferred from the trash bin's own calls. The
        shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self,
        ids: Iterable[str | Scheduler] | AsyncIterable[str | Scheduler] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Archive many schedulers.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_archive", {}, extra={"isArchived": True})
        return await self._bulk(_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self,
        ids: Iterable[str | Scheduler] | AsyncIterable[str | Scheduler] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Restore many schedulers from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_unarchive", {}, extra={"isArchived": False})
        return await self._bulk(_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)
