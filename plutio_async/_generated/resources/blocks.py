"""The parts that proposals, contracts, invoices, forms, wiki pages and dashboard pages are built from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import Json, anything, written
from plutio_async._models.json_form import UNSET
from plutio_async._models.model import Model
from plutio_async._resources.creates import Creates
from plutio_async._resources.listing import Listing

from ..models.block import Block

if TYPE_CHECKING:
    from ..models.block import (
        Attachment,
        BlockEntityType,
        BlockItem,
        BlockMain,
        BlockType,
        KnownBlockEntityType,
        KnownBlockType,
    )
    from ..models.part_dicts import AnyMapping, AttachmentDict, BlockItemDict, BlockMainDict
    from ._filters import BlocksListing
else:
    BlocksListing = Listing

_LIST = Operation("blocks_list", "GET", "/blocks", idempotent=True)
_CREATE = Operation("blocks_create", "POST", "/blocks", idempotent=False)
_UPDATE = Operation("blocks_update", "PUT", "/blocks", idempotent=True)
_DELETE = Operation("blocks_delete", "DELETE", "/blocks", idempotent=True)
_CREATE_PRESET = Operation("blocks_create_preset", "POST", "/blocks/create-preset", idempotent=False)


class BlocksResource(Creates[Block], BlocksListing):
    """The parts that proposals, contracts, invoices, forms, wiki pages and dashboard pages are built from.

    ``list`` answers with the blocks that match. Filter by `entityType` and `entityId` for the blocks of one document;
    their order is not the list's but that of the `blocks` ids on the document. Blocks of templates are left out unless
    `q` holds `"isTemplate": true`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "blocks"
    model = Block
    _listing = _LIST

    async def create(
        self,
        *,
        type: BlockType | KnownBlockType | str | None = UNSET,
        entity_type: BlockEntityType | KnownBlockEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        title: str | None = UNSET,
        name: str | None = UNSET,
        text_html: str | None = UNSET,
        text_plain: str | None = UNSET,
        has_text: bool | None = UNSET,
        main: BlockMain | BlockMainDict | AnyMapping | None = UNSET,
        attachment: Attachment | AttachmentDict | AnyMapping | None = UNSET,
        design_options: Any = UNSET,
        signature_type: str | None = UNSET,
        items: Sequence[BlockItem | BlockItemDict | AnyMapping] | None = UNSET,
        settings: Any = UNSET,
        is_template: bool | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Block:
        """Create a block.

        Makes a block in a document and answers with it. Which types are allowed depends on the parent, and a wrong one
        is refused with 400 and a message that lists the right ones: proposals take content, image, canvas, video, html,
        items, fees, intro and signature; contracts content, image, canvas, video, html and signature; dashboard pages
        were built with content, image, canvas, video and html. A new proposal already has three blocks (intro, content,
        signature), a new contract two (content, signature), a wiki page one (content). An image block without a design
        was observed to give 400 with a leaked error about `designOptions`. The lines of an invoice live in a block of
        type `items`; that it takes them as `items` is inferred. Place the block by writing the parent's `blocks`.

        Args:
            type: What a block is. The parent decides which types are allowed. Table, invoice item and packages
                blocks were removed from the API, and `item` is still listed by one transcription.
            entity_type: The kind of document that a block belongs to.
            entity_id: The id of the parent.
            title: The block's title, by one transcription of the documents.
            name: The block's name, as one client sends it.
            text_html: The text of content and html blocks as HTML. Placeholders such as `{{ client.name }}`, `{{
                business.name }}`, `{{ project.name }}` and `{{ client.address }}` are filled in when it is shown.
            text_plain: The same text without markup.
            has_text: Whether there is text. Contracts and proposals take it. One client saw wiki blocks refuse it;
                the answer is unknown.
            main: The text of an intro block.
            attachment: A stored file inside a block.
            design_options: How the block looks, an object of free form. Image blocks without it gave 400.
            signature_type: How a signature block is signed. The values are unknown.
            items: The lines of an items block, such as those of an invoice; the server computes the invoice's
                totals from them. The key is inferred: one source mentions inline `items`, and the documents call the
                lines items. Inferred.
            settings: Settings of an items block, such as whether quantities can be adjusted. By inference an
                object; its keys are unknown.
            is_template: Whether the block is a template's. It was read and filtered by; that it can be written is
                inferred. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "type": type,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "title": title,
            "name": name,
            "text_html": text_html,
            "text_plain": text_plain,
            "has_text": has_text,
            "main": main,
            "attachment": attachment,
            "design_options": design_options,
            "signature_type": signature_type,
            "items": items,
            "settings": settings,
            "is_template": is_template,
        }
        body = self._body("create", fields, extra=extra)
        return await self._send(_CREATE, written(Block), body)

    async def update(
        self,
        id: str | Block,
        *,
        type: BlockType | KnownBlockType | str | None = UNSET,
        entity_type: BlockEntityType | KnownBlockEntityType | str | None = UNSET,
        entity_id: str | Model | None = UNSET,
        title: str | None = UNSET,
        name: str | None = UNSET,
        text_html: str | None = UNSET,
        text_plain: str | None = UNSET,
        has_text: bool | None = UNSET,
        main: BlockMain | BlockMainDict | AnyMapping | None = UNSET,
        attachment: Attachment | AttachmentDict | AnyMapping | None = UNSET,
        design_options: Any = UNSET,
        signature_type: str | None = UNSET,
        items: Sequence[BlockItem | BlockItemDict | AnyMapping] | None = UNSET,
        settings: Any = UNSET,
        is_template: bool | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> Block:
        """Update a block.

        Changes the given fields of one block and answers with the updated block. A field that is left out stays as it
        is. The text is in `textHTML` for most types and in `main.textHTML` for intro blocks. Order is not a field of
        the block: change the parent's `blocks`.

        Args:
            type: What a block is. The parent decides which types are allowed. Table, invoice item and packages
                blocks were removed from the API, and `item` is still listed by one transcription.
            entity_type: The kind of document that a block belongs to.
            entity_id: The id of the parent.
            title: The block's title, by one transcription of the documents.
            name: The block's name, as one client sends it.
            text_html: The text of content and html blocks as HTML. Placeholders such as `{{ client.name }}`, `{{
                business.name }}`, `{{ project.name }}` and `{{ client.address }}` are filled in when it is shown.
            text_plain: The same text without markup.
            has_text: Whether there is text. Contracts and proposals take it. One client saw wiki blocks refuse it;
                the answer is unknown.
            main: The text of an intro block.
            attachment: A stored file inside a block.
            design_options: How the block looks, an object of free form. Image blocks without it gave 400.
            signature_type: How a signature block is signed. The values are unknown.
            items: The lines of an items block, such as those of an invoice; the server computes the invoice's
                totals from them. The key is inferred: one source mentions inline `items`, and the documents call the
                lines items. Inferred.
            settings: Settings of an items block, such as whether quantities can be adjusted. By inference an
                object; its keys are unknown.
            is_template: Whether the block is a template's. It was read and filtered by; that it can be written is
                inferred. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {
            "type": type,
            "entity_type": entity_type,
            "entity_id": entity_id,
            "title": title,
            "name": name,
            "text_html": text_html,
            "text_plain": text_plain,
            "has_text": has_text,
            "main": main,
            "attachment": attachment,
            "design_options": design_options,
            "signature_type": signature_type,
            "items": items,
            "settings": settings,
            "is_template": is_template,
        }
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(Block, body), body)

    async def delete(self, id: str | Block) -> Block:
        """Delete a block.

        Deletes one block from its document. The content block that a wiki page is born with should not be deleted. The
        shape of the answer is unknown: the deleted block or a part of it.
        """
        body = self._body("delete", {}, id=id)
        return await self._send(_DELETE, written(Block, body), body)

    async def create_preset(
        self, id: str | Block, *, title: str | None = UNSET, extra: Mapping[str, Any] | None = None
    ) -> Json:
        """Make a preset of a block.

        Keeps a block as a preset for later use. It is in the list of v1.11 operations, but its body and its answer are
        unknown: the fields here are inferred from its name and from other calls.

        Args:
            title: The preset's title. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title}
        body = self._body("create_preset", fields, id=id, extra=extra)
        return await self._send(_CREATE_PRESET, anything, body)
