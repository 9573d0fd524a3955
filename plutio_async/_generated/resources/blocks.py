"""The parts that proposals, contracts, invoices, forms, wiki pages and dashboard pages are built from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypedDict, Unpack

from plutio_async._core.call import Operation
from plutio_async._models.answers import anything, written
from plutio_async._models.body import Body
from plutio_async._models.codecs import ANYTHING, BOOLEAN, TEXT, Choice
from plutio_async._models.model import Field, Ref
from plutio_async._pagination.reader import PageIterator, Progress
from plutio_async._pagination.records import Records
from plutio_async._query.compiling import QueryLike
from plutio_async._resources.listing import Listing
from plutio_async._resources.sender import Filter

from ..models.attachment import Attachment
from ..models.block import Block
from ..models.block_entity_type import BlockEntityType
from ..models.block_main import BlockMain
from ..models.block_type import BlockType

_BLOCKS_UPDATE = Operation("blocks_update", "PUT", "/blocks", idempotent=True)
_BLOCKS_CREATE = Operation("blocks_create", "POST", "/blocks", idempotent=False)
_BLOCKS_DELETE = Operation("blocks_delete", "DELETE", "/blocks", idempotent=True)
_BLOCKS_CREATE_PRESET = Operation("blocks_create_preset", "POST", "/blocks/create-preset", idempotent=False)
_BLOCKS_LIST = Operation("blocks_list", "GET", "/blocks", idempotent=True)


class BlockFields(TypedDict, total=False):
    """The fields of writes of a Block."""

    type: BlockType | str | None
    """What a block is. The parent decides which types are allowed. Table, invoice item and packages blocks were removed
    from the API, and `item` is still listed by one transcription. Evidence: observed."""
    entity_type: BlockEntityType | str | None
    """The kind of document that a block belongs to. Evidence: observed."""
    entity_id: str | None
    """The id of the parent. Evidence: observed."""
    title: str | None
    """The block's title, by one transcription of the documents. Evidence: documented."""
    name: str | None
    """The block's name, as one client sends it. Evidence: observed."""
    text_html: str | None
    """The text of content and html blocks as HTML. Placeholders such as `{{ client.name }}`, `{{ business.name }}`, `{{
    project.name }}` and `{{ client.address }}` are filled in when it is shown. Evidence: observed."""
    text_plain: str | None
    """The same text without markup. Evidence: observed."""
    has_text: bool | None
    """Whether there is text. Contracts and proposals take it. One client saw wiki blocks refuse it; the answer is unknown.
    Evidence: observed."""
    main: BlockMain | Mapping[str, Any] | None
    """The text of an intro block. Evidence: observed."""
    attachment: Attachment | Mapping[str, Any] | None
    """A stored file inside a block. Evidence: observed."""
    design_options: Any
    """How the block looks, an object of free form. Image blocks without it gave 400. Evidence: observed."""
    signature_type: str | None
    """How a signature block is signed. The values are unknown. Evidence: observed."""
    settings: Any
    """Settings of an items block, such as whether quantities can be adjusted. By inference an object; its keys are
    unknown. Evidence: documented."""
    is_template: bool | None
    """Whether the block is a template's. It was read and filtered by; that it can be written is inferred. Evidence:
    inferred."""


class BlockCreatePreset(TypedDict, total=False):
    """The block to keep as a preset. The body of this call is unknown."""

    id: str | None
    """The id of the block to keep. Evidence: inferred."""
    title: str | None
    """The preset's title. Evidence: inferred."""


_BlockFields = Body(
    {
        "type": Field("type", Choice(BlockType)),
        "entity_type": Field("entityType", Choice(BlockEntityType)),
        "entity_id": Field("entityId", TEXT),
        "title": Field("title", TEXT),
        "name": Field("name", TEXT),
        "text_html": Field("textHTML", TEXT),
        "text_plain": Field("textPlain", TEXT),
        "has_text": Field("hasText", BOOLEAN),
        "main": Field("main", Ref(BlockMain)),
        "attachment": Field("attachment", Ref(Attachment)),
        "design_options": Field("designOptions", ANYTHING),
        "signature_type": Field("signatureType", TEXT),
        "settings": Field("settings", ANYTHING),
        "is_template": Field("isTemplate", BOOLEAN),
    },
    required=frozenset(),
)
_BlockCreatePreset = Body(
    {
        "id": Field("_id", TEXT),
        "title": Field("title", TEXT),
    },
    required=frozenset(),
)


