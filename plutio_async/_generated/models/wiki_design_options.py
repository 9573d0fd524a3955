from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    ANYTHING,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "id",
        "maxWidth",
        "fontFamily",
        "bgColor",
        "layout",
        "padding",
        "borderRadius",
        "section",
    )
)


@define(kw_only=True, eq=False, repr=False)
class WikiDesignOptions(Model):
    """How the wiki looks. An update merges it one level deep. The keys are known and their types are not, so each holds
    any JSON value."""

    id: Any = field("id", ANYTHING)
    """The id of the design. Evidence: observed."""
    max_width: Any = field("maxWidth", ANYTHING)
    """The greatest width of the content. Evidence: observed."""
    font_family: Any = field("fontFamily", ANYTHING)
    """The typeface. Evidence: observed."""
    bg_color: Any = field("bgColor", ANYTHING)
    """The background colour. Evidence: observed."""
    layout: Any = field("layout", ANYTHING)
    """How the pages are laid out. Evidence: observed."""
    padding: Any = field("padding", ANYTHING)
    """The space around the content. Evidence: observed."""
    border_radius: Any = field("borderRadius", ANYTHING)
    """How round the corners are. Evidence: observed."""
    section: Any = field("section", ANYTHING)
    """The design of a section, an object. Its keys are unknown. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 8:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 8 else unknown_keys(d, _ABSENT)
        try:
            o.id = d["id"]
            o.max_width = d["maxWidth"]
            o.font_family = d["fontFamily"]
            o.bg_color = d["bgColor"]
            o.layout = d["layout"]
            o.padding = d["padding"]
            o.border_radius = d["borderRadius"]
            o.section = d["section"]
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
