"""Channels of the inbox, a messenger or a mailbox. The newer documents call them messengers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import BOOLEAN, TEXT, Choice
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.inbox_group import InboxGroup
from ..models.inbox_group_type import InboxGroupType

_INBOX_GROUPS_UPDATE = Operation("inbox_groups_update", "PUT", "/inbox-groups", idempotent=True)
_INBOX_GROUPS_CREATE = Operation("inbox_groups_create", "POST", "/inbox-groups", idempotent=False)
_INBOX_GROUPS_DELETE = Operation("inbox_groups_delete", "DELETE", "/inbox-groups", idempotent=True)
_INBOX_GROUPS_LIST = Operation("inbox_groups_list", "GET", "/inbox-groups", idempotent=True)


class InboxGroupUpdate(TypedDict, total=False):
    """Changes of one inbox group."""

    title: str | None
    """The channel's name. Evidence: documented."""
    type: InboxGroupType | str | None
    """What kind of channel it is. Evidence: documented."""
    is_active: bool | None
    """Whether the channel is in use. Evidence: documented."""


class InboxGroupCreate(TypedDict, total=False):
    """An inbox group to be made."""

    title: Required[str]
    """The channel's name. Evidence: documented."""
    type: Required[InboxGroupType | str]
    """What kind of channel it is. Evidence: documented."""
    is_active: bool | None
    """Whether the channel is in use. Evidence: documented."""


_InboxGroupUpdate = Body(
    {
        "title": Field("title", TEXT),
        "type": Field("type", Choice(InboxGroupType)),
        "is_active": Field("isActive", BOOLEAN),
    },
    required=frozenset(),
)
_InboxGroupCreate = Body(
    {
        "title": Field("title", TEXT),
        "type": Field("type", Choice(InboxGroupType)),
        "is_active": Field("isActive", BOOLEAN),
    },
    required=frozenset(["title", "type"]),
)


class InboxGroupsResource(Listing[InboxGroup]):
    """Channels of the inbox, a messenger or a mailbox. The newer documents call them messengers."""

    name = "inbox_groups"
    model = InboxGroup
    listing = _INBOX_GROUPS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[InboxGroupUpdate]
    ) -> InboxGroup:
        """Update an inbox group.

        Changes the given fields of one inbox group and answers with the updated inbox group. A field that is left out
        stays as it is.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_InboxGroupUpdate, extra=extra, fields={**fields})
        return await self._send(_INBOX_GROUPS_UPDATE, written(InboxGroup, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[InboxGroupCreate]) -> InboxGroup:
        """Create an inbox group.

        Makes an inbox group and answers with it. `title` and `type` are needed by one transcription of the documents.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_InboxGroupCreate, extra=extra, fields={**fields})
        return await self._send(_INBOX_GROUPS_CREATE, written(InboxGroup), body)

    async def delete(self, id: str) -> InboxGroup:
        """Delete an inbox group.

        Deletes one inbox group. The shape of the answer is unknown: the deleted inbox group or a part of it. What
        happens to its conversations is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_INBOX_GROUPS_DELETE, written(InboxGroup, id), body)

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
    ) -> Records[InboxGroup]:
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
    ) -> PageIterator[InboxGroup]:
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
    ) -> list[InboxGroup]:
        """List inbox groups.

        Answers with the inbox groups that match. The call was not observed. The path is `/inbox-groups` although newer
        documents say messenger; `/messengers` fails.

        Evidence: documented.

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
