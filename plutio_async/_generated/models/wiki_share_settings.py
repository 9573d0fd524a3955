from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    BOOLEAN,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(("isShared",))


@define(kw_only=True, eq=False, repr=False)
class WikiShareSettings(Model):
    """Whether the wiki is shared."""

    is_shared: bool | None = field("isShared", BOOLEAN)
    """True shares the wiki. Evidence: observed."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 1:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 1 else unknown_keys(d, _ABSENT)
        try:
            o.is_shared = v if (v := d["isShared"]).__class__ is bool or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
