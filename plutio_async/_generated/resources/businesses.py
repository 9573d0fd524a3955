"""The workspaces that hold all other records. Not the wiki, which older documents call a workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.business import Business
from ..models.currency_code import CurrencyCode
from ..models.custom_field_value import CustomFieldValue

_BUSINESSES_UPDATE = Operation("businesses_update", "PUT", "/businesses", idempotent=True)
_BUSINESSES_CREATE = Operation("businesses_create", "POST", "/businesses", idempotent=False)
_BUSINESSES_LIST = Operation("businesses_list", "GET", "/businesses", idempotent=True)


class BusinessFields(TypedDict, total=False):
    """The fields of writes of a Business."""

    name: str | None
    """The workspace's name. Evidence: inferred."""
    domain: str | None
    """The workspace's domain. Whether it is the subdomain or a custom domain is unknown. Evidence: inferred."""
    currency: CurrencyCode | str | None
    """A currency by ISO 4217, upper case. Evidence: inferred."""
    locale: str | None
    """The language and region. The list of values is unknown. Evidence: inferred."""
    timezone: str | None
    """The time zone. The list of values is unknown. Evidence: inferred."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


_BusinessFields = Body(
    {
        "name": Field("name", TEXT),
        "domain": Field("domain", TEXT),
        "currency": Field("currency", Choice(CurrencyCode)),
        "locale": Field("locale", TEXT),
        "timezone": Field("timezone", TEXT),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)


class BusinessesResource(Listing[Business]):
    """The workspaces that hold all other records. Not the wiki, which older documents call a workspace."""

    name = "businesses"
    model = Business
    listing = _BUSINESSES_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[BusinessFields]
    ) -> Business:
        """Update a business.

        Changes the given fields of one workspace and answers with it. Custom field values are the only field that the
        documents are known to list; the others are inferred from what one connector reads. There is no documented
        delete.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_BusinessFields, extra=extra, fields={**fields})
        )
        return await self._send(_BUSINESSES_UPDATE, written(Business, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[BusinessFields]) -> Business:
        """Create a business.

        Makes a workspace and answers with it. It appears only in the list of v1.11 operations; which fields it takes or
        requires, and which plan or account it needs, is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_BusinessFields, extra=extra, fields={**fields})
        )
        return await self._send(_BUSINESSES_CREATE, written(Business), body)

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
    ) -> Records[Business]:
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
    ) -> PageIterator[Business]:
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
    ) -> list[Business]:
        """List businesses.

        Answers with the caller's workspace in a list. Asking by id is rarely needed: the list already holds the
        workspace that the `Business` header names. Which of the client's other workspaces it holds is unknown.

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
