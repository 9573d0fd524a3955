"""Stored starting points for other records. A template points to a hidden record that is its body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import BOOLEAN, TEXT, Choice
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.template import Template
from ..models.template_entity_type import TemplateEntityType

_TEMPLATES_UPDATE = Operation("templates_update", "PUT", "/templates", idempotent=True)
_TEMPLATES_CREATE = Operation("templates_create", "POST", "/templates", idempotent=False)
_TEMPLATES_DELETE = Operation("templates_delete", "DELETE", "/templates", idempotent=True)
_TEMPLATES_LIST = Operation("templates_list", "GET", "/templates", idempotent=True)


class TemplateUpdate(TypedDict, total=False):
    """Changes of one template."""

    title: str | None
    """The template's name. Evidence: observed."""
    entity_type: TemplateEntityType | str | None
    """What kind of record the template makes. Evidence: documented."""
    is_public: bool | None
    """Whether the template is public. To whom is unknown. Evidence: observed."""
    description: str | None
    """What the template is for. Evidence: documented."""


class TemplateCreate(TypedDict, total=False):
    """A template to be made."""

    entity_type: Required[TemplateEntityType | str]
    """What kind of record the template makes. Evidence: documented."""
    title: str | None
    """The template's name. Evidence: observed."""
    is_public: bool | None
    """Whether the template is public. To whom is unknown. Evidence: observed."""
    description: str | None
    """What the template is for. Evidence: documented."""


_TemplateUpdate = Body(
    {
        "title": Field("title", TEXT),
        "entity_type": Field("entityType", Choice(TemplateEntityType)),
        "is_public": Field("isPublic", BOOLEAN),
        "description": Field("description", TEXT),
    },
    required=frozenset(),
)
_TemplateCreate = Body(
    {
        "entity_type": Field("entityType", Choice(TemplateEntityType)),
        "title": Field("title", TEXT),
        "is_public": Field("isPublic", BOOLEAN),
        "description": Field("description", TEXT),
    },
    required=frozenset(["entity_type"]),
)


class TemplatesResource(Listing[Template]):
    """Stored starting points for other records. A template points to a hidden record that is its body."""

    name = "templates"
    model = Template
    listing = _TEMPLATES_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TemplateUpdate]
    ) -> Template:
        """Update a template.

        Changes the given fields of one template and answers with the updated template. A field that is left out stays
        as it is. The content is changed on the body record that `entityId` names, not here.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_TemplateUpdate, extra=extra, fields={**fields})
        return await self._send(_TEMPLATES_UPDATE, written(Template, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[TemplateCreate]) -> Template:
        """Create a template.

        Makes a template and answers with it. Only `entityType` is listed as required. How a template is made from a
        record that exists is unknown: `entityId` was observed in answers only.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_TemplateCreate, extra=extra, fields={**fields})
        return await self._send(_TEMPLATES_CREATE, written(Template), body)

    async def delete(self, id: str) -> Template:
        """Delete a template.

        Deletes one template. That it goes to the trash bin is inferred from the trash bin's own calls. Whether the
        hidden body record goes with it is unknown, and so is the shape of the answer.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_TEMPLATES_DELETE, written(Template, id), body)

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
    ) -> Records[Template]:
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
    ) -> PageIterator[Template]:
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
    ) -> list[Template]:
        """List templates.

        Answers with the templates that match. Filter by `entityType` to get those of one kind. `entityId` names the
        record that is the template's body; the list of that kind by inference leaves the body out unless its `q` holds
        `"isTemplate": true`. One client saw the body of a proposal template refused when asked for by an id in the
        path.

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
