"""Files, documents and links that are kept with people, projects and tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import anything, written
from plutio_async._models.body import Body
from plutio_async._models.codecs import ANYTHING, NUMBER, TEXT, Choice, Many
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.bulk_result import BulkProgress, BulkResult
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.custom_field_value import CustomFieldValue
from ..models.file_item import FileItem
from ..models.file_item_entity_type import FileItemEntityType
from ..models.file_item_type import FileItemType

_FILES_UPDATE = Operation("files_update", "PUT", "/files", idempotent=True)
_FILES_CREATE = Operation("files_create", "POST", "/files", idempotent=False)
_FILES_DELETE = Operation("files_delete", "DELETE", "/files", idempotent=True)
_FILES_MOVE = Operation("files_move", "POST", "/files/move", idempotent=False)
_FILES_SHARE = Operation("files_share", "POST", "/files/share", idempotent=False)
_FILES_BULK_UPDATE = Operation("files_bulk_update", "PUT", "/files/bulk", idempotent=True)
_FILES_BULK_DELETE = Operation("files_bulk_delete", "DELETE", "/files/bulk", idempotent=True)
_FILES_LIST = Operation("files_list", "GET", "/files", idempotent=True)


class FileItemFields(TypedDict, total=False):
    """The fields of writes of a FileItem."""

    title: str | None
    """The file's title. Evidence: documented."""
    type: FileItemType | str | None
    """What a file record stands for. Evidence: documented."""
    url: str | None
    """Where the file can be fetched, or what a link points to. Evidence: documented."""
    handle: str | None
    """The name of an object that is already in Plutio's storage. Evidence: observed."""
    mime_type: str | None
    """The media type. Evidence: documented."""
    extension: str | None
    """The file name's extension. Evidence: documented."""
    size: float | None
    """The size in bytes. Evidence: documented."""
    folder_id: str | None
    """The id of the folder that it lies in. Evidence: documented."""
    entity_type: FileItemEntityType | str | None
    """The kind of record that a file belongs to. Evidence: documented."""
    entity_id: str | None
    """The id of the person, project or task that it belongs to. Evidence: documented."""
    linked_entities: Sequence[Any] | None
    """Other records that the file is attached to. Evidence: documented."""
    custom_fields: Sequence[CustomFieldValue | Mapping[str, Any]] | None
    """Values of custom fields. Evidence: documented."""
    custom: Mapping[str, Any] | None
    """Values of custom fields by their titles, such as `{"Plan": "Enterprise"}`; `None` clears one."""


class FileItemMove(TypedDict, total=False):
    """Where a file goes."""

    folder_id: str | None
    """The id of the folder to move into. Evidence: inferred."""
    parent_folder_id: str | None
    """Another name for the folder to move into, in one transcription. Evidence: inferred."""
    destination_id: str | None
    """Another name for the folder to move into, in one transcription. Evidence: inferred."""


_FileItemFields = Body(
    {
        "title": Field("title", TEXT),
        "type": Field("type", Choice(FileItemType)),
        "url": Field("url", TEXT),
        "handle": Field("handle", TEXT),
        "mime_type": Field("mimeType", TEXT),
        "extension": Field("extension", TEXT),
        "size": Field("size", NUMBER),
        "folder_id": Field("folderId", TEXT),
        "entity_type": Field("entityType", Choice(FileItemEntityType)),
        "entity_id": Field("entityId", TEXT),
        "linked_entities": Field("linkedEntities", Many(ANYTHING)),
        "custom_fields": Field("customFields", Many(Ref(CustomFieldValue))),
    },
    required=frozenset(),
)
_FileItemMove = Body(
    {
        "folder_id": Field("folderId", TEXT),
        "parent_folder_id": Field("parentFolderId", TEXT),
        "destination_id": Field("destinationId", TEXT),
    },
    required=frozenset(),
)
_FileItemShare = Body(
    {},
    required=frozenset(),
)


