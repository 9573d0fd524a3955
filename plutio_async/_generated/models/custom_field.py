from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    BOOLEAN,
    MOMENT,
    NUMBER,
    NUMBER_TYPES,
    TEXT,
    Choice,
    Many,
    mismatch,
)
from plutio_async._models.model import Model, Ref, field, new_object, unknown_keys

from .custom_field_entity_type import CustomFieldEntityType
from .custom_field_input_type import CustomFieldInputType
from .custom_field_option import CustomFieldOption
from .custom_field_permissions import CustomFieldPermissions

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
        "entityType",
        "inputType",
        "options",
        "allowCreate",
        "min",
        "max",
        "isAddedByDefault",
        "isRequired",
        "permissions",
    )
)


@define(kw_only=True, eq=False, repr=False)
class CustomField(Model):
    """The definition of a custom field."""

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
    """The field's label. Evidence: observed."""
    entity_type: CustomFieldEntityType | None = field("entityType", Choice(CustomFieldEntityType))
    """The kind of record that the field is for. One client also names `event`, `time-track`, `item`, `messenger` and
    `workspace`, less surely. Evidence: observed."""
    input_type: CustomFieldInputType | None = field("inputType", Choice(CustomFieldInputType))
    """How the field is filled in, and so what its values look like. Evidence: observed."""
    options: list[CustomFieldOption] | None = field("options", Many(Ref(CustomFieldOption)))
    """What can be chosen, for `select` and `multi`. Evidence: observed."""
    allow_create: bool | None = field("allowCreate", BOOLEAN)
    """By its name, whether people may add options while they fill in the field. Evidence: observed."""
    min: float | None = field("min", NUMBER)
    """The least value, for `slider`, `rating` and `multirange`. Evidence: observed."""
    max: float | None = field("max", NUMBER)
    """The greatest value, for `slider`, `rating` and `multirange`. Evidence: observed."""
    is_added_by_default: bool | None = field("isAddedByDefault", BOOLEAN)
    """Whether new records of the kind carry the field from the start. Evidence: observed."""
    is_required: bool | None = field("isRequired", BOOLEAN)
    """Whether the field must be filled in. Named by other clients' types only. Evidence: inferred."""
    permissions: CustomFieldPermissions | None = field("permissions", Ref(CustomFieldPermissions))
    """What each role may do with the field, from a role to `view`, `edit` or `hidden`. Its keys are unknown. Evidence:
    inferred."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 17:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 17 else unknown_keys(d, _ABSENT)
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
            o.entity_type = (
                v if (v := d["entityType"]) is None else CustomFieldEntityType.known(v) or CustomFieldEntityType(v)
            )
            o.input_type = (
                v if (v := d["inputType"]) is None else CustomFieldInputType.known(v) or CustomFieldInputType(v)
            )
            o.options = (
                v
                if (v := d["options"]) is None
                else list(map(CustomFieldOption.decode, v))
                if v.__class__ is list
                else mismatch(v)
            )
            o.allow_create = v if (v := d["allowCreate"]).__class__ is bool or v is None else mismatch(v)
            o.min = v if (v := d["min"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.max = v if (v := d["max"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
            o.is_added_by_default = v if (v := d["isAddedByDefault"]).__class__ is bool or v is None else mismatch(v)
            o.is_required = v if (v := d["isRequired"]).__class__ is bool or v is None else mismatch(v)
            o.permissions = v if (v := d["permissions"]) is None else CustomFieldPermissions.decode(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
