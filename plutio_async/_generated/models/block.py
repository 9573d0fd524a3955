from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Self

from attrs import define

from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models.codecs import (
    ANYTHING,
    BOOLEAN,
    MOMENT,
    TEXT,
    Choice,
    mismatch,
)
from plutio_async._models.model import Model, Ref, field, new_object, unknown_keys

from .attachment import Attachment
from .block_entity_type import BlockEntityType
from .block_main import BlockMain
from .block_type import BlockType

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "_id",
        "businessId",
        "createdAt",
        "createdBy",
        "updatedAt",
        "isArchived",
        "isTemplate",
        "type",
        "entityType",
        "entityId",
        "title",
        "name",
        "textHTML",
        "textPlain",
        "hasText",
        "main",
        "attachment",
        "designOptions",
        "signatureType",
        "settings",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Block(Model):
    """A part of a document."""

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
    """Whether the block is a template's. It was read and filtered by; that it can be written is inferred. Evidence:
    inferred."""
    type: BlockType | None = field("type", Choice(BlockType))
    """What a block is. The parent decides which types are allowed. Table, invoice item and packages blocks were removed
    from the API, and `item` is still listed by one transcription. Evidence: observed."""
    entity_type: BlockEntityType | None = field("entityType", Choice(BlockEntityType))
    """The kind of document that a block belongs to. Evidence: observed."""
    entity_id: str | None = field(
        "entityId",
        TEXT,
        refers_to={
            "blocks-group": "block_groups",
            "contract": "contracts",
            "dashboard-page": "dashboard_pages",
            "form": "forms",
            "invoice": "invoices",
            "proposal": "proposals",
            "scheduler": "scheduler",
            "template": "templates",
            "wiki": "wiki",
            "wiki-page": "wiki_entities",
        },
    )
    """The id of the parent. Evidence: observed."""
    title: str | None = field("title", TEXT)
    """The block's title, by one transcription of the documents. Evidence: documented."""
    name: str | None = field("name", TEXT)
    """The block's name, as one client sends it. Evidence: observed."""
    text_html: str | None = field("textHTML", TEXT)
    """The text of content and html blocks as HTML. Placeholders such as `{{ client.name }}`, `{{ business.name }}`, `{{
    project.name }}` and `{{ client.address }}` are filled in when it is shown. Evidence: observed."""
    text_plain: str | None = field("textPlain", TEXT)
    """The same text without markup. Evidence: observed."""
    has_text: bool | None = field("hasText", BOOLEAN)
    """Whether there is text. Contracts and proposals take it. One client saw wiki blocks refuse it; the answer is unknown.
    Evidence: observed."""
    main: BlockMain | None = field("main", Ref(BlockMain))
    """The text of an intro block. Evidence: observed."""
    attachment: Attachment | None = field("attachment", Ref(Attachment))
    """A stored file inside a block. Evidence: observed."""
    design_options: Any = field("designOptions", ANYTHING)
    """How the block looks, an object of free form. Image blocks without it gave 400. Evidence: observed."""
    signature_type: str | None = field("signatureType", TEXT)
    """How a signature block is signed. The values are unknown. Evidence: observed."""
    settings: Any = field("settings", ANYTHING)
    """Settings of an items block, such as whether quantities can be adjusted. By inference an object; its keys are
    unknown. Evidence: documented."""

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
            o.type = v if (v := d["type"]) is None else BlockType.known(v) or BlockType(v)
            o.entity_type = v if (v := d["entityType"]) is None else BlockEntityType.known(v) or BlockEntityType(v)
            o.entity_id = v if (v := d["entityId"]).__class__ is str or v is None else mismatch(v)
            o.title = v if (v := d["title"]).__class__ is str or v is None else mismatch(v)
            o.name = v if (v := d["name"]).__class__ is str or v is None else mismatch(v)
            o.text_html = v if (v := d["textHTML"]).__class__ is str or v is None else mismatch(v)
            o.text_plain = v if (v := d["textPlain"]).__class__ is str or v is None else mismatch(v)
            o.has_text = v if (v := d["hasText"]).__class__ is bool or v is None else mismatch(v)
            o.main = v if (v := d["main"]) is None else BlockMain.decode(v)
            o.attachment = v if (v := d["attachment"]) is None else Attachment.decode(v)
            o.design_options = d["designOptions"]
            o.signature_type = v if (v := d["signatureType"]).__class__ is str or v is None else mismatch(v)
            o.settings = d["settings"]
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
