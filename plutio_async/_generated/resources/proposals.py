"""Offers to clients, made of blocks, that can turn into an invoice and a project once approved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import anything, written
from plutio_async._models.body import Body
from plutio_async._models.codecs import ANYTHING, BOOLEAN, MOMENT, NUMBER, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.currency_code import CurrencyCode
from ..models.custom_field_value import CustomFieldValue
from ..models.entity_ref import EntityRef
from ..models.proposal import Proposal
from ..models.proposal_billable_item import ProposalBillableItem
from ..models.proposal_status import ProposalStatus

_PROPOSALS_UPDATE = Operation("proposals_update", "PUT", "/proposals", idempotent=True)
_PROPOSALS_CREATE = Operation("proposals_create", "POST", "/proposals", idempotent=False)
_PROPOSALS_DELETE = Operation("proposals_delete", "DELETE", "/proposals", idempotent=True)
_PROPOSALS_ARCHIVE = Operation("proposals_archive", "POST", "/proposals/archive", idempotent=True)
_PROPOSALS_EMAIL = Operation("proposals_email", "POST", "/proposals/email", idempotent=False)
_PROPOSALS_BULK_UPDATE = Operation("proposals_bulk_update", "PUT", "/proposals/bulk", idempotent=True)
_PROPOSALS_BULK_DELETE = Operation("proposals_bulk_delete", "DELETE", "/proposals/bulk", idempotent=True)
_PROPOSALS_BULK_ARCHIVE = Operation("proposals_bulk_archive", "POST", "/proposals/bulk/archive", idempotent=True)
_PROPOSALS_LIST = Operation("proposals_list", "GET", "/proposals", idempotent=True)


class ProposalFields(TypedDict, total=False):
    """The fields of writes of a Proposal."""

    name: str | None
    """The proposal's title. It is `name`, not `title`. Evidence: observed."""
    client: EntityRef | Mapping[str, Any] | None
    """Who the offer is for, a person or a company. Evidence: observed."""
    project_id: str | None
    """The id of the project that it belongs to. Evidence: observed."""
    currency: CurrencyCode | str | None
    """A currency by ISO 4217, upper case. Evidence: observed."""
    amount: float | None
    """The total. It may come as text; one client reads both. Evidence: observed."""
    billable_items: Sequence[ProposalBillableItem | Mapping[str, Any]] | None
    """The billed items that are selected. Evidence: observed."""
    blocks: Sequence[str] | None
    """The ids of its blocks, in order. One client reorders blocks by a bulk update of this field. Evidence: observed."""
    auto_invoice: bool | None
    """Whether approval makes an invoice. Evidence: documented."""
    auto_invoice_template_id: str | None
    """The id of the template for that invoice. Evidence: documented."""
    auto_project: bool | None
    """Whether approval makes a project. Evidence: documented."""
    contract_template_id: str | None
    """The id of the template for a contract. Evidence: documented."""
    template_id: str | None
    """The id of the template that it is made from. Evidence: documented."""
    payment_options: Any
    """How the automatic invoice can be paid; only with `autoInvoice`. Its shape is unknown, so it is any JSON value.
    Evidence: documented."""
    status: ProposalStatus | str | None
    """Where a proposal stands. Declined and cancelled can be written to a pending proposal. Evidence: observed."""
    person_id: str | None
    """The id of a person. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    company_id: str | None
    """The id of a company. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    issue_date: datetime | date | str | None
    """The date of issue. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    expires_at: datetime | date | str | None
    """When it expires. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    valid_until: datetime | date | str | None
    """Until when it is valid. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
    tags: Sequence[str] | None
    """Tags. One client sends them; whether the server takes them is unknown. Evidence: inferred."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: observed."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


