"""Work for clients, with its boards, files, time and money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import BOOLEAN, INTEGER, MOMENT, NUMBER, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.currency_code import CurrencyCode
from ..models.custom_field_value import CustomFieldValue
from ..models.entity_ref import EntityRef
from ..models.project import Project
from ..models.project_budget import ProjectBudget

_PROJECTS_UPDATE = Operation("projects_update", "PUT", "/projects", idempotent=True)
_PROJECTS_CREATE = Operation("projects_create", "POST", "/projects", idempotent=False)
_PROJECTS_DELETE = Operation("projects_delete", "DELETE", "/projects", idempotent=True)
_PROJECTS_ARCHIVE = Operation("projects_archive", "POST", "/projects/archive", idempotent=True)
_PROJECTS_MOVE = Operation("projects_move", "POST", "/projects/move", idempotent=False)
_PROJECTS_COPY = Operation("projects_copy", "POST", "/projects/copy", idempotent=False)
_PROJECTS_BULK_UPDATE = Operation("projects_bulk_update", "PUT", "/projects/bulk", idempotent=True)
_PROJECTS_BULK_DELETE = Operation("projects_bulk_delete", "DELETE", "/projects/bulk", idempotent=True)
_PROJECTS_BULK_ARCHIVE = Operation("projects_bulk_archive", "POST", "/projects/bulk/archive", idempotent=True)
_PROJECTS_LIST = Operation("projects_list", "GET", "/projects", idempotent=True)


class ProjectFields(TypedDict, total=False):
    """The fields of writes of a Project."""

    name: str | None
    """The project's name. Projects have no `title`. Evidence: observed."""
    description: str | None
    """The description as plain text. Evidence: documented."""
    description_html: str | None
    """The description as HTML. Known on other records; on projects it is inferred. Evidence: inferred."""
    clients: Sequence[EntityRef | Mapping[str, Any]] | None
    """The people and companies that the project is for. Evidence: observed."""
    contributors: Sequence[str] | None
    """The ids of the profiles that work on the project. Evidence: documented."""
    start_date: datetime | date | str | None
    """When the project starts. Evidence: observed."""
    due_date: datetime | date | str | None
    """When the project is due. Evidence: observed."""
    currency: CurrencyCode | str | None
    """A currency by ISO 4217, upper case. Evidence: observed."""
    budget: ProjectBudget | Mapping[str, Any] | None
    """What the project may cost. Only the amount is known. Evidence: documented."""
    is_billable: bool | None
    """Whether time on the project is billed. Evidence: documented."""
    billing_rate: float | None
    """The price of an hour. Money was observed to come as text too, on other records. Evidence: documented."""
    color: str | None
    """The project's colour. Known as a filter of one module; that it can be written is inferred. Evidence: inferred."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: observed."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class ProjectCreate(TypedDict, total=False):
    """A project to be made."""

    name: str | None
    """The project's name. Projects have no `title`. Evidence: observed."""
    description: str | None
    """The description as plain text. Evidence: documented."""
    description_html: str | None
    """The description as HTML. Known on other records; on projects it is inferred. Evidence: inferred."""
    clients: Sequence[EntityRef | Mapping[str, Any]] | None
    """The people and companies that the project is for. Evidence: observed."""
    contributors: Sequence[str] | None
    """The ids of the profiles that work on the project. Evidence: documented."""
    start_date: datetime | date | str | None
    """When the project starts. Evidence: observed."""
    due_date: datetime | date | str | None
    """When the project is due. Evidence: observed."""
    currency: CurrencyCode | str | None
    """A currency by ISO 4217, upper case. Evidence: observed."""
    budget: ProjectBudget | Mapping[str, Any] | None
    """What the project may cost. Only the amount is known. Evidence: documented."""
    is_billable: bool | None
    """Whether time on the project is billed. Evidence: documented."""
    billing_rate: float | None
    """The price of an hour. Money was observed to come as text too, on other records. Evidence: documented."""
    color: str | None
    """The project's colour. Known as a filter of one module; that it can be written is inferred. Evidence: inferred."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: observed."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""
    template_id: str | None
    """The id of a template to start from. The name is inferred from an unfinished client that misspells it and from a
    filter of another. Evidence: inferred."""


class ProjectMoveFields(TypedDict, total=False):
    """The fields of writes of a ProjectMove."""

    position: int | None
    """The place of the copy among its neighbours, from 0. Evidence: inferred."""
    index: int | None
    """Another name for the place, in one transcription. Evidence: inferred."""


_ProjectFields = Body(
    {
        "name": Field("name", TEXT),
        "description": Field("description", TEXT),
        "description_html": Field("descriptionHTML", TEXT),
        "clients": Field("clients", Many(Ref(EntityRef))),
        "contributors": Field("contributors", Many(TEXT)),
        "start_date": Field("startDate", MOMENT),
        "due_date": Field("dueDate", MOMENT),
        "currency": Field("currency", Choice(CurrencyCode)),
        "budget": Field("budget", Ref(ProjectBudget)),
        "is_billable": Field("isBillable", BOOLEAN),
        "billing_rate": Field("billingRate", NUMBER),
        "color": Field("color", TEXT),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_ProjectCreate = Body(
    {
        "name": Field("name", TEXT),
        "description": Field("description", TEXT),
        "description_html": Field("descriptionHTML", TEXT),
        "clients": Field("clients", Many(Ref(EntityRef))),
        "contributors": Field("contributors", Many(TEXT)),
        "start_date": Field("startDate", MOMENT),
        "due_date": Field("dueDate", MOMENT),
        "currency": Field("currency", Choice(CurrencyCode)),
        "budget": Field("budget", Ref(ProjectBudget)),
        "is_billable": Field("isBillable", BOOLEAN),
        "billing_rate": Field("billingRate", NUMBER),
        "color": Field("color", TEXT),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
        "template_id": Field("templateId", TEXT),
    },
    required=frozenset(),
)
_ProjectMoveFields = Body(
    {
        "position": Field("position", INTEGER),
        "index": Field("index", INTEGER),
    },
    required=frozenset(),
)


class ProjectsResource(Listing[Project]):
    """Work for clients, with its boards, files, time and money."""

    name = "projects"
    model = Project
    listing = _PROJECTS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ProjectFields]
    ) -> Project:
        """Update a project.

        Changes the given fields of one project and answers with the updated project. A field that is left out stays as
        it is. Whether the status can be changed this way, and in which shape, is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_ProjectFields, extra=extra, fields={**fields})
        )
        return await self._send(_PROJECTS_UPDATE, written(Project, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ProjectCreate]) -> Project:
        """Create a project.

        Makes a project and answers with it. One connector says that the server gives the new project a default status
        and a first task board, so a client that makes boards of its own should look for that one first. Which fields
        are required is unknown; every client sends `name`.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_ProjectCreate, extra=extra, fields={**fields})
        )
        return await self._send(_PROJECTS_CREATE, written(Project), body)

    async def delete(self, id: str) -> Project:
        """Delete a project.

        Deletes one project. That it goes to the trash bin is inferred from the trash bin's own calls. What happens to
        its tasks, files and time entries is unknown, and so is the shape of the answer.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_PROJECTS_DELETE, written(Project, id), body)

    async def archive(self, id: str) -> Project:
        """Archive a project.

        The shape of the answer is unknown. The same call on tasks was observed to give 404, and on projects it was not
        observed.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_PROJECTS_ARCHIVE, written(Project, id), body)

    async def unarchive(self, id: str) -> Project:
        """Restore a project from the archive.

        The shape of the answer is unknown. The same call on tasks was observed to give 404, and on projects it was not
        observed.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_PROJECTS_ARCHIVE, written(Project, id), body)

    async def move(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ProjectMoveFields]
    ) -> Project:
        """Move a project.

        Changes the place of one project among the others. The names of the target fields are unknown; `position` and
        `index` are inferred from the other move calls. Whether it also moves a project to another status is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("move", id=id, form=_ProjectMoveFields, extra=extra, fields={**fields})
        return await self._send(_PROJECTS_MOVE, written(Project, id), body)

    async def copy(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ProjectMoveFields]
    ) -> Project:
        """Copy a project.

        Makes a copy of one project and answers with it. `position` and `index` are hints from one transcription; which
        of them the server reads, and whether tasks and files are copied along, is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("copy", id=id, form=_ProjectMoveFields, extra=extra, fields={**fields})
        return await self._send(_PROJECTS_COPY, written(Project), body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[ProjectFields],
    ) -> BulkResult:
        """Update many projects.

        Sets the same fields on every named project. The shape of the answer and the most ids of one call are unknown.

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
        body = self._body("bulk_update", form=_ProjectFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _PROJECTS_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many projects.

        Deletes every named project. That they go to the trash bin is inferred from the trash bin's own calls. The shape
        of the answer and the most ids of one call are unknown.

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
        return await self._bulk(_PROJECTS_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Archive many projects.

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
        return await self._bulk(_PROJECTS_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Restore many projects from the archive.

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
        return await self._bulk(_PROJECTS_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

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
    ) -> Records[Project]:
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
    ) -> PageIterator[Project]:
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
    ) -> list[Project]:
        """List projects.

        Answers with the projects that match. The title of a project is `name`, not `title`. Filters seen: `client._id`,
        `templateId`, `color`. A project's `status` comes back as an object; one client filters it as the text `active`,
        which no other source says. Projects that are the body of a template are left out (inferred) unless `q` holds
        `"isTemplate": true`. Whether archived projects are listed is unknown.

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
