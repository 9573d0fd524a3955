"""Folders that hold files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import Json, anything, written
from plutio_async._models.codecs import INTEGER, TEXT
from plutio_async._models.fields import Field
from plutio_async._models.json_form import UNSET
from plutio_async._models.model import Model
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.file_folder import FileFolder

if TYPE_CHECKING:
    from ..models.file_folder import FileFolderEntityType, KnownFileFolderEntityType
    from ..models.project import Project
    from ._filters import FileFoldersListing
else:
    FileFoldersListing = Listing

_LIST = Operation("file_folders_list", "GET", "/file-folders", idempotent=True)
_CREATE = Operation("file_folders_create", "POST", "/file-folders", idempotent=False)
_UPDATE = Operation("file_folders_update", "PUT", "/file-folders", idempotent=True)
_DELETE = Operation("file_folders_delete", "DELETE", "/file-folders", idempotent=True)
_MOVE = Operation("file_folders_move", "POST", "/file-folders/move", idempotent=False)
_SHARE = Operation("file_folders_share", "POST", "/file-folders/share", idempotent=False)


class FileFoldersResource(Creates[FileFolder], FileFoldersListing):
    """Folders that hold files.

    ``list`` answers with the folders that match. Filter by `entityType` and `entityId` for the folders of one person or
    project, and by `parentFolderId` for the folders inside another. The path is `/file-folders`; `/folders` was
    observed to fail.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "file_folders"
    model = FileFolder
    _other_fields = {
        "destination_id": Field("destinationId", TEXT),
        "position": Field("position", INTEGER),
    }
    _listing = _LIST

    async def create(
        self,
        *,
        title: str,
        parent_folder_id: str | FileFolder | None = UNSET,
        project_id: str | Project | None = UNSET,
        entity_type: FileFolderEntityType | KnownFileFolderEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> FileFolder:
        """Create a folder.

        Makes a folder and answers with it. `title` is needed; `parentFolderId` puts the folder inside another.

        Args:
            title: The folder's name.
            parent_folder_id: The id of the folder that it lies in.
            project_id: The id of the project that it belongs to.
            entity_type: The kind of record that a folder belongs to. Known values: `person`, `project`.
            entity_id: The id of the person or project that it belongs to.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "parent_folder_id": parent_folder_id,
            "project_id": project_id,
            "entity_type": entity_type,
            "entity_id": entity_id,
        }
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(FileFolder), body)

    async def update(
        self,
        id: str | FileFolder,
        *,
        title: str | None = UNSET,
        parent_folder_id: str | FileFolder | None = UNSET,
        project_id: str | Project | None = UNSET,
        entity_type: FileFolderEntityType | KnownFileFolderEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> FileFolder:
        """Update a folder.

        Changes the given fields of one folder and answers with it. A field that is left out stays as it is. The call
        was not observed.

        Args:
            title: The folder's name.
            parent_folder_id: The id of the folder that it lies in.
            project_id: The id of the project that it belongs to.
            entity_type: The kind of record that a folder belongs to. Known values: `person`, `project`.
            entity_id: The id of the person or project that it belongs to.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "title": title,
            "parent_folder_id": parent_folder_id,
            "project_id": project_id,
            "entity_type": entity_type,
            "entity_id": entity_id,
        }
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(FileFolder, body), body)

    async def delete(self, id: str | FileFolder) -> FileFolder:
        """Delete a folder.

        Deletes one folder. What becomes of the files and folders in it, and the shape of the answer, are unknown.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(FileFolder, body), body)

    async def move(
        self,
        id: str | FileFolder,
        *,
        parent_folder_id: str | FileFolder | None = UNSET,
        destination_id: str | None = UNSET,
        position: int | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> FileFolder:
        """Move a folder.

        Moves one folder into another. The target is `destinationId` or `parentFolderId` in the hints of one
        transcription, which sends `position` too; which of them the server reads is unknown. The shape of the answer is
        unknown too.

        Args:
            parent_folder_id: The id of the folder to move into. Inferred.
            destination_id: Another name for the folder to move into, in one transcription. Inferred.
            position: The place among its neighbours, from 0, in one transcription. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"parent_folder_id": parent_folder_id, "destination_id": destination_id, "position": position}
        body = self._body("move", fields, id=id, extra=extra)
        return await self._send(_MOVE, written(FileFolder, body), body)

    async def share(self, id: str | FileFolder, *, extra: Mapping[str, Any] | None = None) -> Json:
        """Share a folder.

        Shares one folder. The body beyond `_id` and the shape of the answer are unknown.

        Args:
            extra: Fields that are not described, by wire name.
        """
        body = self._body("share", {}, id=id, extra=extra)
        return await self._send(_SHARE, anything, body)
