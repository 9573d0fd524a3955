"""Groups that canned responses, and by inference time entries, are sorted into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.category import Category

if TYPE_CHECKING:
    from ..models.category import CategoryEntityType, KnownCategoryEntityType
    from ._filters import CategoriesListing
else:
    CategoriesListing = Listing

_LIST = Operation("categories_list", "GET", "/categories", idempotent=True)
_CREATE = Operation("categories_create", "POST", "/categories", idempotent=False)
_UPDATE = Operation("categories_update", "PUT", "/categories", idempotent=True)
_DELETE = Operation("categories_delete", "DELETE", "/categories", idempotent=True)


class CategoriesResource(Creates[Category], CategoriesListing):
    """Groups that canned responses, and by inference time entries, are sorted into.

    ``list`` answers with the categories that match. Filter by `entityType` for the categories of one kind of record.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "categories"
    model = Category
    _listing = _LIST

    async def create(
        self,
        *,
        title: str,
        entity_type: CategoryEntityType | KnownCategoryEntityType | str,
        description_plain: str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Category:
        """Create a category.

        Makes a category and answers with it. `entityType` and `title` are required by one transcription of the
        documents. `canned-response` is the only listed kind, but time entries carry a `categoryId` too, so others are
        inferred.

        Args:
            title: The category's name.
            entity_type: The kind of record that a category is for. Time entries have categories too, so more values
                are inferred. Known values: `canned-response`.
            description_plain: What belongs into it, as plain text.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "entity_type": entity_type, "description_plain": description_plain}
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(Category), body)

    async def update(
        self,
        id: str | Category,
        *,
        title: str | None = UNSET,
        description_plain: str | None = UNSET,
        entity_type: CategoryEntityType | KnownCategoryEntityType | str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Category:
        """Update a category.

        Changes the given fields of one category and answers with the updated category. A field that is left out stays
        as it is. Whether `entityType` can be changed later is unknown, and the call was not observed.

        Args:
            title: The category's name.
            description_plain: What belongs into it, as plain text.
            entity_type: The kind of record that a category is for. Time entries have categories too, so more values
                are inferred. Known values: `canned-response`.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "description_plain": description_plain, "entity_type": entity_type}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Category, body), body)

    async def delete(self, id: str | Category) -> Category:
        """Delete a category.

        Deletes one category. What becomes of the records in it is unknown, and so is whether it can be found in the
        trash bin. The shape of the answer is unknown: the deleted category or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Category, body), body)
