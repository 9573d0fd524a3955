from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import attrs
from attrs import define

from plutio_async._models.codecs import ANYTHING, NUMBER, TEXT, Choice, Id, Many
from plutio_async._models.fields import Ref, field, json, number
from plutio_async._models.known_values import OpenEnum

from ._record import AnyCustomRecord
from .custom_field_value import CustomFieldValue


class FileItemType(OpenEnum):
    """What a file record stands for."""

    DOCUMENT = "document"
    FILE = "file"
    LINK = "link"


if TYPE_CHECKING:
    # fmt: off
    KnownFileItemType = Literal["document", "file", "link"]
    # fmt: on


class FileItemEntityType(OpenEnum):
    """The kind of record that a file belongs to."""

    PERSON = "person"
    PROJECT = "project"
    TASK = "task"


if TYPE_CHECKING:
    # fmt: off
    KnownFileItemEntityType = Literal["person", "project", "task"]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, on_setattr=attrs.setters.NO_OP)
class FileItem(AnyCustomRecord):
    """A file, document or link. No full record is stored anywhere, so what a read carries is partly inferred."""

    resource_name: ClassVar[str | None] = "files"
    custom_entity: ClassVar[str] = "file"

    title: str | None = field("title", TEXT)
    """The file's title."""
    type: FileItemType | None = field("type", Choice(FileItemType))
    """What a file record stands for."""
    url: str | None = field("url", TEXT)
    """Where the file can be fetched, or what a link points to."""
    handle: str | None = field("handle", TEXT)
    """The name of an object that is already in Plutio's storage."""
    mime_type: str | None = field("mimeType", TEXT)
    """The media type."""
    extension: str | None = field("extension", TEXT)
    """The file name's extension."""
    size: float | None = attrs.field(default=None, converter=number, metadata=json("size", NUMBER))
    """The size in bytes."""
    folder_id: str | None = field("folderId", Id(("file_folders",)))
    """The id of the folder that it lies in."""
    entity_type: FileItemEntityType | None = field("entityType", Choice(FileItemEntityType))
    """The kind of record that a file belongs to."""
    entity_id: str | None = field("entityId", Id({"person": "people", "project": "projects", "task": "tasks"}))
    """The id of the person, project or task that it belongs to."""
    linked_entities: list[Any] | None = field("linkedEntities", Many(ANYTHING))
    """Other records that the file is attached to."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields."""
