from __future__ import annotations

from typing import ClassVar

from attrs import define

from plutio_async._models.codecs import TEXT, Id, Many
from plutio_async._models.fields import field

from ._record import AnyRecord


@define(kw_only=True, eq=False, repr=False)
class BlockGroup(AnyRecord):
    """A group of blocks. Only the common fields of records can be relied on."""

    resource_name: ClassVar[str | None] = "block_groups"

    title: str | None = field("title", TEXT)
    """The group's title, by analogy with blocks. Inferred."""
    blocks: list[str] | None = field("blocks", Many(Id(("blocks",))))
    """The ids of the group's blocks in their order, by analogy with proposals and contracts. Inferred."""
