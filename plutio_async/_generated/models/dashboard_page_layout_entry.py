from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import NUMBER
from plutio_async._models.fields import field
from plutio_async._models.model import Model


@define(kw_only=True, eq=False, repr=False)
class DashboardPageLayoutEntry(Model):
    """The place and size of one block on the grid. Under which key it names the block is unknown."""

    x: float | None = field("x", NUMBER)
    """The column, from the left."""
    y: float | None = field("y", NUMBER)
    """The row, from the top."""
    width: float | None = field("width", NUMBER)
    """How many columns the block takes."""
    height: float | None = field("height", NUMBER)
    """How many rows the block takes."""
