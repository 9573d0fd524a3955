"""Notes on people, companies and blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypedDict, Unpack

from plutio_async._resources.base import (
    TEXT,
    Body,
    Choice,
    Field,
    Filter,
    Listing,
    Operation,
    PageIterator,
    Progress,
    QueryLike,
    Records,
    written,
)

from ..models.note import Note
from ..models.note_entity_type import NoteEntityType

_NOTES_UPDATE = Operation("notes_update", "PUT", "/notes", idempotent=True)
_NOTES_CREATE = Operation("notes_create", "POST", "/notes", idempotent=False)
_NOTES_DELETE = Operation("notes_delete", "DELETE", "/notes", idempotent=True)
_NOTES_LIST = Operation("notes_list", "GET", "/notes", idempotent=True)


class NoteFields(TypedDict, total=False):
    """What a Note can be written with."""

    title: str | None
    """The note's title. Evidence: observed."""
    description_html: str | None
    """The note's text as HTML. Evidence: observed."""
    entity_type: NoteEntityType | str | None
    """The kind of record that a note is about. Evidence: observed."""
    entity_id: str | None
    """The id of the record that the note is about. Evidence: observed."""


_NoteFields = Body(
    {
        "title": Field("title", TEXT),
        "description_html": Field("descriptionHTML", TEXT),
        "entity_type": Field("entityType", Choice(NoteEntityType)),
        "entity_id": Field("entityId", TEXT),
    },
    required=frozenset(),
)


class NotesResource(Listing[Note]):
    """Notes on people, companies and blocks."""

    name = "notes"
    model = Note
    listing = _NOTES_LIST

    async def update(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[NoteFields]) -> Note:
        """Update a note.

        Changes the given fields of one note and answers with it. A field that is left out stays as it is. Nobody
        recorded a check of this call.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        body = self._body("update", id=id, form=_NoteFields, extra=extra, fields={**fields})
        return await self._send(_NOTES_UPDATE, written(Note, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[NoteFields]) -> Note:
        """Create a note.

        Makes a note and answers with it. Nothing is listed as needed; `entityType` and `entityId` say what the note is
        about.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        body = self._body("create", form=_NoteFields, extra=extra, fields={**fields})
        return await self._send(_NOTES_CREATE, written(Note), body)

    async def delete(self, id: str) -> Note:
        """Delete a note.

        Deletes one note. Nobody recorded a check of this call, and the shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        body = self._body("delete", id=id)
        return await self._send(_NOTES_DELETE, written(Note, id), body)

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
    ) -> Records[Note]:
        """Every record that matches, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            page_size: Records asked for at a time.
            page_cap: The most that the server gives at a time, if you know it: saves the last call. A smaller page ends
                the list then, so records are lost if the server gives fewer than that.
            read_ahead: Pages that may be fetched before they are asked for.
            cursor: Goes on where the ``cursor`` of other ``Records`` was taken.
            progress: Called after each page.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: a call failed, at the page where it happens; ``plutio_async.errors`` draws the tree.
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
    ) -> PageIterator[Note]:
        """The same as ``iterate``, in lists as the server gave them: ``async for page in …``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: a call failed, at the page where it happens; ``plutio_async.errors`` draws the tree.
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
    ) -> list[Note]:
        """List notes.

        Answers with the notes that match. Filter by `entityType` and `entityId` for the notes of one record; one client
        reads a person's notes that way.

        Evidence: observed.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            skip: How many records to pass over.
            limit: The most records to answer with; what the API takes for it otherwise, and at most, is not published.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: the call failed; ``plutio_async.errors`` draws the tree.
        """
        return await self._list(q=q, sort=sort, skip=skip, limit=limit, params={}, filters=filters)
