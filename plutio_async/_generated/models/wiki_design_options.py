from __future__ import annotations

from typing import Any

from attrs import define

from plutio_async._models.codecs import ANYTHING
from plutio_async._models.fields import field
from plutio_async._models.model import RecordPart


@define(kw_only=True, eq=False, repr=False, weakref_slot=False)
class WikiDesignOptions(RecordPart):
    """How the wiki looks. An update merges it one level deep. The keys are known and their types are not, so each holds
    any JSON value."""

    id: Any = field("id", ANYTHING)
    """The id of the design."""
    max_width: Any = field("maxWidth", ANYTHING)
    """The greatest width of the content."""
    font_family: Any = field("fontFamily", ANYTHING)
    """The typeface."""
    bg_color: Any = field("bgColor", ANYTHING)
    """The background colour."""
    layout: Any = field("layout", ANYTHING)
    """How the pages are laid out."""
    padding: Any = field("padding", ANYTHING)
    """The space around the content."""
    border_radius: Any = field("borderRadius", ANYTHING)
    """How round the corners are."""
    section: Any = field("section", ANYTHING)
    """The design of a section, an object. Its keys are unknown."""