_ProposalFields = Body(
    {
        "name": Field("name", TEXT),
        "client": Field("client", Ref(EntityRef)),
        "project_id": Field("projectId", TEXT),
        "currency": Field("currency", Choice(CurrencyCode)),
        "amount": Field("amount", NUMBER),
        "billable_items": Field("billableItems", Many(Ref(ProposalBillableItem))),
        "blocks": Field("blocks", Many(TEXT)),
        "auto_invoice": Field("autoInvoice", BOOLEAN),
        "auto_invoice_template_id": Field("autoInvoiceTemplateId", TEXT),
        "auto_project": Field("autoProject", BOOLEAN),
        "contract_template_id": Field("contractTemplateId", TEXT),
        "template_id": Field("templateId", TEXT),
        "payment_options": Field("paymentOptions", ANYTHING),
        "status": Field("status", Choice(ProposalStatus)),
        "person_id": Field("personId", TEXT),
        "company_id": Field("companyId", TEXT),
        "issue_date": Field("issueDate", MOMENT),
        "expires_at": Field("expiresAt", MOMENT),
        "valid_until": Field("validUntil", MOMENT),
        "tags": Field("tags", Many(TEXT)),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_ProposalEmail = Body(
    {},
    required=frozenset(),
)


class ProposalsResource(Listing[Proposal]):
    """Offers to clients, made of blocks, that can turn into an invoice and a project once approved."""

    name = "proposals"
    model = Proposal
    listing = _PROPOSALS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ProposalFields]
    ) -> Proposal:
        """Update a proposal.

        Changes the given fields of one proposal and answers with the updated proposal. A field that is left out stays
        as it is. One client sets `status` of a pending proposal to declined or cancelled and reads the same value back.
        Signing is not possible over REST.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_ProposalFields, extra=extra, fields={**fields})
        )
        return await self._send(_PROPOSALS_UPDATE, written(Proposal, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ProposalFields]) -> Proposal:
        """Create a proposal.

        Makes a proposal and answers with it. The server adds three blocks of its own, intro, content and signature; one
        client deletes them before it adds its blocks. The title is called `name`, and every client sends it.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_ProposalFields, extra=extra, fields={**fields})
        )
        return await self._send(_PROPOSALS_CREATE, written(Proposal), body)

    async def delete(self, id: str) -> Proposal:
        """Delete a proposal.

        Deletes one proposal. That it goes to the trash bin is inferred from the trash bin's own calls. The shape of the
        answer is unknown: the deleted proposal or a part of it.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_PROPOSALS_DELETE, written(Proposal, id), body)

    async def archive(self, id: str) -> Proposal:
        """Archive a proposal.

        The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_PROPOSALS_ARCHIVE, written(Proposal, id), body)

    async def unarchive(self, id: str) -> Proposal:
        """Restore a proposal from the archive.

        The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_PROPOSALS_ARCHIVE, written(Proposal, id), body)

    async def email(self, id: str, *, extra: Mapping[str, Any] | None = None) -> Any:
        """Send a proposal by e-mail.

        Sends one proposal by e-mail. Only the call is documented: apart from `_id`, which is inferred, the fields of
        the body and the shape of the answer are unknown. Calling it again may send another e-mail.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("email", id=id, form=_ProposalEmail, extra=extra)
        return await self._send(_PROPOSALS_EMAIL, anything, body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[ProposalFields],
    ) -> BulkResult:
        """Update many proposals.

        Sets the same fields on every named proposal. One client uses it to set the order of a proposal's blocks by
        `blocks`. The shape of the answer and the most ids of one call are unknown.

        Evidence: observed.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.

        Returns:
            The outcome of each record.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        custom = fields.pop("custom", None)
        body = self._body("bulk_update", form=_ProposalFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _PROPOSALS_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many proposals.

        Deletes every named proposal. That they go to the trash bin is inferred from the trash bin's own calls. The
        shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_delete")
        return await self._bulk(_PROPOSALS_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Archive many proposals.

        The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_archive", sets={"isArchived": True})
        return await self._bulk(_PROPOSALS_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Restore many proposals from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_unarchive", sets={"isArchived": False})
        return await self._bulk(_PROPOSALS_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

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
    ) -> Records[Proposal]:
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
    ) -> PageIterator[Proposal]:
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
    ) -> list[Proposal]:
        """List proposals.

        Answers with the proposals that match. Any field works as a filter, dotted paths such as `client._id` included.
        A proposal that is the body of a template is left out unless `q` holds `"isTemplate": true`. The record's
        `proposalId` is a label for people, not the key.

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
