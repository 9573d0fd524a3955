"""Texts for answers that are written often, called snippets by the newer documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.canned_response import CannedResponse

if TYPE_CHECKING:
    from ..models.category import Category
    from ._filters import CannedResponsesListing
else:
    CannedResponsesListing = Listing

_LIST = Operation("canned_responses_list", "GET", "/canned-responses", idempotent=True)
_CREATE = Operation("canned_responses_create", "POST", "/canned-responses", idempotent=False)
_UPDATE = Operation("canned_responses_update", "PUT", "/canned-responses", idempotent=True)
_DELETE = Operation("canned_responses_delete", "DELETE", "/canned-responses", idempotent=True)


class CannedResponsesResource(Creates[CannedResponse], CannedResponsesListing):
    """Texts for answers that are written often, called snippets by the newer documents.

    ``list`` answers with the canned responses that match. Filter by `categoryId` for those of one category. The path
    `/snippets`, after the newer name, does not work.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "canned_responses"
    model = CannedResponse
    _listing = _LIST

    async def create(
        self,
        *,
        title: str,
        description_html: str,
        category_id: str | Category | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> CannedResponse:
        """Create a canned response.

        Makes a canned response and answers with it. `title` and `descriptionHTML` are required by one transcription of
        the documents.

        Args:
            title: The name under which it is found.
            description_html: The text as HTML. Comments in such HTML were observed to be stripped by the server.
            category_id: The id of its category, one with `entityType: canned-response`.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "description_html": description_html, "category_id": category_id}
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(CannedResponse), body)

    async def update(
        self,
        id: str | CannedResponse,
        *,
        title: str | None = UNSET,
        description_html: str | None = UNSET,
        category_id: str | Category | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> CannedResponse:
        """Update a canned response.

        Changes the given fields of one canned response and answers with the updated canned response. A field that is
        left out stays as it is. The call was not observed.

        Args:
            title: The name under which it is found.
            description_html: The text as HTML. Comments in such HTML were observed to be stripped by the server.
            category_id: The id of its category, one with `entityType: canned-response`.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "description_html": description_html, "category_id": category_id}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(CannedResponse, body), body)

    async def delete(self, id: str | CannedResponse) -> CannedResponse:
        """Delete a canned response.

        Deletes one canned response. The shape of the answer is unknown: the deleted canned response or a part of it.
        Whether it can still be found in the trash bin is unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(CannedResponse, body), body)
