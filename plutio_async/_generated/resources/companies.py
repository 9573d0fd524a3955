"""The firms that people work for and that projects and invoices are made for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.address import Address
from ..models.company import Company
from ..models.company_member import CompanyMember
from ..models.contact_email import ContactEmail
from ..models.contact_phone import ContactPhone
from ..models.custom_field_value import CustomFieldValue
from ..models.website_link import WebsiteLink

_COMPANIES_UPDATE = Operation("companies_update", "PUT", "/companies", idempotent=True)
_COMPANIES_CREATE = Operation("companies_create", "POST", "/companies", idempotent=False)
_COMPANIES_DELETE = Operation("companies_delete", "DELETE", "/companies", idempotent=True)
_COMPANIES_BULK_UPDATE = Operation("companies_bulk_update", "PUT", "/companies/bulk", idempotent=True)
_COMPANIES_BULK_DELETE = Operation("companies_bulk_delete", "DELETE", "/companies/bulk", idempotent=True)
_COMPANIES_LIST = Operation("companies_list", "GET", "/companies", idempotent=True)


class CompanyFields(TypedDict, total=False):
    """The fields of writes of a Company."""

    title: str | None
    """The company's name. The field is not called `name`. Evidence: observed."""
    industry: str | None
    """The industry as a lower-case word. The list of values is unknown. Evidence: documented."""
    contact_emails: Sequence[ContactEmail | Mapping[str, Any]] | None
    """The e-mail addresses. Evidence: observed."""
    contact_phones: Sequence[ContactPhone | Mapping[str, Any]] | None
    """The phone numbers. Evidence: observed."""
    address: Address | Mapping[str, Any] | None
    """A postal address. There is no key of its own for a state; one importer joins it into `city`. Evidence: observed."""
    website_links: Sequence[WebsiteLink | Mapping[str, Any]] | None
    """The websites. Evidence: observed."""
    people: Sequence[CompanyMember | Mapping[str, Any]] | None
    """The people who belong to the company. Evidence: observed."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class CompanyCreate(TypedDict, total=False):
    """A company to be made."""

    title: Required[str]
    """The company's name. The field is not called `name`. Evidence: observed."""
    industry: str | None
    """The industry as a lower-case word. The list of values is unknown. Evidence: documented."""
    contact_emails: Sequence[ContactEmail | Mapping[str, Any]] | None
    """The e-mail addresses. Evidence: observed."""
    contact_phones: Sequence[ContactPhone | Mapping[str, Any]] | None
    """The phone numbers. Evidence: observed."""
    address: Address | Mapping[str, Any] | None
    """A postal address. There is no key of its own for a state; one importer joins it into `city`. Evidence: observed."""
    website_links: Sequence[WebsiteLink | Mapping[str, Any]] | None
    """The websites. Evidence: observed."""
    people: Sequence[CompanyMember | Mapping[str, Any]] | None
    """The people who belong to the company. Evidence: observed."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


_CompanyFields = Body(
    {
        "title": Field("title", TEXT),
        "industry": Field("industry", TEXT),
        "contact_emails": Field("contactEmails", Many(Ref(ContactEmail))),
        "contact_phones": Field("contactPhones", Many(Ref(ContactPhone))),
        "address": Field("address", Ref(Address)),
        "website_links": Field("websiteLinks", Many(Ref(WebsiteLink))),
        "people": Field("people", Many(Ref(CompanyMember))),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_CompanyCreate = Body(
    {
        "title": Field("title", TEXT),
        "industry": Field("industry", TEXT),
        "contact_emails": Field("contactEmails", Many(Ref(ContactEmail))),
        "contact_phones": Field("contactPhones", Many(Ref(ContactPhone))),
        "address": Field("address", Ref(Address)),
        "website_links": Field("websiteLinks", Many(Ref(WebsiteLink))),
        "people": Field("people", Many(Ref(CompanyMember))),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(["title"]),
)


class CompaniesResource(Listing[Company]):
    """The firms that people work for and that projects and invoices are made for."""

    name = "companies"
    model = Company
    listing = _COMPANIES_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CompanyFields]
    ) -> Company:
        """Update a company.

        Changes the given fields of one company and answers with the updated company. A field that is left out stays as
        it is. How lists such as `people` and `contactEmails` are merged is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_CompanyFields, extra=extra, fields={**fields})
        )
        return await self._send(_COMPANIES_UPDATE, written(Company, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CompanyCreate]) -> Company:
        """Create a company.

        Makes a company and answers with it. Only `title` is required. An importer for an older version sent contact
        data, websites and people along with it.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_CompanyCreate, extra=extra, fields={**fields})
        )
        return await self._send(_COMPANIES_CREATE, written(Company), body)

    async def delete(self, id: str) -> Company:
        """Delete a company.

        Deletes one company. Whether it can be found in the trash bin, and what becomes of its people, is unknown. The
        shape of the answer is unknown: the deleted company or a part of it. Companies have no archive call.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_COMPANIES_DELETE, written(Company, id), body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[CompanyFields],
    ) -> BulkResult:
        """Update many companies.

        Sets the same fields on every named company. The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

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
        body = self._body("bulk_update", form=_CompanyFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _COMPANIES_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many companies.

        Deletes every named company. The shape of the answer and the most ids of one call are unknown.

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
        return await self._bulk(_COMPANIES_BULK_DELETE, "bulk_delete", ids, body, progress)

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
    ) -> Records[Company]:
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
    ) -> PageIterator[Company]:
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
    ) -> list[Company]:
        """List companies.

        Answers with the companies that match. Any field works as a filter, dotted paths included, such as
        `contactEmails.address`. One client also reads `/companies/{id}`, which is not documented.

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
