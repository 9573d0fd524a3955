from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    NUMBER,
    NUMBER_TYPES,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

_ABSENT: dict[str, Any] = dict.fromkeys(("amount",))


@define(kw_only=True, eq=False, repr=False)
class ProjectBudget(Model):
    """What the project may cost. Only the amount is known."""

    amount: float | None = field("amount", NUMBER)
    """The sum, in the project's currency. Money was observed to come as text too, on other records. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 1:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 1 else unknown_keys(d, _ABSENT)
        try:
            o.amount = v if (v := d["amount"]).__class__ in NUMBER_TYPES or v is None else mismatch(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
