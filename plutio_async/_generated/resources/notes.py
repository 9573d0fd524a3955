"""Notes on people, companies and blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT, Choice
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.note import Note
from ..models.note_entity_type import NoteEntityType

_NOTES_UPDATE = Operation("notes_update", "PUT", "/notes", idempotent=True)
_NOTES_CREATE = Operation("notes_create", "POST", "/notes", idempotent=False)
_NOTES_DELETE = Operation("notes_delete", "DELETE", "/notes", idempotent=True)
_NOTES_LIST = Operation("notes_list", "GET", "/notes", idempotent=True)


class NoteFields(TypedDict, total=False):
    """The fields of writes of a Note."""

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

        Changes the given fields of one note and answers with it. A field that is left out stays as it is. The call was
        not observed.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
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
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_NoteFields, extra=extra, fields={**fields})
        return await self._send(_NOTES_CREATE, written(Note), body)

    async def delete(self, id: str) -> Note:
        """Delete a note.

        Deletes one note. The call was not observed, and the shape of the answer is unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
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
    ) -> PageIterator[Note]:
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
    ) -> list[Note]:
        """List notes.

        Answers with the notes that match. Filter by `entityType` and `entityId` for the notes of one record; one client
        reads a person's notes that way.

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
