from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    ANYTHING,
    BOOLEAN,
    MOMENT,
    NUMBER,
    NUMBER_TYPES,
    TEXT,
    Choice,
    Many,
    mismatch,
)
from plutio_async._models.model import CustomRecord, Ref, field, new_object, unknown_keys

from .custom_field_value import CustomFieldValue
from .file_item_entity_type import FileItemEntityType
from .file_item_type import FileItemType

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "title",
        "type",
        "url",
        "handle",
        "mimeType",
        "extension",
        "size",
        "folderId",
        "entityType",
        "entityId",
        "linkedEntities",
        "customFields",
    )
)


@define(kw_only=True, eq=False, repr=False)
class FileItem(CustomRecord):
    """A file, document or link. No full record is stored anywhere, so what a read carries is partly inferred."""

    custom_entity: ClassVar[str] = "file"

    id: str = field("_id", TEXT, "")
    """The record's id, 17 letters and digits. Opaque. Evidence: observed."""
    business_id: str | None = field("businessId", TEXT)
    """The id of the workspace that owns the record. Evidence: observed."""
    created_at: datetime | None = field("createdAt", MOMENT)
    """When the record was made. Evidence: observed."""
    created_by: str | None = field("createdBy", TEXT, refers_to=("profiles", "people"))
    """The id of the profile or person that made the record. Evidence: observed."""
    updated_at: datetime | None = field("updatedAt", MOMENT)
    """When the record last changed. Evidence: observed."""
    is_archived: bool | None = field("isArchived", BOOLEAN)
    """Whether the record is archived. Whether lists leave archived records out is unknown. Evidence: observed."""
    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the record is a template's body. Such records are hidden from lists that do not ask for them. Evidence:
    observed."""
    title: str | None = field("title", TEXT)
    """The file's title. Evidence: documented."""
    type: FileItemType | None = field("type", Choice(FileItemType))
    """What a file record stands for. Evidence: documented."""
    url: str | None = field("url", TEXT)
    """Where the file can be fetched, or what a link points to. Evidence: documented."""
    handle: str | None = field("handle", TEXT)
    """The name of an object that is already in Plutio's storage. Evidence: observed."""
    mime_type: str | None = field("mimeType", TEXT)
    """The media type. Evidence: documented."""
    extension: str | None = field("extension", TEXT)
    """The file name's extension. Evidence: documented."""
    size: float | None = field("size", NUMBER)
    """The size in bytes. Evidence: documented."""
    folder_id: str | None = field("folderId", TEXT, refers_to=("file_folders",))
    """The id of the folder that it lies in. Evidence: documented."""
    entity_type: FileItemEntityType | None = field("entityType", Choice(FileItemEntityType))
    """The kind of record that a file belongs to. Evidence: documented."""
    entity_id: str | None = field(
        "entityId", TEXT, refers_to={"person": "people", "project": "projects", "task": "tasks"}
    )
    """The id of the person, project or task that it belongs to. Evidence: documented."""
    linked_entities: list[Any] | None = field("linkedEntities", Many(ANYTHING))
    """Other records that the file is attached to. Evidence: documented."""
    custom_fields: list[CustomFieldValue] | None = field("customFields", Many(Ref(CustomFieldValue)))
    """Values of custom fields. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 19:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 19 else unknown_keys(d, _ABSENT)
        try:
            o.id = v if (v := d["_id"]).__class__ is str and v else mismatch(v)
            o.business_id = v if (v := d["businessId"]).__class__ is str or v is None else mismatch(v)
            o.created_at = (
                v
                if (v := d["createdAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.created_by = v if (v := d["createdBy"]).__class__ is str or v is None else mismatch(v)
            o.updated_at = (
                v
                if (v := d["updatedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T"
                else parse_moment(v)
            )
            o.is_archived = v if (v := d["isArchived"]).__class__ is bool or v is None else mismatch(v)
            o.is_template = v if (v := d["isTemplate"]).__class__ is bool or v is None else mismatch(v)
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.type = v if (v := d["type"]) is None else FileItemType.known(v) or FileItemType(v)
            o.url = v if (v := d["url"]).__class__ is str or v is None else mismatch(v)
            o.handle = v if (v := d["handle"]).__class__ is str or v is None else mismatch(v)
            o.mime_type = v if (v := d["mimeType"]).__class__ is str or v is None else mismatch(v)
            o.extension = v if (v := d["extension"]).__class__ is str or v is None else mismatch(v)
            o.size = v if (v := d["size"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.folder_id = v if (v := d["folderId"]).__class__ is str or v is None else mismatch(v)
            o.entity_type = (
                v if (v := d["entityType"]) is None else FileItemEntityType.known(v) or FileItemEntityType(v)
            )
            o.entity_id = v if (v := d["entityId"]).__class__ is str or v is None else mismatch(v)
            o.linked_entities = v if (v := d["linkedEntities"]) is None else v if v.__class__ is list else mismatch(v)
            o.custom_fields = (
                v
                if (v := d["customFields"]) is None
                else list(map(CustomFieldValue.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
