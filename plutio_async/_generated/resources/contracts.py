"""Agreements that are made of blocks and signed by people or companies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import anything, written
from plutio_async._models.body import Body
from plutio_async._models.codecs import MOMENT, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.contract import Contract
from ..models.contract_entity_type import ContractEntityType
from ..models.contract_status import ContractStatus
from ..models.currency_code import CurrencyCode
from ..models.custom_field_value import CustomFieldValue
from ..models.entity_ref import EntityRef

_CONTRACTS_UPDATE = Operation("contracts_update", "PUT", "/contracts", idempotent=True)
_CONTRACTS_CREATE = Operation("contracts_create", "POST", "/contracts", idempotent=False)
_CONTRACTS_DELETE = Operation("contracts_delete", "DELETE", "/contracts", idempotent=True)
_CONTRACTS_ARCHIVE = Operation("contracts_archive", "POST", "/contracts/archive", idempotent=True)
_CONTRACTS_EMAIL = Operation("contracts_email", "POST", "/contracts/email", idempotent=False)
_CONTRACTS_BULK_UPDATE = Operation("contracts_bulk_update", "PUT", "/contracts/bulk", idempotent=True)
_CONTRACTS_BULK_DELETE = Operation("contracts_bulk_delete", "DELETE", "/contracts/bulk", idempotent=True)
_CONTRACTS_BULK_ARCHIVE = Operation("contracts_bulk_archive", "POST", "/contracts/bulk/archive", idempotent=True)
_CONTRACTS_LIST = Operation("contracts_list", "GET", "/contracts", idempotent=True)


class ContractFields(TypedDict, total=False):
    """The fields of writes of a Contract."""

    name: str | None
    """The contract's title. It is `name`, not `title`. Evidence: observed."""
    signees: Sequence[EntityRef | Mapping[str, Any]] | None
    """The people or companies that sign. Evidence: observed."""
    project_id: str | None
    """The id of the project that it belongs to. Evidence: observed."""
    template_id: str | None
    """The id of the template that it is made from. Evidence: documented."""
    entity_type: ContractEntityType | str | None
    """What kind of record a contract is linked to. One value is known. Evidence: documented."""
    entity_id: str | None
    """The id of the record that it is linked to, such as a proposal. Evidence: documented."""
    blocks: Sequence[str] | None
    """The ids of its blocks, in order. One client reorders blocks by a bulk update of this field. Evidence: observed."""
    status: ContractStatus | str | None
    """Where a contract stands. Observed on reads; that it can be written is inferred from proposals. `signed` was
    observed, the others come from the help centre. Evidence: inferred."""
    currency: CurrencyCode | str | None
    """The currency. One client sends it; whether the server takes it is unknown. Evidence: inferred."""
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


_ContractFields = Body(
    {
        "name": Field("name", TEXT),
        "signees": Field("signees", Many(Ref(EntityRef))),
        "project_id": Field("projectId", TEXT),
        "template_id": Field("templateId", TEXT),
        "entity_type": Field("entityType", Choice(ContractEntityType)),
        "entity_id": Field("entityId", TEXT),
        "blocks": Field("blocks", Many(TEXT)),
        "status": Field("status", Choice(ContractStatus)),
        "currency": Field("currency", Choice(CurrencyCode)),
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
_ContractEmail = Body(
    {},
    required=frozenset(),
)


class ContractsResource(Listing[Contract]):
    """Agreements that are made of blocks and signed by people or companies."""

    name = "contracts"
    model = Contract
    listing = _CONTRACTS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ContractFields]
    ) -> Contract:
        """Update a contract.

        Changes the given fields of one contract and answers with the updated contract. A field that is left out stays
        as it is. Signing is not possible over REST.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_ContractFields, extra=extra, fields={**fields})
        )
        return await self._send(_CONTRACTS_UPDATE, written(Contract, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ContractFields]) -> Contract:
        """Create a contract.

        Makes a contract and answers with it. The server adds two blocks of its own, content and signature; one client
        deletes them before it adds its blocks. The title is called `name`.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_ContractFields, extra=extra, fields={**fields})
        )
        return await self._send(_CONTRACTS_CREATE, written(Contract), body)

    async def delete(self, id: str) -> Contract:
        """Delete a contract.

        Deletes one contract. That it goes to the trash bin is inferred from the trash bin's own calls. The shape of the
        answer is unknown: the deleted contract or a part of it.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_CONTRACTS_DELETE, written(Contract, id), body)

    async def archive(self, id: str) -> Contract:
        """Archive a contract.

        The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_CONTRACTS_ARCHIVE, written(Contract, id), body)

    async def unarchive(self, id: str) -> Contract:
        """Restore a contract from the archive.

        The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_CONTRACTS_ARCHIVE, written(Contract, id), body)

    async def email(self, id: str, *, extra: Mapping[str, Any] | None = None) -> Any:
        """Send a contract by e-mail.

        Sends one contract by e-mail. Only the call is documented: apart from `_id`, which is inferred, the fields of
        the body and the shape of the answer are unknown. Calling it again may send another e-mail.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("email", id=id, form=_ContractEmail, extra=extra)
        return await self._send(_CONTRACTS_EMAIL, anything, body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[ContractFields],
    ) -> BulkResult:
        """Update many contracts.

        Sets the same fields on every named contract. One client uses it to set the order of a contract's blocks by
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
        body = self._body("bulk_update", form=_ContractFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _CONTRACTS_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many contracts.

        Deletes every named contract. That they go to the trash bin is inferred from the trash bin's own calls. The
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
        return await self._bulk(_CONTRACTS_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Archive many contracts.

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
        return await self._bulk(_CONTRACTS_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Restore many contracts from the archive.

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
        return await self._bulk(_CONTRACTS_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

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
    ) -> Records[Contract]:
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
    ) -> PageIterator[Contract]:
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
    ) -> list[Contract]:
        """List contracts.

        Answers with the contracts that match. Any field works as a filter, dotted paths included. A contract that is
        the body of a template is left out unless `q` holds `"isTemplate": true`.

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
