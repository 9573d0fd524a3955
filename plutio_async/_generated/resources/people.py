"""Contacts of a workspace, clients and team members alike."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import Json, anything, written
from plutio_async._models.codecs import BOOLEAN, TEXT
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.person import Person

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.address import Address
    from ..models.company import Company
    from ..models.contact_email import ContactEmail
    from ..models.contact_phone import ContactPhone
    from ..models.custom_field_value import CustomFieldValue
    from ..models.part_dicts import (
        AddressDict,
        AnyMapping,
        ContactEmailDict,
        ContactPhoneDict,
        CustomFieldValueDict,
        PersonNameDict,
    )
    from ..models.person import KnownPersonRole, KnownPersonStatus, PersonName, PersonRole, PersonStatus
    from ._filters import PeopleListing
else:
    PeopleListing = Listing

_INVITATION_CODE = Operation("people_invitation_code", "GET", "/people/invitation-code", idempotent=True)
_LIST = Operation("people_list", "GET", "/people", idempotent=True)
_CREATE = Operation("people_create", "POST", "/people", idempotent=False)
_UPDATE = Operation("people_update", "PUT", "/people", idempotent=True)
_DELETE = Operation("people_delete", "DELETE", "/people", idempotent=True)
_ARCHIVE = Operation("people_archive", "POST", "/people/archive", idempotent=True)
_BULK_UPDATE = Operation("people_bulk_update", "PUT", "/people/bulk", idempotent=True)
_BULK_DELETE = Operation("people_bulk_delete", "DELETE", "/people/bulk", idempotent=True)
_BULK_ARCHIVE = Operation("people_bulk_archive", "POST", "/people/bulk/archive", idempotent=True)


class PeopleResource(Creates[Person], PeopleListing):
    """Contacts of a workspace, clients and team members alike.

    ``list`` answers with the people that match. Filters seen: `name.first`, `name.last`, `contactEmails.address` and
    `role`. `q` must be JSON; one client saw plain text in it ignored. An id in the path was read by one client, but
    that form is not documented.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "people"
    model = Person
    _other_fields = {
        "email": Field("email", TEXT),
        "invite": Field("invite", BOOLEAN),
    }
    _listing = _LIST

    async def invitation_code(self, id: str | Person, **params: Filter) -> Json:
        """Get the invitation code of a person.

        Answers with the code or the URL by which a person joins the workspace; the documents call it both. That the
        person is named by `_id` in the query is inferred, and the shape of the answer is unknown.

        Args:
            params: Query parameters that are not described, by wire name.
        """
        return await self._read(_INVITATION_CODE, anything, "invitation_code", params, id)

    async def create(
        self,
        *,
        name: PersonName | PersonNameDict | AnyMapping,
        role: PersonRole | KnownPersonRole | str,
        status: PersonStatus | KnownPersonStatus | str | None = UNSET,
        contact_emails: Sequence[ContactEmail | ContactEmailDict | AnyMapping] | None = UNSET,
        contact_phones: Sequence[ContactPhone | ContactPhoneDict | AnyMapping] | None = UNSET,
        address: Address | AddressDict | AnyMapping | None = UNSET,
        company_id: str | Company | None = UNSET,
        tags: Sequence[str] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        email: str | None = UNSET,
        invite: bool | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Person:
        """Create a person.

        Makes a person and answers with them. `name` and `role` are needed. On v1.7 one client sent `email` as a
        shortcut, and `invite` to send an invitation. On v1.11 one client sends `email` too; whether v1.11 still takes
        both is unknown.

        Args:
            name: The name of a person, in two parts. Filter by `name.first` and `name.last`.
            role: The slug of the person's role. A workspace can add roles of its own. Known values: `client`,
                `team`, `co-owner`, `owner`, `manager`, `lead`, `contributor`.
            status: Whether the person is active. Only these values were observed. Known values: `active`,
                `inactive`.
            contact_emails: E-mail addresses. Filter by `contactEmails.address`.
            contact_phones: Phone numbers.
            address: A postal address. There is no key of its own for a state; one importer joins it into `city`.
            company_id: The id of the person's company. Named in one client's prose only; `companies` is what was
                read. Inferred.
            tags: Free labels.
            custom_fields: Values of custom fields.
            email: An e-mail address, as a shortcut for `contactEmails`. Seen on v1.7 and v1.11.
            invite: Whether the person is sent an invitation. Seen on v1.7 only.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "role": role,
            "status": status,
            "contact_emails": contact_emails,
            "contact_phones": contact_phones,
            "address": address,
            "company_id": company_id,
            "tags": tags,
            "custom_fields": custom_fields,
            "email": email,
            "invite": invite,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Person), body)

    async def update(
        self,
        id: str | Person,
        *,
        name: PersonName | PersonNameDict | AnyMapping | None = UNSET,
        role: PersonRole | KnownPersonRole | str | None = UNSET,
        status: PersonStatus | KnownPersonStatus | str | None = UNSET,
        contact_emails: Sequence[ContactEmail | ContactEmailDict | AnyMapping] | None = UNSET,
        contact_phones: Sequence[ContactPhone | ContactPhoneDict | AnyMapping] | None = UNSET,
        address: Address | AddressDict | AnyMapping | None = UNSET,
        company_id: str | Company | None = UNSET,
        tags: Sequence[str] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Person:
        """Update a person.

        Changes the given fields of one person and answers with them. A field that is left out stays as it is. Whether
        an array such as `contactEmails` is replaced or merged is unknown.

        Args:
            name: The name of a person, in two parts. Filter by `name.first` and `name.last`.
            role: The slug of the person's role. A workspace can add roles of its own. Known values: `client`,
                `team`, `co-owner`, `owner`, `manager`, `lead`, `contributor`.
            status: Whether the person is active. Only these values were observed. Known values: `active`,
                `inactive`.
            contact_emails: E-mail addresses. Filter by `contactEmails.address`.
            contact_phones: Phone numbers.
            address: A postal address. There is no key of its own for a state; one importer joins it into `city`.
            company_id: The id of the person's company. Named in one client's prose only; `companies` is what was
                read. Inferred.
            tags: Free labels.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "role": role,
            "status": status,
            "contact_emails": contact_emails,
            "contact_phones": contact_phones,
            "address": address,
            "company_id": company_id,
            "tags": tags,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Person, body), body)

    async def delete(self, id: str | Person) -> Person:
        """Delete a person.

        Deletes one person. The older documents call it delete or archive, and v1.11 has a call of its own for
        archiving. The shape of the answer is unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Person, body), body)

    async def archive(self, id: str | Person) -> Person:
        """Archive a person.

        The shape of the answer is unknown.
        """
        body = self._body("archive", {}, id=id, extra={"isArchived": True})
        return await self._send(_ARCHIVE, written(Person, body), body)

    async def unarchive(self, id: str | Person) -> Person:
        """Restore a person from the archive.

        The shape of the answer is unknown.
        """
        body = self._body("unarchive", {}, id=id, extra={"isArchived": False})
        return await self._send(_ARCHIVE, written(Person, body), body)

    async def bulk_update(
        self,
        ids: Iterable[str | Person] | AsyncIterable[str | Person] | BulkResult,
        *,
        name: PersonName | PersonNameDict | AnyMapping | None = UNSET,
        role: PersonRole | KnownPersonRole | str | None = UNSET,
        status: PersonStatus | KnownPersonStatus | str | None = UNSET,
        contact_emails: Sequence[ContactEmail | ContactEmailDict | AnyMapping] | None = UNSET,
        contact_phones: Sequence[ContactPhone | ContactPhoneDict | AnyMapping] | None = UNSET,
        address: Address | AddressDict | AnyMapping | None = UNSET,
        company_id: str | Company | None = UNSET,
        tags: Sequence[str] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many people.

        Sets the same fields on every named person. One client uses it on the live API. The shape of the answer and the
        most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "name": name,
            "role": role,
            "status": status,
            "contact_emails": contact_emails,
            "contact_phones": contact_phones,
            "address": address,
            "company_id": company_id,
            "tags": tags,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | Person] | AsyncIterable[str | Person] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many people.

        Deletes every named person. One client uses it on the live API. The shape of the answer and the most ids of one
        call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self,
        ids: Iterable[str | Person] | AsyncIterable[str | Person] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Archive many people.

        One client uses it on the live API. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_archive", {}, extra={"isArchived": True})
        return await self._bulk(_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self,
        ids: Iterable[str | Person] | AsyncIterable[str | Person] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Restore many people from the archive.

        One client uses it on the live API. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_unarchive", {}, extra={"isArchived": False})
        return await self._bulk(_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)
