from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    ANYTHING,
    BOOLEAN,
    INTEGER,
    MOMENT,
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, Ref, field, new_object, unknown_keys

from .wiki_design_options import WikiDesignOptions
from .wiki_private_share_settings import WikiPrivateShareSettings
from .wiki_share_settings import WikiShareSettings

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
        "description",
        "projectId",
        "entityType",
        "entityId",
        "designOptions",
        "shareSettings",
        "privateShareSettings",
        "logo",
        "iconImage",
        "color",
        "index",
        "blocksLayout",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Wiki(Model):
    """A collection of pages."""

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
    """The wiki's name. Evidence: observed."""
    description: str | None = field("description", TEXT)
    """What the wiki is about. Evidence: observed."""
    project_id: str | None = field("projectId", TEXT, refers_to=("projects",))
    """The id of the project that the wiki belongs to. Listed beside `entityType` and `entityId`. Evidence: documented."""
    entity_type: str | None = field("entityType", TEXT)
    """The kind of record that the wiki belongs to. Only `project` was observed. Evidence: observed."""
    entity_id: str | None = field("entityId", TEXT, refers_to={"project": "projects"})
    """The id of the record that the wiki belongs to. Evidence: observed."""
    design_options: WikiDesignOptions | None = field("designOptions", Ref(WikiDesignOptions))
    """How the wiki looks. An update merges it one level deep. The keys are known and their types are not, so each holds
    any JSON value. Evidence: observed."""
    share_settings: WikiShareSettings | None = field("shareSettings", Ref(WikiShareSettings))
    """Whether the wiki is shared. Evidence: observed."""
    private_share_settings: WikiPrivateShareSettings | None = field(
        "privateShareSettings", Ref(WikiPrivateShareSettings)
    )
    """Who inside the workspace sees the wiki. Evidence: observed."""
    logo: Any = field("logo", ANYTHING)
    """The wiki's logo. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    icon_image: Any = field("iconImage", ANYTHING)
    """The wiki's icon. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    color: str | None = field("color", TEXT)
    """The wiki's colour. Evidence: observed."""
    index: int | None = field("index", INTEGER)
    """The place among the other wikis. Evidence: observed."""
    blocks_layout: Any = field("blocksLayout", ANYTHING)
    """How blocks are laid out. By inference an array; its entries are unknown, so it is any JSON value. Evidence:
    observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 20:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 20 else unknown_keys(d, _ABSENT)
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
            o.description = v if (v := d["description"]).__class__ is str or v is None else mismatch(v)
            o.project_id = v if (v := d["projectId"]).__class__ is str or v is None else mismatch(v)
            o.entity_type = v if (v := d["entityType"]).__class__ is str or v is None else mismatch(v)
            o.entity_id = v if (v := d["entityId"]).__class__ is str or v is None else mismatch(v)
            o.design_options = v if (v := d["designOptions"]) is None else WikiDesignOptions.decode(v)
            o.share_settings = v if (v := d["shareSettings"]) is None else WikiShareSettings.decode(v)
            o.private_share_settings = (
                v if (v := d["privateShareSettings"]) is None else WikiPrivateShareSettings.decode(v)
            )
            o.logo = d["logo"]
            o.icon_image = d["iconImage"]
            o.color = v if (v := d["color"]).__class__ is str or v is None else mismatch(v)
            o.index = v if (v := d["index"]).__class__ is int or v is None else mismatch(v)
            o.blocks_layout = d["blocksLayout"]
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
