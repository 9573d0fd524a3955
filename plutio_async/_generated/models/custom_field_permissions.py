from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    mismatch,
)
from plutio_async._models.model import Model, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(())


@define(kw_only=True, eq=False, repr=False)
class CustomFieldPermissions(Model):
    """What each role may do with the field, from a role to `view`, `edit` or `hidden`. Its keys are unknown."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        if d.__class__ is not dict:
            mismatch(d)
        o = new_object(cls)
        if len(d) == 0:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 0 else unknown_keys(d, _ABSENT)
        return o
