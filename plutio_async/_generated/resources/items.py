"""Products and services with a price, kept for reuse on invoices and proposals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import NUMBER, TEXT
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.item import Item

_ITEMS_UPDATE = Operation("items_update", "PUT", "/items", idempotent=True)
_ITEMS_CREATE = Operation("items_create", "POST", "/items", idempotent=False)
_ITEMS_DELETE = Operation("items_delete", "DELETE", "/items", idempotent=True)
_ITEMS_LIST = Operation("items_list", "GET", "/items", idempotent=True)


class ItemFields(TypedDict, total=False):
    """The fields of writes of a Item."""

    title: str | None
    """What is sold. Evidence: documented."""
    description_plain: str | None
    """The description as plain text. Evidence: documented."""
    amount: float | None
    """The price of one. It may come as text. Evidence: documented."""
    quantity: float | None
    """How many by default. Evidence: documented."""
    tax: float | None
    """The tax rate in per cent. A number here, unlike the tax of an invoice or of a proposal's item. Evidence: documented."""


_ItemFields = Body(
    {
        "title": Field("title", TEXT),
        "description_plain": Field("descriptionPlain", TEXT),
        "amount": Field("amount", NUMBER),
        "quantity": Field("quantity", NUMBER),
        "tax": Field("tax", NUMBER),
    },
    required=frozenset(),
)


class ItemsResource(Listing[Item]):
    """Products and services with a price, kept for reuse on invoices and proposals."""

    name = "items"
    model = Item
    listing = _ITEMS_LIST

    async def update(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ItemFields]) -> Item:
        """Update an item.

        Changes the given fields of one item and answers with the updated item. A field that is left out stays as it is.
        Whether lines already made from it change is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_ItemFields, extra=extra, fields={**fields})
        return await self._send(_ITEMS_UPDATE, written(Item, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ItemFields]) -> Item:
        """Create an item.

        Makes an item and answers with it. No field is known to be needed.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_ItemFields, extra=extra, fields={**fields})
        return await self._send(_ITEMS_CREATE, written(Item), body)

    async def delete(self, id: str) -> Item:
        """Delete an item.

        Deletes one item. The shape of the answer is unknown: the deleted item or a part of it.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_ITEMS_DELETE, written(Item, id), body)

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
    ) -> Records[Item]:
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
    ) -> PageIterator[Item]:
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
    ) -> list[Item]:
        """List items.

        Answers with the items that match. Any field works as a filter. These are the reusable items of the workspace,
        not the lines of an invoice, which live in blocks.

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
