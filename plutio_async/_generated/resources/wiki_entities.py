"""The pages of a wiki, and the categories that group them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.codecs import INTEGER
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.wiki_entity import WikiEntity

if TYPE_CHECKING:
    from ..models.wiki import Wiki
    from ..models.wiki_entity import KnownWikiEntityStatus, KnownWikiEntityType, WikiEntityStatus, WikiEntityType
    from ._filters import WikiEntitiesListing
else:
    WikiEntitiesListing = Listing

_LIST = Operation("wiki_entities_list", "GET", "/wiki-entities", idempotent=True)
_CREATE = Operation("wiki_entities_create", "POST", "/wiki-entities", idempotent=False)
_UPDATE = Operation("wiki_entities_update", "PUT", "/wiki-entities", idempotent=True)
_DELETE = Operation("wiki_entities_delete", "DELETE", "/wiki-entities", idempotent=True)
_MOVE = Operation("wiki_entities_move", "POST", "/wiki-entities/move", idempotent=False)


class WikiEntitiesResource(Creates[WikiEntity], WikiEntitiesListing):
    """The pages of a wiki, and the categories that group them.

    ``list`` answers with the pages and categories that match. A `q` that holds only `_id` gave 404 here, though it
    works on other resources, and whether the plain `_id` parameter works is unknown: a page that is not found by its id
    is looked for in the list. One client asks for 1,000 at a time. `/wiki-pages` gave 403.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "wiki_entities"
    model = WikiEntity
    _other_fields = {
        "position": Field("position", INTEGER),
    }
    _listing = _LIST
    _id_query = False
    _get_by_list = True

    async def create(
        self,
        *,
        wiki_id: str | Wiki,
        parent_id: str | WikiEntity | Wiki,
        title: str,
        type: WikiEntityType | KnownWikiEntityType | str,
        status: WikiEntityStatus | KnownWikiEntityStatus | str | None = UNSET,
        description: str | None = UNSET,
        design_options: Any = UNSET,
        icon: Any = UNSET,
        meta: Any = UNSET,
        index: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> WikiEntity:
        """Create a wiki page or category.

        Makes a page or a category and answers with it. For a top-level page `parentId` is the wiki's own `_id`. The
        server makes a content block along with a page; fill that block, whose `entityType` is `wiki-page`, and do not
        delete it.

        Args:
            wiki_id: The id of the wiki.
            parent_id: The id of the parent; the wiki's own id for the top level.
            title: The page's or category's title.
            type: Whether it is a page or a category of pages. Known values: `page`, `category`.
            status: Whether readers see it. Known values: `draft`, `published`.
            description: What the page or category is about.
            design_options: How the page looks. An object whose keys are unknown, so it is any JSON value.
            icon: The page's icon. An object whose keys are unknown, so it is any JSON value.
            meta: More about the page. An object whose keys are unknown, so it is any JSON value.
            index: The place among its neighbours. The move call takes `position` instead.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "wiki_id": wiki_id,
            "parent_id": parent_id,
            "title": title,
            "type": type,
            "status": status,
            "description": description,
            "design_options": design_options,
            "icon": icon,
            "meta": meta,
            "index": index,
        }
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(WikiEntity), body)

    async def update(
        self,
        id: str | WikiEntity,
        *,
        wiki_id: str | Wiki | None = UNSET,
        parent_id: str | WikiEntity | Wiki | None = UNSET,
        title: str | None = UNSET,
        type: WikiEntityType | KnownWikiEntityType | str | None = UNSET,
        status: WikiEntityStatus | KnownWikiEntityStatus | str | None = UNSET,
        description: str | None = UNSET,
        design_options: Any = UNSET,
        icon: Any = UNSET,
        meta: Any = UNSET,
        index: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> WikiEntity:
        """Update a wiki page or category.

        Changes the given fields of one page or category and answers with it. A field that is left out stays as it is. A
        page is published with `status: published`. The place of a page is changed by the move call.

        Args:
            wiki_id: The id of the wiki.
            parent_id: The id of the parent; the wiki's own id for the top level.
            title: The page's or category's title.
            type: Whether it is a page or a category of pages. Known values: `page`, `category`.
            status: Whether readers see it. Known values: `draft`, `published`.
            description: What the page or category is about.
            design_options: How the page looks. An object whose keys are unknown, so it is any JSON value.
            icon: The page's icon. An object whose keys are unknown, so it is any JSON value.
            meta: More about the page. An object whose keys are unknown, so it is any JSON value.
            index: The place among its neighbours. The move call takes `position` instead.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "wiki_id": wiki_id,
            "parent_id": parent_id,
            "title": title,
            "type": type,
            "status": status,
            "description": description,
            "design_options": design_options,
            "icon": icon,
            "meta": meta,
            "index": index,
        }
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(WikiEntity, body), body)

    async def delete(self, id: str | WikiEntity) -> WikiEntity:
        """Delete a wiki page or category.

        Deletes one page or category. What happens to the pages below it is unknown. The shape of the answer is unknown:
        the deleted record or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(WikiEntity, body), body)

    async def move(
        self,
        id: str | WikiEntity,
        *,
        parent_id: str | WikiEntity | Wiki | None = UNSET,
        position: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> WikiEntity:
        """Move a wiki page or category.

        Moves one page or category to another place or under another parent. One client sends `parentId` and `position`
        together; the parent is a category, a page, or the wiki itself for the top level.

        Args:
            parent_id: The id of the new parent; the wiki's own id for the top level.
            position: The place below the parent, from 0.
            extra: Fields that are not described, by wire name.
        """
        fields = {"parent_id": parent_id, "position": position}
        body = self._body("move", fields, id=id, extra=extra)
        return await self._send(_MOVE, written(WikiEntity, body), body)
