"""Products and services with a price, kept for reuse on invoices and proposals."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.item import Item

if TYPE_CHECKING:
    from ._filters import ItemsListing
else:
    ItemsListing = Listing

_LIST = Operation("items_list", "GET", "/items", idempotent=True)
_CREATE = Operation("items_create", "POST", "/items", idempotent=False)
_UPDATE = Operation("items_update", "PUT", "/items", idempotent=True)
_DELETE = Operation("items_delete", "DELETE", "/items", idempotent=True)


class ItemsResource(Creates[Item], ItemsListing):
    """Products and services with a price, kept for reuse on invoices and proposals.

    ``list`` answers with the items that match. Any field works as a filter. These are the reusable items of the
    workspace, not the lines of an invoice, which live in blocks.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "items"
    model = Item
    _listing = _LIST

    async def create(
        self,
        *,
        title: str | None = UNSET,
        description_plain: str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        quantity: float | Decimal | None = UNSET,
        tax: float | Decimal | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Item:
        """Create an item.

        Makes an item and answers with it. No field is known to be needed.

        Args:
            title: What is sold.
            description_plain: The description as plain text.
            amount: The price of one. It may come as text.
            quantity: How many by default.
            tax: The tax rate in per cent. A number here, unlike the tax of an invoice or of a proposal's item.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_plain": description_plain,
            "amount": amount,
            "quantity": quantity,
            "tax": tax,
        }
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(Item), body)

    async def update(
        self,
        id: str | Item,
        *,
        title: str | None = UNSET,
        description_plain: str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        quantity: float | Decimal | None = UNSET,
        tax: float | Decimal | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Item:
        """Update an item.

        Changes the given fields of one item and answers with the updated item. A field that is left out stays as it is.
        Whether lines already made from it change is unknown.

        Args:
            title: What is sold.
            description_plain: The description as plain text.
            amount: The price of one. It may come as text.
            quantity: How many by default.
            tax: The tax rate in per cent. A number here, unlike the tax of an invoice or of a proposal's item.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_plain": description_plain,
            "amount": amount,
            "quantity": quantity,
            "tax": tax,
        }
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Item, body), body)

    async def delete(self, id: str | Item) -> Item:
        """Delete an item.

        Deletes one item. The shape of the answer is unknown: the deleted item or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Item, body), body)
