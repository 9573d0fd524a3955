from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import define

from plutio_async._models.codecs import BOOLEAN, MOMENT, TEXT, Choice, Id
from plutio_async._models.fields import field
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import Model


class FileFolderEntityType(OpenEnum):
    """The kind of record that a folder belongs to."""

    PERSON = "person"
    PROJECT = "project"


if TYPE_CHECKING:
    # fmt: off
    KnownFileFolderEntityType = Literal["person", "project"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False)
class FileFolder(Model):
    """A folder of files."""

    resource_name: ClassVar[str | None] = "file_folders"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made."""
    created_by: str | None = field("createdBy", Id(("profiles", "people")))
    """The id of the profile or person that made the record."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them."""
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
