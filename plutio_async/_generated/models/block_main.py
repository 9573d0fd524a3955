from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    BOOLEAN,
    TEXT,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "textHTML",
        "textPlain",
        "hasText",
    )
)


@define(kw_only=True, eq=False, repr=False)
class BlockMain(Model):
    """The text of an intro block."""

    text_html: str | None = field("textHTML", TEXT)
    """The text as HTML. Evidence: observed."""
    text_plain: str | None = field("textPlain", TEXT)
    """The text without markup. Evidence: observed."""
    has_text: bool | None = field("hasText", BOOLEAN)
    """Whether there is text. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 3:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 3 else unknown_keys(d, _ABSENT)
        try:
            o.text_html = v if (v := d["textHTML"]).__class__ is str or v is None else mismatch(v)
            o.text_plain = v if (v := d["textPlain"]).__class__ is str or v is None else mismatch(v)
            o.has_text = v if (v := d["hasText"]).__class__ is bool or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
