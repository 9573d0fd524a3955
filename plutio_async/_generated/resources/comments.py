"""Remarks on tasks and files, and the messages of conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.codecs import TEXT, Choice
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._models.model import Model
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.comment import Comment, CommentEntityType

if TYPE_CHECKING:
    from ..models.comment import KnownCommentEntityType
    from ..models.profile import Profile
    from ._filters import CommentsListing
else:
    CommentsListing = Listing

_LIST = Operation("comments_list", "GET", "/comments", idempotent=True)
_CREATE = Operation("comments_create", "POST", "/comments", idempotent=False)
_UPDATE = Operation("comments_update", "PUT", "/comments", idempotent=True)
_DELETE = Operation("comments_delete", "DELETE", "/comments", idempotent=True)


class CommentsResource(Creates[Comment], CommentsListing):
    """Remarks on tasks and files, and the messages of conversations.

    ``list`` answers with the comments on one record. The call needs `_id` or both `entityType` and `entityId`; without
    them two clients saw it refused, so there is no list of all comments. That `q` may hold the two instead is inferred
    from other resources.

    Filters:
        entity_type: The kind of the record whose comments are wanted. The call needs it together with `entityId`,
            unless it has `_id`.
        entity_id: The id of the record whose comments are wanted. The call needs it together with `entityType`,
            unless it has `_id`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "comments"
    model = Comment
    _listing = _LIST
    _id_query = False
    _parameters = {
        "entity_type": Field("entityType", Choice(CommentEntityType)),
        "entity_id": Field("entityId", TEXT),
    }
    _required = (
        "entity_type",
        "entity_id",
    )

    async def create(
        self,
        *,
        entity_type: CommentEntityType | KnownCommentEntityType | str,
        entity_id: str | Model,
        body_html: str | None = UNSET,
        body_plain: str | None = UNSET,
        is_note: bool | None = UNSET,
        mentions: Sequence[str | Profile] | None = UNSET,
        replied_to: str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Comment:
        """Create a comment.

        Puts a comment on a task or a file, or a message into a conversation, and answers with it. `entityId` and
        `entityType` are required. One client was observed to send the text as `bodyPlain`; the documents list
        `bodyHTML`. Whether both may be sent is unknown.

        Args:
            entity_type: The kind of record that a comment is about. Known values: `conversation`, `file`, `task`.
            entity_id: The id of the record that it is about.
            body_html: The text as HTML.
            body_plain: The text as plain text.
            is_note: Whether it is an internal note.
            mentions: The ids of the profiles that it mentions.
            replied_to: The id of the comment that it answers.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "entity_type": entity_type,
            "entity_id": entity_id,
            "body_html": body_html,
            "body_plain": body_plain,
            "is_note": is_note,
            "mentions": mentions,
            "replied_to": replied_to,
        }
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(Comment), body)

    async def update(
        self,
        id: str | Comment,
        *,
        body_html: str | None = UNSET,
        body_plain: str | None = UNSET,
        entity_type: CommentEntityType | KnownCommentEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        is_note: bool | None = UNSET,
        mentions: Sequence[str | Profile] | None = UNSET,
        replied_to: str | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Comment:
        """Update a comment.

        Changes the given fields of one comment and answers with the updated comment. A field that is left out stays as
        it is. Whether somebody else's comment can be changed is unknown.

        Args:
            body_html: The text as HTML.
            body_plain: The text as plain text.
            entity_type: The kind of record that a comment is about. Known values: `conversation`, `file`, `task`.
            entity_id: The id of the record that it is about.
            is_note: Whether it is an internal note.
            mentions: The ids of the profiles that it mentions.
            replied_to: The id of the comment that it answers.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "body_html": body_html,
            "body_plain": body_plain,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "is_note": is_note,
            "mentions": mentions,
            "replied_to": replied_to,
        }
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Comment, body), body)

    async def delete(self, id: str | Comment) -> Comment:
        """Delete a comment.

        Deletes one comment. What becomes of the answers to it is unknown. The shape of the answer is unknown: the
        deleted comment or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Comment, body), body)
