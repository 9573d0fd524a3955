"""Work for clients, with its boards, files, time and money."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.codecs import INTEGER
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.project import Project

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.company import Company
    from ..models.currency_code import CurrencyCode
    from ..models.custom_field_value import CustomFieldValue
    from ..models.entity_ref import EntityRef
    from ..models.part_dicts import (
        AnyMapping,
        CustomFieldValueDict,
        EntityRefDict,
        ProjectBudgetDict,
        ProjectStatusDict,
    )
    from ..models.person import Person
    from ..models.profile import Profile
    from ..models.project import ProjectBudget, ProjectStatus
    from ..models.status import Status
    from ..models.template import Template
    from ._filters import ProjectsListing
else:
    ProjectsListing = Listing

_LIST = Operation("projects_list", "GET", "/projects", idempotent=True)
_CREATE = Operation("projects_create", "POST", "/projects", idempotent=False)
_UPDATE = Operation("projects_update", "PUT", "/projects", idempotent=True)
_DELETE = Operation("projects_delete", "DELETE", "/projects", idempotent=True)
_ARCHIVE = Operation("projects_archive", "POST", "/projects/archive", idempotent=True)
_MOVE = Operation("projects_move", "POST", "/projects/move", idempotent=False)
_COPY = Operation("projects_copy", "POST", "/projects/copy", idempotent=False)
_BULK_UPDATE = Operation("projects_bulk_update", "PUT", "/projects/bulk", idempotent=True)
_BULK_DELETE = Operation("projects_bulk_delete", "DELETE", "/projects/bulk", idempotent=True)
_BULK_ARCHIVE = Operation("projects_bulk_archive", "POST", "/projects/bulk/archive", idempotent=True)


class ProjectsResource(Creates[Project], ProjectsListing):
    """Work for clients, with its boards, files, time and money.

    ``list`` answers with the projects that match. The title of a project is `name`, not `title`. Filters seen:
    `client._id`, `templateId`, `color`. A project's `status` comes back as an object; one client filters it as the text
    `active`, which no other source says. Projects that are the body of a template are left out (inferred) unless `q`
    holds `"isTemplate": true`. Whether archived projects are listed is unknown.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "projects"
    model = Project
    _other_fields = {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        name: str | None = UNSET,
        description: str | None = UNSET,
        description_html: str | None = UNSET,
        clients: Sequence[EntityRef | Person | Company | EntityRefDict | AnyMapping] | None = UNSET,
        contributors: Sequence[str | Profile] | None = UNSET,
        start_date: datetime | date | str | None = UNSET,
        due_date: datetime | date | str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        budget: ProjectBudget | ProjectBudgetDict | AnyMapping | None = UNSET,
        is_billable: bool | None = UNSET,
        billing_rate: float | Decimal | None = UNSET,
        color: str | None = UNSET,
        status: str | ProjectStatus | Status | ProjectStatusDict | AnyMapping | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        template_id: str | Template | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Project:
        """Create a project.

        Makes a project and answers with it. One connector says that the server gives the new project a default status
        and a first task board, so a client that makes boards of its own should look for that one first. Which fields
        are required is unknown; every client sends `name`.

        Args:
            name: The project's name. Projects have no `title`.
            description: The description as plain text.
            description_html: The description as HTML. Known on other records; on projects it is inferred. Inferred.
            clients: The people and companies that the project is for.
            contributors: The ids of the profiles that work on the project.
            start_date: When the project starts.
            due_date: When the project is due.
            currency: A currency by ISO 4217, upper case.
            budget: What the project may cost. Only the amount is known.
            is_billable: Whether time on the project is billed.
            billing_rate: The price of an hour. Money was observed to come as text too, on other records.
            color: The project's colour. Known as a filter of one module; that it can be written is inferred.
                Inferred.
            status: Where the project stands: an object on reads. How it is written is unknown; that the id of one
                of the workspace's statuses is taken is inferred. One client filters it as text. Inferred.
            custom_fields: Values of custom fields.
            template_id: The id of a template to start from. The name is inferred from an unfinished client that
                misspells it and from a filter of another. Inferred.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "description": description,
            "description_html": description_html,
            "clients": clients,
            "contributors": contributors,
            "start_date": start_date,
            "due_date": due_date,
            "currency": currency,
            "budget": budget,
            "is_billable": is_billable,
            "billing_rate": billing_rate,
            "color": color,
            "status": status,
            "custom_fields": custom_fields,
            "template_id": template_id,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Project), body)

    async def update(
        self,
        id: str | Project,
        *,
        name: str | None = UNSET,
        description: str | None = UNSET,
        description_html: str | None = UNSET,
        clients: Sequence[EntityRef | Person | Company | EntityRefDict | AnyMapping] | None = UNSET,
        contributors: Sequence[str | Profile] | None = UNSET,
        start_date: datetime | date | str | None = UNSET,
        due_date: datetime | date | str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        budget: ProjectBudget | ProjectBudgetDict | AnyMapping | None = UNSET,
        is_billable: bool | None = UNSET,
        billing_rate: float | Decimal | None = UNSET,
        color: str | None = UNSET,
        status: str | ProjectStatus | Status | ProjectStatusDict | AnyMapping | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Project:
        """Update a project.

        Changes the given fields of one project and answers with the updated project. A field that is left out stays as
        it is. Whether `status` is taken here, and in which shape, is unknown.

        Args:
            name: The project's name. Projects have no `title`.
            description: The description as plain text.
            description_html: The description as HTML. Known on other records; on projects it is inferred. Inferred.
            clients: The people and companies that the project is for.
            contributors: The ids of the profiles that work on the project.
            start_date: When the project starts.
            due_date: When the project is due.
            currency: A currency by ISO 4217, upper case.
            budget: What the project may cost. Only the amount is known.
            is_billable: Whether time on the project is billed.
            billing_rate: The price of an hour. Money was observed to come as text too, on other records.
            color: The project's colour. Known as a filter of one module; that it can be written is inferred.
                Inferred.
            status: Where the project stands: an object on reads. How it is written is unknown; that the id of one
                of the workspace's statuses is taken is inferred. One client filters it as text. Inferred.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "description": description,
            "description_html": description_html,
            "clients": clients,
            "contributors": contributors,
            "start_date": start_date,
            "due_date": due_date,
            "currency": currency,
            "budget": budget,
            "is_billable": is_billable,
            "billing_rate": billing_rate,
            "color": color,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Project, body), body)

    async def delete(self, id: str | Project) -> Project:
        """Delete a project.

        Deletes one project. That it goes to the trash bin is inferred from the trash bin's own calls. What happens to
        its tasks, files and time entries is unknown, and so is the shape of the answer.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Project, body), body)

    async def archive(self, id: str | Project) -> Project:
        """Archive a project.

        The shape of the answer is unknown. The same call on tasks was observed to give 404, and on projects it was not
        observed.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(Project, body), body)

    async def unarchive(self, id: str | Project) -> Project:
        """Restore a project from the archive.

        The shape of the answer is unknown. The same call on tasks was observed to give 404, and on projects it was not
        observed.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(Project, body), body)

    async def move(
        self,
        id: str | Project,
        *,
        position: int | None = UNSET,
        index: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Project:
        """Move a project.

        Changes the place of one project among the others. The names of the target fields are unknown; `position` and
        `index` are inferred from the other move calls. Whether it also moves a project to another status is unknown.

        Args:
            position: The place among its neighbours, from 0. Inferred.
            index: Another name for the place. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"position": position, "index": index}
        body = self._body("move", fields, id=id, extra=extra)
        return await self._send(_MOVE, written(Project, body), body)

    async def copy(
        self,
        id: str | Project,
        *,
        position: int | None = UNSET,
        index: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Project:
        """Copy a project.

        Makes a copy of one project and answers with it. `position` and `index` are hints from one transcription; which
        of them the server reads, and whether tasks and files are copied along, is unknown.

        Args:
            position: The place of the copy among its neighbours, from 0. Inferred.
            index: Another name for the place, in one transcription. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"position": position, "index": index}
        body = self._body("copy", fields, id=id, extra=extra)
        return await self._send(_COPY, written(Project), body)

    async def bulk_update(
        self,
        ids: Iterable[str | Project] | AsyncIterable[str | Project] | BulkResult,
        *,
        name: str | None = UNSET,
        description: str | None = UNSET,
        description_html: str | None = UNSET,
        clients: Sequence[EntityRef | Person | Company | EntityRefDict | AnyMapping] | None = UNSET,
        contributors: Sequence[str | Profile] | None = UNSET,
        start_date: datetime | date | str | None = UNSET,
        due_date: datetime | date | str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        budget: ProjectBudget | ProjectBudgetDict | AnyMapping | None = UNSET,
        is_billable: bool | None = UNSET,
        billing_rate: float | Decimal | None = UNSET,
        color: str | None = UNSET,
        status: str | ProjectStatus | Status | ProjectStatusDict | AnyMapping | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many projects.

        Sets the same fields on every named project. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "description": description,
            "description_html": description_html,
            "clients": clients,
            "contributors": contributors,
            "start_date": start_date,
            "due_date": due_date,
            "currency": currency,
            "budget": budget,
            "is_billable": is_billable,
            "billing_rate": billing_rate,
            "color": color,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | Project] | AsyncIterable[str | Project] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many projects.

        Deletes every named project. That they go to the trash bin is inferred from the trash bin's own calls. The shape
        of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self,
        ids: Iterable[str | Project] | AsyncIterable[str | Project] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Archive many projects.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_archive", {}, extra={"isArchived": True})
        return await self._bulk(_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self,
        ids: Iterable[str | Project] | AsyncIterable[str | Project] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Restore many projects from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_unarchive", {}, extra={"isArchived": False})
        return await self._bulk(_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)
