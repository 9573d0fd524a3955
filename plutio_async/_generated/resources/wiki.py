"""Collections of pages. The older documents call a wiki a workspace, a word that now means the business."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._models.model import Model
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.wiki import Wiki

if TYPE_CHECKING:
    from ..models.part_dicts import (
        AnyMapping,
        WikiDesignOptionsDict,
        WikiPrivateShareSettingsDict,
        WikiShareSettingsDict,
    )
    from ..models.project import Project
    from ..models.wiki import WikiDesignOptions, WikiPrivateShareSettings, WikiShareSettings
    from ._filters import WikiListing
else:
    WikiListing = Listing

_LIST = Operation("wiki_list", "GET", "/wiki", idempotent=True)
_CREATE = Operation("wiki_create", "POST", "/wiki", idempotent=False)
_UPDATE = Operation("wiki_update", "PUT", "/wiki", idempotent=True)
_DELETE = Operation("wiki_delete", "DELETE", "/wiki", idempotent=True)


class WikiResource(Creates[Wiki], WikiListing):
    """Collections of pages. The older documents call a wiki a workspace, a word that now means the business.

    ``list`` answers with the wikis that match. One client saw a nested, shallow tree of the pages in the answer too,
    under a key that is unknown; read the pages through the wiki entities. The path is singular: `/wikis` gave 403.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "wiki"
    model = Wiki
    _listing = _LIST

    async def create(
        self,
        *,
        title: str,
        description: str | None = UNSET,
        project_id: str | Project | None = UNSET,
        entity_type: str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        design_options: WikiDesignOptions | WikiDesignOptionsDict | AnyMapping | None = UNSET,
        share_settings: WikiShareSettings | WikiShareSettingsDict | AnyMapping | None = UNSET,
        private_share_settings: WikiPrivateShareSettings | WikiPrivateShareSettingsDict | AnyMapping | None = UNSET,
        logo: Any = UNSET,
        icon_image: Any = UNSET,
        color: str | None = UNSET,
        index: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Wiki:
        """Create a wiki.

        Makes a wiki and answers with it. Only `title` is listed as required. The wiki's own `_id` is the `parentId` of
        its top-level pages.

        Args:
            title: The wiki's name.
            description: What the wiki is about.
            project_id: The id of the project that the wiki belongs to. Listed beside `entityType` and `entityId`.
            entity_type: The kind of record that the wiki belongs to. Only `project` was observed.
            entity_id: The id of the record that the wiki belongs to.
            design_options: How the wiki looks. An update merges it one level deep. The keys are known and their
                types are not, so each holds any JSON value.
            share_settings: Whether the wiki is shared.
            private_share_settings: Who inside the workspace sees the wiki.
            logo: The wiki's logo. An object whose keys are unknown, so it is any JSON value.
            icon_image: The wiki's icon. An object whose keys are unknown, so it is any JSON value.
            color: The wiki's colour.
            index: The place among the other wikis.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description": description,
            "project_id": project_id,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "design_options": design_options,
            "share_settings": share_settings,
            "private_share_settings": private_share_settings,
            "logo": logo,
            "icon_image": icon_image,
            "color": color,
            "index": index,
        }
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(Wiki), body)

    async def update(
        self,
        id: str | Wiki,
        *,
        title: str | None = UNSET,
        description: str | None = UNSET,
        project_id: str | Project | None = UNSET,
        entity_type: str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        design_options: WikiDesignOptions | WikiDesignOptionsDict | AnyMapping | None = UNSET,
        share_settings: WikiShareSettings | WikiShareSettingsDict | AnyMapping | None = UNSET,
        private_share_settings: WikiPrivateShareSettings | WikiPrivateShareSettingsDict | AnyMapping | None = UNSET,
        logo: Any = UNSET,
        icon_image: Any = UNSET,
        color: str | None = UNSET,
        index: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Wiki:
        """Update a wiki.

        Changes the given fields of one wiki and answers with the updated wiki. A field that is left out stays as it is.
        One client records that `designOptions` is merged one level deep, so that keys which are left out stay but a
        `section` replaces the old one. Whether that holds for the other nested objects is unknown.

        Args:
            title: The wiki's name.
            description: What the wiki is about.
            project_id: The id of the project that the wiki belongs to. Listed beside `entityType` and `entityId`.
            entity_type: The kind of record that the wiki belongs to. Only `project` was observed.
            entity_id: The id of the record that the wiki belongs to.
            design_options: How the wiki looks. An update merges it one level deep. The keys are known and their
                types are not, so each holds any JSON value.
            share_settings: Whether the wiki is shared.
            private_share_settings: Who inside the workspace sees the wiki.
            logo: The wiki's logo. An object whose keys are unknown, so it is any JSON value.
            icon_image: The wiki's icon. An object whose keys are unknown, so it is any JSON value.
            color: The wiki's colour.
            index: The place among the other wikis.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description": description,
            "project_id": project_id,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "design_options": design_options,
            "share_settings": share_settings,
            "private_share_settings": private_share_settings,
            "logo": logo,
            "icon_image": icon_image,
            "color": color,
            "index": index,
        }
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Wiki, body), body)

    async def delete(self, id: str | Wiki) -> Wiki:
        """Delete a wiki.

        Deletes one wiki and all of its pages with it. The shape of the answer is unknown: the deleted wiki or a part of
        it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Wiki, body), body)