class BlocksResource(Listing[Block]):
    """The parts that proposals, contracts, invoices, forms, wiki pages and dashboard pages are built from."""

    name = "blocks"
    model = Block
    listing = _BLOCKS_LIST

    async def update(self, id: str, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[BlockFields]) -> Block:
        """Update a block.

        Changes the given fields of one block and answers with the updated block. A field that is left out stays as it
        is. The text is in `textHTML` for most types and in `main.textHTML` for intro blocks. Order is not a field of
        the block: change the parent's `blocks`.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("update", id=id, form=_BlockFields, extra=extra, fields={**fields})
        return await self._send(_BLOCKS_UPDATE, written(Block, id), body)

    async def create(self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[BlockFields]) -> Block:
        """Create a block.

        Makes a block in a document and answers with it. Which types are allowed depends on the parent, and a wrong one
        is refused with 400 and a message that lists the right ones: proposals take content, image, canvas, video, html,
        items, fees, intro and signature; contracts content, image, canvas, video, html and signature; dashboard pages
        were built with content, image, canvas, video and html. A new proposal already has three blocks (intro, content,
        signature), a new contract two (content, signature), a wiki page one (content). An image block without a design
        was observed to give 400 with a leaked error about `designOptions`. The lines of an invoice live in a block of
        type `items`; under which key it takes them is unknown. Place the block by writing the parent's `blocks`.

        Evidence: observed.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create", form=_BlockFields, extra=extra, fields={**fields})
        return await self._send(_BLOCKS_CREATE, written(Block), body)

    async def delete(self, id: str) -> Block:
        """Delete a block.

        Deletes one block from its document. The content block that a wiki page is born with should not be deleted. The
        shape of the answer is unknown: the deleted block or a part of it.

        Evidence: observed.

        Raises:
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("delete", id=id)
        return await self._send(_BLOCKS_DELETE, written(Block, id), body)

    async def create_preset(
        self, *, extra: Mapping[str, Any] | None = None, **fields: Unpack[BlockCreatePreset]
    ) -> Any:
        """Make a preset of a block.

        Keeps a block as a preset for later use. It is in the list of v1.11 operations, but its body and its answer are
        unknown: the fields here are inferred from its name and from other calls.

        Evidence: documented.

        Args:
            extra: Fields that are not described, by wire name.

        Raises:
            TypeError: a keyword is unknown or missing, or its value has a wrong type.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        body = self._body("create_preset", form=_BlockCreatePreset, extra=extra, fields={**fields})
        return await self._send(_BLOCKS_CREATE_PRESET, anything, body)

    def iterate(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> Records[Block]:
        """All records that match, each exactly once: ``async for record in …``.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            page_size: The number of records in a call.
            page_cap: The server's largest page, if you know it: saves the last call, as a smaller page ends the list. If
                the server's pages are smaller than that, records are lost.
            read_ahead: The most pages to fetch ahead.
            cursor: Continues from the ``cursor`` of other ``Records``.
            progress: Called after each page.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        )

    def pages(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        page_size: int | None = None,
        page_cap: int | None = None,
        read_ahead: int = 0,
        cursor: str | None = None,
        progress: Callable[[Progress], None] | None = None,
        **filters: Filter,
    ) -> PageIterator[Block]:
        """The same as ``iterate``, in the pages of the server: ``async for page in …``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call, where it happens; see ``plutio_async.errors``.
        """
        return self._iterate(
            q=q,
            sort=sort,
            page_size=page_size,
            page_cap=page_cap,
            read_ahead=read_ahead,
            cursor=cursor,
            progress=progress,
            params={},
            filters=filters,
        ).pages()

    async def list(
        self,
        *,
        q: QueryLike = None,
        sort: str | None = None,
        skip: int | None = None,
        limit: int | None = None,
        **filters: Filter,
    ) -> list[Block]:
        """List blocks.

        Answers with the blocks that match. Filter by `entityType` and `entityId` for the blocks of one document; their
        order is not the list's but that of the `blocks` ids on the document. Blocks of templates are left out unless
        `q` holds `"isTemplate": true`.

        Evidence: observed.

        Args:
            q: A query: conditions made with ``F``, a MongoDB query as a mapping, or its JSON text.
            sort: ``<field>_asc`` or ``<field>_desc`` by wire name.
            skip: The number of records to skip.
            limit: The most records to return. The API does not publish its default and its maximum.
            filters: Fields that must have a value, in snake case; ``client__id`` looks into ``client``.

        Raises:
            TypeError: a filter names no field, or its value cannot be sent.
            PlutioError: any error of a call; see ``plutio_async.errors``.
        """
        return await self._list(q=q, sort=sort, skip=skip, limit=limit, params={}, filters=filters)
