"""Folders that hold files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import anything, written
from plutio_async._models.body import Body
from plutio_async._models.codecs import TEXT, Choice
from plutio_async._models.model import Field
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.file_folder import FileFolder
from ..models.file_folder_entity_type import FileFolderEntityType

_FILE_FOLDERS_UPDATE = Operation("file_folders_update", "PUT", "/file-folders", idempotent=True)
_FILE_FOLDERS_CREATE = Operation("file_folders_create", "POST", "/file-folders", idempotent=False)
_FILE_FOLDERS_DELETE = Operation("file_folders_delete", "DELETE", "/file-folders", idempotent=True)
_FILE_FOLDERS_MOVE = Operation("file_folders_move", "POST", "/file-folders/move", idempotent=False)
_FILE_FOLDERS_SHARE = Operation("file_folders_share", "POST", "/file-folders/share", idempotent=False)
_FILE_FOLDERS_LIST = Operation("file_folders_list", "GET", "/file-folders", idempotent=True)


class FileFolderUpdate(TypedDict, total=False):
    """Changes of one folder."""

    title: str | None
    """The folder's name. Evidence: documented."""
    parent_folder_id: str | None
    """The id of the folder that it lies in. Evidence: documented."""
    project_id: str | None
    """The id of the project that it belongs to. Evidence: documented."""
    entity_type: FileFolderEntityType | str | None
    """The kind of record that a folder belongs to. Evidence: documented."""
    entity_id: str | None
    """The id of the person or project that it belongs to. Evidence: documented."""


class FileFolderCreate(TypedDict, total=False):
    """A folder to be made."""

    title: Required[str]
    """The folder's name. Evidence: documented."""
    parent_folder_id: str | None
    """The id of the folder that it lies in. Evidence: documented."""
    project_id: str | None
    """The id of the project that it belongs to. Evidence: documented."""
    entity_type: FileFolderEntityType | str | None
    """The kind of record that a folder belongs to. Evidence: documented."""
    entity_id: str | None
    """The id of the person or project that it belongs to. Evidence: documented."""


class FileFolderMove(TypedDict, total=False):
    """Where a folder goes."""

    parent_folder_id: str | None
    """The id of the folder to move into. Evidence: inferred."""
    destination_id: str | None
    """Another name for the folder to move into, in one transcription. Evidence: inferred."""


_FileFolderUpdate = Body(
    {
        "title": Field("title", TEXT),
        "parent_folder_id": Field("parentFolderId", TEXT),
        "project_id": Field("projectId", TEXT),
        "entity_type": Field("entityType", Choice(FileFolderEntityType)),
        "entity_id": Field("entityId", TEXT),
    },
    required=frozenset(),
)
_FileFolderCreate = Body(
    {
        "title": Field("title", TEXT),
        "parent_folder_id": Field("parentFolderId", TEXT),
        "project_id": Field("projectId", TEXT),
        "entity_type": Field("entityType", Choice(FileFolderEntityType)),
        "entity_id": Field("entityId", TEXT),
    },
    required=frozenset(["title"]),
)
_FileFolderMove = Body(
    {
        "parent_folder_id": Field("parentFolderId", TEXT),
        "destination_id": Field("destinationId", TEXT),
    },
    required=frozenset(),
)
_FileFolderShare = Body(
    {},
    required=frozenset(),
)


class FileFoldersResource(Listing[FileFolder]):
    """Folders that hold files."""

    name = "file_folders"
    model = FileFolder
    listing = _FILE_FOLDERS_LIST

    async def update(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FileFolderUpdate]
    ) -> FileFolder:
        """Update a folder.

        Changes the given fields of one folder and answers with it. A field that is left out stays as it is. The call
        was not observed.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_FileFolderUpdate, extra=extra, fields={**fields})
        return await self._send(_FILE_FOLDERS_UPDATE, written(FileFolder, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FileFolderCreate]) -> FileFolder:
        """Create a folder.

        Makes a folder and answers with it. `title` is needed; `parentFolderId` puts the folder inside another.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_FileFolderCreate, extra=extra, fields={**fields})
        return await self._send(_FILE_FOLDERS_CREATE, written(FileFolder), body)

    async def delete(self, id: str) -> FileFolder:
        """Delete a folder.

        Deletes one folder. What becomes of the files and folders in it, and the shape of the answer, are unknown.

        Evidence: documented.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_FILE_FOLDERS_DELETE, written(FileFolder, id), body)

    async def move(
        self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[FileFolderMove]
    ) -> FileFolder:
        """Move a folder.

        Moves one folder into another. The target is `destinationId` or `parentFolderId` in the hints of one
        transcription; which of them the server reads is unknown. The shape of the answer is unknown too.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("move", id=id, form=_FileFolderMove, extra=extra, fields={**fields})
        return await self._send(_FILE_FOLDERS_MOVE, written(FileFolder, id), body)

    async def share(self, id: str, *, extra: Mapping[str, Any] | None = None) -> Any:
        """Share a folder.

        Shares one folder. The body beyond `_id` and the shape of the answer are unknown.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("share", id=id, form=_FileFolderShare, extra=extra)
        return await self._send(_FILE_FOLDERS_SHARE, anything, body)

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
    ) -> Records[FileFolder]:
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
    ) -> PageIterator[FileFolder]:
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
    ) -> list[FileFolder]:
        """List folders.

        Answers with the folders that match. Filter by `entityType` and `entityId` for the folders of one person or
        project, and by `parentFolderId` for the folders inside another. The path is `/file-folders`; `/folders` was
        observed to fail.

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
