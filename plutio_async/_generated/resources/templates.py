"""Stored starting points for other records. A template points to a hidden record that is its body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.template import Template

if TYPE_CHECKING:
    from ..models.template import KnownTemplateEntityType, TemplateEntityType
    from ._filters import TemplatesListing
else:
    TemplatesListing = Listing

_LIST = Operation("templates_list", "GET", "/templates", idempotent=True)
_CREATE = Operation("templates_create", "POST", "/templates", idempotent=False)
_UPDATE = Operation("templates_update", "PUT", "/templates", idempotent=True)
_DELETE = Operation("templates_delete", "DELETE", "/templates", idempotent=True)


class TemplatesResource(Creates[Template], TemplatesListing):
    """Stored starting points for other records. A template points to a hidden record that is its body.

    ``list`` answers with the templates that match. Filter by `entityType` to get those of one kind. `entityId` names
    the record that is the template's body; the list of that kind by inference leaves the body out unless its `q` holds
    `"isTemplate": true`. One client saw the body of a proposal template refused when asked for by an id in the path.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "templates"
    model = Template
    _listing = _LIST

    async def create(
        self,
        *,
        entity_type: TemplateEntityType | KnownTemplateEntityType | str,
        title: str | None = UNSET,
        is_public: bool | None = UNSET,
        description: str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Template:
        """Create a template.

        Makes a template and answers with it. Only `entityType` is listed as required. How a template is made from a
        record that exists is unknown: `entityId` was observed in answers only.

        Args:
            entity_type: What kind of record the template makes.
            title: The template's name.
            is_public: Whether the template is public. To whom is unknown.
            description: What the template is for.
            extra: Fields that are not described, by wire name.
        """
        fields = {"entity_type": entity_type, "title": title, "is_public": is_public, "description": description}
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(Template), body)

    async def update(
        self,
        id: str | Template,
        *,
        title: str | None = UNSET,
        entity_type: TemplateEntityType | KnownTemplateEntityType | str | None = UNSET,
        is_public: bool | None = UNSET,
        description: str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Template:
        """Update a template.

        Changes the given fields of one template and answers with the updated template. A field that is left out stays
        as it is. The content is changed on the body record that `entityId` names, not here.

        Args:
            title: The template's name.
            entity_type: What kind of record the template makes.
            is_public: Whether the template is public. To whom is unknown.
            description: What the template is for.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "entity_type": entity_type, "is_public": is_public, "description": description}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Template, body), body)

    async def delete(self, id: str | Template) -> Template:
        """Delete a template.

        Deletes one template. That it goes to the trash bin is inferred from the trash bin's own calls. Whether the
        hidden body record goes with it is unknown, and so is the shape of the answer.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Template, body), body)
