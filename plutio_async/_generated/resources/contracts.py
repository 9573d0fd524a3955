"""Agreements that are made of blocks and signed by people or companies."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import Json, anything, written
from plutio_async._models.json_form import UNSET
from plutio_async._models.model import Model
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.contract import Contract

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.block import Block
    from ..models.company import Company
    from ..models.contract import ContractEntityType, ContractStatus, KnownContractEntityType, KnownContractStatus
    from ..models.currency_code import CurrencyCode
    from ..models.custom_field_value import CustomFieldValue
    from ..models.entity_ref import EntityRef
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict, EntityRefDict
    from ..models.person import Person
    from ..models.project import Project
    from ..models.template import Template
    from ._filters import ContractsListing
else:
    ContractsListing = Listing

_LIST = Operation("contracts_list", "GET", "/contracts", idempotent=True)
_CREATE = Operation("contracts_create", "POST", "/contracts", idempotent=False)
_UPDATE = Operation("contracts_update", "PUT", "/contracts", idempotent=True)
_DELETE = Operation("contracts_delete", "DELETE", "/contracts", idempotent=True)
_ARCHIVE = Operation("contracts_archive", "POST", "/contracts/archive", idempotent=True)
_BULK_UPDATE = Operation("contracts_bulk_update", "PUT", "/contracts/bulk", idempotent=True)
_BULK_DELETE = Operation("contracts_bulk_delete", "DELETE", "/contracts/bulk", idempotent=True)
_BULK_ARCHIVE = Operation("contracts_bulk_archive", "POST", "/contracts/bulk/archive", idempotent=True)
_EMAIL = Operation("contracts_email", "POST", "/contracts/email", idempotent=False)


class ContractsResource(Creates[Contract], ContractsListing):
    """Agreements that are made of blocks and signed by people or companies.

    ``list`` answers with the contracts that match. Any field works as a filter, dotted paths included. A contract that
    is the body of a template is left out unless `q` holds `"isTemplate": true`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "contracts"
    model = Contract
    _listing = _LIST

    async def create(
        self,
        *,
        name: str | None = UNSET,
        signees: Sequence[EntityRef | Person | Company | EntityRefDict | AnyMapping] | None = UNSET,
        project_id: str | Project | None = UNSET,
        template_id: str | Template | None = UNSET,
        entity_type: ContractEntityType | KnownContractEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        blocks: Sequence[str | Block] | None = UNSET,
        status: ContractStatus | KnownContractStatus | str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        person_id: str | Person | None = UNSET,
        company_id: str | Company | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        expires_at: datetime | date | str | None = UNSET,
        valid_until: datetime | date | str | None = UNSET,
        tags: Sequence[str] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Contract:
        """Create a contract.

        Makes a contract and answers with it. The server adds two blocks of its own, content and signature; one client
        deletes them before it adds its blocks. The title is called `name`.

        Args:
            name: The contract's title. It is `name`, not `title`.
            signees: The people or companies that sign.
            project_id: The id of the project that it belongs to.
            template_id: The id of the template that it is made from.
            entity_type: What kind of record a contract is linked to. One value is known. Known values: `proposal`.
            entity_id: The id of the record that it is linked to, such as a proposal.
            blocks: The ids of its blocks, in order. One client reorders blocks by a bulk update of this field.
            status: Where a contract stands. Observed on reads; that it can be written is inferred from proposals.
                `signed` was observed, the others come from the help centre. Inferred. Known values: `draft`, `pending`,
                `signed`, `cancelled`.
            currency: The currency. One client sends it; whether the server takes it is unknown. Inferred.
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
            "signees": signees,
            "project_id": project_id,
            "template_id": template_id,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "blocks": blocks,
            "status": status,
            "currency": currency,
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
        return await self._send(_CREATE, written(Contract), body)

    async def update(
        self,
        id: str | Contract,
        *,
        name: str | None = UNSET,
        signees: Sequence[EntityRef | Person | Company | EntityRefDict | AnyMapping] | None = UNSET,
        project_id: str | Project | None = UNSET,
        template_id: str | Template | None = UNSET,
        entity_type: ContractEntityType | KnownContractEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        blocks: Sequence[str | Block] | None = UNSET,
        status: ContractStatus | KnownContractStatus | str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
        person_id: str | Person | None = UNSET,
        company_id: str | Company | None = UNSET,
        issue_date: datetime | date | str | None = UNSET,
        expires_at: datetime | date | str | None = UNSET,
        valid_until: datetime | date | str | None = UNSET,
        tags: Sequence[str] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Contract:
        """Update a contract.

        Changes the given fields of one contract and answers with the updated contract. A field that is left out stays
        as it is. Signing is not possible over REST.

        Args:
            name: The contract's title. It is `name`, not `title`.
            signees: The people or companies that sign.
            project_id: The id of the project that it belongs to.
            template_id: The id of the template that it is made from.
            entity_type: What kind of record a contract is linked to. One value is known. Known values: `proposal`.
            entity_id: The id of the record that it is linked to, such as a proposal.
            blocks: The ids of its blocks, in order. One client reorders blocks by a bulk update of this field.
            status: Where a contract stands. Observed on reads; that it can be written is inferred from proposals.
                `signed` was observed, the others come from the help centre. Inferred. Known values: `draft`, `pending`,
                `signed`, `cancelled`.
            currency: The currency. One client sends it; whether the server takes it is unknown. Inferred.
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
            "signees": signees,
            "project_id": project_id,
            "template_id": template_id,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "blocks": blocks,
            "status": status,
            "currency": currency,
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
        return await self._send(_UPDATE, written(Contract, body), body)

    async def delete(self, id: str | Contract) -> Contract:
        """Delete a contract.

        Deletes one contract. That it goes to the trash bin is inferred from the trash bin's own calls. The shape of the
        answer is unknown: the deleted contract or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Contract, body), body)

    async def archive(self, id: str | Contract) -> Contract:
        """Archive a contract.

        The shape of the answer is unknown.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(Contract, body), body)

    async def unarchive(self, id: str | Contract) -> Contract:
        """Restore a contract from the archive.

        The shape of the answer is unknown.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(Contract, body), body)

    async def bulk_update(
        self,
        ids: Iterable[str | Contract] | AsyncIterable[str | Contract] | BulkResult,
        *,
        name: str | None = UNSET,
        signees: Sequence[EntityRef | Person | Company | EntityRefDict | AnyMapping] | None = UNSET,
        project_id: str | Project | None = UNSET,
        template_id: str | Template | None = UNSET,
        entity_type: ContractEntityType | KnownContractEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        blocks: Sequence[str | Block] | None = UNSET,
        status: ContractStatus | KnownContractStatus | str | None = UNSET,
        currency: CurrencyCode | str | None = UNSET,
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
        """Update many contracts.

        Sets the same fields on every named contract. One client uses it to set the order of a contract's blocks by
        `blocks`. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "signees": signees,
            "project_id": project_id,
            "template_id": template_id,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "blocks": blocks,
            "status": status,
            "currency": currency,
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
        ids: Iterable[str | Contract] | AsyncIterable[str | Contract] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many contracts.

        Deletes every named contract. That they go to the trash bin is inferred from the trash bin's own calls. The
        shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self,
        ids: Iterable[str | Contract] | AsyncIterable[str | Contract] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Archive many contracts.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_archive", {}, extra={"isArchived": True})
        return await self._bulk(_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self,
        ids: Iterable[str | Contract] | AsyncIterable[str | Contract] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Restore many contracts from the archive.

        The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_unarchive", {}, extra={"isArchived": False})
        return await self._bulk(_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

    async def email(self, id: str | Contract, *, extra: Mapping[str, Any] | None = None) -> Json:
        """Send a contract by e-mail.

        Sends one contract by e-mail. Only the call is documented: apart from `_id`, which is inferred, the fields of
        the body and the shape of the answer are unknown. Calling it again may send another e-mail.

        Args:
            extra: Fields that are not described, by wire name.
        """
        body = self._body("email", {}, id=id, extra=extra)
        return await self._send(_EMAIL, anything, body)
