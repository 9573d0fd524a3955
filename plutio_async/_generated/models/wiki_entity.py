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
    Choice,
    Many,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

from .wiki_entity_status import WikiEntityStatus
from .wiki_entity_type import WikiEntityType

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "wikiId",
        "parentId",
        "title",
        "type",
        "status",
        "description",
        "designOptions",
        "icon",
        "meta",
        "index",
        "blocks",
    )
)


@define(kw_only=True, eq=False, repr=False)
class WikiEntity(Model):
    """A page of a wiki, or a category of pages."""

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
    wiki_id: str | None = field("wikiId", TEXT, refers_to=("wiki",))
    """The id of the wiki. Evidence: observed."""
    parent_id: str | None = field("parentId", TEXT, refers_to=("wiki_entities", "wiki"))
    """The id of the parent; the wiki's own id for the top level. Evidence: observed."""
    title: str | None = field("title", TEXT)
    """The page's or category's title. Evidence: observed."""
    type: WikiEntityType | None = field("type", Choice(WikiEntityType))
    """Whether it is a page or a category of pages. Evidence: observed."""
    status: WikiEntityStatus | None = field("status", Choice(WikiEntityStatus))
    """Whether readers see it. Evidence: observed."""
    description: str | None = field("description", TEXT)
    """What the page or category is about. Evidence: documented."""
    design_options: Any = field("designOptions", ANYTHING)
    """How the page looks. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    icon: Any = field("icon", ANYTHING)
    """The page's icon. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    meta: Any = field("meta", ANYTHING)
    """More about the page. An object whose keys are unknown, so it is any JSON value. Evidence: observed."""
    index: int | None = field("index", INTEGER)
    """The place among its neighbours. The move call takes `position` instead. Evidence: observed."""
    blocks: list[Any] | None = field("blocks", Many(ANYTHING))
    """The blocks of the page. A page has a content block from the start. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 18:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 18 else unknown_keys(d, _ABSENT)
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
            o.wiki_id = v if (v := d["wikiId"]).__class__ is str or v is None else mismatch(v)
            o.parent_id = v if (v := d["parentId"]).__class__ is str or v is None else mismatch(v)
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.type = v if (v := d["type"]) is None else WikiEntityType.known(v) or WikiEntityType(v)
            o.status = v if (v := d["status"]) is None else WikiEntityStatus.known(v) or WikiEntityStatus(v)
            o.description = v if (v := d["description"]).__class__ is str or v is None else mismatch(v)
            o.design_options = d["designOptions"]
            o.icon = d["icon"]
            o.meta = d["meta"]
            o.index = v if (v := d["index"]).__class__ is int or v is None else mismatch(v)
            o.blocks = v if (v := d["blocks"]) is None else v if v.__class__ is list else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
