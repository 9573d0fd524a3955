from __future__ import annotations

from attrs import define

from plutio_async._models.codecs import NUMBER, TEXT
from plutio_async._models.fields import field
from plutio_async._models.model import Model


@define(kw_only=True, eq=False, repr=False)
class Tax(Model):
    """A tax on an invoice."""

    title: str | None = field("title", TEXT)
    """The tax's name."""
    value: float | None = field("value", NUMBER)
    """The rate in per cent."""
