"""Offers to clients, made of blocks, that can turn into an invoice and a project once approved."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import Json, anything, written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.proposal import Proposal

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.block import Block
    from ..models.company import Company
    from ..models.currency_code import CurrencyCode
    from ..models.custom_field_value import CustomFieldValue
    from ..models.entity_ref import EntityRef
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict, EntityRefDict, ProposalBillableItemDict
    from ..models.person import Person
    from ..models.project import Project
    from ..models.proposal import KnownProposalStatus, ProposalBillableItem, ProposalStatus
    from ..models.template import Template
    from ._filters import ProposalsListing
else:
    ProposalsListing = Listing

_LIST = Operation("proposals_list", "GET", "/proposals", idempotent=True)
_CREATE = Operation("proposals_create", "POST", "/proposals", idempotent=False)
_UPDATE = Operation("proposals_update", "PUT", "/proposals", idempotent=True)
_DELETE = Operation("proposals_delete", "DELETE", "/proposals", idempotent=True)
_ARCHIVE = Operation("proposals_archive", "POST", "/proposals/archive", idempotent=True)
_BULK_UPDATE = Operation("proposals_bulk_update", "PUT", "/proposals/bulk", idempotent=True)
_BULK_DELETE = Operation("proposals_bulk_delete", "DELETE", "/proposals/bulk", idempotent=True)
_BULK_ARCHIVE = Operation("proposals_bulk_archive", "POST", "/proposals/bulk/archive", idempotent=True)
_EMAIL = Operation("proposals_email", "POST", "/proposals/email", idempotent=False)


class ProposalsResource(Creates[Proposal], ProposalsListing):
    """Offers to clients, made of blocks, that can turn into an invoice and a project once approved.

    ``list`` answers with the proposals that match. Any field works as a filter, dotted paths such as `client._id`
    included. A proposal that is the body of a template is left out unless `q` holds `"isTemplate": true`. The record's
    `proposalId` is a label for people, not the key.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "proposals"
    model = Proposal
    _listing = _LIST

    async def create(
        self,
        *,
        name: str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        project_id: str | Project | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        billable_items: Sequence[ProposalBillableItem | ProposalBillableItemDict | AnyMapping] | None = UNSET,
        blocks: Sequence[str | Block] | None = UNSET,
        auto_invoice: bool | None = UNSET,
        auto_invoice_template_id: str | Template | None = UNSET,
        auto_project: bool | None = UNSET,
        contract_template_id: str | Template | None = UNSET,
        template_id: str | Template | None = UNSET,
        payment_options: Any = UNSET,
        status: ProposalStatus | KnownProposalStatus | str | None = UNSET,
        person_id: str | Person | None = UNSET,
        company_id: str | Company | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        expires_at: datetime | date | str | None = UNSET,
        valid_until: datetime | date | str | None = UNSET,
        tags: Sequence[str] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Proposal:
        """Create a proposal.

        Makes a proposal and answers with it. The server adds three blocks of its own, intro, content and signature; one
        client deletes them before it adds its blocks. The title is called `name`, and every client sends it.

        Args:
            name: The proposal's title. It is `name`, not `title`.
            client: Who the offer is for, a person or a company.
            project_id: The id of the project that it belongs to.
            currency: A currency by ISO 4217, upper case.
            amount: The total. It may come as text; one client reads both.
            billable_items: The billed items that are selected.
            blocks: The ids of its blocks, in order. One client reorders blocks by a bulk update of this field.
            auto_invoice: Whether approval makes an invoice.
            auto_invoice_template_id: The id of the template for that invoice.
            auto_project: Whether approval makes a project.
            contract_template_id: The id of the template for a contract.
            template_id: The id of the template that it is made from.
            payment_options: How the automatic invoice can be paid; only with `autoInvoice`. Its shape is unknown,
                so it is any JSON value.
            status: Where a proposal stands. Declined and cancelled can be written to a pending proposal. Known
                values: `draft`, `pending`, `approved`, `declined`, `cancelled`, `overdue`.
            person_id: The id of a person. One client sends it; whether the server takes it is unknown. Inferred.
            company_id: The id of a company. One client sends it; whether the server takes it is unknown. Inferred.
            issue_date: The date of issue. One client sends it; whether the server takes it is unknown. Inferred.
            expires_at: When it expires. One client sends it; whether the server takes it is unknown. Inferred.
            valid_until: Until when it is valid. One client sends it; whether the server takes it is unknown.
                Inferred.
            tags: Tags. One client sends them; whether the server takes them is unknown. Inferred.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "client": client,
            "project_id": project_id,
            "currency": currency,
            "amount": amount,
            "billable_items": billable_items,
            "blocks": blocks,
            "auto_invoice": auto_invoice,
            "auto_invoice_template_id": auto_invoice_template_id,
            "auto_project": auto_project,
            "contract_template_id": contract_template_id,
            "template_id": template_id,
            "payment_options": payment_options,
            "status": status,
            "person_id": person_id,
            "company_id": company_id,
            "issue_date": issue_date,
            "expires_at": expires_at,
            "valid_until": valid_until,
            "tags": tags,
            "custom_fields": custom_fields,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Proposal), body)

    async def update(
        self,
        id: str | Proposal,
        *,
        name: str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        project_id: str | Project | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        billable_items: Sequence[ProposalBillableItem | ProposalBillableItemDict | AnyMapping] | None = UNSET,
        blocks: Sequence[str | Block] | None = UNSET,
        auto_invoice: bool | None = UNSET,
        auto_invoice_template_id: str | Template | None = UNSET,
        auto_project: bool | None = UNSET,
        contract_template_id: str | Template | None = UNSET,
        template_id: str | Template | None = UNSET,
        payment_options: Any = UNSET,
        status: ProposalStatus | KnownProposalStatus | str | None = UNSET,
        person_id: str | Person | None = UNSET,
        company_id: str | Company | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        expires_at: datetime | date | str | None = UNSET,
        valid_until: datetime | date | str | None = UNSET,
        tags: Sequence[str] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Proposal:
        """Update a proposal.

        Changes the given fields of one proposal and answers with the updated proposal. A field that is left out stays
        as it is. One client sets `status` of a pending proposal to declined or cancelled and reads the same value back.
        Signing is not possible over REST.

        Args:
            name: The proposal's title. It is `name`, not `title`.
            client: Who the offer is for, a person or a company.
            project_id: The id of the project that it belongs to.
            currency: A currency by ISO 4217, upper case.
            amount: The total. It may come as text; one client reads both.
            billable_items: The billed items that are selected.
            blocks: The ids of its blocks, in order. One client reorders blocks by a bulk update of this field.
            auto_invoice: Whether approval makes an invoice.
            auto_invoice_template_id: The id of the template for that invoice.
            auto_project: Whether approval makes a project.
            contract_template_id: The id of the template for a contract.
            template_id: The id of the template that it is made from.
            payment_options: How the automatic invoice can be paid; only with `autoInvoice`. Its shape is unknown,
                so it is any JSON value.
            status: Where a proposal stands. Declined and cancelled can be written to a pending proposal. Known
                values: `draft`, `pending`, `approved`, `declined`, `cancelled`, `overdue`.
            person_id: The id of a person. One client sends it; whether the server takes it is unknown. Inferred.
            company_id: The id of a company. One client sends it; whether the server takes it is unknown. Inferred.
            issue_date: The date of issue. One client sends it; whether the server takes it is unknown. Inferred.
            expires_at: When it expires. One client sends it; whether the server takes it is unknown. Inferred.
            valid_until: Until when it is valid. One client sends it; whether the server takes it is unknown.
                Inferred.
            tags: Tags. One client sends them; whether the server takes them is unknown. Inferred.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "client": client,
            "project_id": project_id,
            "currency": currency,
            "amount": amount,
            "billable_items": billable_items,
            "blocks": blocks,
            "auto_invoice": auto_invoice,
            "auto_invoice_template_id": auto_invoice_template_id,
            "auto_project": auto_project,
            "contract_template_id": contract_template_id,
            "template_id": template_id,
            "payment_options": payment_options,
            "status": status,
            "person_id": person_id,
            "company_id": company_id,
            "issue_date": issue_date,
            "expires_at": expires_at,
            "valid_until": valid_until,
            "tags": tags,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Proposal, body), body)

    async def delete(self, id: str | Proposal) -> Proposal:
        """Delete a proposal.

        Deletes one proposal. That it goes to the trash bin is inferred from the trash bin's own calls. The shape of the
        answer is unknown: the deleted proposal or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Proposal, body), body)

    async def archive(self, id: str | Proposal) -> Proposal:
        """Archive a proposal.

        The shape of the answer is unknown.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(Proposal, body), body)

    async def unarchive(self, id: str | Proposal) -> Proposal:
        """Restore a proposal from the archive.

        The shape of the answer is unknown.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(Proposal, body), body)

    async def bulk_update(
        self,
        ids: Iterable[str | Proposal] | AsyncIterable[str | Proposal] | BulkResult,
        *,
        name: str | None = UNSET,
        client: EntityRef | Person | Company | EntityRefDict | AnyMapping | None = UNSET,
        project_id: str | Project | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        amount: float | Decimal | None = UNSET,
        billable_items: Sequence[ProposalBillableItem | ProposalBillableItemDict | AnyMapping] | None = UNSET,
        blocks: Sequence[str | Block] | None = UNSET,
        auto_invoice: bool | None = UNSET,
        auto_invoice_template_id: str | Template | None = UNSET,
        auto_project: bool | None = UNSET,
        contract_template_id: str | Template | None = UNSET,
        template_id: str | Template | None = UNSET,
        payment_options: Any = UNSET,
        status: ProposalStatus | KnownProposalStatus | str | None = UNSET,
        person_id: str | Person | None = UNSET,
        company_id: str | Company | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        expires_at: datetime | date | str | None = UNSET,
        valid_until: datetime | date | str | None = UNSET,
        tags: Sequence[str] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many proposals.

        Sets the same fields on every named proposal. One client uses it to set the order of a proposal's blocks by
        `blocks`. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "client": client,
            "project_id": project_id,
            "currency": currency,
            "amount": amount,
            "billable_items": billable_items,
            "blocks": blocks,
            "auto_invoice": auto_invoice,
            "auto_invoice_template_id": auto_invoice_template_id,
            "auto_project": auto_project,
            "contract_template_id": contract_template_id,
            "template_id": template_id,
            "payment_options": payment_options,
            "status": status,
            "person_id": person_id,
            "company_id": company_id,
            "issue_date": issue_date,
            "expires_at": expires_at,
            "valid_until": valid_until,
            "tags": tags,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | Proposal] | AsyncIterable[str | Proposal] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many proposals.

        Deletes every named proposal. That they go to the trash bin is inferred from the trash bin's own calls. The
        shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self,
        ids: Iterable[str | Proposal] | AsyncIterable[str | Proposal] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Archive many proposals.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_archive", {}, extra={"isArchived": True})
        return await self._bulk(_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self,
        ids: Iterable[str | Proposal] | AsyncIterable[str | Proposal] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Restore many proposals from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_unarchive", {}, extra={"isArchived": False})
        return await self._bulk(_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

    async def email(self, id: str | Proposal, *, extra: Mapping[str, Any] | None = None) -> Json:
        """Send a proposal by e-mail.

        Sends one proposal by e-mail. Only the call is documented: apart from `_id`, which is inferred, the fields of
        the body and the shape of the answer are unknown. Calling it again may send another e-mail.

        Args:
            extra: Fields that are not described, by wire name.
        """
        body = self._body("email", {}, id=id, extra=extra)
        return await self._send(_EMAIL, anything, body)
