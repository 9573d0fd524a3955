from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    TEXT,
    Choice,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

from .file_folder_entity_type import FileFolderEntityType

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
        "parentFolderId",
        "projectId",
        "entityType",
        "entityId",
    )
)


@define(kw_only=True, eq=False, repr=False)
class FileFolder(Model):
    """A folder of files."""

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
    """The folder's name. Evidence: documented."""
    parent_folder_id: str | None = field("parentFolderId", TEXT, refers_to=("file_folders",))
    """The id of the folder that it lies in. Evidence: documented."""
    project_id: str | None = field("projectId", TEXT, refers_to=("projects",))
    """The id of the project that it belongs to. Evidence: documented."""
    entity_type: FileFolderEntityType | None = field("entityType", Choice(FileFolderEntityType))
    """The kind of record that a folder belongs to. Evidence: documented."""
    entity_id: str | None = field("entityId", TEXT, refers_to={"person": "people", "project": "projects"})
    """The id of the person or project that it belongs to. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 12:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 12 else unknown_keys(d, _ABSENT)
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
            o.parent_folder_id = v if (v := d["parentFolderId"]).__class__ is str or v is None else mismatch(v)
            o.project_id = v if (v := d["projectId"]).__class__ is str or v is None else mismatch(v)
            o.entity_type = (
                v if (v := d["entityType"]) is None else FileFolderEntityType.known(v) or FileFolderEntityType(v)
            )
            o.entity_id = v if (v := d["entityId"]).__class__ is str or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
