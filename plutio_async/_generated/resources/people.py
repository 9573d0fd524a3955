"""Contacts of a workspace, clients and team members alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import anything, written
from plutio_async._models.body import Body
from plutio_async._models.codecs import BOOLEAN, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.address import Address
from ..models.contact_email import ContactEmail
from ..models.contact_phone import ContactPhone
from ..models.custom_field_value import CustomFieldValue
from ..models.person import Person
from ..models.person_name import PersonName
from ..models.person_role import PersonRole
from ..models.person_status import PersonStatus

_PEOPLE_UPDATE = Operation("people_update", "PUT", "/people", idempotent=True)
_PEOPLE_CREATE = Operation("people_create", "POST", "/people", idempotent=False)
_PEOPLE_DELETE = Operation("people_delete", "DELETE", "/people", idempotent=True)
_PEOPLE_ARCHIVE = Operation("people_archive", "POST", "/people/archive", idempotent=True)
_PEOPLE_BULK_UPDATE = Operation("people_bulk_update", "PUT", "/people/bulk", idempotent=True)
_PEOPLE_BULK_DELETE = Operation("people_bulk_delete", "DELETE", "/people/bulk", idempotent=True)
_PEOPLE_BULK_ARCHIVE = Operation("people_bulk_archive", "POST", "/people/bulk/archive", idempotent=True)
_PEOPLE_INVITATION_CODE = Operation("people_invitation_code", "GET", "/people/invitation-code", idempotent=True)
_PEOPLE_LIST = Operation("people_list", "GET", "/people", idempotent=True)


class PersonFields(TypedDict, total=False):
    """The fields of writes of a Person."""

    name: PersonName | Mapping[str, Any] | None
    """The name of a person, in two parts. Filter by `name.first` and `name.last`. Evidence: observed."""
    role: PersonRole | str | None
    """The slug of the person's role. A workspace can add roles of its own. Evidence: observed."""
    status: PersonStatus | str | None
    """Whether the person is active. Only these values were observed. Evidence: observed."""
    contact_emails: Sequence[ContactEmail | Mapping[str, Any]] | None
    """E-mail addresses. Filter by `contactEmails.address`. Evidence: observed."""
    contact_phones: Sequence[ContactPhone | Mapping[str, Any]] | None
    """Phone numbers. Evidence: observed."""
    address: Address | Mapping[str, Any] | None
    """A postal address. There is no key of its own for a state; one importer joins it into `city`. Evidence: documented."""
    company_id: str | None
    """The id of the person's company. Named in one client's prose only; `companies` is what was read. Evidence: inferred."""
    tags: Sequence[str] | None
    """Free labels. Evidence: observed."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: observed."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class PersonCreate(TypedDict, total=False):
    """A person to be made."""

    name: Required[PersonName | Mapping[str, Any]]
    """The name of a person, in two parts. Filter by `name.first` and `name.last`. Evidence: observed."""
    role: Required[PersonRole | str]
    """The slug of the person's role. A workspace can add roles of its own. Evidence: observed."""
    status: PersonStatus | str | None
    """Whether the person is active. Only these values were observed. Evidence: observed."""
    contact_emails: Sequence[ContactEmail | Mapping[str, Any]] | None
    """E-mail addresses. Filter by `contactEmails.address`. Evidence: observed."""
    contact_phones: Sequence[ContactPhone | Mapping[str, Any]] | None
    """Phone numbers. Evidence: observed."""
    address: Address | Mapping[str, Any] | None
    """A postal address. There is no key of its own for a state; one importer joins it into `city`. Evidence: documented."""
    company_id: str | None
    """The id of the person's company. Named in one client's prose only; `companies` is what was read. Evidence: inferred."""
    tags: Sequence[str] | None
    """Free labels. Evidence: observed."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: observed."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""
    email: str | None
    """An e-mail address, as a shortcut for `contactEmails`. Seen on v1.7 only. Evidence: observed."""
    invite: bool | None
    """Whether the person is sent an invitation. Seen on v1.7 only. Evidence: observed."""


_PersonFields = Body(
    {
        "name": Field("name", Ref(PersonName)),
        "role": Field("role", Choice(PersonRole)),
        "status": Field("status", Choice(PersonStatus)),
        "contact_emails": Field("contactEmails", Many(Ref(ContactEmail))),
        "contact_phones": Field("contactPhones", Many(Ref(ContactPhone))),
        "address": Field("address", Ref(Address)),
        "company_id": Field("companyId", TEXT),
        "tags": Field("tags", Many(TEXT)),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_PersonCreate = Body(
    {
        "name": Field("name", Ref(PersonName)),
        "role": Field("role", Choice(PersonRole)),
        "status": Field("status", Choice(PersonStatus)),
        "contact_emails": Field("contactEmails", Many(Ref(ContactEmail))),
        "contact_phones": Field("contactPhones", Many(Ref(ContactPhone))),
        "address": Field("address", Ref(Address)),
        "company_id": Field("companyId", TEXT),
        "tags": Field("tags", Many(TEXT)),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
        "email": Field("email", TEXT),
        "invite": Field("invite", BOOLEAN),
    },
    required=frozenset(["name", "role"]),
)


class PeopleResource(Listing[Person]):
    """Contacts of a workspace, clients and team members alike."""

    name = "people"
    model = Person
    listing = _PEOPLE_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[PersonFields]
    ) -> Person:
        """Update a person.

        Changes the given fields of one person and answers with them. A field that is left out stays as it is. Whether
        an array such as `contactEmails` is replaced or merged is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_PersonFields, extra=extra, fields={**fields})
        )
        return await self._send(_PEOPLE_UPDATE, written(Person, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[PersonCreate]) -> Person:
        """Create a person.

        Makes a person and answers with them. `name` and `role` are needed. On v1.7 one client sent `email` as a
        shortcut, and `invite` to send an invitation; whether v1.11 still takes them is unknown.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(custom, self._body("create", form=_PersonCreate, extra=extra, fields={**fields}))
        return await self._send(_PEOPLE_CREATE, written(Person), body)

    async def delete(self, id: str) -> Person:
        """Delete a person.

        Deletes one person. The older documents call it delete or archive, and v1.11 has a call of its own for
        archiving. The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_PEOPLE_DELETE, written(Person, id), body)

    async def archive(self, id: str) -> Person:
        """Archive a person.

        The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("archive", id=id, sets={"isArchived": True})
        return await self._send(_PEOPLE_ARCHIVE, written(Person, id), body)

    async def unarchive(self, id: str) -> Person:
        """Restore a person from the archive.

        The shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("unarchive", id=id, sets={"isArchived": False})
        return await self._send(_PEOPLE_ARCHIVE, written(Person, id), body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[PersonFields],
    ) -> BulkResult:
        """Update many people.

        Sets the same fields on every named person. One client uses it on the live API. The shape of the answer and the
        most ids of one call are unknown.

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
        body = self._body("bulk_update", form=_PersonFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _PEOPLE_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many people.

        Deletes every named person. One client uses it on the live API. The shape of the answer and the most ids of one
        call are unknown.

        Evidence: observed.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_delete")
        return await self._bulk(_PEOPLE_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def bulk_archive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Archive many people.

        One client uses it on the live API. The shape of the answer and the most ids of one call are unknown.

        Evidence: observed.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_archive", sets={"isArchived": True})
        return await self._bulk(_PEOPLE_BULK_ARCHIVE, "bulk_archive", ids, body, progress)

    async def bulk_unarchive(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Restore many people from the archive.

        One client uses it on the live API. The shape of the answer and the most ids of one call are unknown.

        Evidence: observed.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_unarchive", sets={"isArchived": False})
        return await self._bulk(_PEOPLE_BULK_ARCHIVE, "bulk_unarchive", ids, body, progress)

    async def invitation_code(self, id: str, **params: Filter) -> Any:
        """Get the invitation code of a person.

        Answers with the code or the URL by which a person joins the workspace; the documents call it both. That the
        person is named by `_id` in the query is inferred, and the shape of the answer is unknown.

        Evidence: documented.

        Args:
            params: Query parameters that are not described, by wire name.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        return await self._read(_PEOPLE_INVITATION_CODE, anything, "invitation_code", id, params)

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
    ) -> Records[Person]:
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
    ) -> PageIterator[Person]:
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
    ) -> list[Person]:
        """List people.

        Answers with the people that match. Filters seen: `name.first`, `name.last`, `contactEmails.address` and `role`.
        `q` must be JSON; one client saw plain text in it ignored. An id in the path was read by one client, but that
        form is not documented.

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
