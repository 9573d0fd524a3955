"""Remarks on tasks and files, and the messages of conversations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import BOOLEAN, TEXT, Choice, Many
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.comment import Comment
from ..models.comment_entity_type import CommentEntityType

_COMMENTS_UPDATE = Operation("comments_update", "PUT", "/comments", idempotent=True)
_COMMENTS_CREATE = Operation("comments_create", "POST", "/comments", idempotent=False)
_COMMENTS_DELETE = Operation("comments_delete", "DELETE", "/comments", idempotent=True)
_COMMENTS_LIST = Operation("comments_list", "GET", "/comments", idempotent=True)


class CommentUpdate(TypedDict, total=False):
    """Changes of one comment."""

    body_html: str | None
    """The text as HTML. Evidence: documented."""
    body_plain: str | None
    """The text as plain text. Evidence: observed."""
    entity_type: CommentEntityType | str | None
    """The kind of record that a comment is about. Evidence: observed."""
    entity_id: str | None
    """The id of the record that it is about. Evidence: observed."""
    is_note: bool | None
    """Whether it is an internal note. Evidence: documented."""
    mentions: Sequence[str] | None
    """The ids of the profiles that it mentions. Evidence: documented."""
    replied_to: str | None
    """The id of the comment that it answers. Evidence: documented."""


class CommentCreate(TypedDict, total=False):
    """A comment to be made."""

    entity_type: Required[CommentEntityType | str]
    """The kind of record that a comment is about. Evidence: observed."""
    entity_id: Required[str]
    """The id of the record that it is about. Evidence: observed."""
    body_html: str | None
    """The text as HTML. Evidence: documented."""
    body_plain: str | None
    """The text as plain text. Evidence: observed."""
    is_note: bool | None
    """Whether it is an internal note. Evidence: documented."""
    mentions: Sequence[str] | None
    """The ids of the profiles that it mentions. Evidence: documented."""
    replied_to: str | None
    """The id of the comment that it answers. Evidence: documented."""


_CommentUpdate = Body(
    {
        "body_html": Field("bodyHTML", TEXT),
        "body_plain": Field("bodyPlain", TEXT),
        "entity_type": Field("entityType", Choice(CommentEntityType)),
        "entity_id": Field("entityId", TEXT),
        "is_note": Field("isNote", BOOLEAN),
        "mentions": Field("mentions", Many(TEXT)),
        "replied_to": Field("repliedTo", TEXT),
    },
    required=frozenset(),
)
_CommentCreate = Body(
    {
        "entity_type": Field("entityType", Choice(CommentEntityType)),
        "entity_id": Field("entityId", TEXT),
        "body_html": Field("bodyHTML", TEXT),
        "body_plain": Field("bodyPlain", TEXT),
        "is_note": Field("isNote", BOOLEAN),
        "mentions": Field("mentions", Many(TEXT)),
        "replied_to": Field("repliedTo", TEXT),
    },
    required=frozenset(["entity_type", "entity_id"]),
)


class CommentsResource(Listing[Comment]):
    """Remarks on tasks and files, and the messages of conversations."""

    name = "comments"
    model = Comment
    listing = _COMMENTS_LIST
    id_query = False

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CommentUpdate]
    ) -> Comment:
        """Update a comment.

        Changes the given fields of one comment and answers with the updated comment. A field that is left out stays as
        it is. Whether somebody else's comment can be changed is unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_CommentUpdate, extra=extra, fields={**fields})
        return await self._send(_COMMENTS_UPDATE, written(Comment, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[CommentCreate]) -> Comment:
        """Create a comment.

        Puts a comment on a task or a file, or a message into a conversation, and answers with it. `entityId` and
        `entityType` are required. One client was observed to send the text as `bodyPlain`; the documents list
        `bodyHTML`. Whether both may be sent is unknown.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_CommentCreate, extra=extra, fields={**fields})
        return await self._send(_COMMENTS_CREATE, written(Comment), body)

    async def delete(self, id: str) -> Comment:
        """Delete a comment.

        Deletes one comment. What becomes of the answers to it is unknown. The shape of the answer is unknown: the
        deleted comment or a part of it.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_COMMENTS_DELETE, written(Comment, id), body)

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
        entity_type: CommentEntityType | str,
        entity_id: str,
        **filters: Filter,
    ) -> Records[Comment]:
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
            entity_type: The kind of the record whose comments are wanted. The call needs it together with
                `entityId`, unless it has `_id`.
            entity_id: The id of the record whose comments are wanted. The call needs it together with `entityType`,
                unless it has `_id`.
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
            params={
                "entityType": entity_type,
                "entityId": entity_id,
            },
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
        entity_type: CommentEntityType | str,
        entity_id: str,
        **filters: Filter,
    ) -> PageIterator[Comment]:
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
            params={
                "entityType": entity_type,
                "entityId": entity_id,
            },
            filters=filters,
        ).pages()

    async def list(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        skip: int | None = None,
        limit: int | None = None,
        entity_type: CommentEntityType | str,
        entity_id: str,
        **filters: Filter,
    ) -> list[Comment]:
        """List comments.

        Answers with the comments on one record. The call needs `_id` or both `entityType` and `entityId`; without them
        two clients saw it refused, so there is no list of all comments. That `q` may hold the two instead is inferred
        from other resources.

        Evidence: observed.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            skip: The number of records to skip.
            limit: The most records to return. The API does not publish its default and its maximum.
            entity_type: The kind of the record whose comments are wanted. The call needs it together with
                `entityId`, unless it has `_id`.
            entity_id: The id of the record whose comments are wanted. The call needs it together with `entityType`,
                unless it has `_id`.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        return await self._list(
            q=q,
            sort=sort,
            skip=skip,
            limit=limit,
            params={
                "entityType": entity_type,
                "entityId": entity_id,
            },
            filters=filters,
        )
