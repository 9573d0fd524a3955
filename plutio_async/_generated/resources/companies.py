"""The firms that people work for and that projects and invoices are made for."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.company import Company

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.address import Address
    from ..models.company import CompanyMember, WebsiteLink
    from ..models.contact_email import ContactEmail
    from ..models.contact_phone import ContactPhone
    from ..models.custom_field_value import CustomFieldValue
    from ..models.part_dicts import (
        AddressDict,
        AnyMapping,
        CompanyMemberDict,
        ContactEmailDict,
        ContactPhoneDict,
        CustomFieldValueDict,
        WebsiteLinkDict,
    )
    from ..models.person import Person
    from ._filters import CompaniesListing
else:
    CompaniesListing = Listing

_LIST = Operation("companies_list", "GET", "/companies", idempotent=True)
_CREATE = Operation("companies_create", "POST", "/companies", idempotent=False)
_UPDATE = Operation("companies_update", "PUT", "/companies", idempotent=True)
_DELETE = Operation("companies_delete", "DELETE", "/companies", idempotent=True)
_BULK_UPDATE = Operation("companies_bulk_update", "PUT", "/companies/bulk", idempotent=True)
_BULK_DELETE = Operation("companies_bulk_delete", "DELETE", "/companies/bulk", idempotent=True)


class CompaniesResource(Creates[Company], CompaniesListing):
    """The firms that people work for and that projects and invoices are made for.

    ``list`` answers with the companies that match. Any field works as a filter, dotted paths included, such as
    `contactEmails.address`. One client also reads `/companies/{id}`, which is not documented.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "companies"
    model = Company
    _listing = _LIST

    async def create(
        self,
        *,
        title: str,
        industry: str | None = UNSET,
        contact_emails: Sequence[ContactEmail | ContactEmailDict | AnyMapping] | None = UNSET,
        contact_phones: Sequence[ContactPhone | ContactPhoneDict | AnyMapping] | None = UNSET,
        address: Address | AddressDict | AnyMapping | None = UNSET,
        website_links: Sequence[WebsiteLink | WebsiteLinkDict | AnyMapping] | None = UNSET,
        people: Sequence[CompanyMember | Person | CompanyMemberDict | AnyMapping] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Company:
        """Create a company.

        Makes a company and answers with it. Only `title` is required. An importer for an older version sent contact
        data, websites and people along with it.

        Args:
            title: The company's name. The field is not called `name`.
            industry: The industry as a lower-case word. The list of values is unknown.
            contact_emails: The e-mail addresses.
            contact_phones: The phone numbers.
            address: A postal address. There is no key of its own for a state; one importer joins it into `city`.
            website_links: The websites.
            people: The people who belong to the company.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "industry": industry,
            "contact_emails": contact_emails,
            "contact_phones": contact_phones,
            "address": address,
            "website_links": website_links,
            "people": people,
            "custom_fields": custom_fields,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Company), body)

    async def update(
        self,
        id: str | Company,
        *,
        title: str | None = UNSET,
        industry: str | None = UNSET,
        contact_emails: Sequence[ContactEmail | ContactEmailDict | AnyMapping] | None = UNSET,
        contact_phones: Sequence[ContactPhone | ContactPhoneDict | AnyMapping] | None = UNSET,
        address: Address | AddressDict | AnyMapping | None = UNSET,
        website_links: Sequence[WebsiteLink | WebsiteLinkDict | AnyMapping] | None = UNSET,
        people: Sequence[CompanyMember | Person | CompanyMemberDict | AnyMapping] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Company:
        """Update a company.

        Changes the given fields of one company and answers with the updated company. A field that is left out stays as
        it is. How lists such as `people` and `contactEmails` are merged is unknown.

        Args:
            title: The company's name. The field is not called `name`.
            industry: The industry as a lower-case word. The list of values is unknown.
            contact_emails: The e-mail addresses.
            contact_phones: The phone numbers.
            address: A postal address. There is no key of its own for a state; one importer joins it into `city`.
            website_links: The websites.
            people: The people who belong to the company.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "industry": industry,
            "contact_emails": contact_emails,
            "contact_phones": contact_phones,
            "address": address,
            "website_links": website_links,
            "people": people,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Company, body), body)

    async def delete(self, id: str | Company) -> Company:
        """Delete a company.

        Deletes one company. Whether it can be found in the trash bin, and what becomes of its people, is unknown. The
        shape of the answer is unknown: the deleted company or a part of it. Companies have no archive call.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Company, body), body)

    async def bulk_update(
        self,
        ids: Iterable[str | Company] | AsyncIterable[str | Company] | BulkResult,
        *,
        title: str | None = UNSET,
        industry: str | None = UNSET,
        contact_emails: Sequence[ContactEmail | ContactEmailDict | AnyMapping] | None = UNSET,
        contact_phones: Sequence[ContactPhone | ContactPhoneDict | AnyMapping] | None = UNSET,
        address: Address | AddressDict | AnyMapping | None = UNSET,
        website_links: Sequence[WebsiteLink | WebsiteLinkDict | AnyMapping] | None = UNSET,
        people: Sequence[CompanyMember | Person | CompanyMemberDict | AnyMapping] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many companies.

        Sets the same fields on every named company. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "industry": industry,
            "contact_emails": contact_emails,
            "contact_phones": contact_phones,
            "address": address,
            "website_links": website_links,
            "people": people,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | Company] | AsyncIterable[str | Company] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many companies.

        Deletes every named company. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)
