"""Threads of the inbox, between members of the workspace or with people outside it. Their messages are comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._models.model import Model
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.conversation import Conversation

if TYPE_CHECKING:
    from ..models.conversation import (
        ConversationEntityType,
        ConversationType,
        KnownConversationEntityType,
        KnownConversationType,
    )
    from ..models.custom_field_value import CustomFieldValue
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict
    from ..models.profile import Profile
    from ._filters import ConversationsListing
else:
    ConversationsListing = Listing

_LIST = Operation("conversations_list", "GET", "/conversations", idempotent=True)
_CREATE = Operation("conversations_create", "POST", "/conversations", idempotent=False)
_UPDATE = Operation("conversations_update", "PUT", "/conversations", idempotent=True)
_DELETE = Operation("conversations_delete", "DELETE", "/conversations", idempotent=True)


class ConversationsResource(Creates[Conversation], ConversationsListing):
    """Threads of the inbox, between members of the workspace or with people outside it. Their messages are comments.

    ``list`` answers with the conversations that match. Any field works as a filter, dotted paths included. The messages
    are not part of the record; list comments with `entityType=conversation` and `entityId`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "conversations"
    model = Conversation
    _listing = _LIST

    async def create(
        self,
        *,
        entity_type: ConversationEntityType | KnownConversationEntityType | str,
        title: str | None = UNSET,
        subject: str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        members: Sequence[str | Profile] | None = UNSET,
        type: ConversationType | KnownConversationType | str | None = UNSET,
        status: Any = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Conversation:
        """Create a conversation.

        Makes a conversation and answers with it. `entityType` is needed by one transcription of the documents. Messages
        are added as comments.

        Args:
            entity_type: Where a conversation comes from or what it is about. Known values: `email`, `messenger`,
                `person`, `project`.
            title: The title of the thread.
            subject: The subject line. Only named in another service's description of its tools. Inferred.
            entity_id: The id of the record that the conversation is about.
            members: The ids of the profiles that take part.
            type: Whether a conversation is between two or more. Known values: `direct`, `group`.
            status: By inference refers to a status with `entityType` conversation. Its shape is unknown, so it is
                any JSON value. Inferred.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "entity_type": entity_type,
            "title": title,
            "subject": subject,
            "entity_id": entity_id,
            "members": members,
            "type": type,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(Conversation), body)

    async def update(
        self,
        id: str | Conversation,
        *,
        title: str | None = UNSET,
        subject: str | None = UNSET,
        entity_type: ConversationEntityType | KnownConversationEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        members: Sequence[str | Profile] | None = UNSET,
        type: ConversationType | KnownConversationType | str | None = UNSET,
        status: Any = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Conversation:
        """Update a conversation.

        Changes the given fields of one conversation and answers with the updated conversation. A field that is left out
        stays as it is.

        Args:
            title: The title of the thread.
            subject: The subject line. Only named in another service's description of its tools. Inferred.
            entity_type: Where a conversation comes from or what it is about. Known values: `email`, `messenger`,
                `person`, `project`.
            entity_id: The id of the record that the conversation is about.
            members: The ids of the profiles that take part.
            type: Whether a conversation is between two or more. Known values: `direct`, `group`.
            status: By inference refers to a status with `entityType` conversation. Its shape is unknown, so it is
                any JSON value. Inferred.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "subject": subject,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "members": members,
            "type": type,
            "status": status,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(Conversation, body), body)

    async def delete(self, id: str | Conversation) -> Conversation:
        """Delete a conversation.

        Deletes one conversation. The shape of the answer is unknown: the deleted conversation or a part of it. What
        happens to its comments is unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Conversation, body), body)
