from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import TEXT, Choice, Id
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum

from ._record import AnyRecord


class FileFolderEntityType(OpenEnum):
    """The kind of record that a folder belongs to."""

    PERSON = "person"
    PROJECT = "project"


if TYPE_CHECKING:
    # fmt: off
    KnownFileFolderEntityType = Literal["person", "project"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class FileFolder(AnyRecord):
    """A folder of files."""

    resource_name: ClassVar[str | None] = "file_folders"

    title: str | None = field("title", TEXT)
    """The folder's name."""
    parent_folder_id: str | None = field("parentFolderId", Id(("file_folders",)))
    """The id of the folder that it lies in."""
    project_id: str | None = field("projectId", Id(("projects",)))
    """The id of the project that it belongs to."""
    entity_type: FileFolderEntityType | None = field("entityType", Choice(FileFolderEntityType))
    """The kind of record that a folder belongs to."""
    entity_id: str | None = field("entityId", Id({"person": "people", "project": "projects"}))
    """The id of the person or project that it belongs to."""
