from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

import attrs
from attrs import define

from plutio_async._models.codecs import ANYTHING, BOOLEAN, NUMBER, TEXT, Choice, Either, Id, Many
from plutio_async._models.fields import Ref, field, json, number, text_or_number
from plutio_async._models.known_values import OpenEnum
from plutio_async._models.model import RecordPart

from ._record import AnyRecord


class BlockType(OpenEnum):
    """What a block is. The parent decides which types are allowed. Table, invoice item and packages blocks were removed
    from the API, and `item` is still listed by one transcription."""

    CONTENT = "content"
    IMAGE = "image"
    VIDEO = "video"
    HTML = "html"
    ITEMS = "items"
    FEES = "fees"
    INTRO = "intro"
    SIGNATURE = "signature"
    ITEM = "item"
    TIME_ENTRIES = "time-entries"
    TASK = "task"
    SUMMARY = "summary"
    BUTTON = "button"
    NAVIGATION = "navigation"
    TITLE = "title"
    SCHEDULER_CALENDAR = "scheduler-calendar"
    SCHEDULER_BOOKED = "scheduler-booked"
    FORM = "form"
    CANVAS = "canvas"


if TYPE_CHECKING:
    # fmt: off
    KnownBlockType = Literal[
        "content", "image", "video", "html", "items", "fees", "intro", "signature", "item", "time-entries", "task",
        "summary", "button", "navigation", "title", "scheduler-calendar", "scheduler-booked", "form", "canvas"
    ]
    # fmt: on


class BlockEntityType(OpenEnum):
    """The kind of document that a block belongs to."""

    BLOCKS_GROUP = "blocks-group"
    CONTRACT = "contract"
    DASHBOARD_PAGE = "dashboard-page"
    FORM = "form"
    INVOICE = "invoice"
    PROPOSAL = "proposal"
    RECEIPT = "receipt"
    SCHEDULER = "scheduler"
    TEMPLATE = "template"
    WIKI = "wiki"
    WIKI_PAGE = "wiki-page"


if TYPE_CHECKING:
    # fmt: off
    KnownBlockEntityType = Literal[
        "blocks-group", "contract", "dashboard-page", "form", "invoice", "proposal", "receipt", "scheduler", "template",
        "wiki", "wiki-page"
    ]
    # fmt: on


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class Attachment(RecordPart):
    """A stored file inside a block."""

    id: str | None = field("_id", TEXT)
    """The file's id."""
    handle: str | None = field("handle", TEXT)
    """The name of the object in Plutio's storage."""
    title: str | None = field("title", TEXT)
    """The file's title."""
    size: float | None = attrs.field(default=None, converter=number, metadata=json("size", NUMBER))
    """The size in bytes."""
    mime_type: str | None = field("mimeType", TEXT)
    """The media type."""
    extension: str | None = field("extension", TEXT)
    """The file name's extension."""
    url: str | None = field("url", TEXT)
    """Where the file can be fetched."""


@define(kw_only=True, eq=False, repr=False, weakref_slot=False, on_setattr=attrs.setters.NO_OP)
class BlockItem(RecordPart):
    """A line of an items block. Its fields are those of a billed item of a proposal, by inference."""

    title: str | None = field("title", TEXT)
    """What is sold. Inferred."""
    description_html: str | None = field("descriptionHTML", TEXT)
    """The description as HTML. Inferred."""
    quantity: float | None = attrs.field(default=None, converter=number, metadata=json("quantity", NUMBER))
    """How many. Inferred."""
    amount: float | None = attrs.field(default=None, converter=number, metadata=json("amount", NUMBER))
    """The price of one. It may come as text. Inferred."""
    tax: str | float | None = attrs.field(
        default=None, converter=text_or_number, metadata=json("tax", Either(TEXT, NUMBER))
    )
    """The tax rate in per cent: text such as `20%` on a billed item of a proposal, a number on an item of the price list.
    Which of them a line takes is unknown. Inferred."""
    settings: Any = field("settings", ANYTHING)
    """Settings such as whether the client may adjust the quantity. Their keys are unknown, so it is any JSON value."""


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class BlockMain(RecordPart):
    """The text of an intro block."""

    text_html: str | None = field("textHTML", TEXT)
    """The text as HTML."""
    text_plain: str | None = field("textPlain", TEXT)
    """The text without markup."""
    has_text: bool | None = field("hasText", BOOLEAN)
    """Whether there is text."""


@define(kw_only=True, eq=False, repr=False)
class Block(AnyRecord):
    """A part of a document."""

    resource_name: ClassVar[str | None] = "blocks"

    is_template: bool | None = field("isTemplate", BOOLEAN)
    """Whether the block is a template's. It was read and filtered by; that it can be written is inferred. Inferred."""
    type: BlockType | None = field("type", Choice(BlockType))
    """What a block is. The parent decides which types are allowed. Table, invoice item and packages blocks were removed
    from the API, and `item` is still listed by one transcription."""
    entity_type: BlockEntityType | None = field("entityType", Choice(BlockEntityType))
    """The kind of document that a block belongs to."""
    entity_id: str | None = field(
        "entityId",
        Id(
            {
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
            }
        ),
    )
    """The id of the parent."""
    title: str | None = field("title", TEXT)
    """The block's title, by one transcription of the documents."""
    name: str | None = field("name", TEXT)
    """The block's name, as one client sends it."""
    text_html: str | None = field("textHTML", TEXT)
    """The text of content and html blocks as HTML. Placeholders such as `{{ client.name }}`, `{{ business.name }}`, `{{
    project.name }}` and `{{ client.address }}` are filled in when it is shown."""
    text_plain: str | None = field("textPlain", TEXT)
    """The same text without markup."""
    has_text: bool | None = field("hasText", BOOLEAN)
    """Whether there is text. Contracts and proposals take it. One client saw wiki blocks refuse it; the answer is unknown."""
    main: BlockMain | None = field("main", Ref(lambda: BlockMain))
    """The text of an intro block."""
    attachment: Attachment | None = field("attachment", Ref(Attachment))
    """A stored file inside a block."""
    design_options: Any = field("designOptions", ANYTHING)
    """How the block looks, an object of free form. Image blocks without it gave 400."""
    signature_type: str | None = field("signatureType", TEXT)
    """How a signature block is signed. The values are unknown."""
    items: list[BlockItem] | None = field("items", Many(Ref(lambda: BlockItem)))
    """The lines of an items block, such as those of an invoice; the server computes the invoice's totals from them. The
    key is inferred: one source mentions inline `items`, and the documents call the lines items. Inferred."""
    settings: Any = field("settings", ANYTHING)
    """Settings of an items block, such as whether quantities can be adjusted. By inference an object; its keys are
    unknown."""
