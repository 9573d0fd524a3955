"""Files, documents and links that are kept with people, projects and tasks."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import Json, anything, written
from plutio_async._models.codecs import INTEGER, TEXT
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._models.model import Model
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.file_item import FileItem

if TYPE_CHECKING:
    from plutio_async._resources.outcomes import BulkProgress, BulkResult

    from ..models.custom_field_value import CustomFieldValue
    from ..models.file_folder import FileFolder
    from ..models.file_item import FileItemEntityType, FileItemType, KnownFileItemEntityType, KnownFileItemType
    from ..models.part_dicts import AnyMapping, CustomFieldValueDict
    from ._filters import FilesListing
else:
    FilesListing = Listing

_LIST = Operation("files_list", "GET", "/files", idempotent=True)
_CREATE = Operation("files_create", "POST", "/files", idempotent=False)
_UPDATE = Operation("files_update", "PUT", "/files", idempotent=True)
_DELETE = Operation("files_delete", "DELETE", "/files", idempotent=True)
_MOVE = Operation("files_move", "POST", "/files/move", idempotent=False)
_BULK_UPDATE = Operation("files_bulk_update", "PUT", "/files/bulk", idempotent=True)
_BULK_DELETE = Operation("files_bulk_delete", "DELETE", "/files/bulk", idempotent=True)
_SHARE = Operation("files_share", "POST", "/files/share", idempotent=False)


class FilesResource(Creates[FileItem], FilesListing):
    """Files, documents and links that are kept with people, projects and tasks.

    ``list`` answers with the files that match. Filter by `entityType` and `entityId` for the files of one record, and
    by `folderId` for those of one folder. There is no call that sends the bytes; that they are fetched from the file's
    `url` is inferred.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "files"
    model = FileItem
    _other_fields = {
        "parent_folder_id": Field("parentFolderId", TEXT),
        "destination_id": Field("destinationId", TEXT),
        "position": Field("position", INTEGER),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        title: str | None = UNSET,
        type: FileItemType | KnownFileItemType | str | None = UNSET,
        url: str | None = UNSET,
        handle: str | None = UNSET,
        mime_type: str | None = UNSET,
        extension: str | None = UNSET,
        size: float | Decimal | None = UNSET,
        folder_id: str | FileFolder | None = UNSET,
        entity_type: FileItemEntityType | KnownFileItemEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        linked_entities: Sequence[Any] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> FileItem:
        """Create a file.

        Makes a file record and answers with it. Whether it takes bytes is unknown: one client sent a multipart form
        with a file and was refused with 400 and the message `Handle is required`. `handle` names an object that is
        already in Plutio's storage, and no call puts one there. The inferred forms are a link with `type` and `url`, or
        an existing `handle`.

        Args:
            title: The file's title.
            type: What a file record stands for. Known values: `document`, `file`, `link`.
            url: Where the file can be fetched, or what a link points to.
            handle: The name of an object that is already in Plutio's storage.
            mime_type: The media type.
            extension: The file name's extension.
            size: The size in bytes.
            folder_id: The id of the folder that it lies in.
            entity_type: The kind of record that a file belongs to. Known values: `person`, `project`, `task`.
            entity_id: The id of the person, project or task that it belongs to.
            linked_entities: Other records that the file is attached to.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "type": type,
            "url": url,
            "handle": handle,
            "mime_type": mime_type,
            "extension": extension,
            "size": size,
            "folder_id": folder_id,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "linked_entities": linked_entities,
            "custom_fields": custom_fields,
        }
        body = self._body("create", fields, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_CREATE, written(FileItem), body)

    async def update(
        self,
        id: str | FileItem,
        *,
        title: str | None = UNSET,
        type: FileItemType | KnownFileItemType | str | None = UNSET,
        url: str | None = UNSET,
        handle: str | None = UNSET,
        mime_type: str | None = UNSET,
        extension: str | None = UNSET,
        size: float | Decimal | None = UNSET,
        folder_id: str | FileFolder | None = UNSET,
        entity_type: FileItemEntityType | KnownFileItemEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        linked_entities: Sequence[Any] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> FileItem:
        """Update a file.

        Changes the given fields of one file record and answers with it. A field that is left out stays as it is. The
        call was not observed.

        Args:
            title: The file's title.
            type: What a file record stands for. Known values: `document`, `file`, `link`.
            url: Where the file can be fetched, or what a link points to.
            handle: The name of an object that is already in Plutio's storage.
            mime_type: The media type.
            extension: The file name's extension.
            size: The size in bytes.
            folder_id: The id of the folder that it lies in.
            entity_type: The kind of record that a file belongs to. Known values: `person`, `project`, `task`.
            entity_id: The id of the person, project or task that it belongs to.
            linked_entities: Other records that the file is attached to.
            custom_fields: Values of custom fields.
            custom: Values of custom fields by their titles; ``None`` clears one.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "type": type,
            "url": url,
            "handle": handle,
            "mime_type": mime_type,
            "extension": extension,
            "size": size,
            "folder_id": folder_id,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "linked_entities": linked_entities,
            "custom_fields": custom_fields,
        }
        body = self._body("update", fields, id=id, extra=extra)
        body = await self._with_custom(custom, body)
        return await self._send(_UPDATE, written(FileItem, body), body)

    async def delete(self, id: str | FileItem) -> FileItem:
        """Delete a file.

        Deletes one file. Whether the stored object goes too, and the shape of the answer, are unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(FileItem, body), body)

    async def move(
        self,
        id: str | FileItem,
        *,
        folder_id: str | FileFolder | None = UNSET,
        parent_folder_id: str | None = UNSET,
        destination_id: str | None = UNSET,
        position: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> FileItem:
        """Move a file.

        Moves one file into a folder. The target is `destinationId`, `parentFolderId` or `folderId` in the hints of one
        transcription, which sends `position` too; which of them the server reads is unknown. The shape of the answer is
        unknown too.

        Args:
            folder_id: The id of the folder to move into. Inferred.
            parent_folder_id: Another name for the folder to move into, in one transcription. Inferred.
            destination_id: Another name for the folder to move into, in one transcription. Inferred.
            position: The place among its neighbours, from 0, in one transcription. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "folder_id": folder_id,
            "parent_folder_id": parent_folder_id,
            "destination_id": destination_id,
            "position": position,
        }
        body = self._body("move", fields, id=id, extra=extra)
        return await self._send(_MOVE, written(FileItem, body), body)

    async def bulk_update(
        self,
        ids: Iterable[str | FileItem] | AsyncIterable[str | FileItem] | BulkResult,
        *,
        title: str | None = UNSET,
        type: FileItemType | KnownFileItemType | str | None = UNSET,
        url: str | None = UNSET,
        handle: str | None = UNSET,
        mime_type: str | None = UNSET,
        extension: str | None = UNSET,
        size: float | Decimal | None = UNSET,
        folder_id: str | FileFolder | None = UNSET,
        entity_type: FileItemEntityType | KnownFileItemEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        linked_entities: Sequence[Any] | None = UNSET,
        custom_fields: Sequence[CustomFieldValue | CustomFieldValueDict | AnyMapping] | None = UNSET,
        custom: Mapping[str, Any] | None = UNSET,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> BulkResult:
        """Update many files.

        Sets the same fields on every named file, for example the folder. The shape of the answer and the most ids of
        one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "type": type,
            "url": url,
            "handle": handle,
            "mime_type": mime_type,
            "extension": extension,
            "size": size,
            "folder_id": folder_id,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "linked_entities": linked_entities,
            "custom_fields": custom_fields,
        }
        body = self._body("bulk_update", fields, extra=extra)
        return await self._bulk(_BULK_UPDATE, "bulk_update", ids, body, progress, custom=custom)

    async def bulk_delete(
        self,
        ids: Iterable[str | FileItem] | AsyncIterable[str | FileItem] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
    ) -> BulkResult:
        """Delete many files.

        Deletes every named file. The shape of the answer and the most ids of one call are unknown.

        Args:
            ids: Any number of ids or records, also ``iterate(…)``, which is read first; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
        """
        body = self._body("bulk_delete", {})
        return await self._bulk(_BULK_DELETE, "bulk_delete", ids, body, progress)

    async def share(self, id: str | FileItem, *, extra: Mapping[str, Any] | None = None) -> Json:
        """Share a file.

        Shares one file. The body beyond `_id` and the shape of the answer are unknown.

        Args:
            extra: Fields that are not described, by wire name.
        """
        body = self._body("share", {}, id=id, extra=extra)
        return await self._send(_SHARE, anything, body)
