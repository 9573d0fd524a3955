"""The pages of a wiki, and the categories that group them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import ANYTHING, INTEGER, TEXT, Choice
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.wiki_entity import WikiEntity
from ..models.wiki_entity_status import WikiEntityStatus
from ..models.wiki_entity_type import WikiEntityType

_WIKI_ENTITIES_UPDATE = Operation("wiki_entities_update", "PUT", "/wiki-entities", idempotent=True)
_WIKI_ENTITIES_CREATE = Operation("wiki_entities_create", "POST", "/wiki-entities", idempotent=False)
_WIKI_ENTITIES_DELETE = Operation("wiki_entities_delete", "DELETE", "/wiki-entities", idempotent=True)
_WIKI_ENTITIES_MOVE = Operation("wiki_entities_move", "POST", "/wiki-entities/move", idempotent=False)
_WIKI_ENTITIES_LIST = Operation("wiki_entities_list", "GET", "/wiki-entities", idempotent=True)


class WikiEntityUpdate(TypedDict, total=False):
    """Changes of one wiki entity."""

    wiki_id: str | None
    """The id of the wiki. Evidence: observed."""
    parent_id: str | None
    """The id of the parent; the wiki's own id for the top level. Evidence: observed."""
    title: str | None
    """The page's or category's title. Evidence: observed."""
    type: WikiEntityType | str | None
    """Whether it is a page or a category of pages. Evidence: observed."""
    status: WikiEntityStatus | str | None
    """Whether readers see it. Evidence: observed."""
    description: str | None
    """What the page or category is about. Evidence: documented."""
    design_options: Any
    """How the page looks. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    icon: Any
    """The page's icon. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    meta: Any
    """More about the page. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    index: int | None
    """The place among its neighbours. The move call takes `position` instead. Evidence: observed."""


class WikiEntityCreate(TypedDict, total=False):
    """A page or category to be made."""

    wiki_id: Required[str]
    """The id of the wiki. Evidence: observed."""
    parent_id: Required[str]
    """The id of the parent; the wiki's own id for the top level. Evidence: observed."""
    title: Required[str]
    """The page's or category's title. Evidence: observed."""
    type: Required[WikiEntityType | str]
    """Whether it is a page or a category of pages. Evidence: observed."""
    status: WikiEntityStatus | str | None
    """Whether readers see it. Evidence: observed."""
    description: str | None
    """What the page or category is about. Evidence: documented."""
    design_options: Any
    """How the page looks. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    icon: Any
    """The page's icon. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    meta: Any
    """More about the page. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    index: int | None
    """The place among its neighbours. The move call takes `position` instead. Evidence: observed."""


class WikiEntityMove(TypedDict, total=False):
    """Where a page or category goes."""

    parent_id: str | None
    """The id of the new parent; the wiki's own id for the top level. Evidence: observed."""
    position: int | None
    """The place below the parent, from 0. Evidence: observed."""


_WikiEntityUpdate = Body(
    {
        "wiki_id": Field("wikiId", TEXT),
        "parent_id": Field("parentId", TEXT),
        "title": Field("title", TEXT),
        "type": Field("type", Choice(WikiEntityType)),
        "status": Field("status", Choice(WikiEntityStatus)),
        "description": Field("description", TEXT),
        "design_options": Field("designOptions", ANYTHING),
        "icon": Field("icon", ANYTHING),
        "meta": Field("meta", ANYTHING),
        "index": Field("index", INTEGER),
    },
    required=frozenset(),
)
_WikiEntityCreate = Body(
    {
        "wiki_id": Field("wikiId", TEXT),
        "parent_id": Field("parentId", TEXT),
        "title": Field("title", TEXT),
        "type": Field("type", Choice(WikiEntityType)),
        "status": Field("status", Choice(WikiEntityStatus)),
        "description": Field("description", TEXT),
        "design_options": Field("designOptions", ANYTHING),
        "icon": Field("icon", ANYTHING),
        "meta": Field("meta", ANYTHING),
        "index": Field("index", INTEGER),
    },
    required=frozenset(["wiki_id", "parent_id", "title", "type"]),
)
_WikiEntityMove = Body(
    {
        "parent_id": Field("parentId", TEXT),
        "position": Field("position", INTEGER),
    },
    required=frozenset(),
)


class WikiEntitiesResource(Listing[WikiEntity]):
    """The pages of a wiki, and the categories that group them."""

    name = "wiki_entities"
    model = WikiEntity
    listing = _WIKI_ENTITIES_LIST
    id_query = False

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[WikiEntityUpdate]
    ) -> WikiEntity:
        """Update a wiki page or category.

        Changes the given fields of one page or category and answers with it. A field that is left out stays as it is. A
        page is published with `status: published`. The place of a page is changed by the move call.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_WikiEntityUpdate, extra=extra, fields={**fields})
        return await self._send(_WIKI_ENTITIES_UPDATE, written(WikiEntity, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[WikiEntityCreate]) -> WikiEntity:
        """Create a wiki page or category.

        Makes a page or a category and answers with it. For a top-level page `parentId` is the wiki's own `_id`. The
        server makes a content block along with a page; fill that block, whose `entityType` is `wiki-page`, and do not
        delete it.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_WikiEntityCreate, extra=extra, fields={**fields})
        return await self._send(_WIKI_ENTITIES_CREATE, written(WikiEntity), body)

    async def delete(self, id: str) -> WikiEntity:
        """Delete a wiki page or category.

        Deletes one page or category. What happens to the pages below it is unknown. The shape of the answer is unknown:
        the deleted record or a part of it.

        Evidence: observed.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_WIKI_ENTITIES_DELETE, written(WikiEntity, id), body)

    async def move(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[WikiEntityMove]
    ) -> WikiEntity:
        """Move a wiki page or category.

        Moves one page or category to another place or under another parent. One client sends `parentId` and `position`
        together; the parent is a category, a page, or the wiki itself for the top level.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("move", id=id, form=_WikiEntityMove, extra=extra, fields={**fields})
        return await self._send(_WIKI_ENTITIES_MOVE, written(WikiEntity, id), body)

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
    ) -> Records[WikiEntity]:
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
    ) -> PageIterator[WikiEntity]:
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
    ) -> list[WikiEntity]:
        """List wiki entities.

        Answers with the pages and categories that match. A `q` that holds only `_id` gave 404 here, though it works on
        other resources: to get one page for sure, filter by `wikiId` and pick the one with the id. Whether the plain
        `_id` parameter works is unknown. One client asks for 1,000 at a time. `/wiki-pages` gave 403.

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