class FilesResource(Listing[FileItem]):
    """Files, documents and links that are kept with people, projects and tasks."""

    name = "files"
    model = FileItem
    listing = _FILES_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FileItemFields]
    ) -> FileItem:
        """Update a file.

        Changes the given fields of one file record and answers with it. A field that is left out stays as it is. The
        call was not observed.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("update", id=id, form=_FileItemFields, extra=extra, fields={**fields})
        )
        return await self._send(_FILES_UPDATE, written(FileItem, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FileItemFields]) -> FileItem:
        """Create a file.

        Makes a file record and answers with it. Whether it takes bytes is unknown: one client sent a multipart form
        with a file and was refused with 400 and the message `Handle is required`. `handle` names an object that is
        already in Plutio's storage, and no call puts one there. The inferred forms are a link with `type` and `url`, or
        an existing `handle`.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        custom = fields.pop("custom", None)
        body = await self._with_custom(
            custom, self._body("create", form=_FileItemFields, extra=extra, fields={**fields})
        )
        return await self._send(_FILES_CREATE, written(FileItem), body)

    async def delete(self, id: str) -> FileItem:
        """Delete a file.

        Deletes one file. Whether the stored object goes too, and the shape of the answer, are unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_FILES_DELETE, written(FileItem, id), body)

    async def move(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FileItemMove]
    ) -> FileItem:
        """Move a file.

        Moves one file into a folder. The target is `destinationId`, `parentFolderId` or `folderId` in the hints of one
        transcription; which of them the server reads is unknown. The shape of the answer is unknown too.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("move", id=id, form=_FileItemMove, extra=extra, fields={**fields})
        return await self._send(_FILES_MOVE, written(FileItem, id), body)

    async def share(self, id: str, *, extra: Mapping[str, Any] | None = None) -> Any:
        """Share a file.

        Shares one file. The body beyond `_id` and the shape of the answer are unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("share", id=id, form=_FileItemShare, extra=extra)
        return await self._send(_FILES_SHARE, anything, body)

    async def bulk_update(
        self,
        ids: Iterable[str] | BulkResult,
        *,
        progress: Callable[[BulkProgress], None] | None = None,
        extra: Mapping[str, Any] | None = None,
        **fields: Unpack[FileItemFields],
    ) -> BulkResult:
        """Update many files.

        Sets the same fields on every named file, for example the folder. The shape of the answer and the most ids of
        one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.
            extra: Fields that are not described, by wire name.

        Returns:
            The outcome of each record.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        custom = fields.pop("custom", None)
        body = self._body("bulk_update", form=_FileItemFields, extra=extra, fields={**fields})
        return await self._bulk_with_custom(
            _FILES_BULK_UPDATE, "bulk_update", ids, custom=custom, body=body, progress=progress
        )

    async def bulk_delete(
        self, ids: Iterable[str] | BulkResult, *, progress: Callable[[BulkProgress], None] | None = None
    ) -> BulkResult:
        """Delete many files.

        Deletes every named file. The shape of the answer and the most ids of one call are unknown.

        Evidence: documented.

        Args:
            ids: Any number of ids; each call sends 100. A ``BulkResult`` continues an interrupted write.
            progress: Called after each call.

        Returns:
            The outcome of each record.

        Raises:
            BulkFailed: some records were refused, were not sent, or may have been changed; the error has the result.
        """
        body = self._body("bulk_delete")
        return await self._bulk(_FILES_BULK_DELETE, "bulk_delete", ids, body, progress)

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
    ) -> Records[FileItem]:
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
    ) -> PageIterator[FileItem]:
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
    ) -> list[FileItem]:
        """List files.

        Answers with the files that match. Filter by `entityType` and `entityId` for the files of one record, and by
        `folderId` for those of one folder. There is no call that sends the bytes; that they are fetched from the file's
        `url` is inferred.

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
