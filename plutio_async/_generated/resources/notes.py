"""Notes on people, companies and blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._models.model import Model
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.note import Note

if TYPE_CHECKING:
    from ..models.note import KnownNoteEntityType, NoteEntityType
    from ._filters import NotesListing
else:
    NotesListing = Listing

_LIST = Operation("notes_list", "GET", "/notes", idempotent=True)
_CREATE = Operation("notes_create", "POST", "/notes", idempotent=False)
_UPDATE = Operation("notes_update", "PUT", "/notes", idempotent=True)
_DELETE = Operation("notes_delete", "DELETE", "/notes", idempotent=True)


class NotesResource(Creates[Note], NotesListing):
    """Notes on people, companies and blocks.

    ``list`` answers with the notes that match. Filter by `entityType` and `entityId` for the notes of one record; one
    client reads a person's notes that way.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "notes"
    model = Note
    _listing = _LIST

    async def create(
        self,
        *,
        title: str | None = UNSET,
        description_html: str | None = UNSET,
        entity_type: NoteEntityType | KnownNoteEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Note:
        """Create a note.

        Makes a note and answers with it. Nothing is listed as needed; `entityType` and `entityId` say what the note is
        about.

        Args:
            title: The note's title.
            description_html: The note's text as HTML.
            entity_type: The kind of record that a note is about. Known values: `block`, `company`, `person`.
            entity_id: The id of the record that the note is about.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_html": description_html,
            "entity_type": entity_type,
            "entity_id": entity_id,
        }
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(Note), body)

    async def update(
        self,
        id: str | Note,
        *,
        title: str | None = UNSET,
        description_html: str | None = UNSET,
        entity_type: NoteEntityType | KnownNoteEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Note:
        """Update a note.

        Changes the given fields of one note and answers with it. A field that is left out stays as it is. The call was
        not observed.

        Args:
            title: The note's title.
            description_html: The note's text as HTML.
            entity_type: The kind of record that a note is about. Known values: `block`, `company`, `person`.
            entity_id: The id of the record that the note is about.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "description_html": description_html,
            "entity_type": entity_type,
            "entity_id": entity_id,
        }
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Note, body), body)

    async def delete(self, id: str | Note) -> Note:
        """Delete a note.

        Deletes one note. The call was not observed, and the shape of the answer is unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Note, body), body)
