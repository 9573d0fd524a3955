"""Collections of pages. The older documents call a wiki a workspace, a word that now means the business."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import ANYTHING, INTEGER, TEXT
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.wiki import Wiki
from ..models.wiki_design_options import WikiDesignOptions
from ..models.wiki_private_share_settings import WikiPrivateShareSettings
from ..models.wiki_share_settings import WikiShareSettings

_WIKI_UPDATE = Operation("wiki_update", "PUT", "/wiki", idempotent=True)
_WIKI_CREATE = Operation("wiki_create", "POST", "/wiki", idempotent=False)
_WIKI_DELETE = Operation("wiki_delete", "DELETE", "/wiki", idempotent=True)
_WIKI_LIST = Operation("wiki_list", "GET", "/wiki", idempotent=True)


class WikiUpdate(TypedDict, total=False):
    """Changes of one wiki."""

    title: str | None
    """The wiki's name. Evidence: observed."""
    description: str | None
    """What the wiki is about. Evidence: observed."""
    project_id: str | None
    """The id of the project that the wiki belongs to. Listed beside `entityType` and `entityId`. Evidence: documented."""
    entity_type: str | None
    """The kind of record that the wiki belongs to. Only `project` was observed. Evidence: observed."""
    entity_id: str | None
    """The id of the record that the wiki belongs to. Evidence: observed."""
    design_options: WikiDesignOptions | Mapping[str, Any] | None
    """How the wiki looks. An update merges it one level deep. The keys are known and their types are not, so each holds
    any JSON value. Evidence: observed."""
    share_settings: WikiShareSettings | Mapping[str, Any] | None
    """Whether the wiki is shared. Evidence: observed."""
    private_share_settings: WikiPrivateShareSettings | Mapping[str, Any] | None
    """Who inside the workspace sees the wiki. Evidence: observed."""
    logo: Any
    """The wiki's logo. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    icon_image: Any
    """The wiki's icon. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    color: str | None
    """The wiki's colour. Evidence: observed."""
    index: int | None
    """The place among the other wikis. Evidence: observed."""


class WikiCreate(TypedDict, total=False):
    """A wiki to be made."""

    title: Required[str]
    """The wiki's name. Evidence: observed."""
    description: str | None
    """What the wiki is about. Evidence: observed."""
    project_id: str | None
    """The id of the project that the wiki belongs to. Listed beside `entityType` and `entityId`. Evidence: documented."""
    entity_type: str | None
    """The kind of record that the wiki belongs to. Only `project` was observed. Evidence: observed."""
    entity_id: str | None
    """The id of the record that the wiki belongs to. Evidence: observed."""
    design_options: WikiDesignOptions | Mapping[str, Any] | None
    """How the wiki looks. An update merges it one level deep. The keys are known and their types are not, so each holds
    any JSON value. Evidence: observed."""
    share_settings: WikiShareSettings | Mapping[str, Any] | None
    """Whether the wiki is shared. Evidence: observed."""
    private_share_settings: WikiPrivateShareSettings | Mapping[str, Any] | None
    """Who inside the workspace sees the wiki. Evidence: observed."""
    logo: Any
    """The wiki's logo. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    icon_image: Any
    """The wiki's icon. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    color: str | None
    """The wiki's colour. Evidence: observed."""
    index: int | None
    """The place among the other wikis. Evidence: observed."""


_WikiUpdate = Body(
    {
        "title": Field("title", TEXT),
        "description": Field("description", TEXT),
        "project_id": Field("projectId", TEXT),
        "entity_type": Field("entityType", TEXT),
        "entity_id": Field("entityId", TEXT),
        "design_options": Field("designOptions", Ref(WikiDesignOptions)),
        "share_settings": Field("shareSettings", Ref(WikiShareSettings)),
        "private_share_settings": Field("privateShareSettings", Ref(WikiPrivateShareSettings)),
        "logo": Field("logo", ANYTHING),
        "icon_image": Field("iconImage", ANYTHING),
        "color": Field("color", TEXT),
        "index": Field("index", INTEGER),
    },
    required=frozenset(),
)
_WikiCreate = Body(
    {
        "title": Field("title", TEXT),
        "description": Field("description", TEXT),
        "project_id": Field("projectId", TEXT),
        "entity_type": Field("entityType", TEXT),
        "entity_id": Field("entityId", TEXT),
        "design_options": Field("designOptions", Ref(WikiDesignOptions)),
        "share_settings": Field("shareSettings", Ref(WikiShareSettings)),
        "private_share_settings": Field("privateShareSettings", Ref(WikiPrivateShareSettings)),
        "logo": Field("logo", ANYTHING),
        "icon_image": Field("iconImage", ANYTHING),
        "color": Field("color", TEXT),
        "index": Field("index", INTEGER),
    },
    required=frozenset(["title"]),
)


class WikiResource(Listing[Wiki]):
    """Collections of pages. The older documents call a wiki a workspace, a word that now means the business."""

    name = "wiki"
    model = Wiki
    listing = _WIKI_LIST

    async def update(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[WikiUpdate]) -> Wiki:
        """Update a wiki.

        Changes the given fields of one wiki and answers with the updated wiki. A field that is left out stays as it is.
        One client records that `designOptions` is merged one level deep, so that keys which are left out stay but a
        `section` replaces the old one. Whether that holds for the other nested objects is unknown.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_WikiUpdate, extra=extra, fields={**fields})
        return await self._send(_WIKI_UPDATE, written(Wiki, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[WikiCreate]) -> Wiki:
        """Create a wiki.

        Makes a wiki and answers with it. Only `title` is listed as required. The wiki's own `_id` is the `parentId` of
        its top-level pages.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_WikiCreate, extra=extra, fields={**fields})
        return await self._send(_WIKI_CREATE, written(Wiki), body)

    async def delete(self, id: str) -> Wiki:
        """Delete a wiki.

        Deletes one wiki and all of its pages with it. The shape of the answer is unknown: the deleted wiki or a part of
        it.

        Evidence: observed.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_WIKI_DELETE, written(Wiki, id), body)

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
    ) -> Records[Wiki]:
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
    ) -> PageIterator[Wiki]:
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
    ) -> list[Wiki]:
        """List wikis.

        Answers with the wikis that match. One client saw a nested, shallow tree of the pages in the answer too, under a
        key that is unknown; read the pages through the wiki entities. The path is singular: `/wikis` gave 403.

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
