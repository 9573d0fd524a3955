"""Groups that canned responses, and by inference time entries, are sorted into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT, Choice
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.category import Category
from ..models.category_entity_type import CategoryEntityType

_CATEGORIES_UPDATE = Operation("categories_update", "PUT", "/categories", idempotent=True)
_CATEGORIES_CREATE = Operation("categories_create", "POST", "/categories", idempotent=False)
_CATEGORIES_DELETE = Operation("categories_delete", "DELETE", "/categories", idempotent=True)
_CATEGORIES_LIST = Operation("categories_list", "GET", "/categories", idempotent=True)


class CategoryUpdate(TypedDict, total=False):
    """Changes of one category."""

    title: str | None
    """The category's name. Evidence: documented."""
    description_plain: str | None
    """What belongs into it, as plain text. Evidence: documented."""
    entity_type: CategoryEntityType | str | None
    """The kind of record that a category is for. Time entries have categories too, so more values are inferred. Evidence:
    documented."""


class CategoryCreate(TypedDict, total=False):
    """A category to be made."""

    title: Required[str]
    """The category's name. Evidence: documented."""
    entity_type: Required[CategoryEntityType | str]
    """The kind of record that a category is for. Time entries have categories too, so more values are inferred. Evidence:
    documented."""
    description_plain: str | None
    """What belongs into it, as plain text. Evidence: documented."""


_CategoryUpdate = Body(
    {
        "title": Field("title", TEXT),
        "description_plain": Field("descriptionPlain", TEXT),
        "entity_type": Field("entityType", Choice(CategoryEntityType)),
    },
    required=frozenset(),
)
_CategoryCreate = Body(
    {
        "title": Field("title", TEXT),
        "entity_type": Field("entityType", Choice(CategoryEntityType)),
        "description_plain": Field("descriptionPlain", TEXT),
    },
    required=frozenset(["title", "entity_type"]),
)


class CategoriesResource(Listing[Category]):
    """Groups that canned responses, and by inference time entries, are sorted into."""

    name = "categories"
    model = Category
    listing = _CATEGORIES_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CategoryUpdate]
    ) -> Category:
        """Update a category.

        Changes the given fields of one category and answers with the updated category. A field that is left out stays
        as it is. Whether `entityType` can be changed later is unknown, and the call was not observed.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_CategoryUpdate, extra=extra, fields={**fields})
        return await self._send(_CATEGORIES_UPDATE, written(Category, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CategoryCreate]) -> Category:
        """Create a category.

        Makes a category and answers with it. `entityType` and `title` are required by one transcription of the
        documents. `canned-response` is the only listed kind, but time entries carry a `categoryId` too, so others are
        inferred.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_CategoryCreate, extra=extra, fields={**fields})
        return await self._send(_CATEGORIES_CREATE, written(Category), body)

    async def delete(self, id: str) -> Category:
        """Delete a category.

        Deletes one category. What becomes of the records in it is unknown, and so is whether it can be found in the
        trash bin. The shape of the answer is unknown: the deleted category or a part of it.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_CATEGORIES_DELETE, written(Category, id), body)

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
    ) -> Records[Category]:
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
    ) -> PageIterator[Category]:
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
    ) -> list[Category]:
        """List categories.

        Answers with the categories that match. Filter by `entityType` for the categories of one kind of record.

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
