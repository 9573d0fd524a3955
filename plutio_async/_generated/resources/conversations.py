"""Threads of the inbox, between members of the workspace or with people outside it. Their messages are comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import ANYTHING, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.conversation import Conversation
from ..models.conversation_entity_type import ConversationEntityType
from ..models.conversation_type import ConversationType
from ..models.custom_field_value import CustomFieldValue

_CONVERSATIONS_UPDATE = Operation("conversations_update", "PUT", "/conversations", idempotent=True)
_CONVERSATIONS_CREATE = Operation("conversations_create", "POST", "/conversations", idempotent=False)
_CONVERSATIONS_DELETE = Operation("conversations_delete", "DELETE", "/conversations", idempotent=True)
_CONVERSATIONS_LIST = Operation("conversations_list", "GET", "/conversations", idempotent=True)


class ConversationUpdate(TypedDict, total=False):
    """Changes of one conversation."""

    title: str | None
    """The title of the thread. Evidence: documented."""
    subject: str | None
    """The subject line. Only named in another service's description of its tools. Evidence: inferred."""
    entity_type: ConversationEntityType | str | None
    """Where a conversation comes from or what it is about. Evidence: documented."""
    entity_id: str | None
    """The id of the record that the conversation is about. Evidence: documented."""
    members: Sequence[str] | None
    """The ids of the profiles that take part. Evidence: documented."""
    type: ConversationType | str | None
    """Whether a conversation is between two or more. Evidence: documented."""
    status: Any
    """By inference refers to a status with `entityType` conversation. Its shape is unknown, so it is any JSON value.
    Evidence: inferred."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class ConversationCreate(TypedDict, total=False):
    """A conversation to be made."""

    entity_type: Required[ConversationEntityType | str]
    """Where a conversation comes from or what it is about. Evidence: documented."""
    title: str | None
    """The title of the thread. Evidence: documented."""
    subject: str | None
    """The subject line. Only named in another service's description of its tools. Evidence: inferred."""
    entity_id: str | None
    """The id of the record that the conversation is about. Evidence: documented."""
    members: Sequence[str] | None
    """The ids of the profiles that take part. Evidence: documented."""
    type: ConversationType | str | None
    """Whether a conversation is between two or more. Evidence: documented."""
    status: Any
    """By inference refers to a status with `entityType` conversation. Its shape is unknown, so it is any JSON value.
    Evidence: inferred."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


_ConversationUpdate = Body(
    {
        "title": Field("title", TEXT),
        "subject": Field("subject", TEXT),
        "entity_type": Field("entityType", Choice(ConversationEntityType)),
        "entity_id": Field("entityId", TEXT),
        "members": Field("members", Many(TEXT)),
        "type": Field("type", Choice(ConversationType)),
        "status": Field("status", ANYTHING),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_ConversationCreate = Body(
    {
        "entity_type": Field("entityType", Choice(ConversationEntityType)),
        "title": Field("title", TEXT),
        "subject": Field("subject", TEXT),
        "entity_id": Field("entityId", TEXT),
        "members": Field("members", Many(TEXT)),
        "type": Field("type", Choice(ConversationType)),
        "status": Field("status", ANYTHING),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(["entity_type"]),
)


class ConversationsResource(Listing[Conversation]):
    """Threads of the inbox, between members of the workspace or with people outside it. Their messages are comments."""

    name = "conversations"
    model = Conversation
    listing = _CONVERSATIONS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ConversationUpdate]
    ) -> Conversation:
        """Update a conversation.

        Changes the given fields of one conversation and answers with the updated conversation. A field that is left out
        stays as it is.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_ConversationUpdate, extra=extra, fields={**fields})
        )
        return await self._send(_CONVERSATIONS_UPDATE, written(Conversation, id), body)

    async def create(
        self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[ConversationCreate]
    ) -> Conversation:
        """Create a conversation.

        Makes a conversation and answers with it. `entityType` is needed by one transcription of the documents. Messages
        are added as comments.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_ConversationCreate, extra=extra, fields={**fields})
        )
        return await self._send(_CONVERSATIONS_CREATE, written(Conversation), body)

    async def delete(self, id: str) -> Conversation:
        """Delete a conversation.

        Deletes one conversation. The shape of the answer is unknown: the deleted conversation or a part of it. What
        happens to its comments is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_CONVERSATIONS_DELETE, written(Conversation, id), body)

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
    ) -> Records[Conversation]:
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
    ) -> PageIterator[Conversation]:
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
    ) -> list[Conversation]:
        """List conversations.

        Answers with the conversations that match. Any field works as a filter, dotted paths included. The messages are
        not part of the record; list comments with `entityType=conversation` and `entityId`.

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
