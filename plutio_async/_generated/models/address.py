from __future__ import annotations

from typing import Any, Self

from attrs import define

from plutio_async._models.codecs import (
    TEXT,
    Choice,
    mismatch,
)
from plutio_async._models.model import Model, field, new_object, unknown_keys

from .country_code import CountryCode

_ABSENT: dict[str, Any] = dict.fromkeys(
    (
        "street",
        "city",
        "zipCode",
        "country",
    )
)


@define(kw_only=True, eq=False, repr=False)
class Address(Model):
    """A postal address. There is no key of its own for a state; one importer joins it into `city`."""

    street: str | None = field("street", TEXT)
    """Street and house number. Evidence: observed."""
    city: str | None = field("city", TEXT)
    """Town or city. Evidence: observed."""
    zip_code: str | None = field("zipCode", TEXT)
    """Postal code. Evidence: observed."""
    country: CountryCode | None = field("country", Choice(CountryCode))
    """The country. The documents list ISO codes; one importer of v1.7 sent what its own table held. Evidence: documented."""

    @classmethod
    def decode(cls, d: dict[str, Any]) -> Self:
        o = new_object(cls)
        if len(d) == 4:
            o._extra = None
        else:
            d = _ABSENT | d
            o._extra = None if len(d) == 4 else unknown_keys(d, _ABSENT)
        try:
            o.street = v if (v := d["street"]).__class__ is str or v is None else mismatch(v)
            o.city = v if (v := d["city"]).__class__ is str or v is None else mismatch(v)
            o.zip_code = v if (v := d["zipCode"]).__class__ is str or v is None else mismatch(v)
            o.country = v if (v := d["country"]) is None else CountryCode.known(v) or CountryCode(v)
        except KeyError:
            return cls.decode(_ABSENT | d)
        return o
