"""What people sent in through forms."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.form_response import FormResponse

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.form import Form
    from ..models.form_response import FormResponseData
    from ._filters import FormResponsesListing
else:
    FormResponsesListing = Listing

_LIST = Operation("form_responses_list", "GET", "/form-responses", idempotent=True)
_CREATE = Operation("form_responses_create", "POST", "/form-responses", idempotent=False)
_UPDATE = Operation("form_responses_update", "PUT", "/form-responses", idempotent=True)
_DELETE = Operation("form_responses_delete", "DELETE", "/form-responses", idempotent=True)
_BULK_DELETE = Operation("form_responses_bulk_delete", "DELETE", "/form-responses/bulk", idempotent=True)


class FormResponsesResource(Creates[FormResponse], FormResponsesListing):
    """What people sent in through forms.

    ``list`` answers with the form responses that match. Filter by `formId` for the responses to one form; `createdAt`
    can be compared inside `q`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "form_responses"
    model = FormResponse
    _listing = _LIST

    async def create(
        self,
        *,
        form_id: str | Form | None = UNSET,
        data: FormResponseData | Mapping[str, Any] | None = UNSET,
        name: str | None = UNSET,
        email: str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> FormResponse:
        """Create a form response.

        Makes a form response and answers with it. Nothing is listed as needed, though a response without `formId` makes
        little sense. Whether the form's automations run, as after a response on the form's page, is unknown.

        Args:
            form_id: The id of the form that was filled in.
            data: The answers, from the id of a form's field to the value given.
            name: The name of the person who filled it in.
            email: The e-mail address of the person who filled it in.
            extra: Fields that are not described, by wire name.
        """
        fields = {"form_id": form_id, "data": data, "name": name, "email": email}
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(FormResponse), body)

    async def update(
        self,
        id: str | FormResponse,
        *,
        form_id: str | Form | None = UNSET,
        data: FormResponseData | Mapping[str, Any] | None = UNSET,
        name: str | None = UNSET,
        email: str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> FormResponse:
        """Update a form response.

        Changes the given fields of one form response and answers with it. Whether `data` is merged or replaced is
        unknown.

        Args:
            form_id: The id of the form that was filled in.
            data: The answers, from the id of a form's field to the value given.
            name: The name of the person who filled it in.
            email: The e-mail address of the person who filled it in.
            extra: Fields that are not described, by wire name.
        """
        fields = {"form_id": form_id, "data": data, "name": name, "email": email}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(FormResponse, body), body)

    async def delete(self, id: str | FormResponse) -> FormResponse:
        """Delete a form response.

        Deletes one form response. The shape of the answer is unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(FormResponse, body), body)

    async def bulk_delete(
        self,
        ids: Iterable[str | FormResponse] | AsyncIterable[str | FormResponse] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many form responses.

        Deletes every named form response. There is no bulk update for them. The shape of the answer and the most ids of
        one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)
