"""Groups of blocks inside a document, called sections by the newer documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plutio_async._core.call import Operation
from plutio_async._models.answers import written
from plutio_async._models.json_form import UNSET
from plutio_async._resources.listing import Listing

from ..models.block_group import BlockGroup

if TYPE_CHECKING:
    from ..models.block import Block
    from ._filters import BlockGroupsListing
else:
    BlockGroupsListing = Listing

_LIST = Operation("block_groups_list", "GET", "/block-groups", idempotent=True)
_UPDATE = Operation("block_groups_update", "PUT", "/block-groups", idempotent=True)


class BlockGroupsResource(BlockGroupsListing):
    """Groups of blocks inside a document, called sections by the newer documents.

    ``list`` answers with the block groups that match. No answer was observed, so no field beyond the common ones is
    sure. The blocks of a group carry `entityType: blocks-group`.

    Raises:
        TypeError: An argument is unknown, missing or of a wrong type. No call is made.
        PlutioError: Any error of a call; see ``plutio_async.errors``.
    """

    name = "block_groups"
    model = BlockGroup
    _listing = _LIST

    async def update(
        self,
        id: str | BlockGroup,
        *,
        title: str | None = UNSET,
        blocks: Sequence[str | Block] | None = UNSET,
        extra: Mapping[str, Any] | None = None,
    ) -> BlockGroup:
        """Update a block group.

        Changes the given fields of one block group and answers with it. No list of its fields is published; `title` and
        `blocks` are inferred from blocks and their other parents. There is no documented call that makes or deletes a
        block group.

        Args:
            title: The group's title, by analogy with blocks. Inferred.
            blocks: The ids of the group's blocks in their order, by analogy with proposals and contracts. Inferred.
            extra: Fields that are not described, by wire name.
        """
        fields = {"title": title, "blocks": blocks}
        body = self._body("update", fields, id=id, extra=extra)
        return await self._send(_UPDATE, written(BlockGroup, body), body)
